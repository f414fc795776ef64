export const signOut = {
  title: 'Sie sind abgemeldet',
  text: 'Dieser Browser öffnet diese Seiten nicht mehr. Um zurückzukehren, öffnen Sie den Link in Ihrer Nachricht noch einmal.',
} as const;

export const name = {
  label: 'Ihr Name',
  missing: 'Geben Sie Ihren Namen ein.',
  withLinkOf: '{name} (mit dem Link von {contact})',
} as const;

export const force = {
  title: 'Single Sign‑On zum einzigen Zugang machen',
  early:
    'Dies kommt zuletzt, nach der ersten bestätigten Anmeldung. Die Seite mit allen Schritten zeigt, wann.',
  over: 'Diese Einrichtung ist beendet. Hier ist nichts mehr zu tun.',
  lead: 'Danach können sich Benutzer mit einer Adresse bei {domains} nicht mehr mit einem Kennwort anmelden.',
  checkTitle: '1. Prüfen, wer dann noch Zugang hat',
  check:
    'Lassen Sie eine Person, die das Konto verwaltet und deren Adresse nicht bei {domains} liegt, sich mit einem Kennwort anmelden. Wenn Single Sign‑On ausfällt, kann nur sie es reparieren. Wenn es niemanden gibt, legen Sie zuerst einen solchen Zugang an.',
  switchTitle: '2. Den Schalter umlegen',
  open: 'Öffnen Sie {location}, ändern Sie diesen Wert, und speichern Sie.',
  doneTitle: '3. Bestätigen',
  administrator: 'E-Mail-Adresse der Person, die sich mit einem Kennwort angemeldet hat',
  administratorWrong:
    'Geben Sie eine E-Mail-Adresse ein, die nicht bei {domains} liegt: Dort können sich Benutzer nicht mehr mit einem Kennwort anmelden.',
  confirm: 'Force SSO bestätigen',
  confirmed: '{by} hat es bestätigt. {administrator} kann sich weiterhin mit einem Kennwort anmelden.',
} as const;

/** The page at the end of every e-mail. */
export const stop = {
  ask: {
    title: 'Nachrichten beenden?',
    text: 'Sie erhalten dann keine SMS und E-Mails zu dieser Einrichtung mehr. Ihr Link funktioniert weiterhin.',
    button: 'Nachrichten beenden',
  },
  stopped: {
    title: 'Nachrichten sind beendet',
    text: 'Sie erhalten keine SMS und E-Mails zu dieser Einrichtung mehr. Ihr Link funktioniert weiterhin.',
    button: 'Nachrichten wieder erhalten',
  },
  started: {
    title: 'Sie erhalten wieder Nachrichten',
    text: 'Sie erhalten eine Nachricht, wenn Sie in dieser Einrichtung etwas zu tun haben.',
    button: 'Nachrichten beenden',
  },
} as const;
