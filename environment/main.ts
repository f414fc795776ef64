/** `npm start`: the environment until Ctrl-C. */
import { startEnvironment } from './environment.js';
import { readPorts } from './settings.js';

const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  const environment = await startEnvironment({
    dataDir: '.sso-onboard',
    ports: readPorts(process.env),
    env: process.env,
    say,
  });
  say(`
Ready. In another terminal:
  npx sso-onboard start --by "Olga Operator" examples/sandbox-contoso.yaml
  npx sso-onboard show contoso --watch
Text messages arrive at ${environment.sandbox.origin}/sandbox/inbox (its certificate is the sandbox's own): their links
lead to the customer's pages, whose Hub is at ${environment.sandbox.origin}/hub. The operators' console is at
${environment.webUrl}/console: sign in there as Olga Operator.
Ctrl-C stops everything.`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      say('Stopping...');
      void environment.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
