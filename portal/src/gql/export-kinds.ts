// Written by npm run generate from src/exports/kinds: change it there.
import type { ExportFilter, ExportKind } from './graphql.ts'

type Kind = { title: string; unit: string; description: string; filters: readonly (keyof ExportFilter)[] }

/** In the order in which they are offered. */
export const exportKinds: Readonly<Record<ExportKind, Kind>> = {
  "BANKING_AND_TAX_INFORMATION": {
    "title": "Banking and tax information",
    "unit": "investor",
    "description": "Names, addresses, full Tax IDs and full bank details.",
    "filters": [
      "search",
      "createdAfter",
      "createdBefore"
    ]
  },
  "TAX_INFORMATION": {
    "title": "Tax information",
    "unit": "investor",
    "description": "Names, addresses and full Tax IDs.",
    "filters": [
      "search",
      "createdAfter",
      "createdBefore"
    ]
  },
  "BANKING_INFORMATION": {
    "title": "Banking information",
    "unit": "investor",
    "description": "Names and full bank details.",
    "filters": [
      "search",
      "createdAfter",
      "createdBefore"
    ]
  },
  "DISTRIBUTIONS": {
    "title": "Distributions",
    "unit": "distribution",
    "description": "Payments to investors, one a row, with the full bank details of the investor.",
    "filters": [
      "search",
      "createdAfter",
      "createdBefore",
      "paidFrom",
      "paidTo"
    ]
  }
}
