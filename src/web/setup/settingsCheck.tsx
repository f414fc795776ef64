/** "I have saved it": what a look at the service provider says of it, where the person has just said so. */
import type { FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HandoverPackage } from '../../onboarding/handover.js';
import { serviceProviderOf } from '../../onboarding/request.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { partFor } from '../page.js';
import { Recorded, useReader } from '../reader.js';
import { visitOn } from './scope.js';
import { systemOf } from './stages.js';
import type { Visit } from './visit.js';

/** So long the form's answer waits for the look; the page then shows it when it comes. */
const WAIT_MS = 10_000;
const LOOK_EVERY_MS = 300;

/** Whether the confirmation counts as far as is known: false where the look found something wrong, or still looks. */
export async function isTakenAsSaved({ temporal }: WebDeps, visit: Visit): Promise<boolean> {
  const { of, request, check: before } = visit;
  if (of !== 'onboarding' || serviceProviderOf(request).probeUrl === undefined) return true;
  const until = Date.now() + WAIT_MS;
  for (;;) {
    const { artefacts, settingsCheck, execution } = await temporal.ask(
      { kind: 'onboarding', customerId: request.customerId },
      'progress',
    );
    if (artefacts.handoverConfirmedBy !== undefined || execution !== 'RUNNING') return true;
    const isNew = settingsCheck !== undefined && settingsCheck.at !== before?.at;
    if (isNew && settingsCheck.state === 'differs') return false;
    // A worker of before does not look, and takes the confirmation later: there is nothing to show here.
    if (Date.now() >= until) return settingsCheck?.state !== 'running';
    await sleep(LOOK_EVERY_MS);
  }
}

export function settingsCheckLive(scope: FastifyInstance, { temporal }: WebDeps): void {
  scope.get('/handover/check/live', { config: { purpose: 'handover' } }, (request, reply) => {
    const visit = visitOn(request);
    const { customerId } = visit.request;
    return stream(reply, {
      viewer: `${customerId}: ${visit.link.contact}`,
      subject: `onboarding ${customerId}`,
      ask: () => temporal.ask({ kind: 'onboarding', customerId }, 'progress'),
      render: ({ settingsCheck }) =>
        settingsCheck?.state === 'running' ? partFor(request, <Running visit={visit} />) : undefined,
      isOver: () => false,
    });
  });
}

export function Checked({ visit, handover }: { visit: Visit; handover: HandoverPackage }) {
  const { check, home, request } = visit;
  const { words } = useReader();
  const { differs, correct, notOn, switchOn } = words.handover.check;
  if (check?.state === 'running') {
    return (
      <div id="check">
        <div data-live={`${home}/handover/check/live`}>
          <Running visit={visit} />
        </div>
        <noscript>
          <p class="muted">{words.overview.reload}</p>
        </noscript>
      </div>
    );
  }
  if (check?.state !== 'differs') return null;
  const { location } = handover;
  const system = systemOf(request);
  const { code, details = [] } = check.problem;
  if (code !== 'hub_differs') {
    return (
      <div class="problem bad" role="alert" id="check">
        <h3>{notOn({ system })}</h3>
        <p>{switchOn({ system, location })}</p>
      </div>
    );
  }
  return (
    <div class="problem bad" role="alert" id="check">
      <h3>{differs({ system })}</h3>
      <ul>
        {details.map((detail) => (
          <li key={detail}>
            <Recorded text={detail} />
          </li>
        ))}
      </ul>
      <p>{correct({ location })}</p>
    </div>
  );
}

function Running({ visit: { request } }: { visit: Visit }) {
  const { check } = useReader().words.handover;
  return (
    <p class="notice" id="live-check" role="status">
      {check.running({ system: systemOf(request) })}
    </p>
  );
}
