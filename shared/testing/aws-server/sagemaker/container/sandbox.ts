import { spawnSync } from 'node:child_process'

/** What separates a container from the machine here. */
export interface Sandbox {
  /** `namespaces`: /opt/ml is the container's own; `rewriting`: the request's /opt/ml stands for another folder. */
  readonly kind: 'namespaces' | 'rewriting'
  /** Whether EnableNetworkIsolation really takes the network away. */
  readonly isolatesNetwork: boolean
  /** Whether a container dies with the process of the server, however that dies. */
  readonly diesWithServer: boolean
  /** For people, in one line. */
  readonly description: string
}

/** Finds out what this machine allows; a wish for `rewriting` is granted without asking. */
export function findSandbox(wish?: Sandbox['kind']): Sandbox {
  const diesWithServer = works('setpriv', ['--pdeathsig', 'KILL', 'true'])
  const makeMountPoint = ['-m', '-p', '-f', 'sh', '-c', 'mkdir -p /opt/ml && mount --bind /tmp /opt/ml']
  if (wish !== 'rewriting' && works('unshare', makeMountPoint)) {
    const isolatesNetwork = works('unshare', ['-n', 'true'])
    const network = isolatesNetwork ? 'network isolation enforced' : 'network isolation not enforced'
    const description = `containers in mount and process namespaces, ${network}`
    return { kind: 'namespaces', isolatesNetwork, diesWithServer, description }
  }
  const description = 'containers as plain processes, /opt/ml rewritten, network isolation not enforced'
  return { kind: 'rewriting', isolatesNetwork: false, diesWithServer, description }
}

/** The command that runs another inside: with the folder `ml` as /opt/ml, and without a network when so asked. */
export function insideSandbox(
  sandbox: Sandbox,
  command: readonly string[],
  { ml, isNetworkIsolated }: { readonly ml: string; readonly isNetworkIsolated: boolean }
): readonly string[] {
  const tied = sandbox.diesWithServer ? ['setpriv', '--pdeathsig', 'KILL'] : []
  if (sandbox.kind === 'rewriting') return [...tied, ...command]
  const isolated = isNetworkIsolated && sandbox.isolatesNetwork
  const loopback = isolated ? 'ip link set lo up 2>/dev/null; ' : ''
  const enter = `mount --bind "$1" /opt/ml && { ${loopback}shift; exec "$@"; }`
  const unshare = ['unshare', '-m', '-p', '-f', '--kill-child', '--mount-proc', ...(isolated ? ['-n'] : [])]
  return [...tied, ...unshare, '/bin/sh', '-c', enter, 'sh', ml, ...command]
}

function works(program: string, parameters: readonly string[]): boolean {
  return spawnSync(program, parameters, { stdio: 'ignore', timeout: 5000 }).status === 0
}
