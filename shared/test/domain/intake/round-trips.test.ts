import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { stringify } from 'yaml'
import type { FormTemplate } from '../../../src/domain/intake/form-template.js'
import { readIssueBody, readRequestFile } from '../../../src/domain/intake/issue-body.js'
import { sourceText } from '../../../src/domain/intake/source-text.js'
import { buildRequest } from '../../../src/domain/request/build-request.js'
import { requestFieldNames, textFields } from '../../../src/domain/request/request-fields.js'
import type { TrainingRequest } from '../../../src/domain/request/training-request.js'
import { answersFor, everyFieldForm } from '../../../testing/builders/request-form.js'
import { hostileTexts, trainingRequests } from '../../../testing/builders/training-requests.js'
import { renderIssueForm } from '../../../testing/issue-form.js'

type Read = typeof readIssueBody

async function parse(text: string, form?: FormTemplate, read: Read = readIssueBody): Promise<unknown> {
  const loadForm = form === undefined ? {} : { loadForm: () => Promise.resolve(form) }
  const options = { fieldNames: requestFieldNames, textFields, ...loadForm }
  const body = await read(sourceText('issue', text), options)
  const reading = body.ok ? await buildRequest(body.value, { policy: {}, modelId: 'model-7' }) : body
  return reading.ok
    ? plain(reading.value)
    : reading.problems.map(({ place, message }) => `${place} ${message}`)
}

/** Without prototypes, which YAML and JSON have no word for. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

const yamlOf = (request: unknown, options = {}) =>
  stringify(request, { version: '1.2', schema: 'core', aliasDuplicateObjects: false, ...options })

/** A fence longer than any inside. */
function fenced(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

const wrapped = (body: string) =>
  yamlOf({ title: '[MLOps] Training request: churn', labels: ['mlops:train'], body }, { lineWidth: 0 })

const renderings: [string, (request: TrainingRequest) => string][] = [
  ['a yaml block', request => `Hello\n\n${fenced(yamlOf(request), 'yaml')}\n\nBye`],
  ['a yaml block with CRLF', request => fenced(yamlOf(request), 'yml').replaceAll('\n', '\r\n')],
  ['a yaml block with every text in quotes', request => fenced(quoted(request), 'yaml')],
  ['a json block', request => fenced(JSON.stringify(request, null, 2), 'json')],
  ['a body of YAML', request => yamlOf(request)],
  ['a body of JSON', request => JSON.stringify(request)],
  ['a wrapped text', request => wrapped(yamlOf(request))],
  ['a wrapped block', request => wrapped(fenced(yamlOf(request), 'yaml'))],
  ['a wrapped map', request => yamlOf({ title: 'x', body: request })]
]

function quoted(request: TrainingRequest): string {
  return yamlOf(request, { defaultStringType: 'QUOTE_DOUBLE', lineWidth: 0 })
}

const runs = (numRuns: number) => ({ numRuns, seed: Date.now() % 2 ** 31 })

describe('a request that is rendered', () => {
  test.each(renderings)('as %s is read back', async (_name, render) => {
    await fc.assert(
      fc.asyncProperty(trainingRequests, async request => {
        expect(await parse(render(request))).toEqual(request)
      }),
      runs(300)
    )
  })

  test('as a request file is read back', async () => {
    await fc.assert(
      fc.asyncProperty(trainingRequests, async request => {
        expect(await parse(yamlOf(request), undefined, readRequestFile)).toEqual(request)
      }),
      runs(200)
    )
  })

  test.each(['en', 'ja'] as const)('as a form (%s) is read back or refused', async language => {
    const form = await everyFieldForm(language)
    let readBack = 0
    await fc.assert(
      fc.asyncProperty(trainingRequests, fc.boolean(), async (request, crlf) => {
        const body = renderIssueForm(form, answersFor(request))
        const read = await parse(crlf ? body.replaceAll('\n', '\r\n') : body, form)
        if (Array.isArray(read)) expect(read.length).toBeGreaterThan(0)
        else expect(read).toEqual(request)
        if (!Array.isArray(read)) readBack += 1
      }),
      runs(1000)
    )
    expect(readBack).toBeGreaterThan(300)
  })

  test('as a form is not changed by any note below it', async () => {
    const form = await everyFieldForm()
    const line = fc.constantFrom(...hostileTexts, ...form.fields.map(({ label }) => `### ${label}`))
    await fc.assert(
      fc.asyncProperty(trainingRequests, fc.array(line, { maxLength: 12 }), async (request, lines) => {
        const note = lines.join('\n')
        const read = await parse(renderIssueForm(form, answersFor(request).set('', note)), form)
        if (!Array.isArray(read)) expect(read).toEqual(request)
      }),
      runs(500)
    )
  })
})
