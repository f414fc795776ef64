export const frame = {
  skip: 'Zum Inhalt springen',
  back: '← Alle Schritte',
  step: 'Schritt {number} von {of}',
  help: 'Hilfe',
  subject: 'Einrichtung von Single Sign-On',
  subjectFor: 'Einrichtung von Single Sign-On für {company}',
  startedBy: '{person} von {brand} hat diese Einrichtung für {company} begonnen.',
  startedFor: '{brand} hat diese Einrichtung für {company} begonnen.',
  personal: 'Dieser Link ist persönlich für {contact} und gilt bis zum {until}.',
  signOut: 'Nicht {contact}? Abmelden',
  questions: 'Fragen?',
  or: ' oder ',
  helpCentre: 'Hilfe von {brand}',
  zone: 'Datum und Uhrzeit in der Zeitzone: {zone}.',
  languages: 'Sprache',
  reference: 'Referenz:',
  security: 'Sicherheit und Datenschutz',
} as const;

export const security = {
  title: 'Sicherheit und Datenschutz',
  lead: 'Was diese Einrichtung in Microsoft Entra ID (früher Azure AD) sehen und tun kann, und was {brand} aufbewahrt.',
  sections: {
    link: {
      title: 'Ihr Link',
      points: [
        'Der Link in Ihrer Nachricht ist signiert, persönlich und befristet. Er kann jederzeit zurückgezogen werden.',
        'Das Öffnen des Links ändert nichts. Jede Änderung braucht einen Klick auf dieser Website.',
        'Der Link allein genehmigt nichts: Sie melden sich bei Microsoft an, was Ihre Organisation und Ihre Rolle nachweist.',
      ],
    },
    passwords: {
      title: 'Ihre Kennwörter',
      points: [
        'Sie melden sich auf den Seiten von Microsoft an. Wir sehen nie ein Kennwort.',
        'Bei der Testanmeldung prüfen wir, was Microsoft Entra ID sendet. Wir behalten das Ergebnis, nicht die Antwort selbst.',
      ],
    },
    directory: {
      title: 'Ihr Verzeichnis',
      points: [
        'Es werden keine Benutzer, Gruppen oder Kennwörter angelegt, geändert oder gelöscht.',
        'Wir legen eine Unternehmensanwendung an und ändern nur diese.',
        'Bevor Sie zustimmen, sehen Sie jede Berechtigung, ihren Grund und ihre Grenze. Wenn die Einrichtung fertig ist, können Sie die Berechtigungen entfernen.',
      ],
    },
    kept: {
      title: 'Was {brand} aufbewahrt',
      points: [
        'Die Namen, Mobilnummern und E-Mail-Adressen Ihrer Ansprechpersonen, was vereinbart wurde, und wer wann was genehmigt oder bestätigt hat.',
        'Diese Aufzeichnungen werden vor dem Speichern verschlüsselt. Sie werden einige Zeit nach dem Ende der Einrichtung oder ihrer Überwachung gelöscht.',
      ],
    },
  },
  privacy: 'Datenschutzerklärung von {brand}',
  more: 'Sicherheit bei {brand}',
} as const;
