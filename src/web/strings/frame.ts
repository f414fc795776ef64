/** What every page of the customer's people says around its own words. */
import { dateOf } from '../dates.js';

export const FRAME = {
  back: '← All steps',
  step: (number: number, of: number) => `Step ${String(number)} of ${String(of)}`,
  help: 'Get help',
  subject: (company?: string) =>
    company === undefined ? 'Single sign-on setup' : `Single sign-on setup for ${company}`,
  startedBy: (person: string, brand: string, company: string) =>
    `${person} at ${brand} started this setup for ${company}.`,
  startedFor: (brand: string, company: string) => `${brand} started this setup for ${company}.`,
  personal: (contact: string, until: Date) =>
    `This link is personal to ${contact} and works until ${dateOf(until)}.`,
  signOut: (contact: string) => `Not ${contact}? Sign out`,
  questions: 'Questions?',
  or: ' or ',
  helpCentre: (brand: string) => `${brand} help centre`,
  security: 'Security and privacy',
} as const;

/** Facts, each held by the code: SECURITY.md says how. */
export const SECURITY = {
  title: 'Security and privacy',
  lead: (brand: string) =>
    `What this setup can see and do in your Microsoft Entra ID (formerly Azure AD), and what ${brand} keeps.`,
  sections: (brand: string) => [
    {
      title: 'Your link',
      points: [
        'The link in your text message is signed, personal and expires. It can be withdrawn at any time.',
        'Opening the link changes nothing. Each change needs a click on this site.',
        'The link alone approves nothing: you sign in at Microsoft, which proves your organisation and your role.',
      ],
    },
    {
      title: 'Your passwords',
      points: [
        'You sign in on Microsoft’s own pages. We never see a password.',
        'During the test sign-in we check what Microsoft Entra ID sends. We keep the result, not the response itself.',
      ],
    },
    {
      title: 'Your directory',
      points: [
        'No user, group or password is created, changed or deleted.',
        'We create one enterprise application and change only that one.',
        'Before you approve, you see every permission, its reason and its limit. You can remove the permissions when the setup is done.',
      ],
    },
    {
      title: `What ${brand} keeps`,
      points: [
        'The names, mobile numbers and e-mail addresses of your contacts, what was agreed, and who approved or confirmed what and when.',
        'These records are encrypted before they are stored. They are deleted some time after the setup or its monitoring has ended.',
      ],
    },
  ],
  privacy: (brand: string) => `Privacy policy of ${brand}`,
  more: (brand: string) => `Security at ${brand}`,
} as const;
