/** A sentence with its full stop, unless it has an end already. */
export const endedSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
