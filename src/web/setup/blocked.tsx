/** What a blocked step means to the holder of a link: what they can fix, or that it is fixed for them. */
import { type Explained, explained } from '../../onboarding/problems/explained.js';
import { permits } from '../../onboarding/links.js';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { BLOCKED } from '../strings/setup.js';
import type { Access } from './access.js';

/** The problem of an onboarding that runs. */
export function problemOf({ onboarding }: Access, { settings }: WebDeps): Explained | undefined {
  const { problem, execution } = onboarding;
  if (problem === null || execution !== 'RUNNING') return undefined;
  return explained(problem, onboarding, settings.adminCenterUrl);
}

/** The Hub is looked at in one step; all else that customers fix is in their tenant. */
export function mayCheckAgain({ onboarding, link }: Access): boolean {
  if (onboarding.step === 'hubSignIn') return permits(link, 'handover');
  return permits(link, 'consent') || permits(link, 'roles');
}

/** @param hasTask whether their own task follows, by which they may fix it */
export function Blocked({
  access,
  problem,
  hasTask,
}: {
  access: Access;
  problem: Explained;
  hasTask: boolean;
}) {
  const { title, reason, details = [], whoMends } = problem;
  const isTheirs = whoMends === 'customer' || hasTask;
  if (!isTheirs) {
    return (
      <div class="notice">
        <p>
          <strong>{BLOCKED.weFix(access.asking.brand.name)}</strong>
        </p>
        <p>{BLOCKED.nothingToDo}</p>
      </div>
    );
  }
  return (
    <div class="notice bad">
      <p>
        <strong>{title ?? reason}</strong>
      </p>
      {title === undefined ? null : <p>{reason}</p>}
      {details.length === 0 ? null : (
        <ul>
          {details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
      <Instructions access={access} problem={problem} hasTask={hasTask} />
    </div>
  );
}

function Instructions({
  access,
  problem: { steps = [], link: adminCenter },
  hasTask,
}: {
  access: Access;
  problem: Explained;
  hasTask: boolean;
}) {
  const { link, csrf, onboarding } = access;
  if (steps.length === 0) return null;
  const { step } = onboarding;
  if (!hasTask && !mayCheckAgain(access)) {
    return <p>{step === 'hubSignIn' ? BLOCKED.hubAdministrator : BLOCKED.azureAdministrator}</p>;
  }
  // Consent is not looked for again: it is given by the task that follows.
  const checksAgain = step !== 'consent' && mayCheckAgain(access);
  return (
    <>
      <h2>{BLOCKED.toDo}</h2>
      <ol>
        {[...steps, ...(checksAgain ? [BLOCKED.thenCheckAgain] : [])].map((instruction) => (
          <li key={instruction}>{instruction}</li>
        ))}
      </ol>
      <div class="actions">
        {adminCenter === undefined ? null : (
          <a class="button quiet" href={adminCenter} target="_blank" rel="noopener">
            {BLOCKED.adminCenter}
          </a>
        )}
        {checksAgain ? (
          <form method="post" action={`/setup/${link.id}/check-again`}>
            <CsrfField token={csrf} />
            <input type="hidden" name="step" value={step} />
            <button>{BLOCKED.checkAgain}</button>
          </form>
        ) : null}
      </div>
    </>
  );
}
