import type {
  DescribeLogStreamsCommandInput,
  GetLogEventsCommandInput
} from '@aws-sdk/client-cloudwatch-logs'
import { JsonService } from '../service-models/json-service.js'
import { ServiceModel } from '../service-models/service-model.js'
import { describeLogStreams } from './describe-log-streams.js'
import { getLogEvents } from './get-log-events.js'
import type { LogGroups } from './log-events.js'

/** As much of CloudWatch Logs as reading a training's log needs. */
export function logsService(groups: LogGroups, violations: string[]): JsonService {
  return new JsonService({
    model: new ServiceModel('logs'),
    violations,
    operations: {
      DescribeLogStreams: (input: DescribeLogStreamsCommandInput) => describeLogStreams(groups, input),
      GetLogEvents: (input: GetLogEventsCommandInput) => getLogEvents(groups, input)
    }
  })
}
