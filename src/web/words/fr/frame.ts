export const frame = {
  skip: 'Aller au contenu',
  back: '← Toutes les étapes',
  step: 'Étape {number} sur {of}',
  help: 'Aide',
  subject: 'Configuration de l’authentification unique',
  subjectFor: 'Configuration de l’authentification unique pour {company}',
  startedBy: '{person}, de {brand}, a commencé cette configuration pour {company}.',
  startedFor: '{brand} a commencé cette configuration pour {company}.',
  personal: 'Ce lien est personnel, pour {contact}, et valable jusqu’au {until}.',
  signOut: 'Vous n’êtes pas {contact} ? Se déconnecter',
  questions: 'Des questions ?',
  or: ' ou ',
  helpCentre: 'Centre d’aide de {brand}',
  zone: 'Dates et heures : {zone}.',
  languages: 'Langue',
  reference: 'Référence :',
  security: 'Sécurité et confidentialité',
} as const;

export const security = {
  title: 'Sécurité et confidentialité',
  lead: 'Ce que cette configuration peut voir et faire dans Microsoft Entra ID (anciennement Azure AD), et ce que {brand} conserve.',
  sections: {
    link: {
      title: 'Votre lien',
      points: [
        'Le lien que vous avez reçu est signé, personnel et limité dans le temps. Il peut être retiré à tout moment.',
        'Ouvrir le lien ne modifie rien. Chaque modification demande un clic sur ce site.',
        'Le lien seul n’approuve rien : vous vous connectez chez Microsoft, ce qui prouve votre organisation et votre rôle.',
      ],
    },
    passwords: {
      title: 'Vos mots de passe',
      points: [
        'Vous vous connectez sur les pages de Microsoft. Nous ne voyons jamais de mot de passe.',
        'Pendant le test de connexion, nous vérifions ce que Microsoft Entra ID envoie. Nous conservons le résultat, pas la réponse elle-même.',
      ],
    },
    directory: {
      title: 'Votre annuaire',
      points: [
        'Aucun utilisateur, groupe ou mot de passe n’est créé, modifié ou supprimé.',
        'Nous créons une application d’entreprise et ne modifions que celle-ci.',
        'Avant de donner votre accord, vous voyez chaque autorisation, sa raison et sa limite. Vous pouvez retirer les autorisations une fois la configuration terminée.',
      ],
    },
    kept: {
      title: 'Ce que {brand} conserve',
      points: [
        'Les noms, numéros de mobile et adresses e-mail de vos contacts, ce qui a été convenu, et qui a approuvé ou confirmé quoi et quand.',
        'Ces données sont chiffrées avant d’être enregistrées. Elles sont supprimées quelque temps après la fin de la configuration ou de sa surveillance.',
      ],
    },
  },
  privacy: 'Politique de confidentialité de {brand}',
  more: 'La sécurité chez {brand}',
} as const;
