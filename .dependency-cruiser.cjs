// Which part may import which. Imports go one way, down the list of docs/architecture.md:
// main → app → api → features → graphql → identity → audit → platform → config.
// test/unit/architecture.test.ts runs these rules, and shows of each that it finds a violation.

/** What each folder of src/ may import, beside itself, generated code and npm packages. */
const allowed = {
  platform: ['config'],
  audit: ['platform'],
  identity: ['audit', 'platform'],
  graphql: ['identity', 'audit', 'platform'],
  notifications: ['graphql', 'identity', 'audit', 'platform'],
  investors: ['graphql', 'identity', 'audit', 'platform'],
  auth: ['notifications', 'graphql', 'identity', 'audit', 'platform'],
  exports: ['investors', 'notifications', 'graphql', 'identity', 'audit', 'platform'],
  account: ['auth', 'exports', 'graphql', 'identity', 'audit', 'platform'],
  api: [
    'account',
    'auth',
    'exports',
    'investors',
    'notifications',
    'graphql',
    'identity',
    'audit',
    'platform',
  ],
  dev: ['platform'],
}

/** src/NAME/ or src/NAME.ts. */
const part = (name) => `^src/${name}(/|\\.ts$)`

const layers = Object.entries(allowed).map(([name, may]) => ({
  name: `${name}-imports-down`,
  severity: 'error',
  from: { path: part(name) },
  to: {
    path: '^(src|prisma|test|portal)/',
    pathNot: ['^src/generated/', part(name), ...may.map(part)],
  },
}))

/** Where Pothos and graphql are known: the kit, the API, and each capability's schema file. */
const graphqlEdge = ['^src/(graphql|api)/', 'schema\\.ts$', '^src/generated/', '^src/cli/generate']

module.exports = {
  forbidden: [
    ...layers,
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      // Prisma's generated client has circles of its own.
      to: { circular: true, pathNot: '^src/generated/' },
    },
    {
      name: 'only-the-command-line-and-the-start-are-above-the-api',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(main|app)(/|\\.ts$)', '^src/cli/'] },
      to: { path: ['^src/(main|app)(/|\\.ts$)', '^src/(sweeps|jobs)\\.ts$', '^src/cli/'] },
    },
    {
      name: 'graphql-stays-at-the-edge',
      comment: 'Jobs, the command line and resolvers share the verbs, so a verb knows nothing of GraphQL.',
      severity: 'error',
      from: { path: '^src/', pathNot: graphqlEdge },
      to: {
        path: ['node_modules/(graphql|graphql-yoga|graphql-ws|graphql-scalars|@pothos)/', '^src/graphql/'],
      },
    },
    {
      name: 'nothing-imports-the-portal',
      comment:
        'portal-architecture.test.ts has the rules of the portal itself: the cruiser cannot parse JSX.',
      severity: 'error',
      from: { path: '^(src|prisma)/' },
      to: { path: '^portal/' },
    },
    {
      name: 'development-parts-are-loaded-on-demand',
      comment: 'Production never loads src/dev: only a dynamic import leads there.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/dev/', '^src/cli/create-migration'] },
      to: { path: '^src/dev/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'workers-load-no-api',
      comment: 'The schema takes more memory than a worker: the start reaches it by a dynamic import alone.',
      severity: 'error',
      from: { path: '^src/(main|app)(/|\\.ts$)' },
      to: {
        path: '^src/api/(server|schema|websocket/)',
        dependencyTypesNot: ['dynamic-import', 'type-only'],
      },
    },
    {
      name: 'only-what-is-declared',
      severity: 'error',
      from: { path: '^(src|prisma)/', pathNot: '^src/dev/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown'] },
    },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^src/generated'] },
    moduleSystems: ['es6'],
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
}
