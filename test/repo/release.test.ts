import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { until } from '../../shared/testing/until.js'
import { openReleaseRepository, removeReleaseRepositories, writesDist } from './release-repository.js'

let repository: ReturnType<typeof openReleaseRepository>

beforeEach(() => {
  repository = openReleaseRepository()
})
afterAll(removeReleaseRepositories)

const commitOf = (tag: string) => repository.git('rev-parse', `${tag}^{commit}`)
const tags = () => repository.git('tag', '--list').split('\n')

describe('a release', () => {
  test('is its parent and dist/, under an annotated tag and the tag of its major', async () => {
    const head = repository.git('rev-parse', 'HEAD')
    const lines = await repository.release('v1.2.3')
    expect(repository.git('cat-file', '-t', 'v1.2.3')).toBe('tag')
    expect(commitOf('v1')).toBe(commitOf('v1.2.3'))
    expect(repository.git('log', '-1', '--format=%P %an <%ae>: %s', 'v1.2.3^{commit}')).toBe(
      `${head} Releaser <releaser@example.test>: Release v1.2.3`
    )
    expect(repository.git('diff', '--name-status', head, 'v1.2.3')).toBe('A\tdist/train/index.js')
    expect(lines.join('\n')).toContain(commitOf('v1.2.3'))
  })

  test('leaves branch, index and working tree as they were, an ignored dist/ included', async () => {
    mkdirSync(join(repository.directory, 'dist'))
    writeFileSync(join(repository.directory, 'dist/stale.js'), 'stale')
    repository.git('checkout', '-q', '-b', 'work')
    const before = repository.state()
    await repository.release('v1.0.0')
    expect(repository.state()).toEqual(before)
    expect(repository.git('ls-tree', '-r', '--name-only', 'v1.0.0', 'dist')).toBe('dist/train/index.js')
    expect(repository.git('fsck', '--strict')).toBe('')
  })

  test('moves the tag of its major from the release before, and no other', async () => {
    await repository.release('v0.9.0')
    await repository.release('v1.0.0')
    const [zero, first] = [commitOf('v0'), commitOf('v1')]
    repository.commit('more', 'more')
    await repository.release('v1.1.0')
    expect(commitOf('v1')).toBe(commitOf('v1.1.0'))
    expect([commitOf('v0'), commitOf('v1.0.0')]).toEqual([zero, first])
  })

  test('that is a pre-release leaves the tag of its major where it is', async () => {
    await repository.release('v1.0.0-rc.1')
    expect(tags()).toEqual(['v1.0.0-rc.1'])
    await repository.release('v1.0.0')
    const first = commitOf('v1')
    await repository.release('v1.1.0-rc.1')
    expect(commitOf('v1')).toBe(first)
  })

  test('made dry changes nothing, and says what would happen', async () => {
    const before = [repository.state(), repository.git('count-objects')]
    const lines = await repository.release('v1.0.0', { dryRun: true, pushTo: 'origin' })
    expect([repository.state(), repository.git('count-objects')]).toEqual(before)
    expect(repository.git('tag')).toBe('')
    expect(repository.remoteRefs()).toEqual(new Map())
    expect(lines.join('\n')).toMatch(/v1\.0\.0[\s\S]*dry run/)
  })

  test('is the same commit when it is made again', async () => {
    await repository.release('v1.0.0')
    const first = commitOf('v1.0.0')
    repository.git('tag', '-d', 'v1.0.0', 'v1')
    await repository.release('v1.0.0')
    expect(commitOf('v1.0.0')).toBe(first)
  })

  test('takes files byte by byte, whatever git is told to do with line ends', async () => {
    repository.git('config', 'core.autocrlf', 'true')
    await repository.release('v1.0.0', { build: writesDist('one\r\ntwo\n') })
    expect(repository.git('cat-file', '-s', 'v1.0.0:dist/train/index.js')).toBe('9')
  })
})

describe('a release is refused', () => {
  test.each([
    ['a word', 'latest'],
    ['no v', '1.0.0'],
    ['two numbers', 'v1.0'],
    ['a leading zero', 'v1.02.0'],
    ['build metadata', 'v1.0.0+5'],
    ['an option', '--force'],
    ['a line break', 'v1.0.0\n']
  ])('for %s as version', async (_case, version) => {
    await expect(repository.release(version)).rejects.toMatchObject({
      code: 'release-refused',
      problems: [{ place: 'version', message: expect.stringContaining('is not vX.Y.Z') }]
    })
  })

  test.each([
    ['the same version', 'v1.2.0', /exists/],
    ['an older version', 'v1.1.9', /before v1\.2\.0/],
    ['a pre-release of it', 'v1.2.0-rc.2', /before v1\.2\.0/]
  ])('for %s', async (_case, version, message) => {
    await repository.release('v1.2.0')
    await expect(repository.release(version)).rejects.toMatchObject({
      code: 'release-refused',
      problems: [{ place: 'version', message: expect.stringMatching(message) }]
    })
  })

  test.each([
    ['a changed file', '.gitignore'],
    ['a file git does not know', 'new.ts']
  ])('with %s, named beside every other problem', async (_case, path) => {
    writeFileSync(join(repository.directory, path), 'changed')
    const before = repository.state()
    const built: string[] = []
    const build = async (checkout: string) => void built.push(checkout)
    await expect(repository.release('1', { build })).rejects.toMatchObject({
      problems: [{ place: 'working tree', message: expect.stringContaining(path) }, { place: 'version' }]
    })
    expect(built).toEqual([])
    expect(repository.state()).toEqual(before)
  })

  test('when two builds differ, and names the files', async () => {
    const build = async (checkout: string) => {
      await writesDist('the same')(checkout)
      writeFileSync(join(checkout, 'dist/stamp'), randomBytes(8))
    }
    const refusal = await repository.release('v1.0.0', { build }).catch((error: unknown) => error)
    expect(refusal).toMatchObject({ code: 'build-not-reproducible' })
    expect(String(refusal)).toMatch(/1 file\(s\): dist\/stamp$/)
    expect(repository.git('tag')).toBe('')
  })

  test('when the archive is too large', async () => {
    const noise = randomBytes(31_000_000)
    const build = async (checkout: string) => {
      mkdirSync(join(checkout, 'dist'))
      writeFileSync(join(checkout, 'dist/noise'), noise)
    }
    await expect(repository.release('v1.0.0', { build })).rejects.toMatchObject({ code: 'archive-too-large' })
    expect(repository.git('tag')).toBe('')
  })

  test('when git does not know who makes it', async () => {
    repository.git('config', 'user.name', '')
    await expect(repository.release('v1.0.0')).rejects.toMatchObject({ code: 'identity-missing' })
  })

  test('when somebody moved the tag of the major meanwhile; then no tag is made', async () => {
    await repository.release('v1.0.0')
    repository.commit('more', 'more')
    const head = repository.git('rev-parse', 'HEAD')
    const build = async (checkout: string) => {
      await writesDist('bundle')(checkout)
      repository.git('update-ref', 'refs/tags/v1', head)
    }
    await expect(repository.release('v1.1.0', { build })).rejects.toMatchObject({ code: 'tags-changed' })
    expect(tags()).toEqual(['v1', 'v1.0.0'])
    expect(commitOf('v1')).toBe(head)
  })
})

describe('a release that is pushed', () => {
  test('gives the remote exactly its tags', async () => {
    repository.git('tag', 'v0.0.1-private')
    await repository.release('v1.0.0', { pushTo: 'origin' })
    repository.commit('more', 'more')
    await repository.release('v1.0.1', { pushTo: 'origin' })
    expect([...repository.remoteRefs().keys()]).toEqual([
      'refs/tags/v1',
      'refs/tags/v1.0.0',
      'refs/tags/v1.0.1'
    ])
    expect(repository.remoteRefs().get('refs/tags/v1')).toBe(commitOf('v1.0.1'))
  })

  test('is rehearsed first: a failure tags nothing', async () => {
    const rehearse = () => Promise.reject(new Error('an action does not start'))
    await expect(repository.release('v1.0.0', { pushTo: 'origin', rehearse })).rejects.toThrow(
      'does not start'
    )
    expect(repository.git('tag')).toBe('')
    expect(repository.remoteRefs()).toEqual(new Map())
  })

  test('pushes nothing over a tag that somebody else moved, and says how to go on', async () => {
    await repository.release('v1.0.0', { pushTo: 'origin' })
    const head = repository.git('rev-parse', 'HEAD')
    repository.git('push', '-q', '--force', 'origin', `${head}:refs/tags/v1`)
    repository.commit('more', 'more')
    await expect(repository.release('v1.1.0', { pushTo: 'origin' })).rejects.toMatchObject({
      code: 'push-refused',
      message: expect.stringMatching(
        /^the tags are .* origin did not take them: .*v1.*(stale info|rejected).*$/
      ),
      hint: expect.stringMatching(/git push --atomic --force-with-lease=refs\/tags\/v1:/)
    })
    expect(repository.remoteRefs().get('refs/tags/v1')).toBe(head)
    expect(repository.remoteRefs().has('refs/tags/v1.1.0')).toBe(false)
  })
})

describe('a release that is killed', () => {
  const program = pathToFileURL(join(process.cwd(), 'lib/scripts/release/make-release.js')).href

  /** Releases in a process of its own that kills itself at a point of the way. */
  function killedAt(point: 'build' | 'rehearse'): NodeJS.Signals | null {
    const script = `
      import { mkdirSync, writeFileSync } from 'node:fs'
      const { makeRelease } = await import(${JSON.stringify(program)})
      const die = point => { if (point === '${point}') process.kill(process.pid, 'SIGKILL') }
      await makeRelease({
        repository: ${JSON.stringify(repository.directory)}, version: 'v1.0.0', dryRun: false, pushTo: 'origin',
        build: async checkout => { mkdirSync(checkout + '/dist'); writeFileSync(checkout + '/dist/a.js', 'a'); die('build') },
        rehearse: async () => die('rehearse'), say: () => undefined
      })`
    // Nobody removes the clones of a killed process: they go with the repository of the test.
    const environment = { ...process.env, TMPDIR: dirname(repository.directory) }
    return spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      stdio: 'ignore',
      env: environment
    }).signal
  }

  test.each(['build', 'rehearse'] as const)(
    'during the %s has not happened, and can be made',
    async point => {
      const before = repository.state()
      expect(killedAt(point)).toBe('SIGKILL')
      expect(repository.state()).toEqual(before)
      expect(repository.git('tag')).toBe('')
      await repository.release('v1.0.0')
      expect(tags()).toEqual(['v1', 'v1.0.0'])
    }
  )
})

describe('a release that is interrupted', () => {
  const compiled = (name: string) =>
    JSON.stringify(pathToFileURL(join(process.cwd(), 'lib/scripts/release', name)).href)

  /** Starts a release whose build never ends, in three process groups, and waits until it has begun. */
  async function building() {
    const begun = join(repository.temporary, '..', 'begun')
    const script = `
      const { makeRelease } = await import(${compiled('make-release.js')})
      const { runProgram } = await import(${compiled('run-program.js')})
      const { runScript } = await import(${compiled('run-script.js')})
      const build = directory => runProgram('sh', ['-c', 'setsid sleep 600 & sleep 600 & mkdir "$0"; wait', process.argv[1]], {
        directory, environment: process.env
      })
      await runScript(() => undefined, () => makeRelease({
        repository: process.argv[2], version: 'v1.0.0', dryRun: false, pushTo: 'origin', build,
        rehearse: async () => undefined, say: () => undefined
      }))`
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', script, begun, repository.directory],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, TMPDIR: repository.temporary }
      }
    )
    child.stderr.resume()
    await until(() => existsSync(begun), 'the build to begin')
    return child
  }

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s ends what it started, leaves no clones and tags nothing',
    async signal => {
      const before = repository.state()
      const child = await building()
      expect(readdirSync(repository.temporary)).toHaveLength(1)
      child.kill(signal)
      // Everything it started holds its standard error: closed, all of them have ended.
      expect(await once(child, 'close')).toEqual([130, null])
      expect(readdirSync(repository.temporary)).toEqual([])
      expect(repository.state()).toEqual(before)
      expect(repository.git('tag')).toBe('')
    }
  )
})

describe('a script', () => {
  function script(
    name: 'release' | 'rehearse',
    args: readonly string[],
    nodeOptions: readonly string[] = []
  ) {
    const program = join(process.cwd(), 'lib/scripts', `${name}.js`)
    const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeOptions, program, ...args], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: repository.temporary }
    })
    return { status, stderr, said: stdout.split('\n')[0] }
  }

  test.each([
    ['release', ['v0.2.0', '--bogus'], 2, "Unknown option '--bogus'"],
    ['release', [], 2, 'One version is released.'],
    ['rehearse', ['--bogus'], 2, "Unknown option '--bogus'"],
    ['rehearse', ['v1', '--working-tree'], 2, 'One thing is rehearsed.'],
    ['rehearse', ['nosuch'], 1, 'there is no commit nosuch'],
    ['rehearse', ['--archive', 'nosuch.tar.gz'], 1, 'there is no file nosuch.tar.gz']
  ] as const)('%s %j ends with %d and says %s', (name, args, status, said) => {
    expect(script(name, args)).toEqual({ status, stderr: '', said })
    expect(readdirSync(repository.temporary)).toEqual([])
  })

  test('rehearse on another platform says where it works', () => {
    const elsewhere = "data:text/javascript,Object.defineProperty(process,'platform',{value:'darwin'})"
    expect(script('rehearse', [], ['--import', elsewhere])).toEqual({
      status: 1,
      stderr: '',
      said: expect.stringMatching(/^a release is built and rehearsed on linux\/x64; this is darwin\//)
    })
  })
})

test('a release that fails leaves no clones behind', async () => {
  const checkouts: string[] = []
  const build = async (checkout: string) => {
    checkouts.push(checkout)
    throw new Error('npm ci failed')
  }
  await expect(repository.release('v1.0.0', { build })).rejects.toThrow('npm ci failed')
  expect(checkouts.map(checkout => existsSync(dirname(checkout)))).toEqual([false])
})
