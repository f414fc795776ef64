/**
 * Made once for all workflows of a worker, before any of them (`preloadModules` of the bundle): built anew for each, the
 * schemas would take about a quarter of a replay, and of a worker's memory that replays.
 *
 * Temporal freezes what is shared, all the way down. Zod keeps what it has worked out in its schemas and resets its
 * patterns, so these modules are frozen here, on their surface: what is frozen already is not gone into. They must hold
 * nothing of any one workflow. Each module that has schemas and that a workflow imports is named here, by
 * test/unit/workflows/sharedSchemas.test.ts.
 */
import { z } from 'zod';
import * as capabilities from '../onboarding/capabilities.js';
import * as choice from '../onboarding/choice.js';
import * as claims from '../onboarding/claims.js';
import * as events from '../onboarding/events.js';
import * as links from '../onboarding/links.js';
import * as offboarding from '../onboarding/offboarding.js';
import * as profiles from '../onboarding/profiles.js';
import * as reach from '../onboarding/reach.js';
import * as request from '../onboarding/request.js';
import * as signals from '../onboarding/signals.js';
import * as testSignIn from '../onboarding/testSignIn.js';
import * as textMessages from '../onboarding/textMessages.js';
import * as watch from '../onboarding/watch.js';

const withSchemas = [
  ...[
    capabilities,
    choice,
    claims,
    events,
    links,
    offboarding,
    profiles,
    reach,
    request,
    signals,
    testSignIn,
    textMessages,
    watch,
  ],
  z.regexes,
];
for (const module of withSchemas) Object.freeze(module);
