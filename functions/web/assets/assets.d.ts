/* biome-ignore-all lint/style/noDefaultExport: esbuild's text loader gives a file's text as its default export. */
declare module '*.css' {
  const text: string
  export default text
}

declare module '*.svg' {
  const text: string
  export default text
}

declare module '*.client.js' {
  const text: string
  export default text
}
