/** The request: one document per customer. Types, validation, defaults and the JSON Schema all come from here. */
import { z } from 'zod';
import { assignmentSchema, PART_SIZE, SMALL_CHOICE } from './choice.js';
import { assignmentProblems } from './choiceProblems.js';
import {
  claimsSchema,
  DEFAULT_CLAIMS,
  ENTRA_DEFAULTS,
  isDefault,
  NAME_IDENTIFIER,
  nameIdSchema,
} from './claims.js';
import { REPAIRABLE } from './drift.js';
import { LANGUAGES } from './languages.js';
import { PERMISSION_PROFILES } from './permissions.js';
import { isTimeZone } from './textMessages.js';
import { PROFILE_NAMES, PROFILES, profileOverridesSchema, type ServiceProvider } from './profiles.js';
import { emailAddress, mobileNumber } from './reach.js';
import { hasHidden } from './visible.js';

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** In any script: `checkedRequest.ts` writes them as the DNS has them. */
const DOMAIN =
  /^(?=.{1,253}$)([\p{L}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+\p{L}[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}]$/u;

const LONGEST_DOMAIN = 253;
const domain = z
  .string()
  .max(LONGEST_DOMAIN)
  .regex(DOMAIN, 'must be a domain name such as contoso.com')
  .toLowerCase();
/** What people read: nothing in it may hide, or turn the direction of what stands beside it. */
const shown = z
  .string()
  .refine(
    (text) => !hasHidden(text),
    'must not have characters that are invisible or change the direction of text',
  );
const days = z.int().min(1).max(365);

const appRoleSchema = z.strictObject({
  // Graph: at most 120 characters, no spaces, no leading dot.
  value: z
    .string()
    .regex(
      /^[A-Za-z0-9_-][A-Za-z0-9_.:-]{0,119}$/,
      'letters, digits and _ . : - only, at most 120, no spaces',
    )
    .describe('What the assertion carries in the role claim'),
  displayName: shown.min(1).max(100).describe('What the role is called in the Microsoft Entra admin center'),
  description: shown.min(1).max(256).optional(),
});

const timeZone = z
  .string()
  .max(100)
  .refine(isTimeZone, 'must be a time zone of the IANA database such as Australia/Melbourne');

const MOST_ROLES = 50;
export const MOST_CONTACTS = 20;
/** Of a customer's e-mail domains, and of their accounts in the Hub: more than anybody has. */
const MOST_LISTED = 5_000;

export const CONTACT_ROLES = ['azureAdministrator', 'hubAdministrator'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

const contactSchema = z
  .strictObject({
    name: shown.trim().min(1).max(100),
    mobile: mobileNumber.optional().describe('Receives text messages'),
    email: emailAddress
      .optional()
      .describe('Receives e-mails; where there is a mobile number too, only what no text reaches'),
    roles: z.array(z.enum(CONTACT_ROLES)).min(1).max(10),
    timeZone: timeZone.optional().describe('Where reminders are sent by day; else that of the request'),
    language: z
      .enum(LANGUAGES)
      .optional()
      .describe(
        'Of what they are sent, else English; and of the pages they are shown, else as their browser asks',
      ),
  })
  .refine(({ mobile, email }) => mobile !== undefined || email !== undefined, {
    path: ['mobile'],
    message: 'give a mobile number, or an e-mail address as email',
  });

const serviceProviderSchema = z
  .strictObject({
    profile: z.enum(PROFILE_NAMES),
    overrides: profileOverridesSchema
      .default({})
      .describe('Values of a white-label brand or of a connection'),
  })
  .superRefine((value, context) => {
    const known = { ...PROFILES[value.profile].values, ...value.overrides };
    for (const field of ['entityId', 'replyUrls', 'signOnUrl'] as const) {
      if (known[field] === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['overrides', field],
          message: `the profile ${value.profile} has no value of its own for it: copy it from "Connection Info"`,
        });
      }
    }
  });

const hubSchema = z.strictObject({
  emailDomains: z
    .array(domain)
    .min(1)
    .max(MOST_LISTED)
    .describe('Domains whose users sign in by SSO; each once per account hierarchy'),
  createUsersAutomatically: z.boolean().default(true),
  defaultUserRole: shown.min(1).max(256).default('Basic User').describe('Role of users that the Hub creates'),
  accounts: z
    .array(shown.min(1).max(256))
    .min(1)
    .max(MOST_LISTED)
    .describe('Accounts and sub-accounts that such users reach'),
  forceSso: z
    .boolean()
    .default(false)
    .describe('Asked of the Hub administrator as the last step, once somebody was seen to sign in by SSO'),
});

const watchSchema = z.strictObject({
  everyDays: z
    .int()
    .min(1)
    .max(30)
    .default(1)
    .describe('How often the certificate and the configuration are looked at'),
  repair: z
    .array(z.enum(REPAIRABLE))
    .max(50)
    .default([])
    .describe('What is set right when somebody has changed it; all else is only reported'),
});

const shape = z.strictObject({
  customerId: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/, 'lower-case letters, digits and hyphens, at most 32')
    .describe('Your identifier of the customer; one onboarding runs per customer'),
  companyName: shown
    .trim()
    .min(1)
    .max(90)
    .describe('The application is called "MessageMedia SSO for <this>", unless a brand names it'),
  tenant: z
    .string()
    .max(LONGEST_DOMAIN)
    .refine(
      (value) => GUID.test(value) || DOMAIN.test(value),
      'must be a tenant id (GUID) or a verified domain',
    )
    .toLowerCase()
    .describe("The customer's Entra ID tenant: its id or a verified domain"),
  serviceProvider: serviceProviderSchema.default({ profile: 'messagemedia-hub', overrides: {} }),
  initiatedBy: z
    .enum(['idp', 'sp'])
    .default('sp')
    .describe('Where sign-in starts: idp = My Apps only, sp = also at the service provider'),
  claims: claimsSchema
    .default([...DEFAULT_CLAIMS])
    .describe(
      'A list: by a claims policy of ours. entraDefaults: no policy, and Attributes & Claims stays usable',
    ),
  nameId: nameIdSchema.prefault({}).describe('The name by which the service provider knows a user'),
  appRoles: z
    .array(appRoleSchema)
    .max(MOST_ROLES)
    .default([])
    .describe('None: everyone gets "Default Access"'),
  contacts: z.array(contactSchema).min(1).max(MOST_CONTACTS),
  timeZone: timeZone.default('UTC').describe('Reminders are sent between 8:00 and 18:00 there'),
  // Entra ID: at most 5 addresses.
  certificateNotificationAddresses: z.array(z.email().max(254)).max(5).default([]),
  hub: hubSchema,
  assignments: z
    .array(assignmentSchema)
    .min(1)
    .max(PART_SIZE)
    .optional()
    .describe('If already known; else the administrator chooses'),
  testSignIn: z
    .boolean()
    .default(true)
    .describe('Whether somebody signs in once at our own pages before the Hub is tried; needs those pages'),
  permissionProfile: z.enum(PERMISSION_PROFILES).default('full'),
  deadlines: z
    .strictObject({
      consent: days.default(14),
      handover: days.default(14),
      roleChoice: days.default(14),
      assignments: days.default(14),
      testSignIn: days.default(14),
      hubSignIn: days.default(14),
      forceSso: days.default(14),
    })
    .prefault({})
    .describe('Days to wait for a person before the step is blocked'),
  watch: watchSchema
    .optional()
    .describe('What follows the onboarding, for as long as the customer is one; left out: nothing'),
  onCancel: z.enum(['rollback', 'keep']).default('rollback').describe('What to do with what was made'),
});

/** Which customer, in which tenant, with which rights: all that an offboarding needs to know. */
export const offboardingRequestSchema = shape.pick({
  customerId: true,
  tenant: true,
  permissionProfile: true,
});
export type OffboardingRequest = z.output<typeof offboardingRequestSchema>;

/** Those that were there before, in their order. */
function duplicates(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return values.filter((value) => seen.size === seen.add(value).size);
}

/**
 * The parts that must agree with each other, each read for itself: one bad field must not hide another's problem. Bounded
 * like the parts themselves: zod looks at no element of a list that is too long.
 */
const related = z.object({
  appRoles: z.array(appRoleSchema).max(MOST_ROLES).catch([]),
  claims: claimsSchema.catch([]),
  nameId: nameIdSchema.optional().catch(undefined),
  assignments: z.array(assignmentSchema).max(PART_SIZE).catch([]),
  contacts: z.array(contactSchema).max(MOST_CONTACTS).optional().catch(undefined),
});

export const onboardingRequestSchema = shape.superRefine(
  (request, context) => {
    const parts = z.safeParse(related, request);
    if (!parts.success) return; // not even an object: said already
    const { appRoles, claims, nameId, assignments, contacts } = parts.data;
    const listed = claims === ENTRA_DEFAULTS ? [] : claims;
    const report = (path: (string | number)[], message: string) => {
      context.addIssue({ code: 'custom', path, message });
    };
    for (const value of duplicates(appRoles.map((role) => role.value))) {
      report(['appRoles'], `the role "${value}" is listed twice`);
    }
    for (const claim of duplicates(listed.map((entry) => entry.claim))) {
      report(['claims'], `the claim "${claim}" is listed twice`);
    }
    if (nameId !== undefined && !isDefault(nameId)) {
      // Only a policy sets it.
      if (claims === ENTRA_DEFAULTS)
        report(['nameId'], `needs a list of claims instead of ${ENTRA_DEFAULTS}`);
      if (listed.some(({ claim }) => claim === NAME_IDENTIFIER)) {
        report(['nameId'], 'is also listed in claims: leave it out there');
      }
    }
    for (const { index, message } of assignmentProblems(assignments, appRoles)) {
      report(['assignments', index], message);
    }
    for (const name of duplicates((contacts ?? []).map((contact) => contact.name))) {
      report(['contacts'], `the name "${name}" is listed twice`);
    }
    const byHand = 'permissionProfile' in request && request.permissionProfile === 'minimal';
    if (byHand && assignments.length > SMALL_CHOICE) {
      report(['assignments'], `in the minimal permission profile at most ${String(SMALL_CHOICE)}`);
    }
    for (const role of CONTACT_ROLES) {
      if (contacts !== undefined && !contacts.some((contact) => contact.roles.includes(role))) {
        report(['contacts'], `no contact has the role ${role}`);
      }
    }
  },
  { when: () => true },
);

/** What a person writes. */
export type OnboardingRequestInput = z.input<typeof onboardingRequestSchema>;
/** The same with every default filled in. */
export type OnboardingRequest = z.output<typeof onboardingRequestSchema>;

/** The profile with the request's overrides: what Entra ID is told. */
export function serviceProviderOf(request: OnboardingRequest): ServiceProvider {
  const { profile, overrides } = request.serviceProvider;
  const values = { ...PROFILES[profile].values, ...overrides };
  if (values.entityId === undefined || values.replyUrls === undefined || values.signOnUrl === undefined) {
    throw new TypeError(`incomplete service provider profile ${profile}`); // the schema refuses such a request
  }
  return {
    ...values,
    profile,
    entityId: values.entityId,
    replyUrls: values.replyUrls,
    signOnUrl: values.signOnUrl,
  };
}

/** What Basic SAML Configuration is to be. `idp`: no sign-on URL, so My Apps starts the sign-in itself. */
export type SamlSettings = {
  serviceProvider: ServiceProvider;
  initiatedBy: 'idp' | 'sp';
  certificateNotificationAddresses: string[];
};

export const samlSettingsOf = (request: OnboardingRequest): SamlSettings => ({
  serviceProvider: serviceProviderOf(request),
  initiatedBy: request.initiatedBy,
  certificateNotificationAddresses: request.certificateNotificationAddresses,
});
