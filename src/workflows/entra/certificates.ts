/** What a watch knows of the signing certificates: which one is agreed, which ones the Hub trusts, what others did. */
import { isCertificateOf } from '../../onboarding/names.js';
import type { Known, Observed } from '../../onboarding/rollover.js';
import type { Agreed } from '../../onboarding/watch.js';
import { iso, type WatchRecord } from '../monitoring/record.js';

export class Certificates {
  constructor(private readonly record: WatchRecord) {}

  get known(): Known {
    const { trusted, agreed, agreedSince, test, added, wentBackTo = null } = this.record.state;
    return { trusted, agreed, agreedSince, testing: test !== null, added, wentBackTo };
  }

  /** What reads should show, if they do not lag. */
  get expected() {
    const { agreed, added } = this.record.state;
    return { active: agreed, present: added === null ? [agreed] : [agreed, added] };
  }

  isOurs = (name: string) => isCertificateOf(this.record.agreed.request.customerId, name);

  /** What was agreed, with the certificate that has taken the place of the first. */
  agreedNow(): Agreed {
    const { agreed, progress, state } = this.record;
    const current = progress.certificates.find(({ thumbprint }) => thumbprint === state.agreed);
    return { ...agreed, certificate: current ?? agreed.certificate };
  }

  /** Takes note of what stands there, and of what others have done to it. */
  sees({ certificates, active }: Observed): void {
    const { progress, state } = this.record;
    const before = progress.certificates;
    const { trusted, agreed, added } = state;
    if (before.length > 0) {
      const has = (listed: readonly { thumbprint: string }[], wanted: string) =>
        listed.some(({ thumbprint }) => thumbprint === wanted);
      for (const { name, thumbprint, expiresAt } of certificates) {
        if (thumbprint === added || this.isOurs(name) || has(before, thumbprint)) continue;
        this.record.notice(`Somebody added the certificate ${thumbprint}, valid until ${expiresAt}.`);
      }
      for (const { thumbprint } of before) {
        if (!has(certificates, thumbprint))
          this.record.notice(`Somebody removed the certificate ${thumbprint}.`);
      }
    }
    const changed = active !== agreed && !before.some((known) => known.active && known.thumbprint === active);
    if (changed) this.record.notice(`Somebody made ${active ?? 'no certificate'} the active certificate.`);
    progress.certificates = certificates.map((certificate) => ({
      ...certificate,
      active: certificate.thumbprint === active,
      trusted: trusted.includes(certificate.thumbprint),
    }));
  }

  /** The number of the certificate to add. */
  nextGeneration(): number {
    this.record.resetSteps();
    return this.record.state.generation + 1;
  }

  added(thumbprint: string): void {
    this.record.state.generation += 1;
    this.record.state.added = thumbprint;
  }

  nowActive(thumbprint: string, why: string): void {
    const { progress, state } = this.record;
    const at = Date.now();
    progress.rollovers.push({ at: iso(at), from: state.agreed, to: thumbprint });
    this.record.notice(`${thumbprint} is the active certificate: ${why}.`);
    if (!state.trusted.includes(thumbprint)) {
      this.record.notice('The Hub has not been given that certificate: sign-in fails until it is.');
    }
    const endOf = (wanted: string) =>
      progress.certificates.find((known) => known.thumbprint === wanted)?.expiresAt ?? '';
    const isOlder = Date.parse(endOf(thumbprint)) < Date.parse(endOf(state.agreed));
    Object.assign(state, {
      agreed: thumbprint,
      agreedSince: at,
      added: null,
      wentBackTo: isOlder ? thumbprint : null,
    });
  }

  removed(thumbprint: string): void {
    const { progress } = this.record;
    progress.certificates = progress.certificates.filter((known) => known.thumbprint !== thumbprint);
    this.record.notice(`Removed the old certificate ${thumbprint}.`);
  }
}
