import { spawn, spawnSync } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** moto, another imitation of AWS, on a free local port: a second opinion where a Python of this machine has it. */
export interface Moto {
  readonly version: string
  readonly endpoint: string
  readonly stop: () => void
}

const START_TRIES = 150

/** Starts moto with the first of MLOPS_PYTHON, /usr/bin/python3 and python3 that has it; undefined where none has. */
export async function startMoto(): Promise<Moto | undefined> {
  const pythons = new Set([process.env['MLOPS_PYTHON'] ?? '', '/usr/bin/python3', 'python3'])
  for (const python of pythons) {
    const version = python === '' ? undefined : versionIn(python)
    if (version !== undefined) return start(python, version)
  }
  return undefined
}

function versionIn(python: string): string | undefined {
  const program = 'import moto, moto.server; print(moto.__version__)'
  const run = spawnSync(python, ['-c', program], { encoding: 'utf8', timeout: 30_000 })
  return run.status === 0 ? run.stdout.trim() : undefined
}

async function start(python: string, version: string): Promise<Moto> {
  const port = await freePort()
  const child = spawn(python, ['-m', 'moto.server', '-p', String(port)], { stdio: 'ignore' })
  const endpoint = `http://127.0.0.1:${port}`
  for (let left = START_TRIES; left > 0 && child.exitCode === null; left -= 1) {
    const answer = await fetch(`${endpoint}/moto-api/`).catch(() => undefined)
    if (answer?.ok === true) return { version, endpoint, stop: () => child.kill() }
    await pause(100)
  }
  child.kill()
  throw new Error(`moto ${version} of ${python} does not start`)
}

function freePort(): Promise<number> {
  return new Promise(done => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
