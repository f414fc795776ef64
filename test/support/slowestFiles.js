/**
 * Ends each run with what took longest, so that nobody has to look for it, and ends a run of which a file has come to a
 * halt outside its tests, which have a limit of their own. Jest loads this file itself.
 */
import { clearTimeout, setTimeout } from 'node:timers';

const SHOWN = 10;
/** No file takes half as long, also on a machine that does much else; in the full tier some take an hour. */
const HALT_MS = (process.env.TEST_TIER === 'full' ? 240 : 20) * 60_000;

const nameOf = (path) => path.split(`${process.cwd()}/`)[1] ?? path;

export default class SlowestFiles {
  underWay = new Map();

  onTestFileStart({ path }) {
    const halt = () => {
      process.stderr.write(`\nFAILED: ${nameOf(path)} has run for ${String(HALT_MS / 60_000)} minutes.\n`);
      process.exit(1);
    };
    this.underWay.set(path, setTimeout(halt, HALT_MS));
  }

  onTestFileResult({ path }) {
    clearTimeout(this.underWay.get(path));
  }

  onRunComplete(_contexts, { testResults }) {
    for (const timer of this.underWay.values()) clearTimeout(timer);
    const files = testResults
      .map(({ testFilePath, perfStats }) => ({
        testFilePath,
        seconds: (perfStats.end - perfStats.start) / 1000,
      }))
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, SHOWN);
    if (files.length < 2) return;
    const lines = files.map(
      ({ testFilePath, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${nameOf(testFilePath)}`,
    );
    process.stderr.write(`\nSlowest files:\n${lines.join('\n')}\n`);
  }
}
