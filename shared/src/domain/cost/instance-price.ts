import type { Problem } from '../../errors.js'
import { priceTable, priceTableSource } from './price-table.js'

export interface InstancePrice {
  readonly instanceType: string
  readonly usdPerHour: number
  /** Where the price comes from, for people. */
  readonly source: string
}

export type PriceLookup =
  | { readonly known: true; readonly price: InstancePrice }
  | { readonly known: false; readonly problem: Problem }

interface PricePlace {
  readonly region: string
  /** `prices` of the policy. */
  readonly policyPrices: Readonly<Record<string, number>> | undefined
}

/** The price of an instance: the policy's, else that of the dated table; an unknown one is a problem with the line to add. */
export function instancePrice(instanceType: string, { region, policyPrices = {} }: PricePlace): PriceLookup {
  const own = Object.hasOwn(policyPrices, instanceType) ? policyPrices[instanceType] : undefined
  if (own !== undefined) {
    return { known: true, price: { instanceType, usdPerHour: own, source: 'prices in .github/mlops.yml' } }
  }
  const listed = region === priceTableSource.region ? priceTable.get(instanceType) : undefined
  if (listed === undefined) return { known: false, problem: unknownPrice(instanceType, region) }
  const source = `price list of ${region}, read ${priceTableSource.readAt}`
  return { known: true, price: { instanceType, usdPerHour: listed, source } }
}

function unknownPrice(instanceType: string, region: string): Problem {
  return {
    place: 'compute.instance_type',
    message: `the price of ${instanceType} in ${region} is not known, so the cost cannot be bounded`,
    hint: `Add to .github/mlops.yml, with USD per hour from the SageMaker price list: "prices: {${instanceType}: <price>}".`
  }
}
