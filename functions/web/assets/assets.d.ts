/* biome-ignore-all lint/style/noDefaultExport: the text of a file is its default export. */
declare module '*?text' {
  const text: string
  export default text
}
