const SYSTEM = '{system, select, hub {Le Hub} other {{system}}}';
const ROLES = '« Administrateur de rôle privilégié » ou « Administrateur général »';

export const consent = {
  title: 'Approuver l’accès',
  lead: '{brand} configure l’authentification unique dans Microsoft Entra ID (anciennement Azure AD) pour {company}. Rien ne se passe avant votre accord.',
  summaryTitle: 'En bref',
  summary: {
    application: 'Nous créons une application d’entreprise, « {application} », et ne modifions que celle-ci.',
    details: `${SYSTEM} reçoit ces informations sur chaque personne qui se connecte : {details}.`,
    full: 'Seules les personnes et les groupes que vous choisissez obtiennent l’accès. Aucun utilisateur, groupe ou mot de passe n’est modifié.',
    minimal:
      'Vous attribuez vous-même l’accès aux personnes et aux groupes. Aucun utilisateur, groupe ou mot de passe n’est modifié.',
  },
  attributes: {
    'user.givenname': 'prénom',
    'user.surname': 'nom',
    'user.mail': 'adresse e-mail',
    'user.userprincipalname': 'nom d’utilisateur principal',
    'user.displayname': 'nom d’affichage',
  },
  signIn: 'Se connecter chez Microsoft',
  who: `Vous avez besoin du rôle ${ROLES}. Microsoft affiche les autorisations une nouvelle fois : choisissez « Accepter », et vous revenez ici.`,
  permissionsTitle: 'Autorisations requises',
  strong: 'Étendue',
  groups: {
    changes: 'Peut modifier quelque chose',
    reads: 'Peut seulement lire ({count})',
    optional: 'Microsoft peut aussi afficher celles-ci. Rien n’en dépend.',
  },
  use: 'Nous l’utilisons pour {reason}.',
  limit: 'Limite : {limit}.',
  noLimit: 'Limite : porte sur toutes les applications ; nous ne l’utilisons que pour celle-ci.',
  consequence:
    'Quiconque détient cette autorisation peut donner à tout utilisateur, groupe ou application l’accès à tout dans votre organisation.',
  alternativeTitle: 'Vous préférez vous passer de cette autorisation ?',
  alternative:
    'Avec le profil minimal, vous attribuez vous-même l’accès aux personnes et aux groupes dans Entra ID, environ 5 minutes de plus. {brand} recommence alors la configuration et vous envoie un nouveau lien.',
  alternativeButton: 'Demander le profil minimal',
  minimal: 'Il s’agit du profil minimal : vous attribuez vous-même l’accès aux personnes et aux groupes.',
  withdraw: 'Vous pouvez retirer toutes les autorisations une fois la configuration terminée.',
  claimsTitle: 'Quelles informations sur les utilisateurs sont transmises, et comment',
  claims: {
    defaults:
      'Pas de stratégie de revendications : Entra ID envoie ses revendications par défaut ({sources}) et le nom d’utilisateur principal comme NameID. Vous pouvez les modifier dans « Attributs et revendications » ; ce service ne le fait pas.',
    policy:
      'À chaque connexion, une stratégie de revendications envoie ces champs de l’utilisateur : {sources}. L’utilisateur est reconnu par {nameId} (NameID). Tant que la stratégie est attribuée, Microsoft verrouille la page « Attributs et revendications ».',
    nameIdAs: '{source}, au format {format}',
  },
  declineTitle: 'Refuser',
  declineText: 'Rien n’est configuré, et {brand} en est informé.',
  declineReason: 'Que faudrait-il changer ? (facultatif)',
  decline: 'Refuser',
  again: 'Réessayer',
  notSignedIn: {
    title: 'Vous n’avez pas été connecté',
    text: 'Microsoft ne vous a pas connecté, ou vous êtes revenu en arrière. Rien n’a été modifié.',
  },
  otherTenant: {
    title: 'Ce compte appartient à une autre organisation',
    text: 'Connectez-vous avec un compte de l’organisation à laquelle cette configuration est destinée. Rien n’a été modifié.',
  },
  notGiven: {
    title: 'Vous n’avez pas encore donné votre accord',
    text: `Selon Microsoft, les autorisations n’ont pas été acceptées. Vous avez besoin du rôle ${ROLES}. Si vous n’avez ni l’un ni l’autre, transférez ceci à une personne qui a l’un de ces rôles.`,
  },
  noRole: {
    title: 'Ce compte ne peut pas donner l’accord',
    text: `Vous êtes connecté, mais votre compte n’a pas le rôle ${ROLES}. Si vous activez les rôles à la demande (Privileged Identity Management), activez-en un et réessayez. Sinon, transférez ceci à une personne qui a l’un de ces rôles.`,
  },
} as const;

export const forward = {
  title: 'Ce n’est pas à vous de le faire ? Transférez',
  text: 'Nous créons un lien pour une autre personne, qui pourra alors effectuer cette étape. Votre propre lien reste valable.',
  name: 'Nom de cette personne',
  missing: 'Saisissez le nom de cette personne.',
  button: 'Créer un lien',
  madeTitle: 'Un lien pour {name}',
  madeText:
    'Envoyez ce lien à {name}. Il est valable jusqu’au {until}. Tout ce qui est fait avec ce lien est enregistré sous ce nom.',
  sentText:
    'Le lien est valable jusqu’au {until}. Tout ce qui est fait avec ce lien est enregistré sous le nom de {name}.',
  label: 'Lien',
  copy: 'Copier le lien',
  copied: 'Copié',
  email: 'Envoyer par e-mail',
  sms: 'Envoyer par SMS',
  goOn: 'Afficher toutes les étapes',
  subject: '{brand} : authentification unique pour {company}',
  body: '{brand} configure l’authentification unique pour {company}. Merci d’effectuer l’étape suivante. Cela prend quelques minutes :\n\n{url}\n\n{from}',
  others: '{brand} connaît déjà {names} et leur envoie leurs propres liens.',
  to: 'Son numéro de mobile ou son adresse e-mail (facultatif)',
  toHint: 'Nous y envoyons le lien. Laissez ce champ vide pour envoyer le lien vous-même.',
  toWrong: 'Saisissez un numéro de mobile international tel que +61491570156, ou une adresse e-mail.',
  sent: 'Nous avons envoyé le lien à {to}. Vous n’avez rien d’autre à faire.',
  sending: 'Nous envoyons le lien à {to}.',
  notSent: 'Nous n’avons pas pu envoyer le lien à {to}. Envoyez-le vous-même.',
} as const;
