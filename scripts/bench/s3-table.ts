import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureTransfers, type TransferMedians } from './s3-transfer.js'

const TARGET = { speed: 0.8, peakMiB: 200 }

/** Prints how fast a file goes up and down through the S3 store, beside `aws s3 cp`, and the memory that it takes. */
export async function s3Table(
  size: { sizeMiB: number; rounds: number },
  say: (line: string) => void
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-s3-'))
  try {
    const [store, aws] = await measureTransfers(directory, size)
    say(
      `\nS3: ${size.sizeMiB} MiB against the AWS test server, from launch to exit, median of ${size.rounds}`
    )
    for (const medians of [store, aws]) if (medians !== undefined) say(row(medians, size.sizeMiB))
    if (store === undefined) return
    say(`  memory of the store             ${peak(store)} MiB at most  (target ${TARGET.peakMiB})`)
    say(aws === undefined ? '  aws s3 cp is not installed: nothing to compare with' : comparison(store, aws))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function row({ name, up, down }: TransferMedians, sizeMiB: number): string {
  const speed = (seconds: number) => `${(sizeMiB / seconds).toFixed(0).padStart(5)} MiB/s`
  return `  ${name.padEnd(30)} up ${speed(up.seconds)}   down ${speed(down.seconds)}`
}

function peak({ up, down }: TransferMedians): string {
  return Math.max(up.peakMiB ?? 0, down.peakMiB ?? 0).toFixed(0)
}

function comparison(store: TransferMedians, aws: TransferMedians): string {
  const [up, down] = [aws.up.seconds / store.up.seconds, aws.down.seconds / store.down.seconds]
  return `  speed against aws s3 cp         up ${up.toFixed(2)} ×   down ${down.toFixed(2)} ×  (target ${TARGET.speed})`
}
