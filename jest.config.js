import { availableParallelism } from 'node:os';

/** Workflow code runs in Temporal's bundle; everything else is transformed by swc and loaded as ESM. */
const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  // Ours are TypeScript; `.json.js` is a dependency's own.
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', tsx: true },
          transform: { react: { runtime: 'automatic', importSource: 'preact' } },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default {
  projects: [
    // Pure: nothing is started, built or installed.
    { ...shared, displayName: 'unit', roots: ['<rootDir>/test/unit'] },
    // Temporal's servers, the bundled workflows, a browser.
    {
      ...shared,
      displayName: 'stack',
      roots: ['<rootDir>/test'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '<rootDir>/test/unit/',
        // `npm run test:full` alone.
        ...(process.env.TEST_TIER === 'full' ? [] : ['<rootDir>/test/full/']),
      ],
      globalSetup: '<rootDir>/test/support/globalSetup.js',
      globalTeardown: '<rootDir>/test/support/globalTeardown.js',
    },
  ],
  // Whole onboardings, also on a machine that does much else.
  testTimeout: 300_000,
  // A process for all files grows past 3 GB and gets slower with each; one for each file loads Temporal's SDK again.
  workerIdleMemoryLimit: '1GB',
  // Many tests wait for a server more than they work.
  maxWorkers: 2 * availableParallelism(),
  reporters: ['default', '<rootDir>/test/support/slowestFiles.js'],
};
