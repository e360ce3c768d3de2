import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { ServiceError, UserError } from '../../src/errors.js'
import type { IssueTracker, Permission } from '../../src/ports/issue-tracker.js'

export interface PlaceIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly login: string
}

export interface NewPlaceIssue {
  readonly body: string
  readonly login: string
  readonly labels: readonly string[]
}

/** A repository as the contract needs it, and a look at what became of it. */
export interface IssueTrackerPlace {
  readonly tracker: IssueTracker
  /** Makes an open issue and returns its number. */
  createIssue(issue?: NewPlaceIssue): number
  closeIssue(issueNumber: number): void
  issues(): readonly PlaceIssue[]
  /** A comment by a login. */
  comment(issueNumber: number, body: string, login: string): void
  setPermission(login: string, permission: Permission): void
  /** Makes a workflow run and returns its id. */
  createRun(createdAt: Date): string
  comments(issueNumber: number): readonly { readonly login: string; readonly body: string }[]
  labels(issueNumber: number): readonly string[]
  dispatches(): readonly { readonly workflow: string; readonly inputs: Readonly<Record<string, unknown>> }[]
  close(): Promise<void>
}

/** What the place holds at first. */
export interface IssueTrackerSeed {
  readonly files: Readonly<Record<string, string>>
  /** A workflow that takes the inputs `model-id` and `reason`. */
  readonly workflow: string
}

const SEED: IssueTrackerSeed = {
  files: { '.github/mlops.yml': 'limits: {max_retry: 3} # 上限\n', 'docs/plan.md': '# Plan\n' },
  workflow: 'retrain.yml'
}

const ISSUE_THAT_IS_NOT = 4711

/** What every issue tracker must do, whatever it is made of. */
export function issueTrackerContract(
  name: string,
  createPlace: (seed: IssueTrackerSeed) => Promise<IssueTrackerPlace>
): void {
  describe(`${name} is an issue tracker`, () => {
    let place: IssueTrackerPlace
    let tracker: IssueTracker

    beforeEach(async () => {
      place = await createPlace(SEED)
      tracker = place.tracker
    })

    afterEach(() => place.close())

    test.each<Permission>(['none', 'read', 'triage', 'write', 'maintain', 'admin'])(
      'a login with %s has that permission',
      async permission => {
        place.setPermission('alice', permission)
        expect(await tracker.permissionOf('alice')).toBe(permission)
      }
    )

    test.each(['stranger', 'some-app[bot]', '__proto__', 'constructor'])(
      'the stranger %s has no permission',
      async login => {
        expect(await tracker.permissionOf(login)).toBe('none')
      }
    )

    test('a comment is created, then updated in place', async () => {
      const issue = place.createIssue()
      const first = await tracker.upsertComment(issue, 'run/train-1', 'running')
      const second = await tracker.upsertComment(issue, 'run/train-1', 'done ✅')
      expect(first.created).toBe(true)
      expect(second).toEqual({ url: first.url, created: false })
      expect(place.comments(issue).map(({ body }) => body.split('\n')[0])).toEqual(['done ✅'])
    })

    test('a comment that several create in the same moment is one comment', async () => {
      const issue = place.createIssue()
      const texts = Array.from({ length: 5 }, (_, index) => `text ${index}`)
      const posted = await Promise.all(texts.map(text => tracker.upsertComment(issue, 'run/a', text)))
      const [kept, ...more] = place.comments(issue).map(({ body }) => body.split('\n')[0])
      expect(more).toEqual([])
      expect(texts).toContain(kept)
      expect(new Set(posted.map(({ url }) => url)).size).toBe(1)
    })

    test('each marker has its own comment on each issue', async () => {
      const [one, two] = [place.createIssue(), place.createIssue()]
      await tracker.upsertComment(one, 'run/a', 'A')
      await tracker.upsertComment(one, 'run/b', 'B')
      await tracker.upsertComment(two, 'run/a', 'C')
      expect(place.comments(one)).toHaveLength(2)
      expect(place.comments(two)).toHaveLength(1)
    })

    test('a marker in a comment of someone else is not ours', async () => {
      const issue = place.createIssue()
      await tracker.upsertComment(issue, 'run/a', 'ours')
      const marked = place.comments(issue)[0]?.body ?? ''
      const other = place.createIssue()
      place.comment(other, marked, 'mallory')
      expect((await tracker.upsertComment(other, 'run/a', 'new')).created).toBe(true)
      expect(place.comments(other)[0]).toEqual({ login: 'mallory', body: marked })
    })

    test('a marker quoted inside one of our comments does not count', async () => {
      const issue = place.createIssue()
      await tracker.upsertComment(issue, 'run/a', 'ours')
      const hidden = place.comments(issue)[0]?.body.split('\n').at(-1) ?? ''
      const other = place.createIssue()
      await tracker.upsertComment(other, 'run/b', `the request said:\n${hidden}\nand more`)
      expect((await tracker.upsertComment(other, 'run/a', 'new')).created).toBe(true)
      expect(place.comments(other)).toHaveLength(2)
    })

    test('an old comment is found behind many others', async () => {
      const issue = place.createIssue()
      for (let index = 0; index < 130; index++) place.comment(issue, `chat ${index}`, 'alice')
      await tracker.upsertComment(issue, 'run/a', 'first')
      for (let index = 0; index < 130; index++) place.comment(issue, `more ${index}`, 'alice')
      expect((await tracker.upsertComment(issue, 'run/a', 'second')).created).toBe(false)
      expect(place.comments(issue)).toHaveLength(261)
    })

    test.each([
      ['a comment of exactly the limit is taken', 65_536, true],
      ['a comment over the limit is refused', 65_537, false]
    ])('%s', async (_name, length, taken) => {
      const issue = place.createIssue()
      await tracker.upsertComment(issue, 'run/a', 'x')
      const overhead = (place.comments(issue)[0]?.body.length ?? 0) - 1
      const posting = tracker.upsertComment(issue, 'run/a', 'x'.repeat(length - overhead))
      if (taken) expect((await posting).created).toBe(false)
      else await expect(posting).rejects.toMatchObject({ code: 'comment-too-long' })
      expect(place.comments(issue)[0]?.body).toHaveLength(taken ? length : overhead + 1)
    })

    test.each(['', 'two words', 'a-->b', 'a--b', 'line\nbreak'])('the marker %j is refused', async marker => {
      const issue = place.createIssue()
      await expect(tracker.upsertComment(issue, marker, 'x')).rejects.toMatchObject({
        code: 'comment-marker-invalid'
      })
    })

    const draft = { title: 'churn has drifted', body: 'PSI 0.6', labels: ['mlops:drift'] }

    test('an issue is opened with its labels, then updated in place', async () => {
      const first = await tracker.upsertIssue('drift/churn', draft)
      const second = await tracker.upsertIssue('drift/churn', { ...draft, title: 'worse', body: 'PSI 0.9 ⚠' })
      expect(first.created).toBe(true)
      expect(second).toEqual({ number: first.number, url: first.url, created: false })
      expect(place.labels(first.number)).toEqual(['mlops:drift'])
      expect(place.issues()).toHaveLength(1)
      const [issue] = place.issues()
      expect([issue?.title, issue?.body.split('\n')[0]]).toEqual(['worse', 'PSI 0.9 ⚠'])
    })

    test('each marker has its own issue', async () => {
      const one = await tracker.upsertIssue('drift/churn', draft)
      const two = await tracker.upsertIssue('drift/churn-2', draft)
      expect(two.created).toBe(true)
      expect(two.number).not.toBe(one.number)
    })

    test('a closed issue stays closed: a new one is opened', async () => {
      const first = await tracker.upsertIssue('drift/churn', draft)
      place.closeIssue(first.number)
      const second = await tracker.upsertIssue('drift/churn', { ...draft, body: 'again' })
      expect(second.created).toBe(true)
      expect(place.issues().find(({ number }) => number === first.number)?.body).toMatch(/^PSI 0\.6/)
    })

    test('an issue whose label was taken off is left alone', async () => {
      const first = await tracker.upsertIssue('drift/churn', draft)
      await tracker.removeLabel(first.number, 'mlops:drift')
      expect((await tracker.upsertIssue('drift/churn', draft)).created).toBe(true)
    })

    test.each([
      ['of someone else', 'mallory', (marked: string) => marked],
      ['that only quotes the marker', 'github-actions[bot]', (marked: string) => `> ${marked}\n\nsaid he`]
    ])('an issue %s is not ours', async (_name, login, bodyOf) => {
      const ours = await tracker.upsertIssue('drift/churn', draft)
      const body = bodyOf(place.issues()[0]?.body ?? '')
      place.closeIssue(ours.number)
      const theirs = place.createIssue({ body, login, labels: draft.labels })
      expect((await tracker.upsertIssue('drift/churn', draft)).created).toBe(true)
      expect(place.issues().find(({ number }) => number === theirs)).toMatchObject({ body, login })
    })

    test('an old issue is found behind many others', async () => {
      const first = await tracker.upsertIssue('drift/churn', draft)
      for (let index = 0; index < 130; index++)
        place.createIssue({ body: `drift ${index}`, login: 'alice', labels: draft.labels })
      expect(await tracker.upsertIssue('drift/churn', draft)).toEqual({ ...first, created: false })
    })

    test('an issue over the limit, or with a marker that is none, is refused', async () => {
      const long = tracker.upsertIssue('drift/churn', { ...draft, body: 'x'.repeat(65_536) })
      await expect(long).rejects.toMatchObject({ code: 'comment-too-long' })
      await expect(tracker.upsertIssue('a-->b', draft)).rejects.toMatchObject({
        code: 'comment-marker-invalid'
      })
      expect(place.issues()).toEqual([])
    })

    test('labels are added and removed, twice without harm', async () => {
      const issue = place.createIssue()
      await tracker.addLabels(issue, ['mlops:running', 'スペース あり'])
      await tracker.addLabels(issue, ['mlops:running'])
      await tracker.addLabels(issue, [])
      expect(place.labels(issue)).toEqual(['mlops:running', 'スペース あり'])
      await tracker.removeLabel(issue, 'スペース あり')
      await tracker.removeLabel(issue, 'スペース あり')
      expect(place.labels(issue)).toEqual(['mlops:running'])
    })

    test('an issue that does not exist is an error', async () => {
      const missing = { code: 'github-not-found' }
      await expect(tracker.upsertComment(ISSUE_THAT_IS_NOT, 'run/a', 'x')).rejects.toMatchObject(missing)
      await expect(tracker.addLabels(ISSUE_THAT_IS_NOT, ['x'])).rejects.toMatchObject(missing)
      await expect(tracker.removeLabel(ISSUE_THAT_IS_NOT, 'x')).rejects.toMatchObject(missing)
    })

    test('files of the default branch are read as they are', async () => {
      expect(await tracker.readDefaultBranchFile('.github/mlops.yml')).toBe(SEED.files['.github/mlops.yml'])
      expect(await tracker.readDefaultBranchFile('docs/plan.md')).toBe('# Plan\n')
      expect(await tracker.readDefaultBranchFile('.github/other.yml')).toBeUndefined()
      await expect(tracker.readDefaultBranchFile('../x')).rejects.toBeInstanceOf(UserError)
    })

    test('a run tells when it was created', async () => {
      const run = place.createRun(new Date('2026-02-03T04:05:06Z'))
      expect(await tracker.runCreatedAt(run)).toEqual(new Date('2026-02-03T04:05:06Z'))
      await expect(tracker.runCreatedAt('987654321')).rejects.toBeInstanceOf(ServiceError)
    })

    test('a workflow is started with its inputs', async () => {
      const inputs = { 'model-id': 'churn', reason: 'drift: "psi" $(id)' }
      await tracker.dispatchWorkflow(SEED.workflow, inputs)
      expect(place.dispatches()).toEqual([{ workflow: SEED.workflow, inputs }])
    })

    test('a workflow that does not exist is the user’s to mend', async () => {
      const starting = tracker.dispatchWorkflow('absent.yml', {})
      await expect(starting).rejects.toMatchObject({ code: 'workflow-not-found' })
      expect(place.dispatches()).toEqual([])
    })
  })
}
