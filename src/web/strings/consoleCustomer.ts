/** What the console says of one customer: their onboarding, the monitoring after it, their offboarding. */
import type { LinkPurpose } from '../../onboarding/links.js';
import type { OffboardingProgress } from '../../onboarding/offboarding.js';
import type { WatchStatus } from '../../onboarding/watch.js';

export const LINK_PURPOSE_NAMES: Record<LinkPurpose, string> = {
  all: 'everything',
  consent: 'consent',
  roles: 'choice of users',
  handover: 'handover to the Hub',
  signIn: 'test sign-in',
  forceSso: 'Force SSO',
};

/** What the forms of actions share; each action's own words are in the table of actions. */
export const FORM = {
  back: (company: string) => `← ${company}`,
  reason: 'Why',
  reasonHint: 'It is recorded, with your name.',
  reasonMissing: 'Say why.',
  step: 'Step',
  removes: 'This is removed from the tenant of the customer:',
  keeps: 'This stays in their tenant, as the request says:',
  nothing: 'Nothing was made in their tenant yet.',
  changed: 'Meanwhile it has gone on: look at what would be removed now, and confirm again.',
  impossible: 'It is over already: there is nothing to cancel.',
  andRemove: (button: string) => `${button} and remove these`,
} as const;

export const LINK = {
  title: 'Setup link',
  lead: 'It lets a contact do their part on the pages of the onboarding.',
  contact: 'For whom',
  purpose: 'For what',
  days: 'Good for days',
  daysWrong: 'A whole number from 1 to 90.',
  send: 'Also send it by text message',
  button: 'Make the link',
  againButton: 'Show the link',
  madeTitle: (contact: string) => `The link for ${contact}`,
  forgotten: 'The link was made, and many others after it.',
  secret: 'It is a secret: whoever has it can act as this contact. Give it to nobody else.',
  sent: 'It is also being sent by text message.',
  until: 'Good until',
  copy: 'Copy',
  copied: 'Copied',
  label: 'Link',
} as const;

export const ONBOARDING = {
  startedBy: (who: string) => `started by ${who}`,
  utc: 'Times are UTC',
  temporal: 'In the Temporal UI',
  earlier: 'This is an earlier onboarding of the customer.',
  latest: 'See the latest',
  beingOffboarded: 'An offboarding of this customer is under way.',
  offboarded: 'This customer was offboarded: what was made here has been removed.',
  reload: 'Reload this page to see what is new.',
  waiting: (who: string) => `Waiting for: ${who}`,
  since: 'since',
  justNow: 'just now',
  until: 'until',
  toDo: 'To do:',
  fixedBy: 'Fixed by:',
  passes: 'It may pass by itself: a retry may be all it takes.',
  adminCenter: 'Open the Microsoft Entra admin center in a new tab',
  retrying: (activity: string, attempt: number) => `${activity} is tried again (attempt ${String(attempt)}).`,
  actions: 'What you can do',
  steps: 'Steps',
  attempt: (number: number) => `attempt ${String(number)}`,
  artefacts: 'What was made',
  tests: 'Test sign-ins',
  links: 'Setup links',
  linkColumns: { contact: 'For', made: 'Made', expires: 'Expires', state: 'State' },
  withdrawn: (by: string) => `withdrawn by ${by}`,
  expired: 'expired',
  open: 'good',
  again: 'Show or send again',
  withdraw: 'Withdraw',
  messages: 'Text messages and e-mails',
  byChannel: { email: 'by e-mail' },
  parts: (count: number, encoding: string) =>
    `${String(count)} ${count === 1 ? 'part' : 'parts'}, ${encoding}`,
  nextTry: 'Next try:',
  messageColumns: { contact: 'To', step: 'About', at: 'When', state: 'Delivery' },
  optedOut: (names: string) => `No more texts, as they asked: ${names}.`,
  people: 'What people did',
  peopleColumns: { at: 'When', who: 'Who', what: 'What' },
  toldBy: (who: string) => `told by ${who}`,
  refused: 'What was refused',
  refusedColumns: { at: 'When', what: 'What', why: 'Why' },
  removed: 'Removed from the tenant',
  kept: 'Left there',
  nothing: 'nothing',
  none: 'None.',
} as const;

export const OFFBOARDING = {
  title: 'Offboarding',
  open: 'Offboard customer',
  see: 'See the offboarding',
  lead: (customer: string) =>
    `An offboarding removes what we created for ${customer} in their Microsoft Entra ID tenant. Their users can then no longer sign in with it, and monitoring ends.`,
  first:
    'Before you confirm: switch off Force SSO in the Hub, and check that every user has another way to sign in.',
  find: 'Find objects to remove',
  findAgain: 'Start again',
  findHint:
    'This step only reads the tenant. Nothing is removed before the removal is confirmed. If there is nothing to remove, the offboarding is done, and monitoring ends.',
  runs: 'The onboarding of this customer is still running. Cancel the onboarding instead.',
  cancelOnboarding: 'Cancel onboarding',
  none: 'There is no offboarding of this customer.',
  statuses: {
    running: { text: 'in progress', tone: '' },
    waiting: { text: 'waiting for confirmation', tone: 'warn' },
    blocked: { text: 'blocked', tone: 'bad' },
    done: { text: 'done', tone: 'good' },
    cancelled: { text: 'cancelled', tone: '' },
  } satisfies Record<OffboardingProgress['status'], { text: string; tone: string }>,
  ended: 'The offboarding was ended from outside. Some objects may be left in the tenant.',
  cancelledText: 'Nothing was removed.',
  reading: 'We are reading the tenant. This page updates automatically.',
  removing: 'We are removing the objects. This page updates automatically.',
  removes: 'To be removed from the tenant',
  keeps: 'To be kept',
  removed: 'Removed from the tenant',
  kept: 'Kept',
  nothing: 'Nothing.',
  restorable:
    'Microsoft Entra ID keeps a removed application for 30 days. A new onboarding of the customer within that time restores it.',
  changed: 'The objects in the tenant have changed. Check the list, then confirm again.',
  two: 'Two people must agree. You request the removal, then another operator confirms it.',
  ownRequest: 'You requested the removal. Another operator must confirm it.',
  requestedBy: (who: string) =>
    `${who} requested the removal. Check the list. If you agree, confirm the removal.`,
  confirm: { first: 'Request removal', second: 'Confirm removal' },
} as const;

/** Labels of what an onboarding has made or found out. */
export const ARTEFACTS = {
  tenantId: 'Tenant id',
  consentedBy: {
    administrator: 'Approved by, an administrator',
    signedIn: 'Signed in for the approval',
    reported: 'Approved by, as reported',
  },
  appId: 'Application (client) id',
  applicationId: 'Application, object id',
  servicePrincipalId: 'Enterprise application, object id',
  claimsPolicyId: 'Claims mapping policy',
  certificate: 'Signing certificate',
  certificateUntil: (until: string) => `valid until ${until}`,
  metadataUrl: 'Federation metadata',
  metadataSha256: 'SHA-256 of what was handed over',
  handoverConfirmedBy: 'Handover confirmed by',
  assignments: 'Assigned',
  assigned: (count: number) => `${String(count)} users and groups`,
  unassigned: (count: number) => `, ${String(count)} could not be`,
  hubSignIn: 'Sign-in to the Hub',
  hubSignInBy: {
    signInLog: "Verified by a sign-in in Entra ID's log",
    probe: 'Verified by a test request to the Hub',
    confirmation: 'Confirmed by a person',
    nothing: 'Not verified yet',
  },
  forceSso: 'Force SSO',
  forcedBy: (who: string, administrator: string) =>
    `switched on by ${who}; ${administrator} can still sign in without SSO`,
} as const;

export const WATCH = {
  title: 'Watch',
  statuses: {
    watching: { text: 'all is well', tone: 'good' },
    running: { text: 'looking', tone: '' },
    waiting: { text: 'waiting', tone: 'warn' },
    drifted: { text: 'changed by somebody', tone: 'warn' },
    atRisk: { text: 'sign-in at risk', tone: 'bad' },
    blocked: { text: 'blocked', tone: 'bad' },
    stopped: { text: 'stopped', tone: '' },
  } satisfies Record<WatchStatus, { text: string; tone: string }>,
  /** Of a workflow that could not say so itself. */
  ended: (how: string) =>
    `Nobody watches any more (${how}): the certificate is not renewed, and no change is noticed.`,
  nextCheck: 'Next check',
  certificates: 'Certificates',
  certificateColumns: { thumbprint: 'Thumbprint', until: 'Valid until', state: 'State' },
  active: 'active',
  trusted: 'known to the Hub',
  unknown: 'not known to the Hub',
  differences: 'Not as agreed',
  noticed: 'Noticed',
  noticedColumns: { at: 'When', what: 'What' },
} as const;
