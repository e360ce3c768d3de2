import { expect } from '@jest/globals'
import { historyLogContract } from '../../../testing/contracts/history-log-contract.js'
import { gitHubPlace } from './github-place.js'

historyLogContract('GitHubHistoryLog', async () => {
  const place = await gitHubPlace()
  return {
    open: () => place.history(),
    close: async () => {
      await place.server.close()
      expect(place.server.violations).toEqual([])
    }
  }
})
