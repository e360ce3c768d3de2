/** What of an action.yml the tables show. */
export interface ActionMetadata {
  readonly inputs?: Readonly<Record<string, { description: string; default?: string }>>
  readonly outputs?: Readonly<Record<string, { description: string }>>
}

/** Reason codes by decision: `{ decision: { 'reason-code': 'description' } }`; the key `error` lists what fails the step. */
export type ReasonCodes = Readonly<Record<string, Readonly<Record<string, string>>>>

const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ')
const code = (text: string) => `\`${cell(text)}\``

/** Inputs with default and meaning. */
export function inputsTable(metadata: ActionMetadata): string {
  const rows = Object.entries(metadata.inputs ?? {}).map(
    ([name, input]) =>
      `| ${code(name)} | ${input.default === undefined ? '' : code(input.default)} | ${cell(input.description)} |`
  )
  return ['| input | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

/** Outputs with meaning. */
export function outputsTable(metadata: ActionMetadata): string {
  const rows = Object.entries(metadata.outputs ?? {}).map(
    ([name, output]) => `| ${code(name)} | ${cell(output.description)} |`
  )
  return ['| output | meaning |', '| --- | --- |', ...rows].join('\n')
}

/** Decisions with their reason codes. */
export function reasonTable(reasonCodes: ReasonCodes): string {
  const rows = Object.entries(reasonCodes).flatMap(([decision, reasons]) =>
    Object.entries(reasons).map(
      ([reason, description]) =>
        `| ${decision === 'error' ? '(the step fails)' : code(decision)} | ${code(reason)} | ${cell(description)} |`
    )
  )
  return ['| decision | reason code | when |', '| --- | --- | --- |', ...rows].join('\n')
}
