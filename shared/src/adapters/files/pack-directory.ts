import { createReadStream, createWriteStream } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { pack, type Pack } from 'tar-stream'

async function add(archive: Pack, directory: string, prefix: string): Promise<void> {
  const names = (await readdir(join(directory, prefix))).sort()
  for (const name of names) {
    const path = prefix === '' ? name : `${prefix}/${name}`
    const found = await lstat(join(directory, path))
    if (found.isDirectory()) await add(archive, directory, path)
    else if (found.isFile()) {
      // A fixed time and owner make the archive a function of its content.
      const entry = archive.entry({ name: path, size: found.size, mode: 0o644, mtime: new Date(0) })
      await pipeline(createReadStream(join(directory, path)), entry)
    }
  }
}

/** Packs the regular files of a directory into a gzipped tar; links and special files are left out. */
export async function packDirectory(directory: string, archivePath: string): Promise<void> {
  const archive = pack()
  const written = pipeline(archive, createGzip(), createWriteStream(archivePath))
  await Promise.all([add(archive, directory, '').then(() => archive.finalize()), written])
}
