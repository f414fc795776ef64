/**
 * How an e-mail's reader gets no more of them: by the link at its end, or by the button of their mail program, which
 * posts to the same address (RFC 8058). Whoever has the e-mail may; it can be undone there as well.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LINKED, type LinkedWorkflow } from '../../onboarding/links.js';
import { LINK_PATHS } from '../../onboarding/linkToken.js';
import type { WebDeps } from '../deps.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { useReader } from '../reader.js';
import { linkByShort, OPENINGS_PER_MINUTE } from './access.js';
import { type Asking, askingNobody, SetupPage } from './frame.js';

type StopRequest = FastifyRequest<{ Params: { token: string } }>;
const BODY_LIMIT = 4 * 1024;

export async function stopPages(server: FastifyInstance, deps: WebDeps): Promise<void> {
  await server.register((scope, _options, done) => {
    // What mail programs post says nothing that the address does not.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: BODY_LIMIT },
      (_request, _body, parsed) => {
        parsed(null, {});
      },
    );
    for (const of of LINKED) stopPage(scope, deps, of);
    done();
  });
}

function stopPage(scope: FastifyInstance, deps: WebDeps, of: LinkedWorkflow): void {
  const options = { config: { rateLimit: { max: OPENINGS_PER_MINUTE, timeWindow: '1 minute' } } };
  const address = `${LINK_PATHS[of]}/:token`;
  const whose = async ({ params: { token } }: StopRequest) => {
    const found = await linkByShort(deps, token, of);
    if (found === undefined) throw new HttpProblem(404, 'linkUnknown');
    const { customerId, optedOut, link } = found;
    return { customerId, contact: link.contact, hasStopped: optedOut.includes(link.contact) };
  };
  const page = (request: StopRequest, state: State) => (
    <StopPage
      asking={askingNobody(deps.settings.brands)}
      address={`${LINK_PATHS[of]}/${request.params.token}`}
      state={state}
    />
  );

  scope.get(`${address}/stop`, options, async (request: StopRequest, reply) => {
    const { hasStopped } = await whose(request);
    return sendPage(reply, page(request, hasStopped ? 'stopped' : 'ask'));
  });

  scope.post(`${address}/stop`, options, async (request: StopRequest, reply) => {
    const { customerId, contact } = await whose(request);
    await deps.temporal.report(customerId, { report: 'reportOptOut', value: { contact } });
    return sendPage(reply, page(request, 'stopped'));
  });

  scope.post(`${address}/start`, options, async (request: StopRequest, reply) => {
    const { customerId, contact } = await whose(request);
    await deps.temporal.report(customerId, { report: 'reportOptIn', value: { contact } });
    return sendPage(reply, page(request, 'started'));
  });
}

type State = 'ask' | 'stopped' | 'started';

function StopPage({ asking, address, state }: { asking: Asking; address: string; state: State }) {
  const { title, text, button } = useReader().words.stop[state];
  const next = state === 'stopped' ? 'start' : 'stop';
  return (
    <SetupPage asking={asking} title={title}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <form method="post" action={`${address}/${next}`}>
        <button class={next === 'start' ? 'quiet' : undefined}>{button}</button>
      </form>
    </SetupPage>
  );
}
