import { setTimeout as sleep } from 'node:timers/promises'
import { reportFailure } from '../../../shared/src/action/failure.js'
import { InputReader } from '../../../shared/src/action/inputs.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { states } from './cloud/cloud-ports.js'
import { readTrainInputs } from './inputs.js'

/** Stops, with fresh credentials, the training job that `main` left running. */
async function stopWhatIsLeft(runner: Runner): Promise<void> {
  const kept = runner.state(states.run)
  if (kept === '' || runner.state(states.settled) === 'true') return
  const inputs = readTrainInputs(new InputReader(runner))
  const { openAwsAccess } = await import('../../../shared/src/adapters/aws/aws-access.js')
  const { openRemoteTraining } = await import('../../../shared/src/adapters/aws/open-training.js')
  const { openStore } = await import('../../../shared/src/adapters/open-store.js')
  const { stopLeftover } = await import('./cloud/stop-leftover.js')
  const access = openAwsAccess(inputs, runner)
  await stopLeftover(kept, {
    store: await openStore(inputs, process.cwd(), runner, access),
    remote: openRemoteTraining(inputs, runner, access).remote,
    clock: { now: () => new Date() },
    line: text => runner.log(text),
    sleep: milliseconds => sleep(milliseconds)
  })
}

const runner = currentRunner('abort')
try {
  await stopWhatIsLeft(runner)
} catch (error) {
  reportFailure(runner, 'train', error)
  process.exitCode = 1
}
