// Which part may import which: imports go one way (docs/architecture.md). Run by test/unit/architecture.test.ts.
const feature = (name) => `^src/${name}/`

/** What each folder may import, beside itself and npm packages. */
const allowed = {
  platform: ['src/config.ts', 'src/generated'],
  audit: ['src/platform', 'src/generated'],
  // A line in the bell is part of what changes a sign-in: that one verb of notifications knows nothing of auth.
  auth: ['src/notifications/create-notification.ts', 'src/platform', 'src/audit', 'src/generated'],
  account: ['src/auth', 'src/exports', 'src/platform', 'src/audit', 'src/generated'],
  investors: ['src/platform', 'src/audit', 'src/generated'],
  notifications: ['src/auth', 'src/platform', 'src/audit', 'src/generated'],
  portal: ['src/platform'],
  exports: ['src/auth', 'src/investors', 'src/notifications', 'src/platform', 'src/audit', 'src/generated'],
}

module.exports = {
  forbidden: [
    {
      name: 'the-bell-knows-nobody-who-rings-it',
      severity: 'error',
      from: { path: '^src/notifications/create-notification' },
      to: { path: '^src/', pathNot: ['^src/platform/', '^src/generated'] },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      // Within the generated client Prisma has circles of its own.
      to: { circular: true, pathNot: '^src/generated/' },
    },
    ...Object.entries(allowed).map(([name, may]) => ({
      name: `${name}-imports-one-way`,
      severity: 'error',
      // A feature's schema.ts (and sign-in-schema.ts…) stands at the edge: it knows graphql/ as well.
      from: { path: feature(name), pathNot: 'schema\\.ts$' },
      to: { path: '^(src|prisma|test|portal)/', pathNot: [feature(name), ...may.map((path) => `^${path}`)] },
    })),
    ...Object.entries(allowed)
      .filter(([name]) => name !== 'platform')
      .map(([name, may]) => ({
        name: `${name}-schema-imports-one-way`,
        severity: 'error',
        from: { path: `^src/${name}/[\\w-]*schema\\.ts$` },
        to: { path: '^src/', pathNot: [feature(name), '^src/graphql/', ...may.map((path) => `^${path}`)] },
      })),
    {
      name: 'nothing-imports-the-portal',
      comment: 'What the portal itself imports architecture.test.ts reads: the cruiser cannot parse JSX.',
      severity: 'error',
      from: { path: '^(src|prisma)/' },
      to: { path: '^portal/' },
    },
    {
      name: 'graphql-stays-at-the-edge',
      comment:
        'Jobs, the command line and resolvers share the domain, which therefore knows nothing of GraphQL.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/graphql/', 'schema\\.ts$', '^src/generated/', '^src/cli/print-schema'],
      },
      to: { path: 'node_modules/(graphql|graphql-yoga|graphql-ws|graphql-scalars|@pothos)/' },
    },
    {
      name: 'graphql-imports-downwards',
      severity: 'error',
      from: { path: '^src/graphql/', pathNot: '^src/graphql/schema\\.ts$' },
      to: { path: '^src/', pathNot: ['^src/graphql/', '^src/auth/', '^src/platform/', '^src/generated/'] },
    },
    {
      name: 'development-parts-are-loaded-on-demand',
      comment: 'Production never loads src/dev: only a dynamic import may lead there.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/dev/', '^src/cli/create-migration'] },
      to: { path: '^src/dev/', dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'workers-load-no-api',
      comment:
        'The schema takes more memory than a worker: only a dynamic import leads from the start to it.',
      severity: 'error',
      from: { path: '^src/(main|app)\\.ts$' },
      to: {
        path: '^src/graphql/(server|websocket|schema)',
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
