import { historyLogContract } from '../../testing/contracts/history-log-contract.js'
import { InMemoryHistoryLog } from '../../testing/fakes/in-memory-history-log.js'

historyLogContract('InMemoryHistoryLog', async () => {
  const log = new InMemoryHistoryLog()
  return { open: () => log, close: async () => undefined }
})
