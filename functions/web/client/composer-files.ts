import { composer, keepSoon } from './composer-draft.ts'

const bytesMax = 25_000_000

function list(): HTMLElement | null {
  return composer()?.querySelector('[data-uploads]') ?? null
}

function isInComposer(target: EventTarget | null): boolean {
  return target instanceof Node && composer()?.contains(target) === true
}

document.addEventListener('change', ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== 'file' || !isInComposer(target)) return
  take(target.files)
  // Sent already, one by one: the form need not carry them again.
  target.value = ''
})
document.addEventListener('paste', event => {
  const { clipboardData, target } = event
  if (!clipboardData?.files.length || !isInComposer(target)) return
  event.preventDefault()
  take(clipboardData.files)
})
document.addEventListener('dragover', event => {
  if (!event.dataTransfer?.types.includes('Files') || !isInComposer(event.target)) return
  event.preventDefault()
  composer()?.classList.add('is-dropping')
})
document.addEventListener('dragleave', ({ target }) => {
  if (target === composer()) composer()?.classList.remove('is-dropping')
})
document.addEventListener('drop', event => {
  composer()?.classList.remove('is-dropping')
  if (!event.dataTransfer?.files.length || !isInComposer(event.target)) return
  event.preventDefault()
  take(event.dataTransfer.files)
})
document.addEventListener('click', event => {
  const drop = event.target instanceof Element && event.target.closest('[data-drop]')
  if (!drop || !isInComposer(drop)) return
  event.preventDefault()
  drop.closest('li')?.remove()
  renumber()
  composer()?.querySelector<HTMLElement>('input[type=file]')?.focus()
})

function take(files: FileList | null): void {
  for (const file of [...(files ?? [])]) void upload(file)
}

/** Straight to the bucket, by a form that the desk signs. */
async function upload(file: File): Promise<void> {
  const item = document.createElement('li')
  const name = document.createElement('bdi')
  const progress = document.createElement('progress')
  name.textContent = file.name
  progress.max = 1
  progress.value = 0
  progress.setAttribute('aria-label', file.name)
  item.append(name, progress)
  list()?.append(item)
  try {
    if (file.size > bytesMax) throw new Error(list()?.dataset.tooLarge)
    const token = composer()?.querySelector<HTMLInputElement>('[name=formToken]')?.value ?? ''
    const about = { formToken: token, name: file.name, size: String(file.size), type: file.type }
    const answer = await fetch(list()?.dataset.uploads ?? '', {
      method: 'POST',
      body: new URLSearchParams(about),
    })
    if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).message)
    const { id, url, fields } = await answer.json()
    await post(url, fields, file, part => {
      progress.value = part
    })
    const field = document.createElement('input')
    field.type = 'hidden'
    field.value = id
    progress.replaceWith(field)
  } catch (error) {
    item.className = 'is-failed'
    const words = error instanceof Error && error.message !== '' ? `${file.name}: ${error.message}` : ''
    name.textContent = words || (list()?.dataset.failed ?? '').replace('#', file.name)
    progress.remove()
  }
  const drop = document.createElement('button')
  drop.type = 'button'
  drop.className = 'button button-quiet'
  drop.dataset.drop = ''
  drop.textContent = '×'
  drop.setAttribute('aria-label', (list()?.dataset.remove ?? '').replace('#', file.name))
  item.append(drop)
  renumber()
}

function post(
  url: string,
  fields: Record<string, string>,
  file: File,
  told: (part: number) => void,
): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file)
  const request = new XMLHttpRequest()
  request.upload.addEventListener('progress', ({ loaded, total }) => told(loaded / total))
  request.addEventListener('load', () => (request.status < 300 ? resolve() : reject(new Error(''))))
  request.addEventListener('error', () => reject(new Error('')))
  request.open('POST', url)
  request.send(form)
  return promise
}

function renumber(): void {
  for (const [index, field] of [...(list()?.querySelectorAll('input') ?? [])].entries())
    field.name = `file${index}`
  keepSoon()
}
