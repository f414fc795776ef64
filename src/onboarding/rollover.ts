/**
 * When a signing certificate is to be replaced, and by what steps, such that sign-in breaks at no instant. Pure: what
 * stands in the tenant and what the Hub knows go in, the next move comes out.
 *
 * The Hub trusts the certificates of the XML that was last pasted, and nothing else. So a certificate is made active
 * only when the Hub is known to trust it. One that nobody has confirmed is made active only when no trusted one can
 * sign any more: earlier would break sign-in that still works, and Entra ID would sign with it anyway from then on.
 */

export type SigningCertificate = {
  name: string;
  /** Upper-case hex. */
  thumbprint: string;
  startsAt: string;
  expiresAt: string;
};

/** What stands in the tenant. */
export type Observed = {
  certificates: SigningCertificate[];
  /** Thumbprint of the active one; null when Entra ID chooses by itself. */
  active: string | null;
};

/** What this service knows besides. */
export type Known = {
  /** Thumbprints in the XML that the Hub was last given. */
  trusted: string[];
  /** Thumbprint of the active certificate, as we set it or as people have confirmed it. */
  agreed: string;
  /** Since when that one is active, in milliseconds since the epoch. */
  agreedSince: number;
  /** A test sign-in with it is not over: until then the old one stays to go back to. */
  testing: boolean;
  /** Thumbprint of the one that was added last and is not active yet: no other is added beside it. */
  added: string | null;
  /** Thumbprint of an older certificate that somebody has gone back to, which has its reason. */
  wentBackTo: string | null;
};

/** Why the Hub needs the XML again. */
export type HandoverReason =
  | 'rollover' // the active certificate expires, its successor stands ready
  | 'addedByOthers' // somebody added a certificate, and may activate it any time
  | 'activatedByOthers' // somebody activated another certificate than the one agreed
  | 'signsUnknown'; // Entra ID signs with a certificate that the Hub was not given

export type Move =
  | { do: 'add' }
  | { do: 'handOver'; reason: HandoverReason; thumbprint: string; deadline: number }
  | { do: 'activate'; thumbprint: string }
  /** Somebody else has done what was to be done next. */
  | { do: 'follow'; thumbprint: string }
  | { do: 'remove'; thumbprint: string }
  | { do: 'rest'; until: number };

const DAY_MS = 86_400_000;

/** So long before the end of the active certificate its successor is added. */
export const ROLLOVER_DAYS = 60;
/** What somebody has gone back to stays active until so long before its end. */
const RETURN_DAYS = 7;
/** So long both are kept: replicas of Entra ID may still sign with the old one. */
const KEEP_OLD_MS = DAY_MS;

const start = (certificate: SigningCertificate) => Date.parse(certificate.startsAt);
const end = (certificate: SigningCertificate) => Date.parse(certificate.expiresAt);
const lastFirst = (a: SigningCertificate, b: SigningCertificate) => end(b) - end(a);

/**
 * @param isOurs whether a certificate of this name was made by this service; no other is ever removed
 * @param now in milliseconds since the epoch
 */
export function nextMove(
  { certificates, active }: Observed,
  known: Known,
  isOurs: (name: string) => boolean,
  now: number,
): Move {
  const trusts = ({ thumbprint }: SigningCertificate) => known.trusted.includes(thumbprint);
  const unended = certificates.filter((certificate) => end(certificate) > now).sort(lastFirst);
  // Whatever its start says: Entra ID's clock may be ahead of ours.
  const signer = unended.find(({ thumbprint }) => thumbprint === active);
  if (signer === undefined) {
    const valid = unended.filter((certificate) => start(certificate) <= now);
    const best = valid.find(trusts) ?? valid[0];
    if (best !== undefined) return { do: 'activate', thumbprint: best.thumbprint };
    return unended.length > 0 ? { do: 'rest', until: Math.min(...unended.map(start)) } : { do: 'add' };
  }
  const handOver = (reason: HandoverReason, { thumbprint }: SigningCertificate): Move => ({
    do: 'handOver',
    reason,
    thumbprint,
    deadline: end(signer),
  });
  if (signer.thumbprint !== known.agreed) {
    return trusts(signer)
      ? { do: 'follow', thumbprint: signer.thumbprint }
      : handOver('activatedByOthers', signer);
  }
  if (!trusts(signer)) return handOver('signsUnknown', signer);

  const due = end(signer) - ROLLOVER_DAYS * DAY_MS;
  const isBack = signer.thumbprint === known.wentBackTo;
  const activation = isBack ? end(signer) - RETURN_DAYS * DAY_MS : due;
  const successors = unended.filter((certificate) => end(certificate) > end(signer));
  const ready = successors.find((certificate) => trusts(certificate) && start(certificate) <= now);
  if (ready !== undefined && now >= activation) return { do: 'activate', thumbprint: ready.thumbprint };
  const removable = known.testing ? Infinity : known.agreedSince + KEEP_OLD_MS;
  const isAdded = ({ thumbprint }: SigningCertificate) => thumbprint === known.added;
  // While somebody else's is active, ours stays to go back to.
  const old = certificates.find(
    (certificate) =>
      isOurs(certificate.name) &&
      !isAdded(certificate) &&
      end(certificate) < end(signer) &&
      (isOurs(signer.name) || end(certificate) <= now),
  );
  if (old !== undefined && now >= removable) return { do: 'remove', thumbprint: old.thumbprint };
  // Before anything is handed over, so that one XML carries it and what others have added.
  if (successors.length === 0 && !unended.some(isAdded) && now >= due) return { do: 'add' };
  // Somebody else's may be made active any time, also one that ends earlier.
  const unknown =
    successors.find((certificate) => !trusts(certificate)) ??
    unended.find(
      (certificate) => !trusts(certificate) && (isAdded(certificate) || !isOurs(certificate.name)),
    );
  if (unknown !== undefined) return handOver(isOurs(unknown.name) ? 'rollover' : 'addedByOthers', unknown);
  const next = [due, ...(old === undefined ? [] : [removable]), end(signer)];
  const ofSuccessors = successors.length === 0 ? [] : [activation, ...successors.map(start)];
  return { do: 'rest', until: Math.min(...[...next, ...ofSuccessors].filter((at) => at > now)) };
}

/** Days before the end of the active certificate. */
const COUNTDOWN = [60, 30, 14, 7, 3, 1];
/** Days after the first message, when sign-in is at risk already. */
const URGENT = [0, 1, 2, 3, 5, 7, 14, 30];

/** When contacts are texted about a handover, in milliseconds since the epoch; at once, then louder and louder. */
export function reminderTimes(reason: HandoverReason, since: number, deadline: number): number[] {
  if (reason === 'activatedByOthers' || reason === 'signsUnknown') {
    return URGENT.map((days) => since + days * DAY_MS);
  }
  // Not twice on one day.
  const later = COUNTDOWN.map((days) => deadline - days * DAY_MS).filter((at) => at >= since + DAY_MS);
  return [since, ...later];
}
