export const mailedFile = {
  title: 'This file is not here',
  missing:
    'The link has run out, or is not whole. Answer the mail that it came with to get the file another way.',
  gone: 'The file was taken away by whoever sent it.',
} as const
