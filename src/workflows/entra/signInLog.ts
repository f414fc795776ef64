/** Entra ID's sign-in log, where the licence has one. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { IN_TENANT } from '../activityOptions.js';
import type { SignInLog } from '../provider.js';
import { type Application, scopeOf } from './tenant.js';

const { findSignIn } = proxyActivities<Activities>(IN_TENANT);

export const signInLog =
  ({ tenant, appId }: Application): SignInLog =>
  (step, since) =>
    findSignIn.executeWithOptions({ summary: 'look for a sign-in in the log' }, [
      { ...scopeOf(tenant, step), appId, since },
    ]);
