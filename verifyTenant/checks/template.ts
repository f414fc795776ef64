/** Creation from Microsoft's template: the call has no key, so what it made is found by a temporary name first. */
import { z } from 'zod';
import {
  ENTERPRISE_APPLICATION_TAGS,
  roleDefinitions,
  withRoles,
} from '../../src/activities/entra/application.js';
import {
  application,
  APPLICATION_BY_KEY,
  SERVICE_PRINCIPAL_BY_KEY,
} from '../../src/activities/entra/applicationShapes.js';
import { assignmentItem } from '../../src/activities/entra/assignments.js';
import { indexed } from '../../src/activities/entra/replyUrls.js';
import { type Check, NotReachedError, settled, unsettled, type Values } from '../check.js';
import { batchOf, named } from './queries.js';
import { ROLE, roleIdOf } from './roles.js';

const APPLICATION = '/applications/{templateApplicationId}';
const SERVICE_PRINCIPAL = '/servicePrincipals/{templateServicePrincipalId}';
const BY_KEY = APPLICATION_BY_KEY.replace('{uniqueName}', '{templateUniqueName}');

const listed = (body: unknown): boolean => JSON.stringify(body).includes('"appId"');

/** As an onboarding does: the template's own roles stay. */
function finished(values: Values): object {
  const found = z.object({ appRoles: application.shape.appRoles }).parse(values.raw('templateApplication'));
  const wanted = roleDefinitions(values.text('customerId'), [ROLE]);
  return {
    displayName: values.text('templateDisplayName'),
    tags: [values.text('tag')],
    appRoles: withRoles(found.appRoles, wanted) ?? [],
  };
}

export const byTemplate: Check[] = [
  {
    name: 'An application is created from the template',
    row: 'Q1',
    settles: 'Whether the template creates both objects, what the call answers, and by what they are found.',
    steps: [
      { name: 'not there yet', method: 'GET', path: named('eq', 'temporaryName') },
      {
        name: 'create',
        method: 'POST',
        path: '/applicationTemplates/{templateId}/instantiate',
        // Another one at each call: what it made, if it made something, is found by its name.
        refusable: true,
        body: (values) => ({ displayName: values.text('temporaryName') }),
      },
      {
        name: 'found by its name',
        method: 'GET',
        path: named('eq', 'temporaryName'),
        until: listed,
        showsOurs: true,
        keep: { templateApplicationId: 'value.0.id', templateAppId: 'value.0.appId' },
      },
      {
        name: 'found by how its name begins',
        method: 'GET',
        path: named('startswith', 'temporaryNamesBegin'),
        until: listed,
      },
      {
        name: 'its service principal',
        method: 'GET',
        path: SERVICE_PRINCIPAL_BY_KEY.replace('{appId}', '{templateAppId}'),
        showsOurs: true,
        keep: { templateServicePrincipalId: 'id' },
      },
    ],
  },
  {
    name: 'We own what comes from the template',
    row: 'Q2',
    settles: 'Whether Application.ReadWrite.OwnedBy may change what the template has created.',
    steps: [
      {
        name: 'change the application',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({ tags: [values.text('tag')] }),
      },
      { name: 'owners of the application', method: 'GET', path: `${APPLICATION}/owners`, refusable: true },
      {
        name: 'owners of the service principal',
        method: 'GET',
        path: `${SERVICE_PRINCIPAL}/owners`,
        refusable: true,
      },
    ],
    answer: (status) => {
      const changed = status('change the application');
      if (changed === undefined) return unsettled('Nothing was created from the template.');
      return settled(
        changed === 204
          ? 'Yes: we can change the application that the template created.'
          : `No: changing the application that the template created was refused (${String(changed)}).`,
      );
    },
  },
  {
    name: 'A unique name that another application has',
    row: 'O12',
    settles: 'In which words it is refused.',
    steps: [
      {
        name: 'set',
        method: 'PATCH',
        path: APPLICATION,
        refusable: true,
        body: (values) => ({ uniqueName: values.text('uniqueName') }),
      },
    ],
  },
  {
    name: 'The application from the template gets its unique name',
    row: 'Q1',
    settles: 'Whether the unique name can be set afterwards, and finds the application from then on.',
    steps: [
      {
        name: 'set',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({ uniqueName: values.text('templateUniqueName') }),
      },
      { name: 'read', method: 'GET', path: BY_KEY, keep: { templateApplication: '*' } },
      {
        name: 'name, tag and roles',
        method: 'PATCH',
        path: APPLICATION,
        body: finished,
        bodyAsRead: true,
      },
      {
        name: 'SAML mode',
        method: 'PATCH',
        path: SERVICE_PRINCIPAL,
        body: (values) => ({
          preferredSingleSignOnMode: 'saml',
          appRoleAssignmentRequired: true,
          tags: [...ENTERPRISE_APPLICATION_TAGS, values.text('tag')],
        }),
      },
    ],
  },
];

/** So that a sign-in can be tried with both. Its claims are left to Entra ID's defaults. */
export const templateSignInChecks: Check[] = [
  {
    name: 'The application from the template is made ready for a sign-in',
    row: 'Q1',
    settles: 'Whether it takes the same settings.',
    steps: [
      {
        name: 'identifier and reply URL',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({
          identifierUris: [values.text('templateIdentifier')],
          web: { redirectUris: values.list('templateReplyUrls') },
        }),
      },
      {
        name: 'indexes',
        method: 'PATCH',
        path: APPLICATION,
        body: (values) => ({ web: { redirectUriSettings: indexed(values.list('templateReplyUrls')) } }),
      },
      {
        name: 'certificate',
        method: 'POST',
        path: `${SERVICE_PRINCIPAL}/addTokenSigningCertificate`,
        body: (values) => ({
          displayName: `${values.text('certificateName')}4`,
          endDateTime: values.text('certificateEnd'),
        }),
        keep: { templateThumbprint: 'thumbprint' },
      },
      {
        name: 'make it active',
        method: 'PATCH',
        path: SERVICE_PRINCIPAL,
        body: (values) => ({
          preferredTokenSigningKeyThumbprint: values.text('templateThumbprint').toLowerCase(),
        }),
      },
      {
        name: 'assign a user',
        method: 'POST',
        path: '/$batch',
        body: (values) => {
          const [principalId] = values.list('users');
          if (principalId === undefined) throw new NotReachedError('user to assign');
          const servicePrincipalId = values.text('templateServicePrincipalId');
          return batchOf([assignmentItem(servicePrincipalId, { principalId, appRoleId: roleIdOf(values) })]);
        },
      },
    ],
  },
];
