/** What the workers are set up for, as the workflow asks it. */
import { patched, proxyActivities } from '@temporalio/workflow';
import { z } from 'zod';
import type { Activities } from '../../activities/index.js';
import { type Capabilities, capabilitiesSchema } from '../../onboarding/capabilities.js';

/** It calls nothing, so only a worker that is missing holds it up. */
const { readCapabilities } = proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });

/** Undefined in older histories, where the results of several steps tell it. */
export async function askCapabilities(): Promise<Capabilities | undefined> {
  if (!patched('capabilities-first')) return undefined;
  const answer = await readCapabilities.executeWithOptions({ summary: 'what the worker is set up for' }, []);
  return z.parse(capabilitiesSchema, answer);
}
