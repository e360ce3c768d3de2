/** Text files on the machine an action runs on: the checkout, the event's payload. */
export interface TextFiles {
  /**
   * Text of a file (UTF-8), relative paths starting at the workspace; undefined when there is none.
   * Larger than `maxBytes` (default 1 MiB): `UserError` `file-too-large`. A relative path that leads out of
   * the directory, by a link too: `UserError` `file-outside`.
   */
  read(path: string, maxBytes?: number): Promise<string | undefined>
  /** Names of the files directly in a directory, sorted; none when there is no such directory. */
  list(directory: string): Promise<readonly string[]>
}
