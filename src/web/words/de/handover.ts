const IN_SYSTEM = '{system, select, hub {im Hub} other {in {system}}}';
const SYSTEM = '{system, select, hub {Hub} other {{system}}}';
const OBJECT = '{system, select, hub {den Hub} other {{system}}}';
const SUBJECT = '{system, select, hub {Der Hub} other {{system}}}';

export const handover = {
  title: `Einstellungen ${IN_SYSTEM} eintragen`,
  early: 'Die Werte sind noch nicht fertig. Diese Seite zeigt sie, sobald sie vorliegen.',
  lead: 'Öffnen Sie {location}, und tragen Sie jede Einstellung ein, von oben nach unten.',
  open: `${SYSTEM} in neuem Tab öffnen`,
  elsewhere: 'Am Computer weitermachen',
  before: 'Bevor Sie beginnen',
  values: 'Einstellungen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  xmlLabel: 'Verbundmetadaten',
  showXml: 'XML anzeigen',
  download: 'XML herunterladen',
  doneTitle: 'Wenn alles gespeichert ist',
  doneText: 'Bestätigen Sie es unten. Dann prüfen wir, was sich von außen prüfen lässt.',
  saved: 'Eingetragen und gespeichert?',
  confirm: `Ich habe es ${IN_SYSTEM} gespeichert`,
  confirmed: `{by} hat bestätigt, dass dies ${IN_SYSTEM} eingetragen wurde.`,
  check: {
    running: `Wir prüfen ${OBJECT}. Diese Seite zeigt das Ergebnis.`,
    differs: `Einige Einstellungen ${IN_SYSTEM} weichen ab`,
    correct: 'Korrigieren Sie diese in {location}, und speichern Sie. Bestätigen Sie dann noch einmal.',
    notOn: `Single Sign‑On ist ${IN_SYSTEM} noch nicht eingeschaltet`,
    switchOn: `${SUBJECT} beginnt für Ihre E-Mail-Domäne keine Anmeldung. Prüfen Sie in {location} die E-Mail-Domäne und das XML, und speichern Sie. Bestätigen Sie dann noch einmal.`,
  },
  over: 'Diese Einrichtung ist beendet. Die Einstellungen werden nicht mehr benötigt.',
} as const;

export const elsewhere = {
  title: 'Am Computer weitermachen',
  text: 'Am Computer lassen sich Einstellungen leichter kopieren. Öffnen Sie dort Ihren eigenen Link:',
  email: 'Link per E-Mail an mich senden',
  label: 'Ihr Link',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  qrTitle: 'Oder scannen Sie ihn',
  qrText: 'Zeigen Sie diesen Code der Kamera des anderen Geräts.',
  qrLabel: 'QR-Code Ihres Links',
  personal: 'Wer diesen Link hat, kann Ihre Schritte ausführen. Geben Sie ihn nicht weiter.',
  subject: '{brand}: Single Sign-On für {company}',
} as const;
