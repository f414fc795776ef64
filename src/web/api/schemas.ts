/** What the API answers, for its document and for what leaves: fields that are not named here stay inside. */
import { z } from 'zod';
import { LINK_PURPOSES } from '../../onboarding/links.js';
import { CONTACT_ROLES } from '../../onboarding/request.js';
import { PROFILES } from '../../onboarding/profiles.js';
import { OBSERVED, ONBOARDING_STATUSES } from '../../onboarding/progress.js';
import { WAITED_FOR } from '../../onboarding/searchAttributes.js';
import { ANSWER_NAMES, SIGNAL_NAMES } from '../../onboarding/signals.js';
import { STEP_NAMES } from '../../onboarding/steps.js';

const instant = z.string().meta({ format: 'date-time' });
const step = z.enum(STEP_NAMES);
const signal = z.enum(SIGNAL_NAMES);
const status = z.enum(ONBOARDING_STATUSES);
const execution = z
  .string()
  .describe('RUNNING, or how it ended: one that was terminated could not say so itself');

const problem = z.object({
  code: z.string().describe('Stable, for programs'),
  reason: z.string(),
  remedy: z.string(),
  details: z.array(z.string()).optional(),
});

/** A code of another version has no more than what was recorded. */
const explainedProblem = problem.extend({
  title: z.string().optional().describe('In a few words'),
  whoMends: z
    .enum(['customer', 'operator', 'us'])
    .optional()
    .describe(
      "Who can fix it: an administrator of the customer's, whoever runs the onboarding, or whoever runs this service",
    ),
  passes: z.boolean().optional().describe('It may pass by itself: a retry may be all it takes'),
  link: z.url().optional().describe('The page of the Microsoft Entra admin center where it is fixed'),
});

const signInTest = z.object({
  at: instant,
  by: z.string(),
  reportedBy: z.string().optional(),
  signIn: z.object({ nameId: z.string(), roles: z.array(z.string()) }).optional(),
  checks: z.array(z.object({ rule: z.string(), result: z.string(), detail: z.string() })),
  findings: z.array(
    z.object({ code: z.string(), severity: z.string(), message: z.string(), remedy: z.string() }),
  ),
});

const message = z.object({
  id: z.string(),
  step: z.string(),
  contact: z.string(),
  at: instant,
  status: z
    .string()
    .describe(
      '`sending`, then how it went: `sent`, `not sent`, `stopped`, `postponed`, `refused` or `given up`; then what MessageMedia reports',
    ),
  parts: z.int().optional().describe('How many it took; each is paid for'),
  encoding: z.string().optional().describe('`GSM-7` or `UCS-2`'),
  problem: z.string().optional().describe('Why it was not sent, or not delivered, and what to do'),
  nextTryAt: instant.optional().describe('While the Messages API has asked to be left alone'),
});

/** Without its secret. */
const link = z.object({
  id: z.string(),
  purpose: z.enum(LINK_PURPOSES),
  contact: z.string(),
  madeAt: instant,
  madeBy: z.string(),
  expiresAt: instant,
  revokedAt: instant.optional(),
  revokedBy: z.string().optional(),
  forwardedBy: z.string().optional().describe('Whose link it was passed on from, to a colleague of theirs'),
});

const waiting = z.object({
  from: z.enum([...CONTACT_ROLES, 'operator']),
  instruction: z.string(),
  since: instant,
  deadline: instant,
});

export const onboardingSchema = z.object({
  customerId: z.string(),
  companyName: z.string(),
  tenant: z.string(),
  onboardingId: z.string(),
  status,
  execution,
  step,
  steps: z.array(
    z.object({
      name: step,
      title: z.string(),
      status: z.enum(['pending', 'running', 'waiting', 'blocked', 'done', 'skipped']),
      attempts: z.int(),
      startedAt: instant.optional(),
      finishedAt: instant.optional(),
      note: z.string().optional(),
      problem: problem.optional(),
    }),
  ),
  waitingFor: z
    .union([
      waiting.extend({ signal: z.enum(ANSWER_NAMES).describe('What their answer is sent as') }),
      waiting.extend({
        observed: z
          .enum(OBSERVED)
          .describe('Somebody does it elsewhere; the workflow checks by itself, and `retry` checks at once'),
      }),
    ])
    .nullable(),
  problem: explainedProblem.nullable(),
  retrying: z.array(z.object({ activity: z.string(), attempt: z.int(), lastFailure: z.string().optional() })),
  artefacts: z.object({
    tenantId: z.string().optional(),
    consentedBy: z.string().optional(),
    consentedAs: z
      .enum(['administrator', 'signedIn'])
      .optional()
      .describe(
        'What their sign-in proved: a role that may consent, or only who they are. Missing where it was reported',
      ),
    applicationId: z.string().optional(),
    appId: z.string().optional(),
    servicePrincipalId: z.string().optional(),
    claimsPolicyId: z.string().optional(),
    certificate: z.object({ name: z.string(), thumbprint: z.string(), expiresAt: z.string() }).optional(),
    metadataUrl: z.string().optional(),
    metadataSha256: z.string().optional(),
    handoverConfirmedBy: z.string().optional(),
    assignments: z
      .array(
        z.object({
          principal: z.string(),
          principalId: z.string(),
          type: z.enum(['user', 'group']),
          role: z.string().nullable(),
          warning: z.string().optional(),
        }),
      )
      .optional(),
    manyAssignments: z.object({ assigned: z.int(), unassigned: z.int() }).optional(),
    testSignIns: z.array(signInTest).optional(),
    hubSignIn: z
      .object({ restsOn: z.string(), at: instant.optional(), by: z.string().optional() })
      .optional()
      .describe('How it was verified that users can sign in to the Hub'),
    forceSso: z
      .object({ confirmedBy: z.string(), administratorWithoutSso: z.string() })
      .optional()
      .describe('Who has switched it on, and who can still sign in without SSO'),
  }),
  links: z.array(link),
  messages: z.array(message),
  optedOut: z.array(z.string()).describe('Contacts who want no more texts'),
  startedBy: z.string().nullable(),
  actions: z.array(z.object({ at: instant, signal, by: z.string(), reportedBy: z.string().optional() })),
  refused: z.array(z.object({ at: instant, signal, reason: z.string() })),
  rollback: z.object({ removed: z.array(z.string()), kept: z.array(z.string()) }).nullable(),
});

export const offboardingSchema = z.object({
  customerId: z.string(),
  tenant: z.string(),
  offboardingId: z.string(),
  status: z.enum(['running', 'waiting', 'blocked', 'done', 'cancelled']),
  execution,
  step: z.enum(['survey', 'confirmation', 'removal']),
  waitingFor: z
    .object({ signal: z.string(), from: z.literal('operator'), instruction: z.string() })
    .nullable(),
  problem: explainedProblem.nullable(),
  note: z.string().optional().describe('Such as until when Microsoft asks to wait'),
  plan: z
    .object({ toRemove: z.array(z.string()), toKeep: z.array(z.string()) })
    .nullable()
    .describe('What `confirm` removes, in this order, and what it leaves; null before it is known'),
  confirmations: z
    .object({ needed: z.int(), by: z.array(z.string()) })
    .optional()
    .describe('Who has confirmed what is shown, and how many people must: if two, in the console'),
  actions: z.array(z.object({ at: instant, signal: z.string(), by: z.string() })),
  refused: z.array(z.object({ at: instant, signal: z.string(), reason: z.string() })),
});

const difference = z.object({
  class: z.string(),
  field: z.string(),
  kind: z.enum(['missing', 'changed', 'added', 'leftover']),
  agreed: z.string().nullable(),
  found: z.string().nullable(),
  lastChange: z.object({ by: z.string(), at: z.string(), activity: z.string() }).optional(),
  unrepaired: z.string().optional().describe('Why a repair left it as it is'),
  removed: z
    .enum(['deleted', 'unassigned'])
    .optional()
    .describe('What somebody has done to our claims mapping policy: a decision, which no repair undoes'),
});

export const watchSchema = z.object({
  customerId: z.string(),
  companyName: z.string(),
  tenant: z.string(),
  onboardingId: z.string(),
  execution,
  status: z.enum(['watching', 'running', 'waiting', 'drifted', 'atRisk', 'blocked', 'stopped']),
  waitingFor: z
    .object({
      signal: z.string(),
      from: z.enum(CONTACT_ROLES),
      instruction: z.string(),
      since: instant,
      deadline: instant,
    })
    .nullable(),
  problem: explainedProblem.nullable(),
  certificates: z.array(
    z.object({
      name: z.string(),
      thumbprint: z.string(),
      startsAt: z.string(),
      expiresAt: z.string(),
      active: z.boolean(),
      trusted: z.boolean().describe('The Hub was given it'),
    }),
  ),
  rollovers: z.array(z.object({ at: instant, from: z.string(), to: z.string() })),
  drift: z
    .object({ checkedAt: instant, differences: z.array(difference), repaired: z.array(difference) })
    .nullable(),
  testSignIns: z.array(signInTest),
  links: z.array(link),
  messages: z.array(message),
  noticed: z.array(z.object({ at: instant, what: z.string() })),
  nextCheck: instant,
  checks: z.int(),
  actions: z.array(z.object({ at: instant, signal: z.string(), by: z.string() })),
  refused: z.array(z.object({ at: instant, signal: z.string(), reason: z.string() })),
});

export const listedSchema = z.object({
  customerId: z.string(),
  onboardingId: z.string(),
  tenant: z.string().optional(),
  status: z.string().optional(),
  step: z.string().optional(),
  waitingFor: z.string().optional(),
  startedAt: instant,
  closedAt: instant.optional(),
  workflowStatus: z.string().describe("Temporal's own"),
  since: z
    .object({
      workflow: z.enum(['watch', 'offboarding']),
      status: z.string().optional(),
      workflowStatus: z.string(),
    })
    .optional()
    .describe('Of one that is done: what there is of the customer since'),
});

export const listedWatchSchema = listedSchema.omit({
  onboardingId: true,
  startedAt: true,
  closedAt: true,
  since: true,
});

export const startedSchema = z.object({
  customerId: z.string(),
  onboardingId: z.string(),
  workflowId: z.string(),
  created: z.boolean().describe('False when an earlier call had started it'),
});

export const linkSchema = z.object({
  id: z.string(),
  purpose: z.enum(LINK_PURPOSES),
  contact: z.string(),
  expiresAt: instant,
  url: z.string().describe('A secret: whoever has it can act as the contact'),
});

const trap = z.string().optional().describe('What goes wrong at this field');

export const handoverSchema = z.object({
  system: z.enum(Object.values(PROFILES).map(({ system }) => system)).describe('Whose form it is'),
  location: z.string().describe('Where the form is'),
  url: z.string().optional(),
  form: z.array(
    z.union([
      z.object({ field: z.string(), value: z.string(), trap }),
      z.object({ field: z.string(), pasteMetadataXml: z.literal(true), trap }),
    ]),
  ),
  metadataXml: z.string(),
  metadataSha256: z.string(),
  traps: z.array(z.string()).describe('What goes wrong before the first field'),
});

export const cancellationSchema = z.object({
  possible: z.boolean(),
  removes: z.array(z.string()),
  keeps: z.array(z.string()),
});

/** How onboardings are found. */
export const listFilter = z.strictObject({
  status: z.enum(ONBOARDING_STATUSES).optional(),
  step: step.optional(),
  waitingFor: z.enum(WAITED_FOR).optional(),
  search: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9.-]{1,253}$/, 'letters, digits, dots and hyphens only')
    .optional()
    .describe("How the customer's id begins, or their tenant"),
  startedBefore: z.iso
    .datetime({ offset: true })
    .max(40)
    .optional()
    .describe('Only those that were started before this moment'),
});
