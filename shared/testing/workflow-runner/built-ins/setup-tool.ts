import { findProgram } from '../process/find-program.js'
import { searchPath } from '../steps/process-environment.js'
import type { BuiltInAction } from './built-in-action.js'
import { inputsOf } from './built-in-action.js'

/** Stands in for actions/setup-python, doing nothing: the machine's Python is used. */
export const setupPython: BuiltInAction = setupTool('python', ['python', 'python3'], {
  inputs:
    'python-version python-version-file cache architecture check-latest token cache-dependency-path ' +
    'update-environment allow-prereleases freethreaded pip-version pip-install',
  outputs: ['python-path']
})

/** Stands in for actions/setup-node, doing nothing: the machine's Node is used. */
export const setupNode: BuiltInAction = setupTool('node', ['node'], {
  inputs:
    'node-version node-version-file cache architecture check-latest token cache-dependency-path registry-url scope ' +
    'always-auth mirror mirror-token package-manager-cache',
  outputs: []
})

function setupTool(
  tool: string,
  programs: readonly string[],
  given: { readonly inputs: string; readonly outputs: readonly string[] }
): BuiltInAction {
  return {
    inputs: inputsOf(given.inputs),
    main: async call => {
      const program = findProgram(programs, searchPath(call.job, call.job.env)) ?? ''
      const wanted = call.input(`${tool}-version`)
      const found = program === '' ? 'which it does not have' : program
      call.reporter.line(
        `Asked for ${tool} ${wanted}; this runner installs nothing and uses the machine's: ${found}`
      )
      call.setOutput('cache-hit', '')
      for (const output of given.outputs) call.setOutput(output, program)
    }
  }
}
