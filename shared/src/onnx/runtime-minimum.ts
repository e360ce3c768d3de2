import type { OnnxInspection } from './onnx-inspection.js'

interface Release {
  readonly runtime: string
  /** The newest versions it knows of the standard operators, of ai.onnx.ml, and of the file format. */
  readonly opset: number
  readonly mlOpset: number
  readonly irVersion: number
}

/**
 * The first release of onnxruntime with each version, from the version matrix of its documentation
 * (https://onnxruntime.ai/docs/reference/compatibility.html) and the release notes since.
 * Where the two disagree, the later release counts: a device that has it loads the model.
 */
const RELEASES: readonly Release[] = [
  { runtime: '0.2.0', opset: 8, mlOpset: 1, irVersion: 3 },
  { runtime: '0.3.0', opset: 9, mlOpset: 1, irVersion: 3 },
  { runtime: '0.4.0', opset: 10, mlOpset: 1, irVersion: 5 },
  { runtime: '1.0.0', opset: 11, mlOpset: 2, irVersion: 6 },
  { runtime: '1.3.0', opset: 12, mlOpset: 2, irVersion: 7 },
  { runtime: '1.6.0', opset: 13, mlOpset: 2, irVersion: 7 },
  { runtime: '1.8.0', opset: 14, mlOpset: 2, irVersion: 7 },
  { runtime: '1.9.0', opset: 15, mlOpset: 2, irVersion: 8 },
  { runtime: '1.11.0', opset: 16, mlOpset: 2, irVersion: 8 },
  { runtime: '1.12.0', opset: 17, mlOpset: 3, irVersion: 8 },
  { runtime: '1.14.0', opset: 18, mlOpset: 3, irVersion: 8 },
  { runtime: '1.15.0', opset: 19, mlOpset: 3, irVersion: 9 },
  { runtime: '1.17.0', opset: 20, mlOpset: 4, irVersion: 9 },
  { runtime: '1.18.0', opset: 21, mlOpset: 5, irVersion: 10 },
  { runtime: '1.21.0', opset: 22, mlOpset: 5, irVersion: 10 },
  { runtime: '1.23.0', opset: 23, mlOpset: 5, irVersion: 11 },
  { runtime: '1.24.0', opset: 24, mlOpset: 5, irVersion: 12 }
]

/**
 * The oldest release of onnxruntime that surely loads a model of these versions; undefined where they are newer than the table.
 * Operators of other domains, and what an execution provider lacks, are not considered.
 */
export function runtimeMinimum({
  irVersion,
  opsets
}: Pick<OnnxInspection, 'irVersion' | 'opsets'>): string | undefined {
  const opset = opsets.get('') ?? 0
  const mlOpset = opsets.get('ai.onnx.ml') ?? 0
  return RELEASES.find(
    release => release.opset >= opset && release.mlOpset >= mlOpset && release.irVersion >= irVersion
  )?.runtime
}
