const TO_SYSTEM = '{system, select, hub {zum Hub} other {zu {system}}}';

export const signIn = {
  title: 'Anmeldung testen',
  lead: `Melden Sie sich einmal als eine der ausgewählten Personen an, am besten in einem privaten Fenster. Das Ergebnis kommt hierher, nicht ${TO_SYSTEM}.`,
  early: 'Im Moment ist kein Test offen. Die Seite mit allen Schritten zeigt, wann es einen gibt.',
  closed: 'Im Moment ist kein Test offen. Dies sind die Ergebnisse.',
  worked: 'Es funktioniert. Den Rest erledigen wir automatisch.',
  goOn: 'Alle Schritte anzeigen',
  who: 'Jede ausgewählte Person ist geeignet. Die erste Anmeldung ohne Problem beendet den Test.',
  start: 'Bei Microsoft anmelden',
  again: 'Erneut anmelden',
  stillOpen: 'Diese Seite aktualisiert sich automatisch, wenn sich jemand angemeldet hat.',
  asAnother: 'Gehören Sie selbst nicht dazu? Senden Sie einen Link',
  asAnotherText:
    'Sie können sich nicht als jemand anderes anmelden. Erstellen Sie einen Link für eine der ausgewählten Personen. Sobald sie sich angemeldet hat, erscheint das Ergebnis hier.',
  errorTitle: 'Hat Microsoft einen Fehler angezeigt?',
  errorText:
    'Microsoft schickt Sie dann nicht hierher zurück. Fügen Sie den Fehler oder nur seine Nummer ein, und wir sagen Ihnen, was zu tun ist.',
  errorLabel: 'Der Fehler, zum Beispiel AADSTS50105',
  errorButton: 'Fehler erklären',
  notUnderstood: 'Darin steht keine AADSTS-Nummer. Kopieren Sie den ganzen Text, den Microsoft anzeigt.',
  refused: 'Die Anmeldung wurde blockiert.',
  signedIn: '{user} hat sich angemeldet.',
  signedInAs: '{user} hat sich als {roles} angemeldet.',
  sent: 'Was Microsoft Entra ID gesendet hat',
  rows: { name: 'Benutzername', mail: 'E-Mail-Adresse', role: 'Rolle' },
  present: 'gesendet',
  missing: 'fehlt',
  noRole: 'Standardzugriff',
  earlier: 'Frühere Versuche ({count})',
  checks: 'Was geprüft wurde',
} as const;
