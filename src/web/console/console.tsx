/** The operators' console, under /console: served where it is known who may sign in to it. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RefusedError } from '../../temporal/customerWorkflow.js';
import { senderIsKnown } from '../bodies.js';
import type { WebDeps } from '../deps.js';
import { Layout } from '../layout.js';
import { sendPage } from '../page.js';
import { type ProblemKind, understood } from '../problems.js';
import { reads } from '../reads.js';
import { Reference } from '../reference.js';
import { SendAgain } from '../sendAgain.js';
import { onlyOperators } from './access.js';
import { actionPages } from './actions.js';
import { linkPages } from './link.js';
import { offboardingPage } from './offboarding.js';
import { onboardingPage } from './onboarding.js';
import { onboardingsPage } from './onboardings.js';
import { lastSession } from './session.js';
import { signInPages } from './signIn.js';
import { startPages } from './start.js';
import { watchPage } from './watch.js';
import { watchesPage } from './watches.js';
import { FRAME } from '../strings/console.js';
import { CONSOLE_PROBLEM_TEXTS, PROBLEM_TEXTS } from '../strings/problems.js';

export async function serveConsole(server: FastifyInstance, deps: WebDeps): Promise<void> {
  const { operators } = deps.settings;
  if (operators?.clientSecret === undefined) return;
  const { clientSecret, ...client } = operators;
  await server.register(
    async (scope) => {
      scope.setErrorHandler((error: FastifyError, request, reply) => {
        const { status, kind } = understood(error);
        if (status >= 500) {
          deps.logger.error({ route: request.routeOptions.url, error: error.message }, 'request failed');
        }
        return sendConsoleProblem(request, reply, { status, kind, error });
      });
      signInPages(scope, deps, { ...client, clientSecret });
      await scope.register((pages, _, done) => {
        onlyOperators(pages, deps);
        // Also when the hour is over: what they typed comes back to them.
        pages.addHook('onRequest', async (request) => {
          if (reads(request)) return;
          if ((await lastSession(request, deps.settings)) !== undefined) senderIsKnown(request);
        });
        onboardingsPage(pages, deps);
        watchesPage(pages, deps);
        startPages(pages, deps);
        onboardingPage(pages, deps);
        watchPage(pages, deps);
        actionPages(pages, deps);
        linkPages(pages, deps);
        offboardingPage(pages, deps);
        done();
      });
    },
    { prefix: '/console' },
  );
}

type Problem = { status: number; kind: ProblemKind; error: Error };

function sendConsoleProblem(request: FastifyRequest, reply: FastifyReply, { status, kind, error }: Problem) {
  const { title, text } = CONSOLE_PROBLEM_TEXTS[kind] ?? PROBLEM_TEXTS[kind];
  return sendPage(
    reply,
    <Layout title={title}>
      <h1>{title}</h1>
      {/* The workflow's own reason. */}
      <p class="lead">{error instanceof RefusedError ? error.message : text}</p>
      {kind === 'signInAgain' ? (
        <div class="actions">
          <a class="button" href="/console/sign-in/start" target="_blank">
            {FRAME.signInTab}
          </a>
        </div>
      ) : null}
      <SendAgain request={request} kind={kind} />
      <Reference request={request} status={status} />
      {kind === 'signInAgain' ? null : (
        <div class="actions">
          <a class="button quiet" href={kind === 'callbackRefused' ? '/console/sign-in' : backTo(request)}>
            {kind === 'callbackRefused' ? FRAME.signIn : FRAME.back}
          </a>
        </div>
      )}
    </Layout>,
    status,
  );
}

/** The page of the onboarding that it was about, else the list. */
function backTo({ params, routeOptions }: FastifyRequest): string {
  const isAboutOne = routeOptions.url?.startsWith('/console/onboardings/:customerId/') ?? false;
  const { customerId = '' } = params as { customerId?: string };
  return isAboutOne ? `/console/onboardings/${encodeURIComponent(customerId)}` : '/console';
}
