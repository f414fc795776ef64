/** What a link's first page says: the parts of the setup, whose turn it is, and what we have done. */
import type { ContactRole } from '../../onboarding/request.js';
import type { HubSignInProof } from '../../onboarding/progress.js';
import type { StepStatus } from '../../onboarding/steps.js';
import type { OwnStep, StageName } from '../setup/stages.js';
import { dateOf, distanceTo } from '../dates.js';
import { peopleAndGroups } from './roles.js';

/** Who is waited for, as others call them. */
const ROLE_NAMES: Record<ContactRole, string> = {
  azureAdministrator: 'your Azure administrator',
  hubAdministrator: 'your Hub administrator',
};
export const roleName = (role: ContactRole | 'operator', brand: string) =>
  role === 'operator' ? brand : ROLE_NAMES[role];

export const OVERVIEW = {
  title: 'Set up single sign-on',
  doneTitle: 'Single sign-on is set up',
  lead: (who: string | null, brand: string, company: string, system: string) =>
    `${who === null ? brand : `${who} at ${brand}`} asked you to connect the Microsoft Entra ID (formerly Azure AD) of ${company}. Your team then signs in to ${system} with the account they already have.`,
  reload: 'Reload this page to see what is new.',
  done: 'Single sign-on is set up.',
  over: 'This setup has ended.',
  blocked: 'We are fixing a problem. There is nothing for you to do.',
  blockedByThem: 'A problem must be fixed before the setup can continue.',
  running: 'We are setting things up. This page updates automatically.',
  yourTurn: (until: Date) => `Your action is needed by ${dateOf(until)}.`,
  waitingFor: (who: string, until: Date) => `Waiting for ${who}, until ${dateOf(until)}.`,
  steps: 'Steps',
  position: (number: number, of: number, minutes: number, due: Date | undefined) =>
    [
      `Step ${String(number)} of ${String(of)}`,
      ...(due === undefined ? [] : [`due ${distanceTo(due)}`]),
      `about ${String(minutes)} ${minutes === 1 ? 'minute' : 'minutes'} left`,
    ].join(' · '),
  minutes: (minutes: number) => `${String(minutes)} min`,
  by: (who: string | undefined, on: string) => (who === undefined ? on : `${who}, ${on}`),
  skipped: 'Skipped',
  states: { done: 'done', current: 'current step', pending: 'not started' },
  assign: {
    late: 'The deadline has passed, but your assignments still count. Assign the people and groups that were chosen, then check.',
    button: 'Check assignments',
  },
  tryIt: 'We confirm the first sign-in automatically. It can take a few minutes to appear.',
} as const;

type StageWords = { title: string; text: string; button: string; minutes: number };

export const stageWords = (stage: StageName, system: string): StageWords => {
  const words: Record<StageName, StageWords> = {
    approve: {
      title: 'Approve access',
      text: 'See what will be set up and with which permissions. Then approve at Microsoft.',
      button: 'Review and approve',
      minutes: 2,
    },
    enter: {
      title: `Enter the settings in ${system}`,
      text: `Copy each value into ${system}. Every value is ready, in the order of the form.`,
      button: 'Show the settings',
      minutes: 5,
    },
    choose: {
      title: 'Choose who can sign in',
      text: 'Pick people and groups. Nobody else gets access.',
      button: 'Choose people and groups',
      minutes: 2,
    },
    test: {
      title: 'Test the sign-in',
      text: 'Sign in once, before your team does.',
      button: 'Test the sign-in',
      minutes: 1,
    },
    firstSignIn: {
      title: `Sign in to ${system} once`,
      text: 'Sign in as somebody you have chosen. We confirm the first sign-in.',
      button: 'Sign in',
      minutes: 1,
    },
    force: {
      title: 'Make single sign-on the only way in',
      text: 'Check that one administrator can still sign in with a password, then switch on Force SSO.',
      button: 'Show what to do',
      minutes: 3,
    },
  };
  return words[stage];
};

type Facts = {
  application: string;
  system: string;
  certificateUntil: Date | undefined;
  people: number;
  groups: number;
  proof: HubSignInProof | undefined;
  theyAssign: boolean;
};

/** What it rests on that people can sign in. */
export const PROOFS = {
  signInLog: 'Confirmed the first sign-in in the sign-in log of Microsoft Entra ID',
  probe: 'Verified by a test request to the Hub',
  confirmation: 'Relied on the person who saved the settings: no sign-in was seen yet',
  nothing: 'Could not confirm a first sign-in yet',
} satisfies Record<HubSignInProof['restsOn'], string>;

/** Of what we do by ourselves: while it is done, and when it is. */
export const workWords = (step: OwnStep, facts: Facts): { doing: string; did: string } => {
  const { application, system, certificateUntil, people, groups, proof, theyAssign } = facts;
  const work: Record<OwnStep, { doing: string; did: string }> = {
    application: { doing: 'Create the enterprise application', did: `Created “${application}”` },
    samlMode: { doing: 'Choose SAML as its sign-on method', did: 'Chose SAML as its sign-on method' },
    samlSettings: { doing: `Connect it to ${system}`, did: `Connected it to ${system}` },
    claims: { doing: 'Choose which user details are shared', did: 'Chose which user details are shared' },
    certificate: {
      doing: 'Add a signing certificate',
      did: `Added a signing certificate${certificateUntil === undefined ? '' : `, valid until ${dateOf(certificateUntil)}`}`,
    },
    metadata: { doing: 'Check the federation metadata', did: 'Checked the federation metadata' },
    assignments: {
      doing: theyAssign ? 'Check the assignments' : 'Give access to those you chose',
      did: theyAssign ? 'Checked the assignments' : `Gave access to ${peopleAndGroups(people, groups)}`,
    },
    verification: {
      doing: 'Compare everything with what was agreed',
      did: 'Compared everything with what was agreed',
    },
    hubSignIn: {
      doing: 'Confirm the first sign-in',
      did: PROOFS[proof?.restsOn ?? 'nothing'],
    },
    watch: { doing: 'Start monitoring', did: 'Started monitoring' },
  };
  return work[step];
};

export const WORK = {
  monitoring: 'Then monitoring starts: we check the connection and renew its certificate in time.',
  inEntra: (count: number) => `Then we set up ${String(count)} things in Microsoft Entra ID`,
  after: { choose: 'Then we gave access', test: 'Then we checked everything' },
  rest: 'Then we did the rest',
  title: 'What we do now',
  skipped: (doing: string) => `Skipped: ${doing}`,
  states: {
    pending: '',
    running: 'in progress',
    waiting: 'waiting',
    blocked: 'needs attention',
    done: '',
    skipped: '',
  } satisfies Record<StepStatus, string>,
} as const;
