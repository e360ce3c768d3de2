import { objectStoreContract } from '../../testing/contracts/object-store-contract.js'
import { InMemoryObjectStore } from '../../testing/fakes/in-memory-object-store.js'

objectStoreContract('InMemoryObjectStore', async () => ({
  store: new InMemoryObjectStore(),
  close: async () => undefined
}))
