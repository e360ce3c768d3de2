const BREAK = '\u200b'

/** Text inside an HTML element of a Markdown document: it shows itself, and mentions or links nothing. */
export function htmlText(text: string): string {
  return text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/@(?=\w)/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/:(?=\/\/)/g, `:${BREAK}`)
    .replace(/(?<![A-Za-z0-9])(www|GH-)(?=[.\d])/gi, `$1${BREAK}`)
    .replace(/[$]/g, '&#36;')
}
