/** Signing certificates: added, made active, listed in the metadata, removed. */
import { z } from 'zod';
import { SERVICE_PRINCIPAL_BY_KEY } from '../../src/activities/entra/applicationShapes.js';
import {
  belongsTo,
  signingServicePrincipal,
  SIGNING_FIELDS,
} from '../../src/activities/entra/credentials.js';
import type { Check, Values } from '../check.js';
import { selected } from './queries.js';

const SERVICE_PRINCIPAL = '/servicePrincipals/{servicePrincipalId}';
const ADD = `${SERVICE_PRINCIPAL}/addTokenSigningCertificate`;
const CREDENTIALS = `${SERVICE_PRINCIPAL}?${selected(SIGNING_FIELDS)}`;

/** As the product removes a certificate: both lists, and what stays goes back without its secret. */
function withoutTheInactive(values: Values): object {
  const found = signingServicePrincipal.parse(values.raw('credentials'));
  const goes = belongsTo(found, values.text('inactiveThumbprint').toUpperCase());
  return {
    keyCredentials: found.keyCredentials
      .filter((item) => !goes(item))
      .map((item) => ({ ...item, key: null })),
    passwordCredentials: found.passwordCredentials
      .filter((item) => !goes(item))
      .map((item) => ({ ...item, secretText: null })),
  };
}

/** What is there stays; its secrets are not told, and not sent back. */
function withOurOwn(values: Values): object {
  const found = signingServicePrincipal.parse(values.raw('credentials'));
  const ours = signingServicePrincipal.parse(values.raw('ownCertificate'));
  return {
    keyCredentials: [...found.keyCredentials.map((item) => ({ ...item, key: null })), ...ours.keyCredentials],
    passwordCredentials: [
      ...found.passwordCredentials.map((item) => ({ ...item, secretText: null })),
      ...ours.passwordCredentials,
    ],
  };
}

const bothListed = z.object({
  activeCertificateListed: z.literal(true),
  inactiveCertificateListed: z.literal(true),
});

export const certificateChecks: Check[] = [
  {
    name: 'A signing certificate with the default life',
    row: 'E',
    settles: 'Whether the tenant takes a certificate of three years, and how it refuses one.',
    steps: [
      {
        name: 'add',
        method: 'POST',
        path: ADD,
        refusable: true,
        body: (values) => ({ displayName: `${values.text('certificateName')}0` }),
      },
    ],
  },
  {
    name: 'Two signing certificates',
    row: 'O13',
    settles: 'What the credentials of two certificates look like, and what customKeyIdentifier is.',
    steps: [
      {
        name: 'add the first',
        method: 'POST',
        path: ADD,
        body: (values) => ({
          displayName: `${values.text('certificateName')}1`,
          endDateTime: values.text('certificateEnd'),
        }),
        keep: { activeThumbprint: 'thumbprint' },
      },
      {
        name: 'add the second',
        method: 'POST',
        path: ADD,
        body: (values) => ({
          displayName: `${values.text('certificateName')}2`,
          endDateTime: values.text('certificateEnd'),
        }),
        keep: { inactiveThumbprint: 'thumbprint' },
      },
      {
        name: 'make the first active',
        method: 'PATCH',
        path: SERVICE_PRINCIPAL,
        body: (values) => ({
          preferredTokenSigningKeyThumbprint: values.text('activeThumbprint').toLowerCase(),
        }),
      },
      { name: 'read', method: 'GET', path: CREDENTIALS, settled: true, keep: { credentials: '*' } },
      {
        name: 'read by appId',
        method: 'GET',
        path: `${SERVICE_PRINCIPAL_BY_KEY}?${selected(['id', 'appId', 'keyCredentials'])}`,
      },
    ],
  },
  {
    name: 'The metadata of two certificates',
    row: 'D',
    settles: 'Whether the federation metadata lists inactive certificates too.',
    steps: [
      {
        name: 'read',
        method: 'GET',
        path: '/federationmetadata?appid={appId}',
        at: 'metadata',
        until: (body) => bothListed.safeParse(body).success,
      },
    ],
  },
  {
    name: 'A signing certificate is removed',
    row: 'D',
    settles: 'Whether one PATCH of both lists, with null for what is secret, removes a certificate.',
    steps: [
      {
        name: 'remove',
        method: 'PATCH',
        path: SERVICE_PRINCIPAL,
        body: withoutTheInactive,
        bodyAsRead: true,
      },
      { name: 'read', method: 'GET', path: CREDENTIALS, settled: true, keep: { credentials: '*' } },
    ],
  },
  {
    name: 'A signing certificate of our own making is uploaded',
    row: 'D',
    settles:
      'Whether a certificate can be added by one PATCH of both lists, as clouds need whose Graph makes none.',
    steps: [
      {
        name: 'upload',
        method: 'PATCH',
        path: SERVICE_PRINCIPAL,
        refusable: true,
        body: withOurOwn,
        bodyAsRead: true,
      },
      { name: 'read', method: 'GET', path: CREDENTIALS, settled: true },
    ],
  },
];
