/**
 * What people do who follow a problem's remedy, by its code: an open question about the real services, answered
 * otherwise than we expect, may need them.
 */
import type { Problem } from '../../src/onboarding/progress.js';
import type { WorkflowHandle } from '@temporalio/client';
import type { TestSandbox } from '../support/sandbox.js';
import { ANSWERS } from './stories.js';

type Remedy = (world: TestSandbox, problem: Problem, handle: WorkflowHandle) => Promise<void> | void;

export const REMEDIES: Partial<Record<string, Remedy>> = {
  not_owner({ sandbox: { world } }, { details = [] }) {
    const [owned = '', owner = ''] = details.map((detail) => /[0-9a-f-]{36}$/.exec(detail)?.[0]);
    world.tenants[0]?.owners.set(owned, owner);
  },
  /** Where users are not found by their e-mail address. */
  async principals_not_found({ sandbox: { world } }, _problem, handle) {
    const nameOf = (address: string) =>
      world.tenants[0]?.users.find(({ mail }) => mail === address)?.userPrincipalName ?? address;
    const { assignments, chosenBy } = ANSWERS.chooseRoles;
    const choice = assignments.map((one) => ({ ...one, principal: nameOf(one.principal) }));
    await handle.signal('chooseRoles', { assignments: choice, chosenBy });
  },
  /** It is there by now. */
  missing_permissions() {},
};
