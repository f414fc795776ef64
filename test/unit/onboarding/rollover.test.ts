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
} from '../../../src/onboarding/rollover.js';

const DAY = 86_400_000;
const NOW = Date.parse('2030-01-01T00:00:00Z');
const isOurs = (name: string) => name.startsWith('CN=ours');

const certificate = (
  thumbprint: string,
  daysLeft: number,
  name = `CN=ours ${thumbprint}`,
  startsAt = NOW - 900 * DAY,
): SigningCertificate => ({
  name,
  thumbprint,
  startsAt: new Date(startsAt).toISOString(),
  expiresAt: new Date(NOW + daysLeft * DAY).toISOString(),
});
const known = (changes: Partial<Known> = {}): Known => ({
  trusted: ['A'],
  agreed: 'A',
  agreedSince: NOW - 900 * DAY,
  testing: false,
  added: null,
  wentBackTo: null,
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

describe("Entra ID's clock, when it is ahead of ours,", () => {
  const seconds = 1000;
  const soon = certificate('B', 1000, undefined, NOW + 5 * seconds);

  it('makes no second certificate, and none active before it begins', () => {
    expect(move([certificate('A', 60), soon], 'A', { added: 'B' })).toMatchObject({ do: 'handOver' });
    expect(move([certificate('A', 60), soon], 'A', { added: 'B', trusted: ['A', 'B'] })).toEqual({
      do: 'rest',
      until: NOW + 5 * seconds,
    });
    expect(move([certificate('A', -1), soon], 'A', { added: 'B' })).toEqual({
      do: 'rest',
      until: NOW + 5 * seconds,
    });
  });

  it('does not have us undo what somebody has activated a moment ago', () => {
    const theirs = certificate('T', 800, 'CN=theirs', NOW + 5 * seconds);
    expect(move([certificate('A', 300), theirs], 'T')).toMatchObject({
      do: 'handOver',
      reason: 'activatedByOthers',
    });
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
  });

  it('is followed when they go back to an older certificate that the Hub knows, until a week before its end', () => {
    const back = (daysLeft: number) => [certificate('A', daysLeft), certificate('B', 1000)];
    const trusted = ['A', 'B'];
    expect(move(back(50), 'A', { trusted, agreed: 'B' })).toEqual({ do: 'follow', thumbprint: 'A' });
    const followed = { trusted, agreed: 'A', wentBackTo: 'A' };
    expect(move(back(50), 'A', followed)).toEqual({ do: 'rest', until: NOW + 43 * DAY });
    expect(move(back(7), 'A', followed)).toEqual({ do: 'activate', thumbprint: 'B' });
  });

  it('does not hold up the next certificate: one XML then carries both', () => {
    const shorter = certificate('T', 20, theirs.name);
    expect(move([certificate('A', 59), shorter], 'A')).toEqual({ do: 'add' });
    const all = [certificate('A', 59), shorter, certificate('B', 1000)];
    expect(move(all, 'A', { added: 'B' })).toMatchObject({ do: 'handOver', reason: 'rollover' });
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
    lives: fc.array(
      fc.record({
        daysLeft: fc.integer({ min: -100, max: 1095 }),
        ours: fc.boolean(),
        // Mostly long ago; else by clocks that differ.
        startsIn: fc.oneof(
          { weight: 5, arbitrary: fc.constant(-900 * DAY) },
          fc.integer({ min: -60_000, max: 60_000 }),
        ),
      }),
      { maxLength: 5 },
    ),
    added: fc.option(fc.nat({ max: 4 })),
    back: fc.boolean(),
    active: fc.option(fc.nat({ max: 4 })),
    agreed: fc.nat({ max: 4 }),
    trusted: fc.array(fc.nat({ max: 4 })),
    agreedDays: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ lives, active, agreed, trusted, agreedDays, added, back }) => {
    const name = (i: number) => `C${String(i)}`;
    const certificates = lives.map(({ daysLeft, ours, startsIn }, i) =>
      certificate(name(i), daysLeft, ours ? `CN=ours ${name(i)}` : `CN=theirs ${name(i)}`, NOW + startsIn),
    );
    const observed: Observed = { certificates, active: active === null ? null : name(active) };
    const knows = known({
      agreed: name(agreed),
      trusted: trusted.map(name),
      agreedSince: NOW - agreedDays * DAY,
      added: added === null || added === agreed ? null : name(added),
      wentBackTo: back ? name(agreed) : null,
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

  it('rests only while the Hub trusts what signs, and that does not end before something else can follow', () => {
    inEveryWorld((next, observed, knows) => {
      if (next.do !== 'rest') return;
      expect(next.until).toBeGreaterThan(NOW);
      const signer = signerOf(observed);
      const unended = observed.certificates.filter(({ expiresAt }) => Date.parse(expiresAt) > NOW);
      const allBeginLater = unended.every(({ startsAt }) => Date.parse(startsAt) > NOW);
      const canFollow = ({ thumbprint, expiresAt }: SigningCertificate) =>
        thumbprint === knows.added || Date.parse(expiresAt) > Date.parse(signer?.expiresAt ?? '');
      const inTime = Date.parse(signer?.expiresAt ?? '') > NOW + 60 * DAY - 1 || unended.some(canFollow);
      const isTrusted = knows.trusted.includes(signer?.thumbprint ?? '');
      expect(signer === undefined ? allBeginLater : isTrusted && inTime).toBe(true);
    });
  });

  it('leads to rest, whatever lives Entra ID gives to new certificates, and adds at most one', () => {
    const lifeDays = fc.integer({ min: 1, max: 1095 });
    fc.assert(
      fc.property(worlds, lifeDays, ({ observed: first, knows: begun }, days) => {
        let [observed, knows] = [first, begun];
        const moves: Move['do'][] = [];
        for (let next = nextMove(observed, knows, isOurs, NOW); next.do !== 'rest';) {
          moves.push(next.do);
          expect(moves.length).toBeLessThan(12);
          [observed, knows] = after(
            next,
            observed,
            knows,
            certificate('new', days, 'CN=ours new', NOW + 5_000),
          );
          next = nextMove(observed, knows, isOurs, NOW);
        }
        expect(moves.filter((made) => made === 'add').length).toBeLessThan(2);
      }),
      { numRuns: 2000 },
    );
  });
});

/** What stands there and is known after a move; whoever is asked to hand something over does so at once. */
function after(
  next: Move,
  { certificates, active }: Observed,
  knows: Known,
  added: SigningCertificate,
): [Observed, Known] {
  const endOf = (wanted: string) =>
    Date.parse(certificates.find(({ thumbprint }) => thumbprint === wanted)?.expiresAt ?? '');
  const nowActive = (thumbprint: string): Known => ({
    ...knows,
    agreed: thumbprint,
    agreedSince: NOW,
    added: null,
    wentBackTo: endOf(thumbprint) < endOf(knows.agreed) ? thumbprint : null,
  });
  switch (next.do) {
    case 'add':
      return [
        { certificates: [...certificates, added], active },
        { ...knows, added: added.thumbprint },
      ];
    case 'activate':
      return [{ certificates, active: next.thumbprint }, nowActive(next.thumbprint)];
    case 'follow':
      return [{ certificates, active }, nowActive(next.thumbprint)];
    case 'handOver': {
      const confirmed = active !== null && active !== knows.agreed ? nowActive(active) : knows;
      const trusted = certificates.map(({ thumbprint }) => thumbprint);
      return [
        { certificates, active },
        { ...confirmed, trusted },
      ];
    }
    case 'remove': {
      const left = certificates.filter(({ thumbprint }) => thumbprint !== next.thumbprint);
      return [{ certificates: left, active }, knows];
    }
    case 'rest':
      return [{ certificates, active }, knows];
  }
}

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
