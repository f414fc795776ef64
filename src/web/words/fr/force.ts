export const signOut = {
  title: 'Vous êtes déconnecté',
  text: 'Ce navigateur n’ouvre plus ces pages. Pour revenir, ouvrez à nouveau le lien que vous avez reçu.',
} as const;

export const name = {
  label: 'Votre nom',
  missing: 'Indiquez votre nom.',
  withLinkOf: '{name} (avec le lien de {contact})',
} as const;

export const force = {
  title: 'Faire de l’authentification unique le seul accès',
  early:
    'Cette étape vient en dernier, après la première connexion confirmée. La page avec toutes les étapes indique quand.',
  over: 'Cette configuration est terminée. Il n’y a plus rien à faire ici.',
  lead: 'Ensuite, les utilisateurs dont l’adresse est sur {domains} ne peuvent plus se connecter avec un mot de passe.',
  checkTitle: '1. Vérifier qui garde un accès',
  check:
    'Demandez à une personne qui administre le compte, et dont l’adresse n’est pas sur {domains}, de se connecter avec un mot de passe. Si l’authentification unique tombe en panne, elle seule peut la réparer. S’il n’y a personne, créez d’abord un tel accès.',
  switchTitle: '2. Changer l’option',
  open: 'Ouvrez {location}, modifiez cette valeur et enregistrez.',
  doneTitle: '3. Confirmer',
  administrator: 'Adresse e-mail de la personne qui s’est connectée avec un mot de passe',
  administratorWrong:
    'Saisissez une adresse e-mail qui n’est pas sur {domains} : les utilisateurs de ce domaine ne peuvent plus se connecter avec un mot de passe.',
  confirm: 'Confirmer Force SSO',
  confirmed: 'Confirmé par {by}. {administrator} peut toujours se connecter avec un mot de passe.',
} as const;

/** The page at the end of every e-mail. */
export const stop = {
  ask: {
    title: 'Arrêter les messages ?',
    text: 'Vous ne recevrez alors plus de SMS ni d’e-mails sur cette configuration. Votre lien reste valable.',
    button: 'Arrêter les messages',
  },
  stopped: {
    title: 'Les messages sont arrêtés',
    text: 'Vous ne recevez plus de SMS ni d’e-mails sur cette configuration. Votre lien reste valable.',
    button: 'Recevoir à nouveau les messages',
  },
  started: {
    title: 'Vous recevez à nouveau les messages',
    text: 'Vous recevez un message quand vous avez quelque chose à faire dans cette configuration.',
    button: 'Arrêter les messages',
  },
} as const;
