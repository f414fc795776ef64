/** What the product looks at in a tenant before it writes anything. */
import { itemsFor } from '../../src/activities/entra/preflight.js';
import type { Check, Step } from '../check.js';
import { batchOf } from './queries.js';

const look = (name: string): Step => ({
  name,
  method: 'POST',
  path: '/$batch',
  refusable: true,
  onlyOurs: true,
  tenantContent: true,
  body: (values) => {
    const asked = { identifier: values.text('identifier'), displayName: values.text('displayName') };
    return batchOf(itemsFor(asked).map(({ item }) => item));
  },
});

const SETTLES = 'Which of the reads the token may make, and whether the filters are understood.';

export const preflightBefore: Check = {
  name: 'The tenant is looked at before anything is written',
  row: 'E',
  settles: SETTLES,
  steps: [look('policy, identifier, name, deleted applications, licences')],
};

/** Then the filters have something to find. */
export const preflightAfter: Check = {
  name: 'The tenant is looked at while our application is in it',
  row: 'E',
  settles: SETTLES,
  steps: [{ ...look('policy, identifier, name, deleted applications, licences'), settled: true }],
};
