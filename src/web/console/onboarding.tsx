/** One onboarding in full: how it stands, what can be done, what there is, and all that happened. */
import type { FastifyInstance } from 'fastify';
import { renderToString } from 'preact-render-to-string';
import { z } from 'zod';
import { onboardingWorkflowId } from '../../onboarding/names.js';
import { OnboardingNotFoundError } from '../../temporal/customerWorkflow.js';
import { offboardingSince } from '../../temporal/offboardings.js';
import type { Onboarding, Watch as WatchStanding } from '../../temporal/port.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { sendPage } from '../page.js';
import { redirect } from '../redirect.js';
import { operatorOn } from './access.js';
import { Artefacts, TestSignIns } from './artefacts.js';
import { Frame } from './frame.js';
import { Now } from './now.js';
import { Ago, DoneNotice, doneQuery } from './parts.js';
import { OffboardLink } from './offboarding.js';
import { Records } from './records.js';
import { Steps } from './steps.js';
import { FRAME } from '../strings/console.js';
import { OFFBOARDING, ONBOARDING } from '../strings/consoleCustomer.js';
import {
  addressOf,
  customerOf,
  type CustomerRoute,
  offboardingAddressOf,
  type View,
  watchAddressOf,
} from './view.js';
import { Watch } from './watch.js';

const query = z.looseObject({
  run: z.guid().optional().catch(undefined),
  done: doneQuery,
});

export function onboardingPage(scope: FastifyInstance, deps: WebDeps): void {
  const { temporal, settings } = deps;

  scope.get<CustomerRoute>('/onboardings/:customerId', async (request, reply) => {
    const customerId = customerOf(request);
    const { run, done } = query.parse(request.query);
    const asked = temporal.ask({ kind: 'onboarding', customerId, runId: run }, 'progress');
    const onboarding = await orWatch(deps, customerId, asked);
    if (onboarding === 'only the watch') {
      return redirect(reply, watchAddressOf(customerId) + (done === undefined ? '' : `?done=${done}`));
    }
    const isLatest =
      run === undefined || run === (await temporal.latest({ kind: 'onboarding', customerId }))?.runId;
    const watch = isLatest ? await watchIfAny(deps, customerId) : undefined;
    const offboarding = isLatest ? await offboardingNotice(deps, onboarding) : undefined;
    const view = { onboarding, watch, operator: operatorOn(request) };
    return sendPage(
      reply,
      <Frame title={onboarding.companyName} wide operator={view.operator} settings={settings}>
        <p>
          <a href="/console">{FRAME.backToList}</a>
        </p>
        <Heading onboarding={onboarding} temporalUi={temporalUiOf(deps, onboarding)} />
        <DoneNotice done={done} />
        {isLatest ? null : (
          <p class="notice">
            {ONBOARDING.earlier} <a href={addressOf(customerId)}>{ONBOARDING.latest}</a>
          </p>
        )}
        {offboarding === undefined ? null : (
          <p class="notice warn">
            {ONBOARDING[offboarding]} <a href={offboardingAddressOf(customerId)}>{OFFBOARDING.see}</a>
          </p>
        )}
        <div {...(isLatest ? { 'data-live': `${addressOf(customerId)}/live` } : {})}>
          <State view={view} deps={deps} />
        </div>
        {isLatest && offboarding === undefined && onboarding.execution !== 'RUNNING' ? (
          <OffboardLink customerId={customerId} operator={view.operator} />
        ) : null}
        <noscript>
          <p class="muted">{ONBOARDING.reload}</p>
        </noscript>
      </Frame>,
    );
  });

  scope.get<CustomerRoute>('/onboardings/:customerId/live', (request, reply) => {
    const operator = operatorOn(request);
    const customerId = customerOf(request);
    return stream(reply, {
      viewer: operator.name,
      subject: `onboarding and watch ${customerId}`,
      ask: async () => ({
        onboarding: await temporal.ask({ kind: 'onboarding', customerId }, 'progress'),
        watch: await watchIfAny(deps, customerId),
      }),
      render: (now) => renderToString(<State view={{ ...now, operator }} deps={deps} />),
      isOver: ({ onboarding, watch }) => onboarding.execution !== 'RUNNING' && watch?.execution !== 'RUNNING',
    });
  });
}

/** Temporal has forgotten the onboarding, which was over for long, and still watches over the customer. */
async function orWatch<T>(deps: WebDeps, customerId: string, found: Promise<T>) {
  return found.catch(async (error: unknown) => {
    if (!(error instanceof OnboardingNotFoundError)) throw error;
    if ((await watchIfAny(deps, customerId)) === undefined) throw error;
    return 'only the watch' as const;
  });
}

async function watchIfAny({ temporal }: WebDeps, customerId: string) {
  return temporal.ask({ kind: 'watch', customerId }, 'progress').catch((error: unknown) => {
    if (error instanceof OnboardingNotFoundError) return undefined;
    throw error;
  });
}

/** What has become of what it made, if that is not for it to tell. */
async function offboardingNotice({ temporal }: WebDeps, { customerId, execution }: Onboarding) {
  if (execution === 'RUNNING') return undefined;
  const offboarding = await offboardingSince(temporal, customerId);
  if (offboarding?.status === 'done') return 'offboarded';
  return offboarding?.execution === 'RUNNING' ? 'beingOffboarded' : undefined;
}

function temporalUiOf({ temporal, settings }: WebDeps, { customerId, onboardingId }: Onboarding) {
  if (settings.temporalUiUrl === undefined) return undefined;
  const workflow = encodeURIComponent(onboardingWorkflowId(customerId));
  const { namespace } = temporal;
  return `${settings.temporalUiUrl}/namespaces/${namespace}/workflows/${workflow}/${onboardingId}/history`;
}

function Heading({ onboarding, temporalUi }: { onboarding: Onboarding; temporalUi: string | undefined }) {
  const { companyName, customerId, tenant, startedBy, steps } = onboarding;
  const startedAt = steps[0]?.startedAt;
  return (
    <>
      <h1>{companyName}</h1>
      <p class="facts muted">
        <span>{customerId}</span>
        <span>{tenant}</span>
        <span>
          {startedBy === null ? null : `${ONBOARDING.startedBy(startedBy)}, `}
          {startedAt === undefined ? null : <Ago at={startedAt} />}
        </span>
        <span>{ONBOARDING.utc}</span>
        {temporalUi === undefined ? null : <a href={temporalUi}>{ONBOARDING.temporal}</a>}
      </p>
    </>
  );
}

type StateProps = { view: View & { watch: WatchStanding | undefined }; deps: WebDeps };

/** What changes as the onboarding proceeds: each part has an id, by which it is replaced. */
function State({ view, deps }: StateProps) {
  const { watch, operator } = view;
  return (
    <>
      <div class="panes">
        <div>
          <div id="live-now">
            <Now view={view} deps={deps} />
          </div>
          <div id="live-records">
            <TestSignIns view={view} />
            <Records view={view} />
          </div>
        </div>
        <div>
          <div id="live-steps">
            <Steps view={view} />
          </div>
          <div id="live-artefacts">
            <Artefacts view={view} />
          </div>
        </div>
      </div>
      <div id="live-watch">
        {watch === undefined ? null : <Watch watch={watch} operator={operator} deps={deps} />}
      </div>
    </>
  );
}
