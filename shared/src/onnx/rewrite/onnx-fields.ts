/** Numbers of the fields of the ONNX format that rewriting reads; all others are copied as they are. */
export const modelField = { irVersion: 1, graph: 7, opsetImport: 8, metadata: 14, function: 25 } as const
export const opsetField = { domain: 1, version: 2 } as const
export const propertyField = { key: 1, value: 2 } as const
export const graphField = { node: 1, initializer: 5, input: 11, output: 12 } as const
export const functionField = { node: 7 } as const
export const valueInfoField = { name: 1 } as const
export const nodeField = { input: 1, output: 2, name: 3, operator: 4, attribute: 5, domain: 7 } as const
export const attributeField = { name: 1, float: 2, integer: 3, tensor: 5, graph: 6, graphs: 11 } as const
export const tensorField = {
  dims: 1,
  elementType: 2,
  floatData: 4,
  name: 8,
  rawData: 9,
  externalData: 13,
  dataLocation: 14
} as const
