import { remoteTrainingContract } from '../../testing/contracts/remote-training-contract.js'
import { InMemoryRemoteTraining } from '../../testing/fakes/in-memory-remote-training.js'

remoteTrainingContract('InMemoryRemoteTraining', async () => {
  const remote = new InMemoryRemoteTraining({ now: () => new Date('2025-01-10T09:31:00Z') })
  return {
    remote,
    place: spec => spec,
    untilLogged: async name => {
      remote.say(name, 'one\n')
      remote.say(name, 'two\n')
    },
    untilEnded: async name => remote.enter(name, 'stopped'),
    close: async () => undefined
  }
})
