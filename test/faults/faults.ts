/** Every fault of the matrix by its name, and the requests that it fits. */
import type { Effect } from '../../sandbox/faults.js';
import { READ_KINDS } from '../../sandbox/replica.js';
import type { MadeRequest } from '../../sandbox/requests.js';
import type { Disturbance } from './run.js';
import { contosoConsents } from './stories.js';

export type NamedFault = Pick<Disturbance, 'heal' | 'mend'> & {
  name: string;
  fits: (request: MadeRequest) => boolean;
  effect: Effect;
  /** So many requests of the kind in a row are hit; default 1. */
  times?: number;
  /** The server asks for a pause of so long. */
  pauseMs?: number;
};

const status = (
  code: number,
  words: { code?: string; message?: string; retryAfter?: string; processed?: boolean } = {},
): Effect => ({
  kind: 'status',
  status: code,
  code: 'UnknownError',
  message: '',
  processed: false,
  ...words,
});

const all = () => true;
/** The identity library hides the headers of its own requests, and with them Retry-After. */
export const hidesRetryAfter = ({ template }: MadeRequest) =>
  template.endsWith('/token') || template.endsWith('/openid-configuration');
const alone = ({ batched }: MadeRequest) => !batched;
const graph = ({ template }: MadeRequest) => template.startsWith('/v1.0/');
const graphAlone = (request: MadeRequest) => graph(request) && alone(request);
const write = (request: MadeRequest) =>
  graph(request) && request.method !== 'GET' && request.template !== '/v1.0/$batch';
const is = (method: string, template: RegExp) => (request: MadeRequest) =>
  request.method === method && template.test(request.template);
/** Of what the onboarding itself makes: users and groups have been there for long. */
const made = (request: MadeRequest) =>
  graph(request) && /^\/v1\.0\/(applications|servicePrincipals|policies)/.test(request.template);
/** A reply without a body cannot be cut short. */
const hasBody = (request: MadeRequest) =>
  alone(request) &&
  (request.method === 'GET' || request.method === 'POST') &&
  !request.template.endsWith('$ref');

const THROTTLED = 'Too many requests.';
const PROXY_PAGE = '<html><body><h1>The proxy is being restarted</h1></body></html>';
const reference = is('POST', /\/(\$ref|appRoleAssignedTo)$/);
const newServicePrincipal = is('PATCH', /^\/v1\.0\/servicePrincipals\(appId/);

const stale = READ_KINDS.flatMap((read): NamedFault[] =>
  [
    { changes: 1, missed: 'the last change' },
    { changes: 1_000, missed: 'everything new' },
  ].map(({ changes, missed }) => ({
    name: `${read} read from a replica that missed ${missed}`,
    fits: ({ reads }) => reads.has(read),
    effect: { kind: 'stale', read, changes },
    times: 2,
  })),
);

export const FAULTS: readonly NamedFault[] = [
  {
    name: '429 with Retry-After',
    fits: all,
    effect: status(429, { code: 'TooManyRequests', message: THROTTLED, retryAfter: '17' }),
    pauseMs: 17_000,
  },
  {
    name: '429 without Retry-After',
    fits: all,
    effect: status(429, { code: 'TooManyRequests', message: THROTTLED }),
  },
  { name: '500', fits: all, effect: status(500, { code: 'InternalServerError' }) },
  { name: '502', fits: all, effect: status(502) },
  { name: '503', fits: all, effect: status(503, { code: 'ServiceNotAvailable' }) },
  { name: '504', fits: all, effect: status(504, { code: 'GatewayTimeout' }) },
  {
    name: '504 after it was committed',
    fits: all,
    effect: status(504, { code: 'GatewayTimeout', processed: true }),
  },
  { name: 'connection refused', fits: alone, effect: { kind: 'networkDown' } },
  { name: 'reset before it was processed', fits: alone, effect: { kind: 'resetBefore' } },
  { name: 'reset after it was committed', fits: alone, effect: { kind: 'resetAfter' } },
  { name: 'no reply, not processed', fits: alone, effect: { kind: 'hang' } },
  { name: 'no reply, committed', fits: alone, effect: { kind: 'hangAfter' } },
  { name: 'truncated reply', fits: hasBody, effect: { kind: 'truncated' } },
  {
    name: "a proxy's page instead of the reply",
    fits: alone,
    effect: { kind: 'body', contentType: 'text/html', body: PROXY_PAGE },
  },
  {
    name: '404, not replicated',
    fits: made,
    effect: status(404, {
      code: 'Request_ResourceNotFound',
      message:
        "Resource '0' does not exist or one of its queried reference-property objects are not present.",
    }),
  },
  ...stale,
  {
    name: '409 Directory_ConcurrencyViolation',
    fits: write,
    effect: status(409, {
      code: 'Directory_ConcurrencyViolation',
      message: 'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.',
    }),
  },
  {
    // O5
    name: '400 concurrent requests',
    fits: write,
    effect: status(400, {
      code: 'Request_BadRequest',
      message: 'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.',
    }),
  },
  {
    // Q1
    name: '404 although it was created',
    fits: is('POST', /\/instantiate$/),
    effect: status(404, { code: 'NotFound', processed: true }),
  },
  {
    // O6
    name: '400 Specified resourceId was not found',
    fits: is('POST', /\/appRoleAssignedTo$/),
    effect: status(400, { code: 'Request_BadRequest', message: 'Specified resourceId was not found.' }),
    times: 3,
  },
  {
    // O20
    name: '400 Key credential end date is invalid',
    fits: is('POST', /\/addTokenSigningCertificate$/),
    effect: status(400, {
      code: 'KeyCredentialsInvalidEndDate',
      message: 'Key credential end date is invalid.',
    }),
    times: 2,
  },
  {
    name: '400 Not a valid reference update',
    fits: reference,
    effect: status(400, { code: 'Request_BadRequest', message: 'Not a valid reference update.' }),
    times: 3,
  },
  {
    name: '400 does not reference a valid application object',
    fits: newServicePrincipal,
    effect: status(400, {
      code: 'Request_BadRequest',
      message: "The appId '0' of the service principal does not reference a valid application object.",
    }),
    times: 3,
  },
  {
    name: '403 backing application not in the tenant',
    fits: newServicePrincipal,
    effect: status(403, {
      code: 'Authorization_RequestDenied',
      message:
        'When using this permission, the backing application of the service principal being created must in the local tenant',
    }),
    times: 3,
  },
  {
    name: '403 just after consent',
    fits: graph,
    effect: status(403, {
      code: 'Authorization_RequestDenied',
      message: 'Insufficient privileges to complete the operation.',
    }),
    times: 3,
  },
  {
    name: 'consent not known everywhere yet',
    fits: alone,
    effect: { kind: 'revokeConsent', remove: 'application' },
    heal: contosoConsents,
  },
  { name: 'token expired in the middle', fits: graphAlone, effect: { kind: 'expireTokens' } },
  {
    name: 'permissions revoked in the middle',
    fits: graphAlone,
    effect: { kind: 'revokeConsent', remove: 'permissions' },
    mend: contosoConsents,
  },
  {
    name: 'our application removed in the middle',
    fits: graphAlone,
    effect: { kind: 'revokeConsent', remove: 'application' },
    mend: contosoConsents,
  },
];
