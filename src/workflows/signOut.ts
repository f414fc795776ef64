/**
 * Remembers that an operator has signed out, for as long as a copy of their cookie would be good. Web processes keep
 * nothing, and there may be several: that this workflow exists is what each of them asks for. Nobody waits for it.
 */
import { sleep } from '@temporalio/workflow';

export async function rememberSignOut({ seconds }: { seconds: number }): Promise<void> {
  await sleep(seconds * 1000);
}
