import { positionIn } from '../domain/intake/source-text.js'
import type { Annotation } from '../ports/runner.js'

/** Where an annotation stands, for a place such as `.github/mlops.yml:3:5`; nothing for places in no file. */
export function annotationPlace(place: string): Pick<Annotation, 'file' | 'line' | 'column'> {
  const position = positionIn(place)
  const file = place.replace(/:\d{1,9}:\d{1,9}$/, '')
  // Issues and comments are called by a plain word.
  return position === undefined || !/[./]/.test(file) ? {} : { file, ...position }
}
