export const errors = {
  notFound: {
    title: 'Hier gibt es nichts',
    text: 'Die Adresse ist möglicherweise unvollständig. Öffnen Sie den Link in Ihrer Nachricht noch einmal.',
  },
  linkUnknown: {
    title: 'Dieser Link ist nicht bekannt',
    text: 'Der Link ist möglicherweise unvollständig. Öffnen Sie ihn aus der Nachricht, oder kopieren Sie ihn ganz. Es wurde nichts geändert.',
  },
  linkExpired: {
    title: 'Dieser Link ist abgelaufen',
    text: 'Bitten Sie die Person, die ihn gesendet hat, um einen neuen Link. Alles, was mit diesem Link getan wurde, bleibt erhalten.',
  },
  linkRevoked: {
    title: 'Dieser Link wurde zurückgezogen',
    text: 'Eine neuere Nachricht enthält möglicherweise einen anderen Link. Wenn nicht, bitten Sie die Person, die ihn gesendet hat, um einen neuen.',
  },
  linkOver: {
    title: 'Dieser Link wird nicht mehr benötigt',
    text: 'Die Einrichtung ist beendet oder wurde neu begonnen. Fragen Sie die Person, die den Link gesendet hat.',
  },
  linkAgain: {
    title: 'Öffnen Sie Ihren Link noch einmal',
    text: 'Diese Seite öffnet sich nur über den Link in Ihrer Nachricht, in dem Browser, in dem Sie ihn geöffnet haben. Öffnen Sie den Link noch einmal.',
  },
  otherPurpose: {
    title: 'Ihr Link ist für etwas anderes',
    text: 'Dieser Schritt ist für eine andere Person vorgesehen. Wenn Sie ihn erledigen sollen, bitten Sie die Person, die Ihren Link gesendet hat, um einen anderen.',
  },
  callbackRefused: {
    title: 'Das kam nicht von hier',
    text: 'Microsoft hat Sie hierher geschickt, aber nicht von einer Seite, die Sie gerade in diesem Browser geöffnet haben. Es wurde nichts festgehalten. Öffnen Sie den Link in Ihrer Nachricht, um den aktuellen Stand zu sehen und es erneut zu versuchen.',
  },
  refused: {
    title: 'Das wurde nicht angenommen',
    text: 'Möglicherweise hat schon jemand anderes geantwortet. Öffnen Sie den Link in Ihrer Nachricht, um den aktuellen Stand zu sehen.',
  },
  foreignForm: {
    title: 'Dieses Formular ist veraltet',
    text: 'Es wurde nichts geändert. Öffnen Sie den Link in Ihrer Nachricht noch einmal, und wiederholen Sie den Schritt.',
  },
  badInput: {
    title: 'Das konnte nicht gelesen werden',
    text: 'Es wurde nichts geändert. Gehen Sie zurück, und versuchen Sie es erneut.',
  },
  signInAgain: {
    title: 'Sie sind nicht mehr angemeldet',
    text: 'Eine Anmeldung gilt eine Stunde. Es wurde nichts geändert, und nichts ist verloren. Melden Sie sich in einem anderen Tab an, und senden Sie das Formular hier noch einmal.',
  },
  readOnly: {
    title: 'Sie dürfen lesen, nicht handeln',
    text: 'Es wurde nichts geändert. Zum Handeln benötigen Sie die Rolle Onboarding.Operate.',
  },
  tooLarge: {
    title: 'Das ist zu groß',
    text: 'Es wurde nichts geändert. Senden Sie eine kürzere Liste.',
  },
  tooMany: {
    title: 'Zu viele Anfragen',
    text: 'Warten Sie eine Minute, und laden Sie die Seite dann neu.',
  },
  unavailable: {
    title: 'Im Moment nicht verfügbar',
    text: 'Nichts ist verloren. Warten Sie eine Minute, und laden Sie die Seite dann neu. Wenn das Problem bestehen bleibt, schreiben Sie uns.',
  },
  busy: {
    title: 'Im Moment überlastet',
    text: 'Nichts ist verloren. Warten Sie einige Sekunden, und versuchen Sie es dann erneut.',
  },
  noSignIn: {
    title: 'Microsoft antwortet im Moment nicht',
    text: 'Es wurde nichts geändert, und nichts ist verloren. Warten Sie eine Minute, und versuchen Sie es dann erneut. Wenn das Problem bestehen bleibt, schreiben Sie uns.',
  },
  failed: {
    title: 'Hier ist etwas schiefgegangen',
    text: 'Der Fehler wurde aufgezeichnet. Laden Sie die Seite neu. Wenn das Problem bestehen bleibt, schreiben Sie uns.',
  },
} as const;

export const sendAgain = {
  text: 'Ihre Eingaben sind hier noch vorhanden.',
  button: 'Erneut senden',
} as const;
