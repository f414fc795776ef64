/**
 * Somebody who opens a link in a browser, on pages that have answers of a test in Temporal's place: no worker, no sandbox.
 */
import { rootCertificates } from 'node:tls';
import { Browser, type Page } from '../../demo/browser.js';
import type { HandoverPackage } from '../../src/onboarding/handover.js';
import type { LinkPurpose } from '../../src/onboarding/links.js';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { onboardingRequestSchema, type OnboardingRequestInput } from '../../src/onboarding/request.js';
import { type AnswerName, STEP_OF_SIGNAL } from '../../src/onboarding/signals.js';
import type { Port } from '../../src/temporal/port.js';
import { createWebServer } from '../../src/web/server.js';
import { answering, fakePort, LINK, runningOnboarding } from './fakePort.js';
import { minimalRequest } from './request.js';
import { freePort } from './sandbox.js';
import { LINK_KEY, webDeps } from './web.js';

type Shown = {
  /** Of the link, which was made for Anna. */
  purpose: LinkPurpose;
  request?: Partial<OnboardingRequestInput>;
  progress?: Parameters<typeof runningOnboarding>[0];
  handover?: HandoverPackage;
};

export type Visitor = {
  browser: Browser;
  /** The page that the link leads to. */
  overview: Page;
  link: string;
  /** What the workflow was told. */
  told: { signal: string; input: unknown }[];
};

export const requestOf = (changes: Partial<OnboardingRequestInput> = {}) =>
  onboardingRequestSchema.parse(minimalRequest(changes));

/** How an onboarding stands that waits for this answer. */
export const waitingFor = (signal: AnswerName) => ({
  status: 'waiting' as const,
  step: STEP_OF_SIGNAL[signal],
  waitingFor: {
    signal,
    from: 'azureAdministrator' as const,
    instruction: 'Answer.',
    since: '2026-11-27T00:00:00Z',
    deadline: '2036-01-01T00:00:00Z',
  },
});

export async function visit(
  { purpose, request, progress, handover }: Shown,
  work: (visitor: Visitor) => Promise<void>,
): Promise<void> {
  const made = { contact: 'Anna', madeAt: '2026-01-01T00:00:00Z', madeBy: 'Olga' };
  const links = [{ ...LINK, purpose, ...made }];
  const onboarding = runningOnboarding({ ...progress, links }, requestOf(request));
  const told: Visitor['told'] = [];
  const tell: Port['tell'] = (_, signal, input) => {
    told.push({ signal, input });
    return Promise.resolve();
  };
  const answers = { onboarding: { ...onboarding, handover: handover ?? null } };
  const port = await freePort();
  const publicUrl = `http://localhost:${String(port)}`;
  const { deps } = webDeps(fakePort({ ask: answering(answers), tell }), { publicUrl });
  const server = await createWebServer(deps);
  await server.listen({ host: '127.0.0.1', port });
  const browser = new Browser(rootCertificates[0]!);
  try {
    const link = setupUrl({ publicUrl, key: LINK_KEY }, onboarding.progress.customerId, LINK);
    await work({ browser, overview: await browser.open(link), link, told });
  } finally {
    await browser.close();
    await server.close();
  }
}
