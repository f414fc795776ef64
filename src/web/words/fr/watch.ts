const SYSTEM = '{system, select, hub {Le Hub} other {{system}}}';

export const watch = {
  title: 'Surveillance de l’authentification unique',
  lead: '{brand} surveille l’authentification unique pour {company} et renouvelle son certificat à temps.',
  tasks: {
    handover: {
      title: 'Saisir les nouveaux paramètres',
      text: 'Copiez chaque valeur dans le formulaire. Toutes les valeurs sont prêtes, dans l’ordre du formulaire.',
      button: 'Afficher les paramètres',
    },
    signIn: {
      title: 'Se connecter une fois',
      text: 'Connectez-vous en tant que personne ayant accès. Nous vérifions ce que Microsoft Entra ID envoie.',
      button: 'Tester la connexion',
    },
  },
  status: {
    watching: 'L’authentification unique fonctionne et est surveillée.',
    running:
      'Nous vérifions l’authentification unique en ce moment. Cette page se met à jour automatiquement.',
    waiting: 'La connexion fonctionne. Pour que cela dure, c’est à vous d’agir.',
    drifted:
      'La connexion fonctionne. La configuration dans Microsoft Entra ID diffère de ce qui a été convenu.',
    atRisk: 'La connexion est interrompue, ou le sera bientôt.',
    blocked: 'La dernière vérification a échoué. Nous sommes prévenus, vous n’avez rien à faire.',
    stopped: 'La surveillance est terminée.',
  },
  due: 'C’est à vous d’agir, avant le {until}, {distance}.',
  certificates: 'Certificats de connexion',
  validUntil: 'Valable jusqu’au {until}',
  active: 'utilisé',
  ready: 'prêt, pas encore utilisé',
  known: `${SYSTEM} le connaît.`,
  unknown: `${SYSTEM} ne le connaît pas encore.`,
  thumbprint: 'Empreinte numérique',
  steps: 'Comment le certificat est remplacé',
  rollover: {
    nextCertificate: 'Ajouter le prochain certificat dans Microsoft Entra ID',
    metadata: 'Vérifier les métadonnées de fédération avec tous les certificats',
    handover: 'Saisir les nouveaux paramètres',
    activation: 'Passer au prochain certificat',
    testSignIn: 'Tester la connexion',
    removal: 'Supprimer l’ancien certificat',
  },
} as const;
