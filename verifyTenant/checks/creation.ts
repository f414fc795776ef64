/** The application and its service principal come into being. */
import type { Application } from '@microsoft/microsoft-graph-types';
import { ENTERPRISE_APPLICATION_TAGS, roleDefinitions } from '../../src/activities/entra/application.js';
import {
  APPLICATION_BY_KEY,
  SERVICE_PRINCIPAL_BY_KEY,
} from '../../src/activities/entra/applicationShapes.js';
import {
  COMPARED_APPLICATION_FIELDS,
  COMPARED_SERVICE_PRINCIPAL_FIELDS,
} from '../../src/activities/entra/configuration.js';
import { SAML_SERVICE_PRINCIPAL_FIELDS } from '../../src/activities/entra/samlSettings.js';
import { type Check, settled, type StatusOf, unsettled, type Values } from '../check.js';
import { selected } from './queries.js';
import { ROLE } from './roles.js';
import { byTemplate } from './template.js';

const CREATE = { Prefer: 'create-if-missing' };

const application = (values: Values): Application => ({
  displayName: values.text('displayName'),
  signInAudience: 'AzureADMyOrg',
  tags: [values.text('tag')],
  appRoles: roleDefinitions(values.text('customerId'), [ROLE]),
});

/** Everything after the creation works on what these keep: `applicationId`, `appId` and `servicePrincipalId`. */
const byUpsert: Check[] = [
  {
    name: 'An application is created by upsert',
    row: 'Q1',
    settles: 'Whether the upsert by unique name creates, and repeats without creating again.',
    steps: [
      { name: 'not there yet', method: 'GET', path: APPLICATION_BY_KEY, refusable: true },
      {
        name: 'create',
        method: 'PATCH',
        path: APPLICATION_BY_KEY,
        headers: CREATE,
        body: application,
        keep: { applicationId: 'id', appId: 'appId' },
      },
      {
        name: 'read',
        method: 'GET',
        path: APPLICATION_BY_KEY,
        showsOurs: true,
        keep: { applicationId: 'id', appId: 'appId' },
      },
      { name: 'create again', method: 'PATCH', path: APPLICATION_BY_KEY, headers: CREATE, body: application },
    ],
  },
  {
    name: 'Its service principal is created by upsert',
    row: 'Q1',
    settles: 'Whether the upsert by appId creates the service principal.',
    steps: [
      {
        name: 'create',
        method: 'PATCH',
        path: SERVICE_PRINCIPAL_BY_KEY,
        headers: CREATE,
        body: () => ({ tags: ENTERPRISE_APPLICATION_TAGS, appRoleAssignmentRequired: true }),
        keep: { servicePrincipalId: 'id' },
      },
      {
        name: 'read',
        method: 'GET',
        path: SERVICE_PRINCIPAL_BY_KEY,
        showsOurs: true,
        keep: { servicePrincipalId: 'id' },
      },
    ],
  },
];

/** What the checks after the creation work on, and what takes its place. */
const SUBSTITUTES = {
  applicationId: 'templateApplicationId',
  appId: 'templateAppId',
  servicePrincipalId: 'templateServicePrincipalId',
  uniqueName: 'templateUniqueName',
  displayName: 'templateDisplayName',
};

/**
 * Where the upsert does not make us the owner of what it creates, all that follows would be refused. The application from
 * the template then takes its place, so that the other questions are answered all the same.
 */
function useWhatWeOwn(values: Values, status: StatusOf): void {
  if ((status('change the application') ?? 403) < 400) return;
  if (!Object.values(SUBSTITUTES).every((name) => values.has(name))) return;
  for (const [name, other] of Object.entries(SUBSTITUTES)) values.swap(name, other);
  values.set('onlyTemplate', true);
}

export const creationChecks: Check[] = [
  ...byUpsert,
  ...byTemplate,
  {
    name: 'We own what we have created',
    row: 'Q2',
    settles: 'Whether Application.ReadWrite.OwnedBy may change what the upsert has created.',
    steps: [
      {
        name: 'change the application',
        method: 'PATCH',
        path: '/applications/{applicationId}',
        body: (values) => ({ tags: [values.text('tag')] }),
      },
      {
        name: 'change the service principal',
        method: 'PATCH',
        path: '/servicePrincipals/{servicePrincipalId}',
        body: (values) => ({
          preferredSingleSignOnMode: 'saml',
          appRoleAssignmentRequired: true,
          tags: [...ENTERPRISE_APPLICATION_TAGS, values.text('tag')],
        }),
      },
      {
        name: 'owners of the application',
        method: 'GET',
        path: '/applications/{applicationId}/owners',
        refusable: true,
      },
      {
        name: 'owners of the service principal',
        method: 'GET',
        path: '/servicePrincipals/{servicePrincipalId}/owners',
        refusable: true,
      },
    ],
    answer: (status) => {
      const changed = status('change the application');
      if (changed === undefined) return unsettled('The application was not created.');
      return settled(
        changed === 204
          ? 'Yes: we can change the application that an upsert created.'
          : `No: changing the application that an upsert created was refused (${String(changed)}).`,
      );
    },
    after: useWhatWeOwn,
  },
  {
    name: 'The SAML mode is read back',
    row: 'C',
    settles: 'Which of the settings the service principal shows, and as what.',
    steps: [
      {
        name: 'read',
        method: 'GET',
        path: `/servicePrincipals/{servicePrincipalId}?${selected(SAML_SERVICE_PRINCIPAL_FIELDS)}`,
        settled: true,
      },
    ],
  },
  {
    name: 'What is compared, and stops a sign-in, is read',
    row: 'E',
    settles: 'Whether this cloud knows isDisabled, requestSignatureVerification and tokenIssuancePolicies.',
    steps: [
      {
        name: 'application',
        method: 'GET',
        path: `/applications/{applicationId}?${selected(COMPARED_APPLICATION_FIELDS)}`,
        refusable: true,
      },
      {
        name: 'application, where isDisabled is not known',
        method: 'GET',
        path: `/applications/{applicationId}?${selected(COMPARED_APPLICATION_FIELDS.filter((name) => name !== 'isDisabled'))}`,
      },
      {
        name: 'service principal',
        method: 'GET',
        path: `/servicePrincipals/{servicePrincipalId}?${selected(COMPARED_SERVICE_PRINCIPAL_FIELDS)}`,
      },
      {
        name: 'issuance policies of the application',
        method: 'GET',
        path: '/applications/{applicationId}/tokenIssuancePolicies',
        refusable: true,
        tenantContent: true,
      },
      {
        name: 'issuance policies of the service principal',
        method: 'GET',
        path: '/servicePrincipals/{servicePrincipalId}/tokenIssuancePolicies',
        refusable: true,
        tenantContent: true,
      },
    ],
  },
];
