/** The signing certificates over the years: looked at, the next one added, made active, the old one removed. */
import { activityInfo } from '@temporalio/activity';
import type { Artefacts } from '../../onboarding/progress.js';
import type { Observed } from '../../onboarding/rollover.js';
import { activateCertificate, addCertificate } from './certificate.js';
import {
  activeOf,
  belongsTo,
  certificatesOf,
  type Credentials,
  readCredentials,
  replaceCredentials,
} from './credentials.js';
import type { Deps, Scope } from '../deps.js';
import { NotYetVisibleError } from '../failures.js';

/** Reads that may show an older state before a change by others is believed. */
const PATIENCE = 6;

type Target = Scope & { servicePrincipalId: string };

export function rolloverActivities(deps: Deps) {
  const read = (input: Target) => readCredentials(deps.graphFor(input), input.servicePrincipalId);

  return {
    /** What stands in the tenant. Looks again when that is not what our own last change has left. */
    async observeCertificates(
      input: Target & { expected: { active: string; present: string[] } },
    ): Promise<Observed> {
      const found = await read(input);
      const observed = { certificates: certificatesOf(found), active: activeOf(found) };
      const { active, present } = input.expected;
      const here = observed.certificates.map(({ thumbprint }) => thumbprint);
      const asLeft = observed.active === active && present.every((thumbprint) => here.includes(thumbprint));
      if (!asLeft && activityInfo().attempt < PATIENCE) {
        throw new NotYetVisibleError('the certificates are not as they were left');
      }
      return observed;
    },

    /** Adds the certificate of this generation beside the active one, or finds it. It is to be seen when this returns. */
    async addNextCertificate(
      input: Target & { generation: number },
    ): Promise<NonNullable<Artefacts['certificate']>> {
      const added = await addCertificate(deps, input, Infinity);
      const seen = certificatesOf(await read(input)).some(
        ({ thumbprint }) => thumbprint === added.thumbprint,
      );
      if (!seen) throw new NotYetVisibleError('the new certificate is not to be seen yet');
      return added;
    },

    /** It is active, as far as can be seen, when this returns. */
    async activateNextCertificate(input: Target & { thumbprint: string }): Promise<void> {
      await activateCertificate(deps.graphFor(input), input.servicePrincipalId, input.thumbprint);
      if (activeOf(await read(input)) !== input.thumbprint) {
        throw new NotYetVisibleError('the active certificate is not to be seen yet');
      }
    },

    /**
     * Removes one certificate and its private half, while `active` is the active one: a read from before the
     * activation would drop newer credentials. Where somebody has made another one active, nothing is removed.
     */
    async removeCertificate(
      input: Target & { thumbprint: string; active: string },
    ): Promise<{ removed: boolean }> {
      const asLeft = (found: Credentials) =>
        activeOf(found) === input.active &&
        certificatesOf(found).some(({ thumbprint }) => thumbprint === input.active);
      const has = (found: Credentials) => found.keyCredentials.some(belongsTo(found, input.thumbprint));

      if (!asLeft(await read(input))) {
        if (activityInfo().attempt < PATIENCE) {
          throw new NotYetVisibleError('the active certificate is not to be seen yet');
        }
        return { removed: false };
      }
      await replaceCredentials(deps.graphFor(input), input.servicePrincipalId, deps.settleMs, (found) => {
        if (!asLeft(found)) throw new NotYetVisibleError('the active certificate is not to be seen yet');
        const goes = belongsTo(found, input.thumbprint);
        return {
          keyCredentials: found.keyCredentials.filter((credential) => !goes(credential)),
          passwordCredentials: found.passwordCredentials.filter((credential) => !goes(credential)),
        };
      });
      if (has(await read(input))) throw new NotYetVisibleError('the removed certificate is still to be seen');
      return { removed: true };
    },
  };
}
