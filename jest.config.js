import { availableParallelism } from 'node:os';

// What is printed is compared. It is read when a process begins, and CI is taken for a terminal.
process.env.NO_COLOR = '1';

/**
 * Test files run in plain Node.js, one after another in a few processes that keep what they have loaded. Jest's own
 * runner loads Temporal's SDK and all else anew for each file, in a context where it runs at half the speed.
 */
const shared = {
  runner: '<rootDir>/test/support/runner.js',
  setupFiles: ['<rootDir>/test/support/register.js'],
  transform: {},
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
  // Many tests wait for a server more than they work.
  maxWorkers: 2 * availableParallelism(),
  reporters: ['default', '<rootDir>/test/support/slowestFiles.js'],
};
