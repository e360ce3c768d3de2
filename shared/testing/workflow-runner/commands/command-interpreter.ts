import type { AnnotationLevel } from '../../../src/ports/runner.js'
import type { WorkflowCommand } from './parse-command.js'
import { COMMAND_NAMES, parseCommand } from './parse-command.js'
import type { AnnotationDetails, StepReporter } from './step-reporter.js'

/** Reads a process's output line by line and carries out the workflow commands in it. */
export class CommandInterpreter {
  /** Outputs and states set by the deprecated `::set-output` and `::save-state`. */
  readonly outputs = new Map<string, string>()
  readonly states = new Map<string, string>()
  readonly #reporter: StepReporter
  readonly #debug: boolean
  #stopToken: string | undefined
  #echo = false
  #failed = false

  constructor(reporter: StepReporter, settings: { readonly debug: boolean }) {
    this.#reporter = reporter
    this.#debug = settings.debug
  }

  /** Whether a forbidden or malformed command has failed the step. */
  get failed(): boolean {
    return this.#failed
  }

  /** Takes one line of stdout or stderr. */
  accept(line: string): void {
    if (this.#stopToken !== undefined) {
      if (line.trim() === `::${this.#stopToken}::`) this.#stopToken = undefined
      this.#reporter.line(line)
      return
    }
    const command = parseCommand(line)
    if (command === undefined) this.#reporter.line(line)
    else this.#carryOut(command, line)
  }

  #carryOut(command: WorkflowCommand, line: string): void {
    // A mask is never echoed: the log would show what it hides.
    if (this.#echo && command.name !== 'add-mask') this.#reporter.line(line)
    switch (command.name) {
      case 'error':
      case 'warning':
      case 'notice':
        return this.#reporter.annotate(command.name satisfies AnnotationLevel, command.data, details(command))
      case 'add-mask':
        return this.#addMask(command.data)
      case 'debug':
        return this.#debug ? this.#reporter.line(`##[debug]${command.data}`) : undefined
      case 'group':
      case 'endgroup':
        return this.#reporter.line(`##[${command.name}]${command.data}`)
      case 'stop-commands':
        return this.#stop(command.data)
      case 'echo':
        this.#echo = command.data.trim().toLowerCase() === 'on'
        return
      case 'set-output':
      case 'save-state':
        return this.#deprecated(command)
      case 'set-env':
      case 'add-path':
        return this.#fail(
          `The \`${command.name}\` command is disabled. Please upgrade to using Environment Files.`
        )
      default:
        return this.#reporter.line(line)
    }
  }

  #addMask(value: string): void {
    if (value.trim() === '') {
      this.#reporter.warning("Can't add secret mask for empty string in ##[add-mask] command.")
    } else this.#reporter.masks.add(value)
  }

  #stop(token: string): void {
    const unusable = token === '' || token === 'pause-logging' || COMMAND_NAMES.has(token.toLowerCase())
    if (unusable) this.#fail(`Invalid stop-commands token '${token}'`)
    else this.#stopToken = token
  }

  #deprecated(command: WorkflowCommand): void {
    const name = command.properties.get('name')
    if (name === undefined || name === '')
      return this.#fail(`Required field 'name' is missing in ::${command.name}`)
    const target = command.name === 'set-output' ? this.outputs : this.states
    target.set(name, command.data)
    this.#reporter.warning(
      `The \`${command.name}\` command is deprecated. Please upgrade to using Environment Files.`
    )
  }

  #fail(message: string): void {
    this.#failed = true
    this.#reporter.error(message)
  }
}

function details(command: WorkflowCommand): AnnotationDetails {
  const { properties } = command
  return {
    ...text('title', properties.get('title')),
    ...text('file', properties.get('file')),
    ...number('line', properties.get('line')),
    ...number('endLine', properties.get('endLine')),
    ...number('column', properties.get('col')),
    ...number('endColumn', properties.get('endColumn'))
  }
}

function text<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [K in Key]?: string })
}

function number<Key extends string>(key: Key, value: string | undefined): { readonly [K in Key]?: number } {
  if (value === undefined || !/^\d{1,9}$/.test(value)) return {}
  return { [key]: Number(value) } as { readonly [K in Key]?: number }
}
