import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { EdgeMessages } from './edge-messages.js'
import { en } from './messages-en.js'
import { ja } from './messages-ja.js'

/** The texts of every language. */
export const messages: Readonly<Record<Language, EdgeMessages>> = { en, ja }
