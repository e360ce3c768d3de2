import { readFileSync } from 'node:fs'

/** A shape of a service model: what a value of it must look like. */
export interface Shape {
  readonly type: string
  readonly required?: readonly string[]
  readonly members?: Readonly<Record<string, ShapeReference>>
  readonly member?: ShapeReference
  readonly key?: ShapeReference
  readonly value?: ShapeReference
  readonly enum?: readonly string[]
  readonly pattern?: string
  readonly min?: number
  readonly max?: number
  readonly union?: boolean
  readonly exception?: boolean
  readonly error?: { readonly code: string; readonly httpStatusCode: number }
}

export interface ShapeReference {
  readonly shape: string
}

export interface OperationModel {
  readonly name: string
  readonly input?: ShapeReference
  readonly output?: ShapeReference & { readonly resultWrapper?: string }
  readonly errors?: readonly ShapeReference[]
}

interface ModelFile {
  readonly metadata: { readonly targetPrefix?: string; readonly apiVersion: string }
  readonly operations: Readonly<Record<string, OperationModel>>
  readonly shapes: Readonly<Record<string, Shape>>
}

export type ServiceName = 'sagemaker' | 'logs' | 'sts'

const FILES: Readonly<Record<ServiceName, string>> = {
  sagemaker: 'sagemaker-2017-07-24.json',
  logs: 'logs-2014-03-28.json',
  sts: 'sts-2011-06-15.json'
}

/** The operations and shapes of one AWS service, as AWS publishes them. */
export class ServiceModel {
  readonly service: ServiceName
  readonly #operations: ReadonlyMap<string, OperationModel>
  readonly #shapes: ReadonlyMap<string, Shape>
  /** What comes before the dot of `X-Amz-Target`; '' in the query protocol. */
  readonly targetPrefix: string

  constructor(service: ServiceName) {
    const path = new URL(`./generated/${FILES[service]}`, import.meta.url)
    const file = JSON.parse(readFileSync(path, 'utf8')) as ModelFile
    this.service = service
    this.targetPrefix = file.metadata.targetPrefix ?? ''
    this.#operations = new Map(Object.entries(file.operations))
    this.#shapes = new Map(Object.entries(file.shapes))
  }

  operation(name: string): OperationModel | undefined {
    return this.#operations.get(name)
  }

  /** The shape of an error an operation may answer with, by its code on the wire. */
  exception(code: string): Shape | undefined {
    const named = this.#shapes.get(code)
    if (named?.exception === true) return named
    return [...this.#shapes.values()].find(shape => shape.error?.code === code)
  }

  shape(name: string): Shape {
    const shape = this.#shapes.get(name)
    if (shape === undefined) throw new Error(`the model of ${this.service} has no shape ${name}`)
    return shape
  }
}
