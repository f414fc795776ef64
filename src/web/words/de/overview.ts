const AT_SYSTEM = '{system, select, hub {beim Hub} other {bei {system}}}';
const IN_SYSTEM = '{system, select, hub {im Hub} other {in {system}}}';
const WITH_SYSTEM = '{system, select, hub {mit dem Hub} other {mit {system}}}';

export const overview = {
  title: 'Single Sign‑On einrichten',
  doneTitle: 'Single Sign‑On ist eingerichtet',
  leadBy: `{who} von {brand} bittet Sie, Microsoft Entra ID (früher Azure AD) von {company} zu verbinden. Ihr Team meldet sich dann ${AT_SYSTEM} mit dem vorhandenen Konto an.`,
  lead: `{brand} bittet Sie, Microsoft Entra ID (früher Azure AD) von {company} zu verbinden. Ihr Team meldet sich dann ${AT_SYSTEM} mit dem vorhandenen Konto an.`,
  reload: 'Laden Sie diese Seite neu, um zu sehen, was neu ist.',
  done: 'Single Sign‑On ist eingerichtet.',
  over: 'Diese Einrichtung ist beendet.',
  blocked: 'Wir beheben ein Problem. Sie müssen nichts tun.',
  blockedByThem: 'Ein Problem muss behoben werden, bevor die Einrichtung weitergehen kann.',
  running: 'Wir richten gerade alles ein. Diese Seite aktualisiert sich automatisch.',
  yourTurn: 'Bitte erledigen Sie Ihren Schritt bis zum {until}.',
  waitingFor: {
    azureAdministrator: 'Wir warten bis zum {until} auf Ihre Azure-Administration.',
    hubAdministrator: 'Wir warten bis zum {until} auf Ihre Hub-Administration.',
    operator: 'Wir warten bis zum {until} auf {brand}.',
  },
  steps: 'Schritte',
  due: 'fällig {distance}',
  left: '{minutes, plural, one {noch etwa # Minute} other {noch etwa # Minuten}}',
  minutes: '{minutes} Min.',
  by: '{who}, {on}',
  skipped: 'Übersprungen',
  states: { done: 'erledigt', current: 'aktueller Schritt', pending: 'noch nicht begonnen' },
  assign: {
    late: 'Die Frist ist abgelaufen, aber Ihre Zuweisungen zählen noch. Weisen Sie die ausgewählten Personen und Gruppen zu, und prüfen Sie dann.',
    button: 'Zuweisungen prüfen',
  },
  tryIt: 'Wir bestätigen die erste Anmeldung automatisch. Bis sie erscheint, kann es einige Minuten dauern.',
} as const;

export const stages = {
  approve: {
    title: 'Zugriff genehmigen',
    text: 'Sehen Sie, was mit welchen Berechtigungen eingerichtet wird. Stimmen Sie dann bei Microsoft zu.',
    button: 'Ansehen und genehmigen',
  },
  enter: {
    title: `Einstellungen ${IN_SYSTEM} eintragen`,
    text: `Kopieren Sie jeden Wert, und tragen Sie ihn ${IN_SYSTEM} ein. Alle Werte stehen bereit, in der Reihenfolge des Formulars.`,
    button: 'Einstellungen anzeigen',
  },
  choose: {
    title: 'Auswählen, wer sich anmelden kann',
    text: 'Wählen Sie Personen und Gruppen aus. Niemand sonst erhält Zugriff.',
    button: 'Personen und Gruppen auswählen',
  },
  test: {
    title: 'Anmeldung testen',
    text: 'Melden Sie sich einmal an, bevor Ihr Team es tut.',
    button: 'Anmeldung testen',
  },
  firstSignIn: {
    title: `Einmal ${AT_SYSTEM} anmelden`,
    text: 'Melden Sie sich als eine der ausgewählten Personen an. Wir bestätigen die erste Anmeldung.',
    button: 'Anmelden',
  },
  force: {
    title: 'Single Sign‑On zum einzigen Zugang machen',
    text: 'Prüfen Sie, dass sich eine Person mit Administratorrechten noch mit einem Kennwort anmelden kann, und schalten Sie dann Force SSO ein.',
    button: 'Zeigen, was zu tun ist',
  },
} as const;

export const proofs = {
  signInLog: 'Erste Anmeldung im Anmeldeprotokoll von Microsoft Entra ID bestätigt',
  probe: 'Durch eine Testanfrage an den Hub geprüft',
  confirmation:
    'Beruht auf der Angabe der Person, die die Einstellungen gespeichert hat: Es wurde noch keine Anmeldung gesehen',
  nothing: 'Eine erste Anmeldung konnte noch nicht bestätigt werden',
} as const;

export const work = {
  application: { doing: 'Unternehmensanwendung anlegen', did: '„{application}“ angelegt' },
  samlMode: { doing: 'SAML als Anmeldemethode wählen', did: 'SAML als Anmeldemethode gewählt' },
  samlSettings: { doing: `Anwendung ${WITH_SYSTEM} verbinden`, did: `Anwendung ${WITH_SYSTEM} verbunden` },
  claims: {
    doing: 'Festlegen, welche Benutzerangaben weitergegeben werden',
    did: 'Festgelegt, welche Benutzerangaben weitergegeben werden',
  },
  certificate: {
    doing: 'Signaturzertifikat hinzufügen',
    did: 'Signaturzertifikat hinzugefügt',
    didUntil: 'Signaturzertifikat hinzugefügt, gültig bis {until}',
  },
  metadata: { doing: 'Verbundmetadaten prüfen', did: 'Verbundmetadaten geprüft' },
  assignments: { doing: 'Den Ausgewählten Zugriff geben', did: 'Zugriff gegeben: {who}' },
  theirAssignments: { doing: 'Zuweisungen prüfen', did: 'Zuweisungen geprüft' },
  verification: {
    doing: 'Alles mit der Vereinbarung vergleichen',
    did: 'Alles mit der Vereinbarung verglichen',
  },
  hubSignIn: { doing: 'Erste Anmeldung bestätigen' },
  watch: { doing: 'Überwachung beginnen', did: 'Überwachung begonnen' },
  monitoring:
    'Danach beginnt die Überwachung: Wir prüfen die Verbindung und erneuern ihr Zertifikat rechtzeitig.',
  settingsAgree:
    'Geprüft: {system, select, hub {Der Hub} other {{system}}} beginnt Anmeldungen mit diesen Einstellungen',
  inEntra:
    '{count, plural, one {Danach haben wir # Einstellung in Microsoft Entra ID vorgenommen} other {Danach haben wir # Einstellungen in Microsoft Entra ID vorgenommen}}',
  after: { choose: 'Danach haben wir Zugriff gegeben', test: 'Danach haben wir alles geprüft' },
  rest: 'Danach haben wir den Rest erledigt',
  title: 'Was wir jetzt tun',
  skipped: 'Übersprungen: {doing}',
  states: {
    pending: '',
    running: 'läuft',
    waiting: 'wartet',
    blocked: 'braucht Aufmerksamkeit',
    done: '',
    skipped: '',
  },
} as const;
