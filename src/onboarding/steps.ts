/**
 * The steps of an onboarding, in order. This one list drives the run, the progress query, the details shown in the
 * Temporal UI and the search attributes.
 */
export const STEPS = [
  { name: 'consent', title: "Administrator's consent", guide: 'before 1', skippable: false },
  { name: 'application', title: 'Enterprise application', guide: '1', skippable: false },
  { name: 'samlMode', title: 'SAML as single sign-on method', guide: '2', skippable: false },
  { name: 'samlSettings', title: 'Basic SAML Configuration', guide: '3.1-3.3', skippable: false },
  { name: 'claims', title: 'User Attributes & Claims', guide: '3.4', skippable: true },
  { name: 'certificate', title: 'SAML Signing Certificate', guide: '3.5', skippable: false },
  { name: 'metadata', title: 'Federation metadata', guide: '3.5', skippable: false },
  { name: 'handover', title: 'Hand over to the Hub', guide: '3.6', skippable: true },
  { name: 'roleChoice', title: 'Choose users, groups and roles', guide: '4.1-4.5', skippable: true },
  { name: 'assignments', title: 'Assign users and groups', guide: '4.6', skippable: true },
  { name: 'testSignIn', title: 'Test sign-in', guide: '-', skippable: true },
  { name: 'verification', title: 'Verify the configuration', guide: '-', skippable: true },
  { name: 'hubSignIn', title: 'First sign-in to the Hub', guide: '-', skippable: true },
  { name: 'forceSso', title: 'Force SSO', guide: '-', skippable: true },
  { name: 'watch', title: 'Watch over it from now on', guide: '-', skippable: true },
] as const satisfies readonly { name: string; title: string; guide: string; skippable: boolean }[];

export type StepName = (typeof STEPS)[number]['name'];
/** A step whose result no later step needs, so that an operator may leave it out. */
export type SkippableStep = Extract<(typeof STEPS)[number], { skippable: true }>['name'];

export const STEP_NAMES = STEPS.map((step) => step.name);

export type StepStatus = 'pending' | 'running' | 'waiting' | 'blocked' | 'done' | 'skipped';

/** Of a watch, in the order of a rollover; those that a change by somebody else does not need stay pending. */
export const WATCH_STEPS = [
  { name: 'configuration', title: 'Configuration compared with what was agreed' },
  { name: 'nextCertificate', title: 'Next signing certificate' },
  { name: 'metadata', title: 'Federation metadata with both certificates' },
  { name: 'handover', title: 'Hand over to the Hub' },
  { name: 'activation', title: 'Activate the next certificate' },
  { name: 'testSignIn', title: 'Test sign-in with it' },
  { name: 'removal', title: 'Remove the old certificate' },
] as const;
export type WatchStepName = (typeof WATCH_STEPS)[number]['name'];
