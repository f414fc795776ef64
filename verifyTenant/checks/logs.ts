/** Who signed in, and who changed what; both logs need permissions and a licence that a tenant may lack. */
import type { Check } from '../check.js';
import { encoded } from './queries.js';

export const logChecks: Check[] = [
  {
    name: 'The logs are read',
    row: 'O18',
    settles: 'What the token may read of the logs, and how a missing licence is refused.',
    steps: [
      {
        name: 'sign-ins',
        method: 'GET',
        path: `/auditLogs/signIns?$filter=${encoded("appId eq '")}{appId}${encoded("' and status/errorCode eq 0 and createdDateTime ge ")}{startedAt}&$top=1`,
        refusable: true,
        tenantContent: true,
      },
      {
        name: 'directory audits',
        method: 'GET',
        path: `/auditLogs/directoryAudits?$filter=${encoded("targetResources/any(t:t/id eq '")}{applicationId}${encoded("') and activityDateTime ge ")}{startedAt}&$top=50`,
        refusable: true,
        tenantContent: true,
      },
    ],
  },
];
