/**
 * Remembers that an operator has signed out, for as long as a copy of their cookie would be good. Web processes keep
 * nothing, and there may be several: that this workflow exists is what each of them asks for. Nobody waits for it.
 */
import { sleep } from '@temporalio/workflow';
import type { Workflows } from '../onboarding/contract.js';

export const rememberSignOut: Workflows['rememberSignOut'] = async ({ seconds }) => {
  await sleep(seconds * 1000);
};
