/** What this setup can see and do, for whoever must answer for it. It needs no link. */
import type { FastifyInstance } from 'fastify';
import type { WebDeps } from '../deps.js';
import { sendPage } from '../page.js';
import { useReader } from '../reader.js';
import { type Asking, askingNobody, SetupPage } from './frame.js';

export function securityPage(server: FastifyInstance, { settings: { brands } }: WebDeps): void {
  const asking = askingNobody(brands);
  server.get('/security-and-privacy', (_request, reply) => sendPage(reply, <Security asking={asking} />));
}

function Security({ asking }: { asking: Asking }) {
  const { security } = useReader().words;
  const { name: brand, links } = asking.brand;
  return (
    <SetupPage asking={asking} title={security.title}>
      <h1>{security.title}</h1>
      <p class="lead">{security.lead({ brand })}</p>
      {Object.values(security.sections).map(({ title, points }) => (
        <section class="card" key={points[0]}>
          <h2>{typeof title === 'string' ? title : title({ brand })}</h2>
          <ul>
            {points.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
        </section>
      ))}
      <p class="actions">
        {links.privacy === undefined ? null : <a href={links.privacy}>{security.privacy({ brand })}</a>}
        {links.security === undefined ? null : <a href={links.security}>{security.more({ brand })}</a>}
      </p>
    </SetupPage>
  );
}
