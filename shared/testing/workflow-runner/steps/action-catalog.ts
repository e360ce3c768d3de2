import type { BuiltInAction } from '../built-ins/built-in-action.js'
import type { ActionManifest } from '../parsing/parse-action.js'

/** Where an action's files are: fixed, or at a path of the job's workspace (`./path`, which needs a checkout). */
export type ActionLocation =
  | { readonly kind: 'fixed'; readonly directory: string }
  | { readonly kind: 'workspace'; readonly path: string }

/** What a `uses` text stands for. */
export type ResolvedAction =
  | { readonly kind: 'built-in'; readonly action: BuiltInAction }
  | { readonly kind: 'files'; readonly manifest: ActionManifest; readonly location: ActionLocation }

/** Every action a workflow uses, directly or through composite actions, by its `uses` text. */
export type ActionCatalog = ReadonlyMap<string, ResolvedAction>
