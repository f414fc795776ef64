/** The other baseline: what Temporal alone takes for as many activities and signals, none of which does anything. */
import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing: () => Promise<void> }>({ startToCloseTimeout: '1 minute' });

export const answer = defineSignal('answer');

export async function emptyWorkflow(activities: number, signals: number): Promise<void> {
  let answers = 0;
  setHandler(answer, () => {
    answers += 1;
  });
  for (let n = 0; n < activities; n += 1) await nothing();
  await condition(() => answers >= signals);
}
