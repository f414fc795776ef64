/** The holder's own link, for another device of theirs: a phone is no place to copy settings. */
import type { FastifyInstance } from 'fastify';
import { encode } from 'uqr';
import { setupUrl } from '../../onboarding/linkToken.js';
import type { WebDeps } from '../deps.js';
import { sendPage } from '../page.js';
import { ELSEWHERE } from '../strings/handover.js';
import { SetupPage } from './frame.js';
import { visitOn } from './scope.js';
import type { Visit } from './visit.js';

export function elsewherePage(scope: FastifyInstance, { settings: { publicUrl, linkKeys } }: WebDeps): void {
  scope.get('/continue', { config: { purpose: 'handover' } }, (request, reply) => {
    const visit = visitOn(request);
    const { customerId } = visit.request;
    const url = setupUrl({ publicUrl, key: linkKeys[0] }, customerId, visit.link, visit.of);
    return sendPage(reply, <Elsewhere visit={visit} url={url} />);
  });
}

function Elsewhere({ visit: { asking, request }, url }: { visit: Visit; url: string }) {
  const subject = encodeURIComponent(ELSEWHERE.subject(asking.brand.name, request.companyName));
  return (
    <SetupPage asking={asking} title={ELSEWHERE.title} beneath>
      <h1>{ELSEWHERE.title}</h1>
      <p class="lead">{ELSEWHERE.text}</p>
      <section class="card">
        <div class="field long">
          <label for="url">{ELSEWHERE.label}</label>
          <input id="url" readOnly value={url} />
          <span class="hint">{ELSEWHERE.personal}</span>
        </div>
        <div class="actions">
          <a class="button" href={`mailto:?subject=${subject}&body=${encodeURIComponent(url)}`}>
            {ELSEWHERE.email}
          </a>
          <button type="button" class="quiet" hidden data-copy="url" data-copied={ELSEWHERE.copied}>
            {ELSEWHERE.copy}
          </button>
        </div>
      </section>
      <section class="card" aria-labelledby="scan">
        <h2 id="scan">{ELSEWHERE.qrTitle}</h2>
        <p>{ELSEWHERE.qrText}</p>
        <QrCode text={url} />
      </section>
    </SetupPage>
  );
}

/** Dark on light in both colour schemes: cameras expect it so. */
function QrCode({ text }: { text: string }) {
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
  );
  return (
    <svg
      class="qr"
      role="img"
      aria-label={ELSEWHERE.qrLabel}
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path.join('')} fill="#000" />
    </svg>
  );
}
