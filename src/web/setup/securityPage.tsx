/** What this setup can see and do, for whoever must answer for it. It needs no link. */
import type { FastifyInstance } from 'fastify';
import type { WebDeps } from '../deps.js';
import { sendPage } from '../page.js';
import { SECURITY } from '../strings/frame.js';
import { askingNobody, SetupPage } from './frame.js';

export function securityPage(server: FastifyInstance, { settings: { brands } }: WebDeps): void {
  const asking = askingNobody(brands);
  const { name, links } = asking.brand;
  server.get('/security-and-privacy', (_request, reply) =>
    sendPage(
      reply,
      <SetupPage asking={asking} title={SECURITY.title}>
        <h1>{SECURITY.title}</h1>
        <p class="lead">{SECURITY.lead(name)}</p>
        {SECURITY.sections(name).map(({ title, points }) => (
          <section class="card" key={title}>
            <h2>{title}</h2>
            <ul>
              {points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          </section>
        ))}
        <p class="actions">
          {links.privacy === undefined ? null : <a href={links.privacy}>{SECURITY.privacy(name)}</a>}
          {links.security === undefined ? null : <a href={links.security}>{SECURITY.more(name)}</a>}
        </p>
      </SetupPage>,
    ),
  );
}
