import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sandbox } from './sandbox.js'

/** One host's container: its folders on this machine and as its program sees them. */
export class Container {
  /** `algo-1` and so on. */
  readonly host: string
  readonly hosts: readonly string[]
  /** Everything of the container. */
  readonly directory: string
  /** What the program knows as /opt/ml. */
  readonly ml: string
  /** Where the program is started. */
  readonly workingDirectory: string
  readonly sandbox: Sandbox

  constructor(directory: string, hosts: readonly string[], index: number, sandbox: Sandbox) {
    this.hosts = hosts
    this.host = hosts[index] ?? ''
    this.directory = join(directory, this.host)
    this.ml = join(this.directory, 'opt', 'ml')
    this.workingDirectory = join(this.directory, 'work')
    this.sandbox = sandbox
  }

  /** A path below /opt/ml on this machine. */
  path(...parts: readonly string[]): string {
    return join(this.ml, ...parts)
  }

  /** The base of the layout as the program sees it. */
  get base(): string {
    return this.sandbox.kind === 'namespaces' ? '/opt/ml' : this.ml
  }

  /** A text of the request, with the /opt/ml in it leading to this container. */
  localized(text: string): string {
    return text.replaceAll('/opt/ml', this.base)
  }

  async makeFolders(): Promise<void> {
    const folders = ['input/config', 'input/data', 'model', 'output/data', 'code', 'checkpoints']
    for (const folder of folders) await mkdir(this.path(folder), { recursive: true })
    await mkdir(this.workingDirectory, { recursive: true })
  }
}
