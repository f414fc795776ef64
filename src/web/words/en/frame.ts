/** What every page of the customer's people says around its own words. */
export const frame = {
  skip: 'Skip to the content',
  back: '← All steps',
  step: 'Step {number} of {of}',
  help: 'Get help',
  subject: 'Single sign-on setup',
  subjectFor: 'Single sign-on setup for {company}',
  startedBy: '{person} at {brand} started this setup for {company}.',
  startedFor: '{brand} started this setup for {company}.',
  personal: 'This link is personal to {contact} and works until {until}.',
  signOut: 'Not {contact}? Sign out',
  questions: 'Questions?',
  or: ' or ',
  helpCentre: '{brand} help centre',
  zone: 'Dates and times are in {zone}.',
  languages: 'Language',
  reference: 'Reference:',
  security: 'Security and privacy',
} as const;

/** Facts, each held by the code: SECURITY.md says how. */
export const security = {
  title: 'Security and privacy',
  lead: 'What this setup can see and do in your Microsoft Entra ID (formerly Azure AD), and what {brand} keeps.',
  sections: {
    link: {
      title: 'Your link',
      points: [
        'The link in your message is signed, personal and expires. It can be withdrawn at any time.',
        'Opening the link changes nothing. Each change needs a click on this site.',
        'The link alone approves nothing: you sign in at Microsoft, which proves your organisation and your role.',
      ],
    },
    passwords: {
      title: 'Your passwords',
      points: [
        'You sign in on Microsoft’s own pages. We never see a password.',
        'During the test sign-in we check what Microsoft Entra ID sends. We keep the result, not the response itself.',
      ],
    },
    directory: {
      title: 'Your directory',
      points: [
        'No user, group or password is created, changed or deleted.',
        'We create one enterprise application and change only that one.',
        'Before you approve, you see every permission, its reason and its limit. You can remove the permissions when the setup is done.',
      ],
    },
    kept: {
      title: 'What {brand} keeps',
      points: [
        'The names, mobile numbers and e-mail addresses of your contacts, what was agreed, and who approved or confirmed what and when.',
        'These records are encrypted before they are stored. They are deleted some time after the setup or its monitoring has ended.',
      ],
    },
  },
  privacy: 'Privacy policy of {brand}',
  more: 'Security at {brand}',
} as const;
