/**
 * jest-light-runner, mended: a process asks for its configuration when it gets its first test file, and the answer to
 * one goes to all that have not had theirs. Who has not asked yet does not hear it, asks in vain, and waits for ever
 * (0.7.13 and 0.8.2). Here each file's process has a channel of its own.
 */
import { createRunner } from 'jest-light-runner';

export default class Runner extends createRunner({ runtime: 'child_process' }) {
  _runTest(test) {
    const { config } = test.context;
    const isFirst = !this._testRunners.has(config);
    const result = super._runTest(test);
    if (isFirst) {
      const runner = this._testRunners.get(config);
      const workerData = { globalConfig: this._globalConfig, projectConfig: config, runtime: this._runtime };
      runner.run = ({ path }) => runner.pool.run(path, { channel: channelFor(workerData) });
    }
    return result;
  }
}

function channelFor(workerData) {
  let tell;
  return {
    onMessage(listener) {
      tell = listener;
    },
    postMessage(message) {
      if (message === 'jest-light-runner-get-worker-data') {
        tell({ type: 'jest-light-runner-worker-data', workerData });
      }
    },
  };
}
