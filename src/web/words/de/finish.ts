const AT_SYSTEM = '{system, select, hub {beim Hub} other {bei {system}}}';

export const finish = {
  title: 'Probieren Sie es aus',
  text: 'Melden Sie sich als eine der ausgewählten Personen an, am besten in einem privaten Fenster. Sagen Sie Ihrem Team Bescheid, wenn es funktioniert.',
  atTheHub: 'Beim Hub anmelden',
  fromMyApps: 'Über My Apps starten',
  ifNot:
    'Wenn Microsoft AADSTS50105 anzeigt, wurde die Person nicht ausgewählt. Änderungen an Gruppen wirken manchmal erst nach einigen Minuten.',
  lead: `Ihr Team kann sich ${AT_SYSTEM} mit dem vorhandenen Konto anmelden.`,
  inPlace: 'Was eingerichtet ist',
  facts: {
    access: 'Wer Zugriff hat',
    certificate: 'Zertifikat',
    proof: 'Erste Anmeldung',
  },
  defaultAccess: 'Standardzugriff',
  showAll: 'Alle anzeigen',
  certificate: 'Gültig bis {until}.',
  renewed:
    '{brand} erneuert es rechtzeitig: 60 Tage vorher erhalten Sie eine Nachricht mit den neuen Einstellungen zum Eintragen.',
  notRenewed:
    'Die Überwachung ist nicht Teil dieser Einrichtung, deshalb erneuert es niemand automatisch. Fragen Sie {brand} rechtzeitig.',
  messageTitle: 'Nachricht an Ihr Team',
  messageLabel: 'Nachricht zum Kopieren',
  copy: 'Nachricht kopieren',
  copied: 'Kopiert',
  message: `Hallo,

ab jetzt melden Sie sich ${AT_SYSTEM} mit Ihrem Konto von {company} an. Sie benötigen kein weiteres Kennwort.

1. Öffnen Sie {address}
2. Geben Sie Ihre geschäftliche E-Mail-Adresse ein.
3. Melden Sie sich wie gewohnt bei Microsoft an.

Wenn Microsoft meldet, dass Sie keinen Zugriff haben (AADSTS50105), fragen Sie Ihr IT-Team.`,
  permissionsTitle: 'Unsere Berechtigungen entfernen',
  permissions:
    'Sie können die Berechtigungen von {brand} jetzt entfernen. Ihr Team kann sich weiterhin anmelden.',
  without: {
    monitoring: 'Wir können die Verbindung dann nicht mehr prüfen und ihr Zertifikat nicht mehr erneuern.',
    removal:
      'Wir können dann nicht mehr entfernen, was wir angelegt haben. Sie können die Unternehmensanwendung selbst löschen.',
  },
  how: {
    open: 'Öffnen Sie im Microsoft Entra Admin Center „Unternehmensanwendungen“.',
    find: 'Öffnen Sie die Anwendung von {brand}, der Sie zugestimmt haben, nicht die für die Anmeldung Ihres Teams.',
    remove: 'Wählen Sie unter „Eigenschaften“ die Option „Löschen“.',
  },
  adminCenter: 'Unternehmensanwendungen in neuem Tab öffnen',
  report: 'Abschlussbericht anzeigen',
} as const;

export const report = {
  title: 'Abschlussbericht',
  lead: 'Single Sign‑On für {company}, eingerichtet mit {brand}. Stand: {today}.',
  print: 'Drucken oder als PDF speichern',
  early: 'Der Bericht liegt vor, wenn die Einrichtung fertig ist.',
  sections: {
    setup: 'Einrichtung',
    people: 'Wer was getan hat',
    access: 'Wer Zugriff hat',
    checks: 'Prüfungen',
  },
  fields: {
    company: 'Organisation',
    tenant: 'Mandant',
    application: 'Unternehmensanwendung',
    appId: 'Anwendungs-ID',
    provider: 'Dienstanbieter',
    entityId: 'Bezeichner (Entitäts-ID)',
    signOnUrl: 'Anmelde-URL',
    claims: 'Weitergegebene Benutzerangaben',
    certificate: 'Signaturzertifikat',
    permissions: 'Berechtigungsprofil',
    startedBy: 'Begonnen von',
    approved: 'Zugriff genehmigt von',
    entered: 'Einstellungen eingetragen von',
    chosen: 'Personen und Gruppen ausgewählt von',
    tested: 'Anmeldung getestet von',
    forced: 'Force SSO bestätigt von',
    proof: 'Erste Anmeldung',
    monitoring: 'Überwachung',
  },
  profiles: { full: 'Vollständig', minimal: 'Minimal' },
  monitored: 'Begonnen',
  notMonitored: 'Nicht Teil dieser Einrichtung',
  certificate: '{thumbprint}, gültig bis {until}',
  columns: { who: 'Wer', type: 'Art', role: 'Rolle' },
  types: { user: 'Person', group: 'Gruppe' },
  many: '{count, number} Personen und Gruppen',
  nobody: 'Niemand',
} as const;
