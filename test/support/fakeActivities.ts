/** Activities that succeed at once, for tests of the workflow alone; a test replaces those it is about. */
import type { Activities } from '../../src/activities/index.js';
import { emailOf } from '../../src/email/email.js';
import { MESSAGEMEDIA } from '../../src/onboarding/profiles/brand.js';
import { textMessage } from '../../src/messagemedia/textMessage.js';
import type { Capabilities } from '../../src/onboarding/capabilities.js';
import type { Made } from '../../src/onboarding/removal.js';

export const TENANT_ID = 'a5d1d5c2-8308-5710-8878-c861608a989d';

export const MADE: Made = {
  application: { id: 'application', displayName: 'SSO', remove: true, certificates: 1, assignments: 2 },
  servicePrincipalId: 'service principal',
  policies: [{ id: 'policy', displayName: 'claims', remove: true }],
};

/** Of a worker with web pages and without a webhook. */
export const CAPABILITIES: Capabilities = {
  webhook: false,
  handOverTo: 'person',
  webPages: true,
  offboardingNeedsTwo: false,
};

export type Sent = { to: string; content: string };

/** In words, as where the worker knows of no pages. */
export const wordsOf = (input: Parameters<Activities['sendText']>[0]) =>
  input.occasion === undefined ? input.content : textMessage(input.occasion, 'MessageMedia', undefined);

/** `sent` collects the text messages, `called` the names of the activities. */
export function fakeActivities(changes: Partial<Activities> = {}) {
  const sent: Sent[] = [];
  const called: string[] = [];
  const activities: Activities = {
    readCapabilities: () => Promise.resolve(CAPABILITIES),
    resolveTenant: () =>
      Promise.resolve({ tenantId: TENANT_ID, consentUrl: 'https://login.example/consent', webhook: false }),
    surveyTenant: () => Promise.resolve({ findings: [] }),
    checkConsent: () => Promise.resolve({ permissions: [] }),
    createEnterpriseApplication: ({ roles }) =>
      Promise.resolve({
        applicationId: 'application',
        appId: 'app',
        servicePrincipalId: 'service principal',
        roleIds: Object.fromEntries(roles.map(({ value }) => [value, `role ${value}`])),
      }),
    setSamlMode: () => Promise.resolve(),
    setSamlSettings: () => Promise.resolve(),
    setClaims: () => Promise.resolve({ policyId: 'policy' }),
    setSigningCertificate: () =>
      Promise.resolve({ name: 'CN=test', thumbprint: 'AB', expiresAt: '2029-01-01T00:00:00Z' }),
    fetchFederationMetadata: () =>
      Promise.resolve({
        url: 'https://login.example/metadata',
        xml: '<x/>',
        sha256: 'ab',
        singleSignOnUrl: 'https://login.example/saml2',
        thumbprints: ['AB'],
        certificate: 'pem',
        handOverTo: 'person',
      }),
    handOver: () => Promise.resolve(),
    searchDirectory: () => Promise.resolve({ found: [], next: null }),
    previewAssignments: () => Promise.resolve({ states: [] }),
    lookUpPrincipals: ({ assignments }) =>
      Promise.resolve({
        principals: assignments.map(({ principal, type, role }) => ({
          principal,
          principalId: `id of ${principal}`,
          type,
          role: role ?? null,
        })),
      }),
    assignPrincipals: ({ principals }) => Promise.resolve({ assigned: principals }),
    assignPage: ({ count }) =>
      Promise.resolve({ assigned: count, unassigned: [], writes: count, usedShare: null, again: null }),
    checkAssignments: () => Promise.resolve({ missing: 0 }),
    openTestSignIn: () => Promise.resolve({ opened: true }),
    closeTestSignIn: () => Promise.resolve(),
    verifyConfiguration: () => Promise.resolve(),
    probeSignOn: () => Promise.resolve(),
    findSignIn: () => Promise.resolve({ log: 'unavailable' }),
    sendText: (input) => {
      sent.push({ to: input.to, content: wordsOf(input) });
      return Promise.resolve({ sent: true });
    },
    sendEmail: ({ to, contact, timeZone, occasion }) => {
      const { text: content } = emailOf({
        ...occasion,
        contact,
        timeZone,
        brand: MESSAGEMEDIA,
        link: undefined,
      });
      sent.push({ to, content });
      return Promise.resolve({ sent: true });
    },
    publishEvents: ({ events }) => Promise.resolve({ webhook: true, taken: events.length }),
    findMade: () => Promise.resolve(MADE),
    removeMade: () => Promise.resolve(),
    observeCertificates: () =>
      Promise.resolve({
        certificates: [
          {
            name: 'CN=test',
            thumbprint: 'AB',
            startsAt: '2026-01-01T00:00:00Z',
            expiresAt: '2029-01-01T00:00:00Z',
          },
        ],
        active: 'AB',
      }),
    addNextCertificate: () =>
      Promise.resolve({ name: 'CN=next', thumbprint: 'CD', expiresAt: '2032-01-01T00:00:00Z' }),
    activateNextCertificate: () => Promise.resolve(),
    removeCertificate: () => Promise.resolve({ removed: true }),
    compareConfiguration: () => Promise.resolve({ differences: [] }),
    repairConfiguration: ({ classes }) => Promise.resolve({ repaired: classes }),
    ...changes,
  };
  const recorded = Object.fromEntries(
    Object.entries(activities).map(([name, activity]) => [
      name,
      (input: never) => {
        called.push(name);
        return (activity as (input: never) => Promise<unknown>)(input);
      },
    ]),
  ) as Activities;
  return { activities: recorded, sent, called };
}
