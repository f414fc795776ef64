/** What was made is removed, restored, and removed for good. */
import {
  APPLICATION_BY_KEY,
  SERVICE_PRINCIPAL_BY_KEY,
} from '../../src/activities/entra/applicationShapes.js';
import { ASSIGNED_POLICIES } from '../../src/activities/entra/claimsPolicies.js';
import { type Check, settled, type Step } from '../check.js';
import { byPolicyId } from './queries.js';

const DELETED = '/directory/deletedItems';
const remove = (name: string, path: string): Step => ({ name, method: 'DELETE', path });
const shows = (text: string) => (body: unknown) => JSON.stringify(body).includes(text);

export const removalChecks: Check[] = [
  {
    name: 'A claims policy that is still assigned is deleted',
    row: 'Q7',
    settles: 'Whether a policy can be deleted while it is assigned.',
    steps: [
      { ...remove('delete', byPolicyId('policyId1')), refusable: true },
      { name: 'read', method: 'GET', path: byPolicyId('policyId1'), refusable: true, settled: true },
    ],
    answer: (status) => {
      const deleted = status('delete');
      if (deleted === undefined) return undefined;
      return settled(
        deleted === 204
          ? 'A policy that is still assigned can be deleted.'
          : `A policy that is still assigned is not deleted (${String(deleted)}).`,
      );
    },
  },
  {
    name: 'A claims policy is unassigned and deleted',
    row: 'D',
    settles: 'Whether the product can remove its policy.',
    steps: [
      {
        ...remove(
          'unassign',
          `${ASSIGNED_POLICIES.replace('{id}', '{servicePrincipalId}')}/{policyId1}/$ref`,
        ),
        refusable: true,
      },
      { ...remove('delete', byPolicyId('policyId1')), refusable: true },
      { ...remove('delete the other', byPolicyId('policyId2')), refusable: true },
    ],
  },
  {
    name: 'The application is deleted, and looked for',
    row: 'O11',
    settles: 'What the list of deleted applications shows, and that the unique name stays taken.',
    steps: [
      remove('delete', '/applications/{applicationId}'),
      { name: 'read', method: 'GET', path: '/applications/{applicationId}', refusable: true, settled: true },
      {
        name: 'list of applications',
        method: 'GET',
        path: `${DELETED}/microsoft.graph.application?$select=id,appId,uniqueName,deletedDateTime`,
        onlyOurs: true,
        until: shows('"appId"'),
      },
      {
        name: 'list of service principals',
        method: 'GET',
        path: `${DELETED}/microsoft.graph.servicePrincipal?$select=id,appId`,
        onlyOurs: true,
        until: shows('"appId"'),
      },
      {
        name: 'create one of the same name',
        method: 'PATCH',
        path: APPLICATION_BY_KEY,
        headers: { Prefer: 'create-if-missing' },
        refusable: true,
        body: (values) => ({ displayName: values.text('displayName') }),
      },
    ],
  },
  {
    name: 'The application is restored',
    row: 'D',
    settles: 'Whether application and service principal come back with their ids.',
    steps: [
      {
        name: 'restore the application',
        method: 'POST',
        path: `${DELETED}/{applicationId}/restore`,
        body: () => ({}),
      },
      {
        name: 'restore the service principal',
        method: 'POST',
        path: `${DELETED}/{servicePrincipalId}/restore`,
        body: () => ({}),
      },
      { name: 'read the application', method: 'GET', path: APPLICATION_BY_KEY },
      {
        name: 'read the service principal',
        method: 'GET',
        path: `${SERVICE_PRINCIPAL_BY_KEY}?$select=id,appId`,
      },
    ],
  },
  {
    name: 'The applications are removed for good',
    row: 'D',
    settles: 'Whether nothing of it is left.',
    steps: [
      remove('delete', '/applications/{applicationId}'),
      remove('purge the service principal', `${DELETED}/{servicePrincipalId}`),
      remove('purge the application', `${DELETED}/{applicationId}`),
      remove('delete the other', '/applications/{templateApplicationId}'),
      remove('purge the service principal of the other', `${DELETED}/{templateServicePrincipalId}`),
      remove('purge the other', `${DELETED}/{templateApplicationId}`),
      { name: 'read', method: 'GET', path: APPLICATION_BY_KEY, refusable: true, settled: true },
    ],
  },
];
