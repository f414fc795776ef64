const TO_SYSTEM = '{system, select, hub {au Hub} other {à {system}}}';
const IN_SYSTEM = '{system, select, hub {dans le Hub} other {dans {system}}}';

export const overview = {
  title: 'Configurer l’authentification unique',
  doneTitle: 'L’authentification unique est configurée',
  leadBy: `{who}, de {brand}, vous demande de connecter Microsoft Entra ID (anciennement Azure AD) pour {company}. Votre équipe se connecte ensuite ${TO_SYSTEM} avec le compte qu’elle a déjà.`,
  lead: `{brand} vous demande de connecter Microsoft Entra ID (anciennement Azure AD) pour {company}. Votre équipe se connecte ensuite ${TO_SYSTEM} avec le compte qu’elle a déjà.`,
  reload: 'Rechargez cette page pour voir les nouveautés.',
  done: 'L’authentification unique est configurée.',
  over: 'Cette configuration est terminée.',
  blocked: 'Nous résolvons un problème. Vous n’avez rien à faire.',
  blockedByThem: 'Un problème doit être résolu avant que la configuration puisse continuer.',
  running: 'Nous préparons tout. Cette page se met à jour automatiquement.',
  yourTurn: 'C’est à vous d’agir, avant le {until}.',
  waitingFor: {
    azureAdministrator: 'Nous attendons la personne qui administre Azure chez vous, jusqu’au {until}.',
    hubAdministrator: 'Nous attendons la personne qui administre le Hub chez vous, jusqu’au {until}.',
    operator: 'Nous attendons {brand}, jusqu’au {until}.',
  },
  steps: 'Étapes',
  due: 'échéance {distance}',
  left: '{minutes, plural, one {encore environ # minute} other {encore environ # minutes}}',
  minutes: '{minutes} min',
  by: '{who}, {on}',
  skipped: 'Ignorée',
  states: { done: 'terminée', current: 'étape en cours', pending: 'pas encore commencée' },
  assign: {
    late: 'Le délai est passé, mais vos attributions comptent toujours. Attribuez l’accès aux personnes et aux groupes choisis, puis vérifiez.',
    button: 'Vérifier les attributions',
  },
  tryIt:
    'Nous confirmons automatiquement la première connexion. Elle peut mettre quelques minutes à apparaître.',
} as const;

export const stages = {
  approve: {
    title: 'Approuver l’accès',
    text: 'Voyez ce qui sera configuré et avec quelles autorisations. Donnez ensuite votre accord chez Microsoft.',
    button: 'Examiner et approuver',
  },
  enter: {
    title: `Saisir les paramètres ${IN_SYSTEM}`,
    text: `Copiez chaque valeur ${IN_SYSTEM}. Toutes les valeurs sont prêtes, dans l’ordre du formulaire.`,
    button: 'Afficher les paramètres',
  },
  choose: {
    title: 'Choisir qui peut se connecter',
    text: 'Choisissez des personnes et des groupes. Personne d’autre n’obtient l’accès.',
    button: 'Choisir personnes et groupes',
  },
  test: {
    title: 'Tester la connexion',
    text: 'Connectez-vous une fois, avant votre équipe.',
    button: 'Tester la connexion',
  },
  firstSignIn: {
    title: `Se connecter une fois ${TO_SYSTEM}`,
    text: 'Connectez-vous en tant que personne choisie. Nous confirmons la première connexion.',
    button: 'Se connecter',
  },
  force: {
    title: 'Faire de l’authentification unique le seul accès',
    text: 'Vérifiez qu’une personne ayant les droits d’administration peut encore se connecter avec un mot de passe, puis activez Force SSO.',
    button: 'Voir ce qu’il faut faire',
  },
} as const;

export const proofs = {
  signInLog: 'Première connexion confirmée dans le journal des connexions de Microsoft Entra ID',
  probe: 'Vérifié par une demande de test au Hub',
  confirmation:
    'Repose sur la déclaration de la personne qui a enregistré les paramètres : aucune connexion n’a encore été constatée',
  nothing: 'Aucune première connexion n’a encore pu être confirmée',
} as const;

export const work = {
  application: { doing: 'Créer l’application d’entreprise', did: '« {application} » créée' },
  samlMode: {
    doing: 'Choisir SAML comme méthode de connexion',
    did: 'SAML choisi comme méthode de connexion',
  },
  samlSettings: { doing: `Relier l’application ${TO_SYSTEM}`, did: `Application reliée ${TO_SYSTEM}` },
  claims: {
    doing: 'Choisir les informations transmises sur les utilisateurs',
    did: 'Informations transmises sur les utilisateurs choisies',
  },
  certificate: {
    doing: 'Ajouter un certificat de signature',
    did: 'Certificat de signature ajouté',
    didUntil: 'Certificat de signature ajouté, valable jusqu’au {until}',
  },
  metadata: {
    doing: 'Vérifier les métadonnées de fédération',
    did: 'Métadonnées de fédération vérifiées',
  },
  assignments: { doing: 'Donner l’accès aux personnes choisies', did: 'Accès donné : {who}' },
  theirAssignments: { doing: 'Vérifier les attributions', did: 'Attributions vérifiées' },
  verification: {
    doing: 'Comparer le tout à ce qui a été convenu',
    did: 'Tout comparé à ce qui a été convenu',
  },
  hubSignIn: { doing: 'Confirmer la première connexion' },
  watch: { doing: 'Commencer la surveillance', did: 'Surveillance commencée' },
  monitoring:
    'La surveillance commence ensuite : nous vérifions la connexion et renouvelons son certificat à temps.',
  settingsAgree:
    'Vérifié : {system, select, hub {le Hub} other {{system}}} commence les connexions avec ces paramètres',
  inEntra:
    '{count, plural, one {Ensuite, nous avons configuré # élément dans Microsoft Entra ID} other {Ensuite, nous avons configuré # éléments dans Microsoft Entra ID}}',
  after: { choose: 'Ensuite, nous avons donné l’accès', test: 'Ensuite, nous avons tout vérifié' },
  rest: 'Ensuite, nous avons fait le reste',
  title: 'Ce que nous faisons maintenant',
  skipped: 'Ignoré : {doing}',
  states: {
    pending: '',
    running: 'en cours',
    waiting: 'en attente',
    blocked: 'demande votre attention',
    done: '',
    skipped: '',
  },
} as const;
