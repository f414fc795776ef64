/** Plays the people of one onboarding: whenever it waits for somebody, that person acts and their signal is sent. */
import type { WorkflowHandle } from '@temporalio/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandoverPackage } from '../src/onboarding/handover.js';
import type { Progress, WaitingFor } from '../src/onboarding/progress.js';
import type { Browser } from './browser.js';
import { consent, fillHubForm, forceSso, linkInTexts, tryTestSignIn } from './people.js';

/** People and groups of the sandbox's tenant Contoso. */
export const ADMINISTRATOR = { id: 'cc729a22-e45d-5362-b716-f237640927cb', name: 'Anna Admin' };
export const ASSIGNED_USER = 'sam@contoso.example';
export const UNASSIGNED_USER = 'una@contoso.example';
export const USER_WITHOUT_MAIL = 'olaf@contoso.example';
const HUB_ACCOUNT = 'contoso-parent';
/** On none of the domains that sign in by SSO. */
const ADMINISTRATOR_WITHOUT_SSO = 'anna@contoso-it.example';
/** Sam is a member of the group. */
export const ROLE_OF_ASSIGNED_USER = 'Sender';
const CHOICE = [
  { type: 'user', principal: 'maria@contoso.example', role: 'Manager' },
  { type: 'group', principal: 'Messaging Senders', role: ROLE_OF_ASSIGNED_USER },
  { type: 'user', principal: USER_WITHOUT_MAIL, role: ROLE_OF_ASSIGNED_USER },
];

const POLL_MS = 100;

type Stage = { handle: WorkflowHandle; browser: Browser; hubOrigin: string; say: (line: string) => void };

/** Until the onboarding is over or blocked. Returns its last progress. */
export async function playPeople(stage: Stage): Promise<Progress> {
  const { handle, say } = stage;
  const told = new Set<string>();
  for (;;) {
    const progress = await handle.query<Progress>('progress');
    for (const step of progress.steps) {
      const line = `${step.status} ${step.name}`;
      if (step.status === 'pending' || step.status === 'running' || told.has(line)) continue;
      told.add(line);
      say(`${step.status.padEnd(8)} ${step.name.padEnd(13)} ${step.title}`);
      if (step.status === 'waiting' && progress.waitingFor !== null) await act(stage, progress.waitingFor);
    }
    if (['done', 'cancelled', 'blocked'].includes(progress.status)) return progress;
    await sleep(POLL_MS);
  }
}

async function act({ handle, browser, hubOrigin, say }: Stage, waiting: WaitingFor): Promise<void> {
  switch (waiting.signal) {
    case 'grantConsent': {
      const consentUrl = /https:\S+/.exec(waiting.instruction)?.[0] ?? '';
      const tenantId = await consent(browser, consentUrl, ADMINISTRATOR.id);
      say(`         ${ADMINISTRATOR.name} consents in the browser; signal grantConsent`);
      await handle.signal('grantConsent', { tenantId, grantedBy: ADMINISTRATOR.name });
      return;
    }
    case 'confirmHandover': {
      const handover = await handle.query<HandoverPackage>('handover');
      await fillHubForm(browser, { origin: hubOrigin, accountId: HUB_ACCOUNT }, handover);
      say(`         ${ADMINISTRATOR.name} fills in the Hub's form; signal confirmHandover`);
      await handle.signal('confirmHandover', { confirmedBy: ADMINISTRATOR.name });
      return;
    }
    case 'chooseRoles':
      say(
        `         ${ADMINISTRATOR.name} chooses ${String(CHOICE.length)} users and groups; signal chooseRoles`,
      );
      await handle.signal('chooseRoles', { assignments: CHOICE, chosenBy: ADMINISTRATOR.name });
      return;
    case 'reportTestSignIn': {
      const link = await linkInTexts(browser, hubOrigin, 'sign in once');
      for (const user of [UNASSIGNED_USER, USER_WITHOUT_MAIL]) {
        say(`         ${user} tries it from the setup page; update reportTestSignIn`);
        await tryTestSignIn(browser, link, user);
      }
      return;
    }
    case 'confirmForceSso':
      await forceSso(browser, { origin: hubOrigin, accountId: HUB_ACCOUNT });
      say(`         ${ADMINISTRATOR.name} switches on Force SSO; signal confirmForceSso`);
      await handle.signal('confirmForceSso', {
        confirmedBy: ADMINISTRATOR.name,
        administratorWithoutSso: ADMINISTRATOR_WITHOUT_SSO,
      });
      return;
    default:
      throw new Error(`nobody here is asked for ${waiting.observed}`);
  }
}
