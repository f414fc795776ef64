/** What the replies to the preflight's reads mean for an onboarding. Pure. */
import { z } from 'zod';
import { filled } from '../../onboarding/blanks.js';
import { applicationUniqueName } from '../../onboarding/names.js';
import type { Check, Finding, SurveyInput } from '../../onboarding/preflight.js';
import { PREFLIGHT_TEXTS as TEXTS } from '../../onboarding/preflightTexts.js';
import { durationMs } from './credentialPolicy.js';

export const READS = ['policy', 'byIdentifier', 'byName', 'deleted', 'licences'] as const;
/** Bodies as they came; none for what may not be read. */
export type Replies = Partial<Record<(typeof READS)[number], unknown>>;

const applications = z.object({
  value: z.array(
    z.object({
      id: z.guid(),
      displayName: z.string().nullish(),
      uniqueName: z.string().nullish(),
      identifierUris: z.array(z.string()).nullish(),
    }),
  ),
});
const restriction = z.object({
  state: z.string().nullish(),
  excludeSaml: z.boolean().nullish(),
  excludeActors: z.unknown().optional(),
});
const credentials = z
  .array(
    z.object({ restrictionType: z.string(), state: z.string().nullish(), maxLifetime: z.string().nullish() }),
  )
  .default([]);
const restrictions = z
  .object({
    passwordCredentials: credentials,
    keyCredentials: credentials,
    identifierUris: z
      .object({
        nonDefaultUriAddition: restriction.nullish(),
        uriAdditionWithoutUniqueTenantIdentifier: restriction.nullish(),
      })
      .nullish(),
  })
  .nullish();
const policyShape = z.object({
  isEnabled: z.boolean().nullish(),
  applicationRestrictions: restrictions,
  servicePrincipalRestrictions: restrictions,
});
const licences = z.object({
  value: z.array(
    z.object({
      capabilityStatus: z.string().nullish(),
      servicePlans: z.array(z.object({ servicePlanName: z.string() })).default([]),
    }),
  ),
});

export function findingsOf(input: SurveyInput, tenantId: string, replies: Replies): Finding[] {
  return [
    licenceFinding(replies.licences),
    ...policyFindings(replies.policy, input.identifier, tenantId),
    identifierFinding(replies.byIdentifier, input),
    nameFinding(replies.byName, input),
    leftoversFinding(replies.deleted, input),
  ];
}

const unknown = (check: Check, message: string): Finding => ({ check, verdict: 'unknown', message });
const fine = (check: Check, message: string): Finding => ({ check, verdict: 'fine', message });

/** Microsoft: the service plans that carry Entra ID P1 and P2. */
const PREMIUM = ['AAD_PREMIUM', 'AAD_PREMIUM_P2'];

function licenceFinding(reply: unknown): Finding {
  const found = licences.safeParse(reply).data;
  if (found === undefined) {
    return unknown('licence', TEXTS.licenceUnseen);
  }
  const hasP1 = found.value.some(
    ({ capabilityStatus, servicePlans }) =>
      capabilityStatus !== 'Suspended' &&
      capabilityStatus !== 'Deleted' &&
      servicePlans.some(({ servicePlanName }) => PREMIUM.includes(servicePlanName)),
  );
  if (hasP1) return fine('licence', 'The tenant has Entra ID P1: groups can be assigned.');
  return {
    check: 'licence',
    verdict: 'warns',
    message: TEXTS.noLicence,
    remedy: TEXTS.noLicenceRemedy,
  };
}

function policyFindings(reply: unknown, identifier: string, tenantId: string): Finding[] {
  const parsed = policyShape.safeParse(reply);
  if (!parsed.success) {
    return [
      unknown('identifierPolicy', TEXTS.identifierPolicyUnread),
      unknown('credentialPolicy', TEXTS.credentialPolicyUnread),
    ];
  }
  const { isEnabled, applicationRestrictions, servicePrincipalRestrictions } = parsed.data;
  const isOn = isEnabled !== false;
  const uris = isOn ? applicationRestrictions?.identifierUris : undefined;
  const all = isOn ? [applicationRestrictions, servicePrincipalRestrictions] : [];
  return [
    identifierPolicy([uris?.nonDefaultUriAddition, uris?.uriAdditionWithoutUniqueTenantIdentifier], {
      // Only the stricter of the two refuses an identifier that carries the tenant's id.
      identifier: identifier.includes(tenantId) ? [uris?.nonDefaultUriAddition] : undefined,
    }),
    credentialPolicy(
      all.flatMap((restricted) => restricted?.keyCredentials ?? []).filter(enabled),
      all.flatMap((restricted) => restricted?.passwordCredentials ?? []).filter(enabled),
    ),
  ];
}

type Restriction = z.infer<typeof restriction> | null | undefined;
const enabled = ({ state }: { state?: string | null | undefined }) => state !== 'disabled';

function identifierPolicy(
  both: readonly Restriction[],
  { identifier: stricter }: { identifier: readonly Restriction[] | undefined },
): Finding {
  const refusing = (stricter ?? both).filter(
    (restricting) => restricting != null && enabled(restricting) && restricting.excludeSaml !== true,
  );
  const [first] = refusing;
  if (first == null) return fine('identifierPolicy', 'No policy forbids the identifier (Entity ID).');
  // Somebody is exempt; whether our application is cannot be seen.
  const exempts = refusing.every((restricting) => restricting?.excludeActors != null);
  return {
    check: 'identifierPolicy',
    verdict: exempts ? 'warns' : 'blocks',
    message: exempts ? TEXTS.identifierForbiddenWithExemptions : TEXTS.identifierForbidden,
    remedy: TEXTS.exemptSaml,
    code: 'identifier_forbidden',
  };
}

type Credential = z.infer<typeof credentials>[number];
/** Shorter than this, the next certificate is due before the handover of the first has had its time. */
const SHORTEST_USEFUL_MS = 60 * 86_400_000;

function credentialPolicy(keys: readonly Credential[], passwords: readonly Credential[]): Finding {
  const lives = keys
    .filter(({ restrictionType }) => /^asymmetricKeyLifetime$/i.test(restrictionType))
    .flatMap(({ maxLifetime }) => durationMs(maxLifetime ?? '') ?? []);
  const shortest = Math.min(...lives);
  if (lives.length > 0 && shortest < SHORTEST_USEFUL_MS) {
    return {
      check: 'credentialPolicy',
      verdict: 'warns',
      message: filled(TEXTS.shortCertificates, { days: String(Math.floor(shortest / 86_400_000)) }),
      remedy: TEXTS.exemptOurs,
    };
  }
  const others = [...keys, ...passwords].filter(({ restrictionType }) =>
    /^(trustedCertificateAuthority|passwordAddition|customPasswordAddition|symmetricKeyAddition)$/i.test(
      restrictionType,
    ),
  );
  if (others.length > 0) {
    // Unconfirmed: which of them concern a signing certificate, which comes with a password.
    const names = [...new Set(others.map(({ restrictionType }) => restrictionType))].join(', ');
    return {
      check: 'credentialPolicy',
      verdict: 'warns',
      message: filled(TEXTS.credentialsRestricted, { names }),
      remedy: TEXTS.exemptOurs,
    };
  }
  if (lives.length === 0) return fine('credentialPolicy', 'No policy restricts signing certificates.');
  return fine(
    'credentialPolicy',
    `A policy of the tenant allows certificates for ${String(Math.floor(shortest / 86_400_000))} days: ours is made so.`,
  );
}

function identifierFinding(reply: unknown, { customerId, identifier }: SurveyInput): Finding {
  const found = applications.safeParse(reply).data;
  if (found === undefined) return unknown('identifier', TEXTS.identifierUnread);
  const other = found.value.find(({ uniqueName }) => uniqueName !== applicationUniqueName(customerId));
  if (other === undefined) return fine('identifier', `The identifier ${identifier} is free.`);
  return {
    check: 'identifier',
    verdict: 'blocks',
    message: filled(TEXTS.identifierTaken, { name: other.displayName ?? other.id, id: other.id, identifier }),
    remedy: TEXTS.freeIdentifier,
    code: 'identifier_taken',
  };
}

function nameFinding(reply: unknown, { customerId, displayName }: SurveyInput): Finding {
  const found = applications.safeParse(reply).data;
  if (found === undefined) return unknown('displayName', TEXTS.nameUnread);
  const others = found.value.filter(({ uniqueName }) => uniqueName !== applicationUniqueName(customerId));
  if (others.length === 0) return fine('displayName', `No other application is called "${displayName}".`);
  return {
    check: 'displayName',
    verdict: 'warns',
    message: filled(TEXTS.sameName, { name: displayName }),
    remedy: filled(TEXTS.sameNameRemedy, { ids: others.map(({ id }) => id).join(', ') }),
  };
}

function leftoversFinding(reply: unknown, { customerId }: SurveyInput): Finding {
  const found = applications.safeParse(reply).data;
  if (found === undefined) return unknown('leftovers', TEXTS.deletedUnread);
  const own = found.value.some(({ uniqueName }) => uniqueName === applicationUniqueName(customerId));
  return fine(
    'leftovers',
    own
      ? "This customer's application was deleted within the last 30 days: it is restored, with its certificates."
      : 'Nothing of an earlier onboarding is among what was deleted.',
  );
}
