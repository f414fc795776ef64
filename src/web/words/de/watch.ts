const SYSTEM = '{system, select, hub {Der Hub} other {{system}}}';

export const watch = {
  title: 'Überwachung von Single Sign‑On',
  lead: '{brand} überwacht Single Sign‑On für {company} und erneuert das Zertifikat rechtzeitig.',
  tasks: {
    handover: {
      title: 'Neue Einstellungen eintragen',
      text: 'Kopieren Sie jeden Wert in das Formular. Alle Werte stehen bereit, in der Reihenfolge des Formulars.',
      button: 'Einstellungen anzeigen',
    },
    signIn: {
      title: 'Einmal anmelden',
      text: 'Melden Sie sich als eine Person an, die Zugriff hat. Wir prüfen, was Microsoft Entra ID sendet.',
      button: 'Anmeldung testen',
    },
  },
  status: {
    watching: 'Single Sign‑On funktioniert und wird überwacht.',
    running: 'Wir prüfen Single Sign‑On gerade. Diese Seite aktualisiert sich automatisch.',
    waiting: 'Die Anmeldung funktioniert. Damit das so bleibt, ist Ihr Schritt nötig.',
    drifted:
      'Die Anmeldung funktioniert. Die Konfiguration in Microsoft Entra ID weicht von der Vereinbarung ab.',
    atRisk: 'Die Anmeldung ist gestört oder wird es bald sein.',
    blocked: 'Die letzte Prüfung ist fehlgeschlagen. Wir sind informiert, Sie müssen nichts tun.',
    stopped: 'Die Überwachung ist beendet.',
  },
  due: 'Bitte erledigen Sie Ihren Schritt bis zum {until}, {distance}.',
  certificates: 'Zertifikate für die Anmeldung',
  validUntil: 'Gültig bis {until}',
  active: 'in Gebrauch',
  ready: 'bereit, noch nicht in Gebrauch',
  known: `${SYSTEM} kennt es.`,
  unknown: `${SYSTEM} kennt es noch nicht.`,
  thumbprint: 'Fingerabdruck',
  steps: 'Wie das Zertifikat ersetzt wird',
  rollover: {
    nextCertificate: 'Nächstes Zertifikat in Microsoft Entra ID hinzufügen',
    metadata: 'Verbundmetadaten mit allen Zertifikaten prüfen',
    handover: 'Neue Einstellungen eintragen',
    activation: 'Auf das nächste Zertifikat umstellen',
    testSignIn: 'Anmeldung testen',
    removal: 'Altes Zertifikat entfernen',
  },
} as const;
