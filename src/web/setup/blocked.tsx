/** What a blocked step means to the holder of a link: what they can fix, or that it is fixed for them. */
import { type Explained, explained } from '../../onboarding/problems/explained.js';
import { permits } from '../../onboarding/links.js';
import type { ComponentChildren } from 'preact';
import type { WebDeps } from '../deps.js';
import { CsrfField } from '../layout.js';
import { Recorded, Time, useReader } from '../reader.js';
import type { Access } from './access.js';
import { ownTaskOf } from './turn.js';

/** The problem of an onboarding that runs. */
export function problemOf({ onboarding, asking }: Access, { settings }: WebDeps): Explained | undefined {
  const { problem, execution } = onboarding;
  if (problem === null || execution !== 'RUNNING') return undefined;
  const { adminCenterUrl } = settings;
  return explained(problem, onboarding, { adminCenterUrl, brand: asking.brand.name });
}

/** A problem that somebody of the customer's can fix. */
export function isTheirs(access: Access, deps: WebDeps): boolean {
  const problem = problemOf(access, deps);
  return problem !== undefined && (problem.whoMends === 'customer' || ownTaskOf(access) !== undefined);
}

/** The Hub is looked at in one step; all else that customers fix is in their tenant. */
export function mayCheckAgain({ onboarding, link }: Access): boolean {
  if (onboarding.step === 'hubSignIn') return permits(link, 'handover');
  return permits(link, 'consent') || permits(link, 'roles');
}

type Props = {
  access: Access;
  problem: Explained;
  /** Whether their own task follows, by which they may fix it. */
  hasTask: boolean;
};

export function Blocked({ access, problem, hasTask }: Props) {
  const reader = useReader();
  const { blocked: words } = reader.words;
  const { details = [] } = problem;
  const { title, reason, steps } = reader.problem(problem, access.asking.brand.name);
  if (problem.whoMends !== 'customer' && !hasTask) {
    return (
      <div class="problem">
        <h3>{words.weFix({ brand: access.asking.brand.name })}</h3>
        <p>{words.nothingToDo}</p>
      </div>
    );
  }
  return (
    <div class="problem bad">
      <h3>{title ?? reason}</h3>
      {title === undefined ? null : <p>{reason}</p>}
      <Instructions access={access} problem={{ ...problem, steps: steps ?? [] }} hasTask={hasTask}>
        {details.length === 0 ? null : (
          <>
            <h4>{words.details}</h4>
            <ul>
              {details.map((detail) => (
                <li key={detail}>
                  <Recorded text={detail} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Instructions>
    </div>
  );
}

/** The answer to "Check again", where it was asked. */
function CheckedAgain({ access: { onboarding } }: Pick<Props, 'access'>) {
  const { blocked } = useReader().words;
  const step = onboarding.steps.find(({ name }) => name === onboarding.step);
  if (step?.startedAt === undefined || step.attempts < 2) return null;
  return (
    <p role="status">{blocked.checkedAgain({ time: <Time at={new Date(step.startedAt)} form="time" /> })}</p>
  );
}

function Instructions({
  access,
  problem: { steps = [], link: adminCenter },
  hasTask,
  children,
}: Props & { children: ComponentChildren }) {
  const { link, csrf, onboarding } = access;
  const { step } = onboarding;
  const { blocked: words } = useReader().words;
  if (steps.length > 0 && !hasTask && !mayCheckAgain(access)) {
    return <p>{step === 'hubSignIn' ? words.hubAdministrator : words.azureAdministrator}</p>;
  }
  if (steps.length === 0) return <>{children}</>;
  // Consent is not looked for again: it is given by the task that follows.
  const checksAgain = step !== 'consent' && mayCheckAgain(access);
  return (
    <>
      <h4>{words.toDo}</h4>
      <ol>
        {[...steps, ...(checksAgain ? [words.thenCheckAgain] : [])].map((instruction) => (
          <li key={instruction}>{instruction}</li>
        ))}
      </ol>
      {children}
      <div class="actions">
        {checksAgain ? (
          <form method="post" action={`/setup/${link.id}/check-again`} data-followed>
            <CsrfField token={csrf} />
            <input type="hidden" name="step" value={step} />
            <button>{words.checkAgain}</button>
          </form>
        ) : null}
        {adminCenter === undefined ? null : (
          <a class="button quiet" href={adminCenter} target="_blank" rel="noopener">
            {words.adminCenter}
          </a>
        )}
      </div>
      {checksAgain ? <CheckedAgain access={access} /> : null}
    </>
  );
}
