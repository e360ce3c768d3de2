/** Element types of tensors, as numbered by the ONNX format. */
export const elementType = { float32: 1, uint8: 2, int8: 3, int64: 7, string: 8, float64: 11 } as const

export type ElementType = (typeof elementType)[keyof typeof elementType]
