const IN_SYSTEM = '{system, select, hub {dans le Hub} other {dans {system}}}';
const SYSTEM = '{system, select, hub {le Hub} other {{system}}}';
const SUBJECT = '{system, select, hub {Le Hub} other {{system}}}';

export const handover = {
  title: `Saisir les paramètres ${IN_SYSTEM}`,
  early: 'Les valeurs ne sont pas encore prêtes. Cette page les affiche dès qu’elles le sont.',
  lead: 'Ouvrez {location} et saisissez chaque paramètre, de haut en bas.',
  open: `Ouvrir ${SYSTEM} dans un nouvel onglet`,
  elsewhere: 'Continuer sur un ordinateur',
  before: 'Avant de commencer',
  values: 'Paramètres',
  copy: 'Copier',
  copied: 'Copié',
  xmlLabel: 'Métadonnées de fédération',
  showXml: 'Afficher le XML',
  download: 'Télécharger le XML',
  doneTitle: 'Quand tout est enregistré',
  doneText: 'Confirmez ci-dessous. Nous vérifions alors ce qui peut l’être de l’extérieur.',
  saved: 'Saisi et enregistré ?',
  confirm: `Je l’ai enregistré ${IN_SYSTEM}`,
  confirmed: `{by} a confirmé que tout a été saisi ${IN_SYSTEM}.`,
  check: {
    running: `Nous vérifions ${SYSTEM}. Cette page affiche le résultat.`,
    differs: `Certains paramètres sont différents ${IN_SYSTEM}`,
    correct: 'Corrigez-les dans {location} et enregistrez. Confirmez ensuite à nouveau.',
    notOn: `L’authentification unique n’est pas encore activée ${IN_SYSTEM}`,
    switchOn: `${SUBJECT} ne commence pas de connexion pour votre domaine de messagerie. Dans {location}, vérifiez le domaine et le XML, puis enregistrez. Confirmez ensuite à nouveau.`,
  },
  over: 'Cette configuration est terminée. Les paramètres ne sont plus nécessaires.',
} as const;

export const elsewhere = {
  title: 'Continuer sur un ordinateur',
  text: 'Copier des paramètres est plus facile sur un ordinateur. Ouvrez-y votre propre lien :',
  email: 'M’envoyer le lien par e-mail',
  label: 'Votre lien',
  copy: 'Copier le lien',
  copied: 'Copié',
  qrTitle: 'Ou scannez-le',
  qrText: 'Présentez ce code à la caméra de l’autre appareil.',
  qrLabel: 'Code QR de votre lien',
  personal: 'Quiconque a ce lien peut effectuer vos étapes. Ne le transmettez pas.',
  subject: '{brand} : authentification unique pour {company}',
} as const;
