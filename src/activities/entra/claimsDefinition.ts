/**
 * The definition of a claims mapping policy, claim by claim. The agreed claims are ours; every other claim and member
 * is the customer's own.
 */
import { z } from 'zod';
import type { Difference } from '../../onboarding/drift.js';
import {
  type Claim,
  DEFAULT_NAME_ID,
  isDefault,
  NAME_ID_FORMATS,
  NAME_IDENTIFIER,
  type NameId,
} from '../../onboarding/claims.js';
import { BlockedError } from '../failures.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

const schemaEntry = z.looseObject({
  Source: z.string().nullish(),
  ID: z.string().nullish(),
  /** As others write it (O14). */
  Id: z.string().nullish(),
  ExtensionID: z.string().nullish(),
  TransformationID: z.string().nullish(),
  Value: z.string().nullish(),
  SamlNameIdFormat: z.string().nullish(),
  SamlClaimType: z.string().nullish(),
  JwtClaimType: z.string().nullish(),
});
const definitionShape = z.looseObject({
  ClaimsMappingPolicy: z.looseObject({ ClaimsSchema: z.array(schemaEntry).default([]) }),
});
type SchemaEntry = z.infer<typeof schemaEntry>;

/** A claim as it is agreed, or the NameID, which alone may have a format. */
export type AgreedEntry = Claim & { format?: string };

/** What is ours in the policy. The NameID only where it is another than Entra ID's own, or listed. */
export const agreedEntries = ({
  claims,
  nameId = DEFAULT_NAME_ID,
}: {
  claims: readonly Claim[];
  nameId?: NameId | undefined;
}): AgreedEntry[] => [
  ...claims,
  ...(isDefault(nameId)
    ? []
    : [
        {
          claim: NAME_IDENTIFIER,
          source: nameId.source,
          ...(nameId.format === 'default' ? {} : { format: NAME_ID_FORMATS[nameId.format] }),
        },
      ]),
];

const entryOf = ({ claim, source, format }: AgreedEntry) => ({
  Source: 'user',
  ID: source.replace(/^user\./, ''),
  SamlClaimType: claim,
  SamlNameIdFormat: format,
});

/** As a claim's source is written in a request, such as `user.mail`; a constant is in quotes. */
const sourceOf = ({ Source, ID, Id, ExtensionID, TransformationID, Value }: SchemaEntry): string =>
  Value == null
    ? `${(Source ?? '').toLowerCase()}.${ID ?? Id ?? ExtensionID ?? TransformationID ?? ''}`
    : JSON.stringify(Value);

/** Of an entry that somebody else wrote: what we write has one form (O14). */
function inOneForm({ Id, ...entry }: SchemaEntry): SchemaEntry {
  return Id == null || entry.ID != null ? entry : { ...entry, ID: Id };
}

/** The one JSON string that Graph wants; its keys are case-sensitive. */
export const claimsDefinition = (claims: readonly AgreedEntry[]): string =>
  JSON.stringify({
    ClaimsMappingPolicy: { Version: 1, IncludeBasicClaimSet: 'true', ClaimsSchema: claims.map(entryOf) },
  });

function understood(definition: string): z.infer<typeof definitionShape> | undefined {
  try {
    return definitionShape.safeParse(JSON.parse(definition)).data;
  } catch {
    return undefined;
  }
}

/** With its format where it has one and is the NameID: of a claim that counts for nothing. */
const shown = (source: string, claim: string, format: string | null | undefined): string =>
  claim === NAME_IDENTIFIER && format != null ? `${source} as ${format}` : source;

const agreedOf = ({ claim, source, format }: AgreedEntry): string => shown(source, claim, format);

const foundOf = (entries: readonly SchemaEntry[], { claim }: AgreedEntry): string[] =>
  entries
    .filter(({ SamlClaimType }) => SamlClaimType === claim)
    .map((entry) => shown(sourceOf(entry), claim, entry.SamlNameIdFormat));

/** A second entry for an agreed claim would contend with ours. */
const isRight = (entries: readonly SchemaEntry[], agreed: AgreedEntry): boolean => {
  const found = foundOf(entries, agreed);
  return found.length === 1 && found[0] === agreedOf(agreed);
};

/**
 * The definition to write, in which the agreed claims are set right and all else is kept; undefined when they are.
 * @throws BlockedError when it is not understood: it may hold what the customer needs
 */
export function withClaims(definition: string, claims: readonly AgreedEntry[]): string | undefined {
  const found = understood(definition);
  if (found === undefined) {
    throw new BlockedError(newProblem('claims_not_understood'));
  }
  const { ClaimsMappingPolicy: policy } = found;
  const wrong = claims.filter((claim) => !isRight(policy.ClaimsSchema, claim));
  if (wrong.length === 0) return undefined;
  const isWrong = ({ SamlClaimType }: SchemaEntry) => wrong.some(({ claim }) => claim === SamlClaimType);
  const righted = wrong.map((claim) => ({
    ...policy.ClaimsSchema.find(({ SamlClaimType }) => SamlClaimType === claim.claim),
    // Other sources than ours; JSON leaves them out.
    ...{ Id: undefined, ExtensionID: undefined, TransformationID: undefined, Value: undefined },
    ...entryOf(claim),
  }));
  const ClaimsSchema = [...policy.ClaimsSchema.filter((entry) => !isWrong(entry)), ...righted].map(inOneForm);
  return JSON.stringify({ ...found, ClaimsMappingPolicy: { ...policy, ClaimsSchema } });
}

/** One entry for each claim that differs; the text itself may be laid out in any way. */
export function definitionDifferences(definition: string, claims: readonly AgreedEntry[]): Difference[] {
  const found = understood(definition);
  if (found === undefined) {
    const agreed = claimsDefinition(claims);
    return [{ class: 'claims', field: 'definition', kind: 'changed', agreed, found: definition }];
  }
  const { ClaimsSchema: entries, ...members } = found.ClaimsMappingPolicy;
  const field = (claim: string) => ({ class: 'claims' as const, field: `ClaimsSchema[${claim}]` });
  const added = { kind: 'added' as const, agreed: null };
  return [
    ...claims
      .filter((claim) => !isRight(entries, claim))
      .map((claim): Difference => {
        const sources = foundOf(entries, claim);
        const common = { ...field(claim.claim), agreed: agreedOf(claim) };
        if (sources.length === 0) return { ...common, kind: 'missing', found: null };
        return { ...common, kind: 'changed', found: sources.join(', ') };
      }),
    ...entries
      .filter(({ SamlClaimType }) => claims.every(({ claim }) => claim !== SamlClaimType))
      .map((entry) => ({
        ...field(entry.SamlClaimType ?? entry.JwtClaimType ?? ''),
        ...added,
        found: sourceOf(entry),
      })),
    ...Object.entries(members)
      .filter(
        ([name, member]) =>
          name !== 'Version' && !(name === 'IncludeBasicClaimSet' && String(member).toLowerCase() === 'true'),
      )
      .map(([name, member]) => ({
        class: 'claims' as const,
        field: name,
        ...added,
        found: JSON.stringify(member),
      })),
  ];
}
