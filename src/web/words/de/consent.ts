const SYSTEM = '{system, select, hub {Der Hub} other {{system}}}';
const ROLES = '„Administrator für privilegierte Rollen“ oder „Globaler Administrator“';

export const consent = {
  title: 'Zugriff genehmigen',
  lead: '{brand} richtet Single Sign‑On in Microsoft Entra ID (früher Azure AD) von {company} ein. Bevor Sie zustimmen, geschieht nichts.',
  summaryTitle: 'Kurz gefasst',
  summary: {
    application: 'Wir legen eine Unternehmensanwendung an, „{application}“, und ändern nur diese.',
    details: `${SYSTEM} erhält bei jeder Anmeldung diese Angaben: {details}.`,
    full: 'Nur Personen und Gruppen, die Sie auswählen, erhalten Zugriff. Benutzer, Gruppen und Kennwörter bleiben unverändert.',
    minimal:
      'Personen und Gruppen weisen Sie selbst zu. Benutzer, Gruppen und Kennwörter bleiben unverändert.',
  },
  attributes: {
    'user.givenname': 'Vorname',
    'user.surname': 'Nachname',
    'user.mail': 'E-Mail-Adresse',
    'user.userprincipalname': 'Benutzerprinzipalname',
    'user.displayname': 'Anzeigename',
  },
  signIn: 'Bei Microsoft anmelden',
  who: `Sie benötigen die Rolle ${ROLES}. Microsoft zeigt die Berechtigungen noch einmal: Wählen Sie „Akzeptieren“, dann kommen Sie hierher zurück.`,
  permissionsTitle: 'Erforderliche Berechtigungen',
  strong: 'Weitreichend',
  groups: {
    changes: 'Kann etwas ändern',
    reads: 'Kann nur lesen ({count})',
    optional: 'Microsoft zeigt möglicherweise auch diese. Nichts hängt davon ab.',
  },
  use: 'Wir nutzen sie, um {reason}.',
  limit: 'Grenze: {limit}.',
  noLimit: 'Grenze: gilt für alle Anwendungen; wir nutzen sie nur für diese eine.',
  consequence:
    'Wer diese Berechtigung hat, kann jedem Benutzer, jeder Gruppe und jeder Anwendung Zugriff auf alles in Ihrer Organisation geben.',
  alternativeTitle: 'Möchten Sie ohne diese Berechtigung auskommen?',
  alternative:
    'Mit dem Minimalprofil weisen Sie Personen und Gruppen in Entra ID selbst zu; das dauert etwa 5 Minuten länger. {brand} beginnt die Einrichtung dann neu und sendet Ihnen einen neuen Link.',
  alternativeButton: 'Um das Minimalprofil bitten',
  minimal: 'Dies ist das Minimalprofil: Sie weisen Personen und Gruppen selbst zu.',
  withdraw: 'Alle Berechtigungen können Sie entfernen, wenn die Einrichtung fertig ist.',
  claimsTitle: 'Welche Benutzerangaben weitergegeben werden, und wie',
  claims: {
    defaults:
      'Keine Anspruchsrichtlinie: Entra ID sendet seine Standardansprüche ({sources}) und den Benutzerprinzipalnamen als NameID. Sie können das unter „Attribute und Ansprüche“ ändern; dieser Dienst tut es nicht.',
    policy:
      'Eine Anspruchsrichtlinie sendet bei jeder Anmeldung diese Felder des Benutzers: {sources}. Erkannt wird der Benutzer an {nameId} (NameID). Solange die Richtlinie zugewiesen ist, sperrt Microsoft die Seite „Attribute und Ansprüche“.',
    nameIdAs: '{source}, als {format}',
  },
  declineTitle: 'Stattdessen ablehnen',
  declineText: 'Es wird nichts eingerichtet, und {brand} wird informiert.',
  declineReason: 'Was müsste anders sein? (optional)',
  decline: 'Ablehnen',
  again: 'Erneut versuchen',
  notSignedIn: {
    title: 'Sie wurden nicht angemeldet',
    text: 'Microsoft hat Sie nicht angemeldet, oder Sie sind zurückgegangen. Es wurde nichts geändert.',
  },
  otherTenant: {
    title: 'Dieses Konto gehört zu einer anderen Organisation',
    text: 'Melden Sie sich mit einem Konto der Organisation an, für die diese Einrichtung gedacht ist. Es wurde nichts geändert.',
  },
  notGiven: {
    title: 'Sie haben noch nicht zugestimmt',
    text: `Laut Microsoft wurden die Berechtigungen nicht akzeptiert. Sie benötigen die Rolle ${ROLES}. Wenn Sie keine davon haben, leiten Sie dies an jemanden mit einer dieser Rollen weiter.`,
  },
  noRole: {
    title: 'Dieses Konto kann nicht zustimmen',
    text: `Sie sind angemeldet, aber Ihr Konto hat nicht die Rolle ${ROLES}. Wenn Sie Rollen bei Bedarf aktivieren (Privileged Identity Management), aktivieren Sie eine davon, und versuchen Sie es erneut. Andernfalls leiten Sie dies an jemanden mit einer dieser Rollen weiter.`,
  },
} as const;

export const forward = {
  title: 'Nicht die richtige Person? Leiten Sie dies weiter',
  text: 'Wir erstellen einen Link für eine andere Person, die diesen Schritt dann erledigen kann. Ihr eigener Link bleibt gültig.',
  name: 'Name der Person',
  missing: 'Geben Sie den Namen der Person ein.',
  button: 'Link erstellen',
  madeTitle: 'Ein Link für {name}',
  madeText:
    'Senden Sie diesen Link an {name}. Er gilt bis zum {until}. Alles, was damit geschieht, wird unter diesem Namen festgehalten.',
  sentText:
    'Der Link gilt bis zum {until}. Alles, was damit geschieht, wird unter dem Namen {name} festgehalten.',
  label: 'Link',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  email: 'Per E-Mail senden',
  sms: 'Per SMS senden',
  goOn: 'Alle Schritte anzeigen',
  subject: '{brand}: Single Sign-On für {company}',
  body: '{brand} richtet Single Sign-On für {company} ein. Bitte erledigen Sie den nächsten Schritt. Er dauert nur wenige Minuten:\n\n{url}\n\n{from}',
  others: '{brand} kennt bereits {names} und sendet ihnen eigene Links.',
  to: 'Mobilnummer oder E-Mail-Adresse (freiwillig)',
  toHint: 'Wir senden den Link dorthin. Lassen Sie das Feld leer, wenn Sie den Link selbst senden.',
  toWrong: 'Geben Sie eine internationale Mobilnummer wie +61491570156 oder eine E-Mail-Adresse ein.',
  sent: 'Wir haben den Link an {to} gesendet. Sie müssen nichts weiter tun.',
  sending: 'Wir senden den Link an {to}.',
  notSent: 'Wir konnten den Link nicht an {to} senden. Senden Sie ihn bitte selbst.',
} as const;
