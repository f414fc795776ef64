/** The end: how to try the sign-in. */
import type { WebDeps } from '../deps.js';
import { FINISH } from '../strings/setup.js';
import type { Access } from './access.js';
import { TryIt } from './stageList.js';

export const Finish = ({ access, deps }: { access: Access; deps: WebDeps }) => (
  <div class="card">
    <h2>{FINISH.title}</h2>
    <p>{FINISH.text}</p>
    <TryIt access={access} deps={deps} />
    <p class="muted">{FINISH.ifNot}</p>
  </div>
);
