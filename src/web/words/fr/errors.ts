export const errors = {
  notFound: {
    title: 'Il n’y a rien ici',
    text: 'L’adresse est peut-être incomplète. Ouvrez à nouveau le lien que vous avez reçu.',
  },
  linkUnknown: {
    title: 'Ce lien est inconnu',
    text: 'Le lien est peut-être incomplet. Ouvrez-le depuis le message, ou copiez-le en entier. Rien n’a été modifié.',
  },
  linkExpired: {
    title: 'Ce lien a expiré',
    text: 'Demandez un nouveau lien à la personne qui vous l’a envoyé. Tout ce qui a été fait avec ce lien est conservé.',
  },
  linkRevoked: {
    title: 'Ce lien a été retiré',
    text: 'Un message plus récent contient peut-être un autre lien. Sinon, demandez un nouveau lien à la personne qui vous l’a envoyé.',
  },
  linkOver: {
    title: 'Ce lien ne sert plus',
    text: 'La configuration est terminée ou a été recommencée. Adressez-vous à la personne qui vous a envoyé le lien.',
  },
  linkAgain: {
    title: 'Ouvrez à nouveau votre lien',
    text: 'Cette page ne s’ouvre que depuis le lien que vous avez reçu, dans le navigateur où vous l’avez ouvert. Ouvrez à nouveau le lien.',
  },
  otherPurpose: {
    title: 'Votre lien est destiné à autre chose',
    text: 'Cette étape a été confiée à une autre personne. Si c’est à vous de la faire, demandez un autre lien à la personne qui vous l’a envoyé.',
  },
  callbackRefused: {
    title: 'Cette demande ne vient pas d’ici',
    text: 'Microsoft vous a envoyé ici, mais pas depuis une page que vous venez d’ouvrir dans ce navigateur. Rien n’a été enregistré. Ouvrez le lien que vous avez reçu pour voir l’état actuel et réessayer.',
  },
  refused: {
    title: 'Cela n’a pas été accepté',
    text: 'Une autre personne a peut-être déjà répondu. Ouvrez le lien que vous avez reçu pour voir l’état actuel.',
  },
  foreignForm: {
    title: 'Ce formulaire n’est plus à jour',
    text: 'Rien n’a été modifié. Ouvrez à nouveau le lien que vous avez reçu et répétez l’étape.',
  },
  badInput: {
    title: 'Cela n’a pas pu être lu',
    text: 'Rien n’a été modifié. Revenez en arrière et réessayez.',
  },
  signInAgain: {
    title: 'Vous n’êtes plus connecté',
    text: 'Une connexion dure une heure. Rien n’a été modifié et rien n’est perdu. Connectez-vous dans un autre onglet, puis envoyez à nouveau le formulaire ici.',
  },
  readOnly: {
    title: 'Vous pouvez consulter, pas agir',
    text: 'Rien n’a été modifié. Pour agir, vous avez besoin du rôle Onboarding.Operate.',
  },
  tooLarge: {
    title: 'C’est trop volumineux',
    text: 'Rien n’a été modifié. Envoyez une liste plus courte.',
  },
  tooMany: {
    title: 'Trop de demandes',
    text: 'Attendez une minute, puis rechargez la page.',
  },
  unavailable: {
    title: 'Indisponible pour le moment',
    text: 'Rien n’est perdu. Attendez une minute, puis rechargez la page. Si le problème persiste, écrivez-nous.',
  },
  busy: {
    title: 'Trop de trafic pour le moment',
    text: 'Rien n’est perdu. Attendez quelques secondes, puis réessayez.',
  },
  noSignIn: {
    title: 'Microsoft ne répond pas pour le moment',
    text: 'Rien n’a été modifié et rien n’est perdu. Attendez une minute, puis réessayez. Si le problème persiste, écrivez-nous.',
  },
  failed: {
    title: 'Une erreur s’est produite',
    text: 'L’erreur a été enregistrée. Rechargez la page. Si le problème persiste, écrivez-nous.',
  },
} as const;

export const sendAgain = {
  text: 'Ce que vous avez saisi est conservé ici.',
  button: 'Renvoyer',
} as const;
