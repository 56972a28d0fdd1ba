import { parse, validate } from 'graphql'
import { describe, expect, it } from 'vitest'
import { exampleTabs } from '../../src/api/examples.ts'
import { schema } from '../../src/api/schema.ts'

describe('the tabs that GraphiQL opens with', () => {
  it.each(exampleTabs.map(({ query }) => [query.split('\n')[0], query]))('%s', (_title, query) => {
    expect(validate(schema, parse(query ?? ''))).toEqual([])
  })
})
