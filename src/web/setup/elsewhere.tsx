/** The holder's own link, for another device of theirs: a phone is no place to copy settings. */
import type { FastifyInstance } from 'fastify';
import { encode } from 'uqr';
import { setupUrl } from '../../onboarding/linkToken.js';
import type { WebDeps } from '../deps.js';
import { sendPage } from '../page.js';
import { useReader } from '../reader.js';
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
  const { elsewhere } = useReader().words;
  const { companyName: company } = request;
  const subject = encodeURIComponent(elsewhere.subject({ brand: asking.brand.name, company }));
  return (
    <SetupPage asking={asking} title={elsewhere.title} beneath>
      <h1>{elsewhere.title}</h1>
      <p class="lead">{elsewhere.text}</p>
      <section class="card">
        <div class="field long">
          <label for="url">{elsewhere.label}</label>
          <input id="url" readOnly value={url} />
          <span class="hint">{elsewhere.personal}</span>
        </div>
        <div class="actions">
          <a class="button" href={`mailto:?subject=${subject}&body=${encodeURIComponent(url)}`}>
            {elsewhere.email}
          </a>
          <button type="button" class="quiet" hidden data-copy="url" data-copied={elsewhere.copied}>
            {elsewhere.copy}
          </button>
        </div>
      </section>
      <section class="card" aria-labelledby="scan">
        <h2 id="scan">{elsewhere.qrTitle}</h2>
        <p>{elsewhere.qrText}</p>
        <QrCode text={url} />
      </section>
    </SetupPage>
  );
}

/** Dark on light in both colour schemes: cameras expect it so. */
function QrCode({ text }: { text: string }) {
  const { elsewhere } = useReader().words;
  const { size, data } = encode(text, { ecc: 'M', border: 4 });
  const path = data.flatMap((row, y) =>
    row.flatMap((isDark, x) => (isDark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
  );
  return (
    <svg
      class="qr"
      role="img"
      aria-label={elsewhere.qrLabel}
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      shape-rendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path.join('')} fill="#000" />
    </svg>
  );
}
