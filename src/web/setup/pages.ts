/** The pages for the customer's people: reached by a link, of an onboarding or of the watch over a finished one. */
import type { FastifyInstance } from 'fastify';
import { LINKED } from '../../onboarding/links.js';
import type { WebDeps } from '../deps.js';
import { openLinks, PAGES } from './access.js';
import { consentPage } from './consent.js';
import { consentCallbacks, consentStart, consentWay } from './consentFlow.js';
import { elsewherePage } from './elsewhere.js';
import { forceSsoPage } from './forceSso.js';
import { forwardPage } from './forward.js';
import { handoverPage } from './handover.js';
import { overview } from './overview.js';
import { reportPage } from './report.js';
import { rolesPage } from './roles.js';
import { lookUpOnce, onlyHolders } from './scope.js';
import { signOutPage } from './signOut.js';
import { signInAnswers, signInPage } from './testSignIn.js';
import { stopPages } from './stopPage.js';
import { watchPage } from './watch.js';

export async function setupPages(server: FastifyInstance, deps: WebDeps): Promise<void> {
  const consent = consentWay(deps.settings);
  openLinks(server, deps);
  await stopPages(server, deps);
  // Where Entra ID sends people back to: these know the link by what was sent along.
  consentCallbacks(server, deps, consent);
  signInAnswers(server, deps);
  for (const of of LINKED) {
    await server.register(
      async (held) => {
        onlyHolders(held, deps, of);
        signOutPage(held, deps, of);
        await held.register((scope, _, done) => {
          lookUpOnce(scope, deps, of);
          handoverPage(scope, deps);
          elsewherePage(scope, deps);
          signInPage(scope, deps);
          if (of === 'onboarding') {
            overview(scope, deps);
            consentPage(scope, deps);
            consentStart(scope, deps, consent);
            forceSsoPage(scope, deps);
            forwardPage(scope, deps);
            reportPage(scope);
            rolesPage(scope, deps);
          } else {
            watchPage(scope, deps);
          }
          done();
        });
      },
      { prefix: `${PAGES[of]}/:linkId` },
    );
  }
}
