/** Claims mapping policies: created, assigned, changed. */
import { ASSIGNED_POLICIES, CLAIMS_POLICIES } from '../../src/activities/entra/claimsPolicies.js';
import { claimsDefinition } from '../../src/activities/entra/claimsDefinition.js';
import type { Check, Step, Values } from '../check.js';
import { byPolicyId } from './queries.js';

const CLAIM = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const mail = { claim: `${CLAIM}emailaddress`, source: 'user.mail' };
const surname = { claim: `${CLAIM}surname`, source: 'user.surname' };

const ASSIGNED = ASSIGNED_POLICIES.replace('{id}', '{servicePrincipalId}');

const create = (step: string, name: string, policy: string): Step => ({
  name: step,
  method: 'POST',
  path: CLAIMS_POLICIES,
  body: (values) => ({
    displayName: values.text(name),
    definition: [claimsDefinition([mail])],
    isOrganizationDefault: false,
  }),
  keep: { [policy]: 'id' },
});
const assign = (step: string, policy: string): Step => ({
  name: step,
  method: 'POST',
  path: `${ASSIGNED}/$ref`,
  body: (values: Values) => ({
    '@odata.id': `${values.text('graphBaseUrl')}/v1.0${CLAIMS_POLICIES}/${values.text(policy)}`,
  }),
});
const listed = (body: unknown): boolean => JSON.stringify(body).includes('"id"');

export const claimsChecks: Check[] = [
  {
    name: 'A claims policy is created, changed and assigned',
    row: 'D',
    settles: 'Whether the policy is taken as the product writes it.',
    steps: [
      create('create', 'policyName1', 'policyId1'),
      { name: 'list', method: 'GET', path: CLAIMS_POLICIES, onlyOurs: true, until: listed },
      {
        name: 'change',
        method: 'PATCH',
        path: byPolicyId('policyId1'),
        body: () => ({ definition: [claimsDefinition([mail, surname])] }),
      },
      assign('assign', 'policyId1'),
      { name: 'list the assigned', method: 'GET', path: ASSIGNED, onlyOurs: true, until: listed },
      {
        name: 'whom it applies to',
        method: 'GET',
        path: `${byPolicyId('policyId1')}/appliesTo`,
        onlyOurs: true,
        until: listed,
      },
    ],
  },
  {
    name: 'A second claims policy on one service principal',
    row: 'O8',
    settles: 'How it is refused.',
    steps: [
      { ...assign('assign the first again', 'policyId1'), refusable: true },
      create('create another', 'policyName2', 'policyId2'),
      { ...assign('assign the other', 'policyId2'), refusable: true },
    ],
  },
];
