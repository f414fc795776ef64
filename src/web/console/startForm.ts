/** The form by which an onboarding is started: its fields, the request that they make, and which field a problem is about. */
import { z } from 'zod';
import { checkedRequestSchema } from '../../onboarding/checkedRequest.js';
import { describeIssues } from '../../onboarding/describeIssues.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { START } from '../strings/consoleStart.js';

const text = z.string().trim().default('');
const checkbox = z.string().optional();

/** As a browser sends it; what was never filled in is as a new form has it. */
export const startFields = z.looseObject({
  key: z.string().max(100).default(''),
  customerId: text,
  companyName: text,
  tenant: text,
  azureName: text,
  azureMobile: text,
  azureLanguage: text,
  hubName: text,
  hubMobile: text,
  hubLanguage: text,
  timeZone: text,
  emailDomains: text,
  accounts: text,
  appRoles: text,
  initiatedBy: text,
  permissionProfile: text,
  testSignIn: checkbox,
  watch: checkbox,
  profile: text,
  entityId: text,
  replyUrls: text,
  signOnUrl: text,
});
export type StartFields = z.infer<typeof startFields>;
export type FieldName = keyof typeof startFields.shape;

/** `path`: where the document would have it. */
export type FieldProblem = { field: FieldName; path: string; message: string };

const listed = (value: string) => value.split(/[\s,;]+/).filter((item) => item !== '');
const lines = (value: string) =>
  value
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
const given = (values: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== undefined));

const LISTS = ['emailDomains', 'accounts', 'appRoles', 'replyUrls'] as const;
/** In a form; a document may list more. */
const MOST_LISTED = 500;

/** The request, or everything that is wrong with it, in the order of the document. */
export function requestFrom(
  fields: StartFields,
): { request: OnboardingRequest } | { problems: FieldProblem[] } {
  const long = LISTS.filter((field) => listed(fields[field]).length > MOST_LISTED);
  if (long.length > 0) {
    return { problems: long.map((field) => ({ field, path: field, message: START.tooMany(MOST_LISTED) })) };
  }
  const parsed = checkedRequestSchema.safeParse(documentOf(fields));
  if (parsed.success) return { request: parsed.data };
  const texts = describeIssues(parsed.error);
  const problems = parsed.error.issues.map((issue, i) => ({
    field: fieldOf(issue.path),
    path: (texts[i] ?? '').split(': ')[0] ?? '',
    // Nothing was typed, or chosen.
    message: issue.code === 'too_small' && issue.minimum === 1 ? START.needed : issue.message,
  }));
  return { problems };
}

/** Written in one field: an e-mail address has an @, and a number none. */
const reach = (written: string) => (written.includes('@') ? { email: written } : { mobile: written });

function documentOf(fields: StartFields): object {
  const { azureName, azureMobile, azureLanguage, hubName, hubMobile, hubLanguage } = fields;
  const { entityId, signOnUrl, profile } = fields;
  const both = hubName === '' && hubMobile === '';
  const azure = {
    name: azureName,
    ...reach(azureMobile),
    ...given({ language: azureLanguage }),
    roles: both ? ['azureAdministrator', 'hubAdministrator'] : ['azureAdministrator'],
  };
  const hub = {
    name: hubName,
    ...reach(hubMobile),
    ...given({ language: hubLanguage }),
    roles: ['hubAdministrator'],
  };
  const replyUrls = listed(fields.replyUrls);
  return {
    ...given({
      customerId: fields.customerId,
      companyName: fields.companyName,
      tenant: fields.tenant,
      timeZone: fields.timeZone,
      initiatedBy: fields.initiatedBy,
      permissionProfile: fields.permissionProfile,
    }),
    serviceProvider: {
      profile,
      overrides: { ...given({ entityId, signOnUrl }), ...(replyUrls.length === 0 ? {} : { replyUrls }) },
    },
    appRoles: lines(fields.appRoles).map((line) => {
      const [value = '', displayName = value] = line.split(',').map((part) => part.trim());
      return { value, displayName };
    }),
    contacts: both ? [azure] : [azure, hub],
    hub: { emailDomains: listed(fields.emailDomains), accounts: lines(fields.accounts) },
    testSignIn: fields.testSignIn !== undefined,
    ...(fields.watch === undefined ? {} : { watch: {} }),
  };
}

/** Where a person sees the value that the path names. */
function fieldOf([first, second, third]: readonly PropertyKey[]): FieldName {
  if (first === 'contacts') {
    const who = second === 1 ? 'hub' : 'azure';
    if (third === 'language') return `${who}Language`;
    return third === 'mobile' || third === 'email' ? `${who}Mobile` : `${who}Name`;
  }
  const inner = first === 'hub' ? second : first === 'serviceProvider' ? (third ?? second) : first;
  return (
    (Object.keys(startFields.shape).find((name) => name === inner) as FieldName | undefined) ?? 'customerId'
  );
}
