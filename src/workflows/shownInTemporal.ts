/** Shows how a run stands in the Temporal UI: as its current details, and as search attributes to find it by. */
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { ONBOARDING_STATUS, ONBOARDING_STEP, WAITING_FOR } from '../onboarding/searchAttributes.js';

type State = { step: string; status: string; waitsFor: string };

/** For one run. Search attributes are written only when they change: each upsert is an event in the history. */
export function shownInTemporal(): (details: string, state: State) => void {
  let last = '';
  return (details, { step, status, waitsFor }) => {
    setCurrentDetails(details);
    const state = [step, status, waitsFor].join('/');
    if (state === last) return;
    last = state;
    upsertSearchAttributes([
      { key: ONBOARDING_STEP, value: step },
      { key: ONBOARDING_STATUS, value: status },
      { key: WAITING_FOR, value: waitsFor },
    ]);
  };
}
