/** The next move of a certificate rollover, alone: what stands in the tenant and what the Hub knows go in. */
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Known,
  type Move,
  nextMove,
  type Observed,
  reminderTimes,
  type SigningCertificate,
} from '../../src/onboarding/rollover.js';

const DAY = 86_400_000;
const NOW = Date.parse('2030-01-01T00:00:00Z');
const isOurs = (name: string) => name.startsWith('CN=ours');

const certificate = (
  thumbprint: string,
  daysLeft: number,
  name = `CN=ours ${thumbprint}`,
): SigningCertificate => ({
  name,
  thumbprint,
  startsAt: new Date(NOW - 900 * DAY).toISOString(),
  expiresAt: new Date(NOW + daysLeft * DAY).toISOString(),
});
const known = (changes: Partial<Known> = {}): Known => ({
  trusted: ['A'],
  agreed: 'A',
  agreedSince: NOW - 900 * DAY,
  testing: false,
  ...changes,
});
const move = (certificates: SigningCertificate[], active: string | null, changes: Partial<Known> = {}) =>
  nextMove({ certificates, active }, known(changes), isOurs, NOW);

describe('a rollover', () => {
  it('rests until 60 days before the end of the active certificate', () => {
    expect(move([certificate('A', 100)], 'A')).toEqual({ do: 'rest', until: NOW + 40 * DAY });
  });

  it('adds the next certificate, hands it over, activates it, keeps the old one for a day, and removes it', () => {
    const both = [certificate('A', 60), certificate('B', 1000)];
    expect(move([certificate('A', 60)], 'A')).toEqual({ do: 'add' });
    expect(move(both, 'A')).toMatchObject({ do: 'handOver', reason: 'rollover', thumbprint: 'B' });
    expect(move(both, 'A', { trusted: ['A', 'B'] })).toEqual({ do: 'activate', thumbprint: 'B' });
    const after = { trusted: ['A', 'B'], agreed: 'B' };
    expect(move(both, 'B', { ...after, agreedSince: NOW })).toEqual({ do: 'rest', until: NOW + DAY });
    expect(move(both, 'B', { ...after, agreedSince: NOW - DAY })).toEqual({ do: 'remove', thumbprint: 'A' });
    expect(move([certificate('B', 1000)], 'B', after)).toMatchObject({ do: 'rest' });
    // A test sign-in is not over yet.
    expect(move(both, 'B', { ...after, agreedSince: NOW - 9 * DAY, testing: true })).toMatchObject({
      do: 'rest',
    });
  });

  it('that nobody confirms never activates the new certificate while the old one is valid', () => {
    const lastMoment = [certificate('A', 1 / 86_400), certificate('B', 1000)];
    expect(move(lastMoment, 'A')).toMatchObject({ do: 'handOver', reason: 'rollover' });
    // Entra ID signs with B from now on, whether it is made active or not.
    expect(move([certificate('A', 0), certificate('B', 1000)], 'A')).toEqual({
      do: 'activate',
      thumbprint: 'B',
    });
  });

  it('that the Hub was given late goes on asking for it', () => {
    const both = [certificate('A', -1), certificate('B', 1000)];
    expect(move(both, 'B', { agreed: 'B' })).toMatchObject({ do: 'handOver', reason: 'signsUnknown' });
  });

  it('adds a certificate at once when there is none left', () => {
    expect(move([certificate('A', -1)], 'A')).toEqual({ do: 'add' });
    expect(move([], null)).toEqual({ do: 'add' });
  });
});

describe('what somebody else does', () => {
  const theirs = certificate('T', 800, 'CN=Microsoft Azure Federated SSO Certificate');

  it('is handed over when they have added a certificate, and taken when the time comes', () => {
    expect(move([certificate('A', 300), theirs], 'A')).toMatchObject({
      do: 'handOver',
      reason: 'addedByOthers',
    });
    const shorter = certificate('T', 100, theirs.name);
    expect(move([certificate('A', 300), shorter], 'A')).toMatchObject({
      do: 'handOver',
      reason: 'addedByOthers',
      thumbprint: 'T',
    });
    const trusted = ['A', 'T'];
    expect(move([certificate('A', 300), theirs], 'A', { trusted })).toMatchObject({ do: 'rest' });
    expect(move([certificate('A', 59), theirs], 'A', { trusted })).toEqual({
      do: 'activate',
      thumbprint: 'T',
    });
  });

  it('is handed over at once when they have activated it, and never undone', () => {
    const found = [certificate('A', 300), theirs];
    expect(move(found, 'T')).toMatchObject({ do: 'handOver', reason: 'activatedByOthers', thumbprint: 'T' });
    // Also when the Hub knows it: going back to an older certificate may have had its reason.
    const back = [certificate('A', 50), certificate('B', 1000)];
    expect(move(back, 'A', { trusted: ['A', 'B'], agreed: 'B' })).toMatchObject({
      reason: 'activatedByOthers',
    });
  });

  it('is followed when it is what was to be done next', () => {
    const both = [certificate('A', 50), certificate('B', 1000)];
    expect(move(both, 'B', { trusted: ['A', 'B'] })).toEqual({ do: 'follow', thumbprint: 'B' });
  });

  it('stays, and so does ours to go back to, while theirs is active', () => {
    const found = [certificate('A', 300), theirs];
    const followed = { trusted: ['A', 'T'], agreed: 'T', agreedSince: NOW - 30 * DAY };
    expect(move(found, 'T', followed)).toMatchObject({ do: 'rest' });
  });
});

/** Any tenant, as long as Graph could show it. */
const worlds = fc
  .record({
    lives: fc.array(fc.record({ daysLeft: fc.integer({ min: -100, max: 1095 }), ours: fc.boolean() }), {
      maxLength: 5,
    }),
    active: fc.option(fc.nat({ max: 4 })),
    agreed: fc.nat({ max: 4 }),
    trusted: fc.array(fc.nat({ max: 4 })),
    agreedDays: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ lives, active, agreed, trusted, agreedDays }) => {
    const name = (i: number) => `C${String(i)}`;
    const certificates = lives.map(({ daysLeft, ours }, i) =>
      certificate(name(i), daysLeft, ours ? `CN=ours ${name(i)}` : `CN=theirs ${name(i)}`),
    );
    const observed: Observed = { certificates, active: active === null ? null : name(active) };
    const knows = known({
      agreed: name(agreed),
      trusted: trusted.map(name),
      agreedSince: NOW - agreedDays * DAY,
    });
    return { observed, knows };
  });

/** The certificate that Entra ID signs with, if the active one is valid. */
const signerOf = ({ certificates, active }: Observed) =>
  certificates.find(({ thumbprint, expiresAt }) => thumbprint === active && Date.parse(expiresAt) > NOW);

const inEveryWorld = (holds: (next: Move, observed: Observed, knows: Known) => void) => {
  fc.assert(
    fc.property(worlds, ({ observed, knows }) => {
      holds(nextMove(observed, knows, isOurs, NOW), observed, knows);
    }),
    { numRuns: 2000 },
  );
};

describe('in every world, a move', () => {
  it('activates only what the Hub trusts, unless nothing that is active can sign any more', () => {
    inEveryWorld((next, observed, knows) => {
      if (next.do !== 'activate' || signerOf(observed) === undefined) return;
      expect(knows.trusted).toContain(next.thumbprint);
    });
  });

  it('never activates over what somebody else has activated', () => {
    inEveryWorld((next, observed, knows) => {
      const signer = signerOf(observed);
      if (signer === undefined || signer.thumbprint === knows.agreed) return;
      expect(['handOver', 'follow']).toContain(next.do);
    });
  });

  it("removes only what is this service's own, and neither the active certificate nor the last", () => {
    inEveryWorld((next, observed) => {
      if (next.do !== 'remove') return;
      const removed = observed.certificates.find(({ thumbprint }) => thumbprint === next.thumbprint);
      expect(removed?.name).toMatch(/^CN=ours/);
      expect(signerOf(observed)?.thumbprint).not.toBe(next.thumbprint);
      expect(signerOf(observed)).toBeDefined();
    });
  });

  it('rests only while the Hub trusts what signs, and that is not about to end', () => {
    inEveryWorld((next, observed, knows) => {
      if (next.do !== 'rest') return;
      const signer = signerOf(observed);
      expect(knows.trusted).toContain(signer?.thumbprint);
      expect(Date.parse(signer!.expiresAt)).toBeGreaterThan(NOW + 60 * DAY - 1);
      expect(next.until).toBeGreaterThan(NOW);
    });
  });
});

describe('reminders', () => {
  const days = (reason: 'rollover' | 'signsUnknown', left: number) =>
    reminderTimes(reason, NOW, NOW + left * DAY).map((at) => Math.round((at - NOW) / DAY));

  it('come at once, and 30, 14, 7, 3 and 1 days before the end', () => {
    expect(days('rollover', 60)).toEqual([0, 30, 46, 53, 57, 59]);
    expect(days('rollover', 5)).toEqual([0, 2, 4]);
  });

  it('come day after day when sign-in is broken', () => {
    expect(days('signsUnknown', 1000).slice(0, 5)).toEqual([0, 1, 2, 3, 5]);
  });
});
