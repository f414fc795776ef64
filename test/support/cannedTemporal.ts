/** A client of Temporal that has every answer ready: what is measured then is the web process alone. */
import type { Client } from '@temporalio/client';
import { LINK_PURPOSES } from '../../src/onboarding/links.js';
import { newProgress, type Progress } from '../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { minimalRequest } from './request.js';

export const LINK = { id: 'a1b2c3d4e5f6', expiresAt: '2036-01-01T00:00:00Z' };

const request = onboardingRequestSchema.parse(
  minimalRequest({ appRoles: [{ value: 'Sender', displayName: 'Message sender' }] }),
);
const links = LINK_PURPOSES.filter((purpose) => purpose === 'all').map((purpose) => ({
  ...LINK,
  purpose,
  contact: 'Anna',
  madeAt: '2026-01-01T00:00:00Z',
  madeBy: 'Olga Operator',
}));
const progress: Progress = {
  ...newProgress(request, 'a-run', null),
  status: 'waiting',
  artefacts: { tenantId: 'a5d1d5c2-8308-5710-8878-c861608a989d', consentedBy: 'Anna Admin' },
  links,
};
const answers: Record<string, unknown> = {
  progress: {
    ...progress,
    ...{ certificates: [], testSignIns: [], rollovers: [], noticed: [], checks: 0, drift: null },
    nextCheck: '2026-01-01T00:00:00Z',
  },
  request,
  handover: null,
  unassigned: [],
};

type Question = { assignments?: { principal: string }[] };

const offboarding = {
  ...{ customerId: 'contoso', tenant: 'contoso.example', offboardingId: 'a-run', status: 'waiting' },
  ...{ step: 'survey', waitingFor: null, problem: null, plan: null, actions: [], refused: [] },
};

const handleOf = (workflowId: string) => ({
  workflowId,
  describe: () => Promise.resolve({ status: { name: 'RUNNING' }, raw: {}, runId: 'a-run', memo: {} }),
  query: (name: string) =>
    Promise.resolve(workflowId.startsWith('offboarding/') ? offboarding : answers[name]),
  executeUpdate: () => Promise.resolve(undefined),
  signal: () => Promise.resolve(undefined),
});

/** Nobody has signed out. */
const notFound = Object.assign(new Error('NOT_FOUND'), { code: 5, details: '', metadata: {} });

/** For tests that replace some of its answers. */
export const answersOfTemporal = {
  options: { namespace: 'default' },
  withDeadline: (_until: number, work: () => Promise<unknown>) => work(),
  connection: { workflowService: { getSystemInfo: () => Promise.resolve({}) } },
  workflowService: {
    describeWorkflowExecution: () => Promise.reject(notFound),
    listWorkflowExecutions: () => Promise.resolve({ executions: [], nextPageToken: new Uint8Array() }),
  },
  workflow: {
    getHandle: handleOf,
    start: (_workflow: string, { workflowId }: { workflowId: string }) =>
      Promise.resolve({ ...handleOf(workflowId), firstExecutionRunId: 'a-run' }),
    execute: (_workflow: string, { args: [question] }: { args: [Question] }) =>
      Promise.resolve({
        found: [],
        next: null,
        states: question.assignments?.map(({ principal }) => ({
          state: 'found',
          note: principal,
          otherRoles: [],
        })),
      }),
  },
};

export const cannedTemporal = answersOfTemporal as unknown as Client;
