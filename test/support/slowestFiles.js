/** Ends each run with what took longest, so that nobody has to look for it. Jest loads this file itself. */
const SHOWN = 10;

export default class SlowestFiles {
  onRunComplete(_contexts, { testResults }) {
    const files = testResults
      .map(({ testFilePath, perfStats }) => ({
        testFilePath,
        seconds: (perfStats.end - perfStats.start) / 1000,
      }))
      .sort((a, b) => b.seconds - a.seconds)
      .slice(0, SHOWN);
    if (files.length < 2) return;
    const lines = files.map(({ testFilePath, seconds }) => {
      const [, path] = testFilePath.split(`${process.cwd()}/`);
      return `${seconds.toFixed(1).padStart(7)} s  ${path ?? testFilePath}`;
    });
    process.stderr.write(`\nSlowest files:\n${lines.join('\n')}\n`);
  }
}
