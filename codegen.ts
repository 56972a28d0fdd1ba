// Typed documents, as a client of this API has them: for the tests and for the portal.
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
      documents: ['test/documents/*.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: { ...typed, documentMode: 'string', importExtension: '.ts' },
    },
    // Named documents rather than `graphql('…')`: a page then loads only its own.
    'portal/src/gql/': {
      documents: ['portal/src/**/*.graphql'],
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: typed,
    },
  },
}

export default config
