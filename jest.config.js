/** Workflow code runs in Temporal's bundle; everything else is transformed by swc and loaded as ESM. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
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
  globalSetup: '<rootDir>/test/support/globalSetup.js',
  globalTeardown: '<rootDir>/test/support/globalTeardown.js',
  // A process for all files grows past 3 GB and gets slower with each, at garbage and at async hooks: a new one is cheap.
  workerIdleMemoryLimit: '256MB',
  // Whole onboardings on a machine of two cores.
  testTimeout: 120_000,
};
