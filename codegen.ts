// Typed documents: what a client of this API has. Once for the tests, once for the portal.
import type { CodegenConfig } from '@graphql-codegen/cli'

const typed = {
  useTypeImports: true,
  enumsAsTypes: true,
  scalars: { DateTime: 'string' },
  strictScalars: true,
}

const config: CodegenConfig = {
  schema: 'schema.graphql',
  generates: {
    'test/support/gql/': {
      documents: ['test/**/*.ts', '!test/support/gql/**'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { ...typed, documentMode: 'string', importExtension: '.ts' },
    },
    // Named documents rather than `graphql('…')`: a page then loads its own documents, and not everybody's.
    'portal/src/gql/': {
      documents: ['portal/src/**/*.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: typed,
    },
  },
}

export default config
