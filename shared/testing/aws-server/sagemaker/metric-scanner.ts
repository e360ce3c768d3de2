import type { TrainingJob } from './training-job.js'

const LONGEST_LINE = 10_000

/** Looks for the job's metrics in the lines of its log; the last value of each is kept. */
export function metricScanner(job: TrainingJob): (line: string) => void {
  const definitions = job.request.AlgorithmSpecification?.MetricDefinitions ?? []
  const patterns = definitions.map(({ Name = '', Regex = '' }) => ({
    name: Name,
    pattern: new RegExp(Regex)
  }))
  return line => {
    for (const { name, pattern } of patterns) {
      const text = pattern.exec(line.slice(0, LONGEST_LINE))?.[1]
      if (text === undefined || text.trim() === '') continue
      const value = Number(text)
      if (Number.isFinite(value)) job.metrics.set(name, { value, at: job.clock.now() })
    }
  }
}
