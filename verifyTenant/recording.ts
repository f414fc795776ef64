/** The file that a run leaves: what was asked and answered, without secrets and personal data. */
import { z } from 'zod';

const json = z.unknown();

const exchange = z.strictObject({
  step: z.string(),
  request: z.strictObject({ method: z.string(), path: z.string(), body: json.optional() }),
  /** Null when no reply came. */
  status: z.int().nullable(),
  body: json.optional(),
  tenantContent: z.boolean().optional(),
  /** Tries before it, which replication or a busy service explains. */
  earlier: z.array(z.strictObject({ status: z.int().nullable(), code: z.string() })).optional(),
});
export type Exchange = z.output<typeof exchange>;

/** What of the tenant the sandbox has to be like, for its replies to be comparable. */
export const factsSchema = z.strictObject({
  p1: z.boolean(),
  /** Application permissions in the token. */
  permissions: z.array(z.string()),
  /** Users and groups that the checks work with. */
  users: z.int().min(0),
  groups: z.int().min(0),
  /** Whether users were named rather than listed. */
  usersNamed: z.boolean(),
  /** By the tenant's application management policy. */
  maxCertificateDays: z.int().nullable(),
});
export type Facts = z.output<typeof factsSchema>;

/** What a person saw: `reached` the reply URL, an AADSTS number, or `skipped`. */
const seen = z.string().regex(/^(reached|skipped|AADSTS\d{4,8})$/);

export const WAYS = ['upsert', 'template'] as const;
export type Way = (typeof WAYS)[number];

/** Sign-ins to the applications, by how they were created, and what was in the response to the first that worked. */
const signInSchema = z.strictObject({
  upsert: seen,
  template: seen,
  /** Null where nobody has pasted a response. `source`: which of the user's properties it is. */
  nameId: z
    .strictObject({ source: z.enum(['userPrincipalName', 'mail', 'other']), format: z.string() })
    .nullable(),
});
export type SignIn = z.output<typeof signInSchema>;
export const NOT_SIGNED_IN: SignIn = { upsert: 'skipped', template: 'skipped', nameId: null };

export const recordingSchema = z.strictObject({
  format: z.literal(1),
  /** Who answered. */
  madeBy: z.enum(['microsoft', 'sandbox']),
  facts: factsSchema,
  signIn: signInSchema,
  checks: z.array(
    z.strictObject({
      name: z.string(),
      row: z.string(),
      exchanges: z.array(exchange),
      /** Steps that were not asked, and why. */
      notReached: z.array(z.strictObject({ step: z.string(), why: z.string() })),
    }),
  ),
});
export type Recording = z.output<typeof recordingSchema>;
export type RecordedCheck = Recording['checks'][number];

/** Of a batch, the worst of what its items were answered. */
export function statusOf(check: RecordedCheck | undefined, step: string): number | undefined {
  const exchange = check?.exchanges.find((candidate) => candidate.step === step);
  const items = batch.safeParse(exchange?.body).data?.responses;
  return items === undefined
    ? (exchange?.status ?? undefined)
    : Math.max(...items.map(({ status }) => status));
}

const batch = z.object({ responses: z.array(z.object({ status: z.int() })).min(1) });
