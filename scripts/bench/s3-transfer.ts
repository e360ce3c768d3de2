import { fork, spawnSync } from 'node:child_process'
import { randomFillSync } from 'node:crypto'
import { once } from 'node:events'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { S3Environment } from './s3-server.js'

const MIB = 1024 * 1024
const STORE = 's3://bench/store'
const programAt = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Seconds a transfer took, from launch to exit, and the peak of its memory where it was measured. */
interface Transfer {
  readonly seconds: number
  readonly peakMiB: number | undefined
}

/** One way to carry the file. */
interface Carrier {
  readonly name: string
  up(): Transfer
  down(): Transfer
}

export interface TransferMedians {
  readonly name: string
  readonly up: Transfer
  readonly down: Transfer
}

/** A file of random bytes up and down through the store and, when it is installed, through `aws s3 cp`, by turns. */
export async function measureTransfers(
  directory: string,
  { sizeMiB, rounds }: { readonly sizeMiB: number; readonly rounds: number }
): Promise<readonly TransferMedians[]> {
  const server = fork(programAt('s3-server.js'), { stdio: 'inherit' })
  try {
    const [environment] = (await once(server, 'message')) as [S3Environment]
    const source = writeRandomFile(join(directory, 'source.bin'), sizeMiB)
    const carriers = [storeCarrier(source, environment), awsCarrier(source, environment)].flatMap(
      carrier => carrier ?? []
    )
    const runs = Array.from({ length: rounds }, () =>
      carriers.map(carrier => ({ up: carrier.up(), down: carrier.down() }))
    )
    return carriers.map(({ name }, index) => ({
      name,
      up: medianOf(runs.flatMap(run => run[index]?.up ?? [])),
      down: medianOf(runs.flatMap(run => run[index]?.down ?? []))
    }))
  } finally {
    server.disconnect()
  }
}

function writeRandomFile(path: string, sizeMiB: number): string {
  for (let written = 0; written < sizeMiB; written++) appendFileSync(path, randomFillSync(Buffer.alloc(MIB)))
  return path
}

function storeCarrier(source: string, environment: S3Environment): Carrier {
  const run = (operation: 'up' | 'down', path: string) => {
    const { seconds, printed } = timed(
      [process.execPath, programAt('s3-store.js'), operation, STORE, path, 'file.bin'],
      environment
    )
    return { seconds, peakMiB: Number(printed) }
  }
  return {
    name: 'the store',
    up: () => run('up', source),
    down: () => received(source, path => run('down', path))
  }
}

/** Undefined when the AWS command line is not installed. */
function awsCarrier(source: string, environment: S3Environment): Carrier | undefined {
  if (spawnSync('aws', ['--version'], { stdio: 'ignore' }).status !== 0) return undefined
  const place = 's3://bench/aws-cli.bin'
  const run = (from: string, to: string) => ({
    seconds: timed(['aws', 's3', 'cp', '--only-show-errors', from, to], environment).seconds,
    peakMiB: undefined
  })
  return {
    name: 'aws s3 cp',
    up: () => run(source, place),
    down: () => received(source, path => run(place, path))
  }
}

/** A transfer into a new file, which must then be the source. */
function received(source: string, transfer: (path: string) => Transfer): Transfer {
  const path = `${source}.received`
  const done = transfer(path)
  if (spawnSync('cmp', [source, path]).status !== 0) throw new Error('the file came back changed')
  rmSync(path)
  return done
}

function timed(
  [program = '', ...args]: readonly string[],
  environment: S3Environment
): { seconds: number; printed: string } {
  const { PATH, HOME } = process.env
  const start = process.hrtime.bigint()
  const child = spawnSync(program, args, {
    env: { PATH, HOME, AWS_EC2_METADATA_DISABLED: 'true', ...environment },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  if (child.status !== 0) throw new Error(`${program} ${args.join(' ')}\n${child.stderr.toString()}`)
  return { seconds, printed: child.stdout.toString() }
}

/** The median by seconds; of memory the worst. */
function medianOf(transfers: readonly Transfer[]): Transfer {
  const sorted = transfers.map(({ seconds }) => seconds).sort((a, b) => a - b)
  const peaks = transfers.flatMap(({ peakMiB }) => peakMiB ?? [])
  return {
    seconds: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    peakMiB: peaks.length === 0 ? undefined : Math.max(...peaks)
  }
}
