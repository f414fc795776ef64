/** English: what the customer's people read on their pages. The other languages have the same messages. */
import { blocked } from './blocked.js';
import { consent, forward } from './consent.js';
import { errors, sendAgain } from './errors.js';
import { finish, report } from './finish.js';
import { force, name, signOut, stop } from './force.js';
import { frame, security } from './frame.js';
import { elsewhere, handover } from './handover.js';
import { overview, proofs, stages, work } from './overview.js';
import { roles } from './roles.js';
import { signIn } from './signIn.js';
import { watch } from './watch.js';

export const EN = {
  ...{
    blocked,
    consent,
    forward,
    errors,
    sendAgain,
    finish,
    report,
    force,
    name,
    signOut,
    stop,
    frame,
    security,
  },
  ...{ elsewhere, handover, overview, proofs, stages, work, roles, signIn, watch },
} as const;
