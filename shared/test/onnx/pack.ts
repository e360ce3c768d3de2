import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'

/** One entry of an archive under construction; default type: file. */
export interface PackedEntry {
  readonly name: string
  readonly content?: string | Uint8Array
  readonly type?: 'file' | 'link' | 'symlink' | 'directory' | 'fifo'
  readonly linkname?: string
}

/** A gzipped tar archive of these entries, whatever they are called. */
export async function packed(entries: readonly PackedEntry[]): Promise<Uint8Array> {
  const tar = pack()
  for (const { name, content = '', type = 'file', linkname } of entries) {
    const bytes = Buffer.from(content)
    tar.entry({ name, type, size: bytes.length, ...(linkname === undefined ? {} : { linkname }) }, bytes)
  }
  tar.finalize()
  const chunks: Uint8Array[] = []
  for await (const chunk of tar as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return new Uint8Array(gzipSync(Buffer.concat(chunks)))
}
