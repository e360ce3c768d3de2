// A process of its own, so that its memory is the store's: carries one file up or down, and prints its peak in MiB.
import { S3ObjectStore } from '../../shared/src/adapters/aws/s3/s3-object-store.js'

const [operation, location = '', path = '', key = ''] = process.argv.slice(2)
const store = new S3ObjectStore(location)
await (operation === 'up' ? store.upload(path, key) : store.download(key, path))
store.close()
// Linux counts maxRSS in KiB.
process.stdout.write(String(process.resourceUsage().maxRSS / 1024))
