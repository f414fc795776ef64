import type { Catalogue } from './words.js';

export const GERMAN: Catalogue = {
  subject: (brand, companyName) => `${brand} SSO für ${companyName}`,
  colon: ': ',
  tasks: {
    consent: 'bitte genehmigen Sie Änderungen in Microsoft Entra ID',
    handover: 'bitte tragen Sie die Einstellungen im Hub ein',
    roles: 'bitte wählen Sie aus, wer sich anmelden kann',
    signIn: 'bitte melden Sie sich zum Test einmal an',
    forceSso: 'die Anmeldung geht. Bitte lassen Sie nur noch SSO zu',
    all: 'Ihre Einrichtungsseite',
  },
  askedBy: {
    consent: (from) => `${from} bittet Sie, Änderungen in Microsoft Entra ID zu genehmigen`,
    handover: (from) => `${from} bittet Sie, die Einstellungen im Hub einzutragen`,
    roles: (from) => `${from} bittet Sie, auszuwählen, wer sich anmelden kann`,
    signIn: (from) => `${from} bittet Sie, sich zum Test einmal anzumelden`,
    forceSso: (from) => `${from} bittet Sie, nur noch SSO zuzulassen`,
    all: (from) => `${from} bittet Sie, Ihre Einrichtungsseite zu öffnen`,
  },
  certificates: {
    rollover: (date) => `das SSO-Zertifikat läuft am ${date} ab.`,
    addedByOthers: (date) => `ein Zertifikat ist neu, das aktive endet am ${date}.`,
    activatedByOthers: () => 'in Azure wurde ein anderes Zertifikat aktiviert.',
    signsUnknown: () => 'SSO ist gestört: Dem Hub fehlt das Zertifikat.',
  },
  newValues: 'Bitte tragen Sie neue Werte im Hub ein',
  testAgain: 'das SSO-Zertifikat wurde ersetzt. Bitte melden Sie sich zum Test einmal an',
  getInTouch: 'Bitte melden Sie sich bei uns.',
  asAssigned: 'als eine der zugewiesenen Personen.',
  reminder: 'Erinnerung.',
  daysLeft: (days) => `Erinnerung, noch ${String(days)} ${days === 1 ? 'Tag' : 'Tage'}.`,
  urgent: 'DRINGEND.',
  minutes: (count) => `${String(count)} Min.`,
  unwritten: { company: 'Ihre Firma', colleague: 'Ihr Team' },
  day: (expiresOn) => expiresOn.split('-').reverse().join('.'),
  email: {
    greeting: (name) => `Guten Tag ${name},`,
    lead: (brand, companyName) =>
      `${brand} richtet Single Sign-On (SSO) mit Microsoft Entra ID, früher Azure AD, für ${companyName} ein.`,
    time: (minutes) => `Das dauert etwa ${String(minutes)} ${minutes === 1 ? 'Minute' : 'Minuten'}.`,
    button: 'Ihre Seite öffnen',
    personal: (name, until) => `Dieser Link ist persönlich für ${name} und gilt bis zum ${until}.`,
    date: (at, timeZone) => new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone }).format(at),
    stop: 'Diese Nachrichten beenden',
  },
};
