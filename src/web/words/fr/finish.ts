const TO_SYSTEM = '{system, select, hub {au Hub} other {à {system}}}';

export const finish = {
  title: 'Essayez',
  text: 'Connectez-vous en tant que personne choisie, de préférence dans une fenêtre privée. Prévenez votre équipe quand cela fonctionne.',
  atTheHub: 'Se connecter au Hub',
  fromMyApps: 'Démarrer depuis My Apps',
  ifNot:
    'Si Microsoft affiche AADSTS50105, la personne n’a pas été choisie. Les modifications de groupes peuvent prendre quelques minutes.',
  lead: `Votre équipe peut se connecter ${TO_SYSTEM} avec le compte qu’elle a déjà.`,
  inPlace: 'Ce qui est en place',
  facts: {
    access: 'Qui a accès',
    certificate: 'Certificat',
    proof: 'Première connexion',
  },
  defaultAccess: 'Accès par défaut',
  showAll: 'Afficher tout le monde',
  certificate: 'Valable jusqu’au {until}.',
  renewed:
    '{brand} le renouvelle à temps : 60 jours avant, vous recevez un message avec les nouveaux paramètres à saisir.',
  notRenewed:
    'La surveillance ne fait pas partie de cette configuration : personne ne le renouvelle automatiquement. Adressez-vous à {brand} à temps.',
  messageTitle: 'Message pour votre équipe',
  messageLabel: 'Message prêt à copier',
  copy: 'Copier le message',
  copied: 'Copié',
  message: `Bonjour,

vous vous connectez désormais ${TO_SYSTEM} avec votre compte {company}. Vous n’avez besoin d’aucun autre mot de passe.

1. Ouvrez {address}
2. Saisissez votre adresse e-mail professionnelle.
3. Connectez-vous chez Microsoft comme d’habitude.

Si Microsoft indique que vous n’avez pas accès (AADSTS50105), adressez-vous à votre équipe informatique.`,
  permissionsTitle: 'Retirer nos autorisations',
  permissions:
    'Vous pouvez retirer les autorisations de {brand} dès maintenant. Votre équipe continue à se connecter.',
  without: {
    monitoring: 'Nous ne pourrons plus vérifier la connexion ni renouveler son certificat.',
    removal:
      'Nous ne pourrons plus supprimer ce que nous avons créé. Vous pouvez supprimer vous-même l’application d’entreprise.',
  },
  how: {
    open: 'Dans le Centre d’administration Microsoft Entra, ouvrez « Applications d’entreprise ».',
    find: 'Ouvrez l’application de {brand} que vous avez approuvée, et non celle qui sert à la connexion de votre équipe.',
    remove: 'Sous « Propriétés », choisissez « Supprimer ».',
  },
  adminCenter: 'Ouvrir « Applications d’entreprise » dans un nouvel onglet',
  report: 'Afficher le rapport final',
} as const;

export const report = {
  title: 'Rapport final',
  lead: 'Authentification unique pour {company}, configurée avec {brand}. État au {today}.',
  print: 'Imprimer ou enregistrer en PDF',
  early: 'Le rapport est disponible une fois la configuration terminée.',
  sections: {
    setup: 'Configuration',
    people: 'Qui a fait quoi',
    access: 'Qui a accès',
    checks: 'Vérifications',
  },
  fields: {
    company: 'Organisation',
    tenant: 'Locataire',
    application: 'Application d’entreprise',
    appId: 'ID d’application',
    provider: 'Fournisseur de services',
    entityId: 'Identificateur (ID d’entité)',
    signOnUrl: 'URL de connexion',
    claims: 'Informations transmises sur les utilisateurs',
    certificate: 'Certificat de signature',
    permissions: 'Profil d’autorisations',
    startedBy: 'Commencé par',
    approved: 'Accès approuvé par',
    entered: 'Paramètres saisis par',
    chosen: 'Personnes et groupes choisis par',
    tested: 'Connexion testée par',
    forced: 'Force SSO confirmé par',
    proof: 'Première connexion',
    monitoring: 'Surveillance',
  },
  profiles: { full: 'Complet', minimal: 'Minimal' },
  monitored: 'Commencée',
  notMonitored: 'Ne fait pas partie de cette configuration',
  certificate: '{thumbprint}, valable jusqu’au {until}',
  columns: { who: 'Qui', type: 'Type', role: 'Rôle' },
  types: { user: 'Personne', group: 'Groupe' },
  many: '{count, number} personnes et groupes',
  nobody: 'Personne',
} as const;
