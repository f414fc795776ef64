/** What was sent when it could not be taken, kept by the page that says so: nobody types it twice. */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ProblemKind } from './problems.js';
import { SEND_AGAIN } from './strings/problems.js';

/** As a browser sends a form. */
const sent = z.record(z.string(), z.union([z.string(), z.array(z.string())]));

/** After these the same form may well be taken. */
const MAY_PASS: readonly ProblemKind[] = [
  'unavailable',
  'noSignIn',
  'failed',
  'refused',
  'signInAgain',
  'linkAgain',
];

export function SendAgain({ request, kind }: { request: FastifyRequest; kind: ProblemKind }) {
  const { success, data } = sent.safeParse(request.body);
  if (request.method !== 'POST' || !success || !MAY_PASS.includes(kind)) return null;
  const fields = Object.entries(data).flatMap(([name, values]) =>
    [values].flat().map((value) => ({ name, value })),
  );
  return (
    <form method="post" action={request.url} class="card">
      <p>{SEND_AGAIN.text}</p>
      {fields.map(({ name, value }, i) => (
        <input key={i} type="hidden" name={name} value={value} />
      ))}
      <button>{SEND_AGAIN.button}</button>
    </form>
  );
}
