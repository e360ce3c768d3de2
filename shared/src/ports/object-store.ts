/** The bytes of an object and the tag that names exactly this version of it. */
export interface StoredObject {
  readonly bytes: Uint8Array
  readonly etag: string
}

/** `absent`: only if there is no such object. `etag`: only if the object is still that version. */
export type WriteCondition = { readonly absent: true } | { readonly etag: string }

export type WriteResult =
  { readonly written: true; readonly etag: string } | { readonly written: false; readonly reason: 'conflict' }

export interface FileDigest {
  readonly sizeBytes: number
  /** Lower-case hexadecimal SHA-256. */
  readonly sha256: string
}

export interface ListedObject {
  readonly key: string
  readonly sizeBytes: number
}

/**
 * Where data sets, runs and models live (docs/architecture.md, "The store").
 * Keys are `/`-separated segments of `[A-Za-z0-9._=+@-]` that do not start with a dot; anything else is a
 * `UserError` with code `store-key-invalid`. Writes are atomic: a reader sees the whole old or the whole new object.
 */
export interface ObjectStore {
  /** The store as the user named it. */
  readonly location: string
  /** The address of an object, for outputs and reports. */
  uri(key: string): string
  /** The object, or undefined. Larger than `maxBytes` (default 64 MiB): `UserError` `store-object-too-large`. */
  read(key: string, maxBytes?: number): Promise<StoredObject | undefined>
  /** Replaces the object, atomically; with a condition it is a compare-and-swap. */
  write(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<WriteResult>
  /** Copies an object of any size into a local file. Missing: `UserError` `store-object-missing`. */
  download(key: string, filePath: string): Promise<FileDigest>
  /** Copies a local file of any size into the store, atomically. */
  upload(filePath: string, key: string): Promise<FileDigest>
  /** All objects whose key starts with `prefix`, in key order. */
  list(prefix: string): AsyncIterable<ListedObject>
  /** Removes an object; absent is fine. */
  remove(key: string): Promise<void>
}
