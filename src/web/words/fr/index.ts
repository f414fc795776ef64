/** French, with "vous", and Microsoft's own names of its pages where they are known; the others are in English, in quotes. */
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
import type { EN } from '../en/index.js';
import type { Translated } from '../message.js';

export const FR: Translated<typeof EN> = {
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
};
