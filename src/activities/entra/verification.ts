/** The last step: everything read back and compared with what was agreed. */
import { activityInfo } from '@temporalio/activity';
import { describeDifference, type Difference, violations } from '../../onboarding/drift.js';
import type { Agreed } from '../../onboarding/watch.js';
import { differencesOf, readConfiguration } from './configuration.js';
import { consentDifferences } from './consent.js';
import type { Deps, Scope } from '../deps.js';
import { BlockedError, NotYetVisibleError } from '../failures.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

/** Reads that may show an older state before a difference is believed. */
const PATIENCE = 6;

export function verificationActivities(deps: Deps) {
  return {
    /** Blocks, field by field, when the tenant's configuration still differs after replication had its time. */
    async verifyConfiguration(input: Scope & { agreed: Agreed }): Promise<void> {
      const consent = await consentDifferences(deps, input);
      const found = await readConfiguration(deps.graphFor(input), input.agreed);
      const differences = [...consent, ...violations(differencesOf(found, input.agreed))];
      if (differences.length === 0) return;
      if (activityInfo().attempt < PATIENCE) {
        throw new NotYetVisibleError(`${String(differences.length)} fields differ from what was agreed`);
      }
      const details = differences.map(describeDifference);
      if (consent.length > 0) {
        throw new BlockedError(
          newProblem('missing_permissions', {
            case: 'revoked',
            permissions: consent.map(({ agreed }) => agreed).join(', '),
            details,
          }),
        );
      }
      const stopping = differences.filter(({ class: name }) => name === 'signIn');
      if (stopping.length > 0) {
        throw new BlockedError(
          newProblem('sign_in_stopped', { remedies: remediesFor(stopping).join(' '), details }),
        );
      }
      throw new BlockedError(
        newProblem('configuration_differs', { remedies: remediesOf(differences).join(' '), details }),
      );
    },
  };
}

/** Microsoft's page for claims is locked while a policy is assigned (O15). */
function remediesOf(differences: readonly Difference[]): string[] {
  const claims = differences.filter(({ class: name }) => name === 'claims');
  return [
    ...(claims.length < differences.length
      ? ['Set the fields named in the details in the Microsoft Entra admin center.']
      : []),
    ...(claims.length > 0
      ? [
          "Set the claims in the claims mapping policy with Microsoft Graph or PowerShell (Update-MgPolicyClaimMappingPolicy), or assign the policy again if it is missing: none of Microsoft's pages can change it.",
        ]
      : []),
  ];
}

/** By field; what to set, and where. */
const REMEDIES: readonly [RegExp, string][] = [
  [
    /^accountEnabled$/,
    'In Enterprise applications > the application > Properties, set "Enabled for users to sign-in?" to Yes.',
  ],
  [/^isDisabled$/, 'In App registrations > the application, activate the application again.'],
  [
    /^tokenEncryptionKeyId$/,
    'In Enterprise applications > the application > Token encryption, deactivate the encryption certificate: the Hub cannot decrypt.',
  ],
  [
    /^requestSignatureVerification/,
    'In Single sign-on > SAML Certificates > Verification certificates, clear "Require verification certificates": the Hub does not sign its requests.',
  ],
  [
    /^tokenIssuancePolicies/,
    'In Single sign-on > SAML Certificates > Token signing certificate, set the signing option to "Sign SAML assertion" and the algorithm to SHA-256.',
  ],
  [
    /^claimsMappingPolicies/,
    'Remove the other claims mapping policy from the service principal with Microsoft Graph or PowerShell.',
  ],
];

const remediesFor = (differences: readonly Difference[]): string[] =>
  REMEDIES.filter(([field]) => differences.some((difference) => field.test(difference.field))).map(
    ([, remedy]) => remedy,
  );
