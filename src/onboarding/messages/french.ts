import type { Catalogue } from './words.js';

export const FRENCH: Catalogue = {
  subject: (brand, companyName) => `SSO ${brand} pour ${companyName}`,
  colon: '\u00a0: ',
  tasks: {
    consent: 'merci d’approuver l’accès à Microsoft Entra ID',
    handover: 'merci de saisir les paramètres dans le Hub',
    roles: 'merci de choisir qui peut se connecter',
    signIn: 'merci de vous connecter une fois pour tester',
    forceSso: 'la connexion fonctionne. Merci d’imposer le SSO',
    all: 'votre page de configuration',
  },
  askedBy: {
    consent: (from) => `${from} vous demande d’approuver l’accès à Microsoft Entra ID`,
    handover: (from) => `${from} vous demande de saisir les paramètres dans le Hub`,
    roles: (from) => `${from} vous demande de choisir qui peut se connecter`,
    signIn: (from) => `${from} vous demande de vous connecter une fois pour tester`,
    forceSso: (from) => `${from} vous demande d’imposer le SSO`,
    all: (from) => `${from} vous demande d’ouvrir votre page de configuration`,
  },
  certificates: {
    rollover: (date) => `le certificat de connexion expire le ${date}.`,
    addedByOthers: (date) => `nouveau certificat, l’actuel expire le ${date}.`,
    activatedByOthers: () => 'un autre certificat a été activé dans Azure.',
    signsUnknown: () => 'panne du SSO\u00a0: le certificat manque dans le Hub.',
  },
  newValues: 'Merci de saisir de nouvelles valeurs dans le Hub',
  testAgain: 'le certificat de connexion a été remplacé. Merci de vous connecter une fois pour tester',
  getInTouch: 'Merci de nous contacter.',
  asAssigned: 'avec l’un des comptes attribués.',
  reminder: 'Rappel.',
  daysLeft: (days) => `Rappel, encore ${String(days)} ${days === 1 ? 'jour' : 'jours'}.`,
  urgent: 'URGENT.',
  minutes: (count) => `${String(count)} min`,
  unwritten: { company: 'votre société', colleague: 'votre collègue' },
  day: (expiresOn) => expiresOn.split('-').reverse().join('/'),
  email: {
    greeting: (name) => `Bonjour ${name},`,
    lead: (brand, companyName) =>
      `${brand} configure l’authentification unique (SSO) avec Microsoft Entra ID, anciennement Azure AD, pour ${companyName}.`,
    time: (minutes) => `Cela prend environ ${String(minutes)} ${minutes === 1 ? 'minute' : 'minutes'}.`,
    button: 'Ouvrir votre page',
    personal: (name, until) => `Ce lien est personnel à ${name} et valable jusqu’au ${until}.`,
    date: (at, timeZone) => new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone }).format(at),
    stop: 'Ne plus recevoir ces messages',
  },
};
