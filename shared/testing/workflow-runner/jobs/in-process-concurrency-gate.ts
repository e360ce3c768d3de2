import type { ConcurrencyGroup } from '../run-result.js'
import type { ConcurrencyGate, ConcurrencyTurn } from './concurrency.js'

const MAX_QUEUE = 100

interface Waiting {
  admit(turn: ConcurrencyTurn | undefined): void
}

interface GroupState {
  running: AbortController | undefined
  waiting: Waiting[]
}

/**
 * GitHub's concurrency groups within one process: one runs and one waits, a newcomer takes the waiting one's place;
 * with `queue: max` up to 100 wait in order. Group names ignore case.
 */
export class InProcessConcurrencyGate implements ConcurrencyGate {
  readonly #groups = new Map<string, GroupState>()

  async enter(group: ConcurrencyGroup, signal: AbortSignal): Promise<ConcurrencyTurn | undefined> {
    if (signal.aborted) return undefined
    const state = this.#state(group.group)
    if (state.running === undefined) return this.#start(state)
    if (group.cancelInProgress) state.running.abort()
    this.#makeRoom(state, group)
    return new Promise(resolve => this.#wait(state, { signal, resolve }))
  }

  #state(name: string): GroupState {
    const key = name.toLowerCase()
    const state = this.#groups.get(key) ?? { running: undefined, waiting: [] }
    this.#groups.set(key, state)
    return state
  }

  #makeRoom(state: GroupState, group: ConcurrencyGroup): void {
    const room = group.queue === 'max' ? MAX_QUEUE : 1
    while (state.waiting.length >= room) state.waiting.shift()?.admit(undefined)
  }

  #wait(
    state: GroupState,
    caller: { readonly signal: AbortSignal; resolve(turn: ConcurrencyTurn | undefined): void }
  ): void {
    const leave = (): void => {
      state.waiting = state.waiting.filter(one => one !== waiting)
      waiting.admit(undefined)
    }
    const waiting: Waiting = {
      admit: turn => {
        caller.signal.removeEventListener('abort', leave)
        caller.resolve(turn)
      }
    }
    caller.signal.addEventListener('abort', leave, { once: true })
    state.waiting.push(waiting)
  }

  #start(state: GroupState): ConcurrencyTurn {
    const controller = new AbortController()
    state.running = controller
    return { signal: controller.signal, release: () => this.#release(state, controller) }
  }

  #release(state: GroupState, controller: AbortController): void {
    if (state.running !== controller) return
    state.running = undefined
    const next = state.waiting.shift()
    if (next !== undefined) next.admit(this.#start(state))
  }
}
