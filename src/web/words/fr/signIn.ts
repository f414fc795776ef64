const TO_SYSTEM = '{system, select, hub {au Hub} other {à {system}}}';

export const signIn = {
  title: 'Tester la connexion',
  lead: `Connectez-vous une fois en tant que personne choisie, de préférence dans une fenêtre privée. Le résultat arrive ici, il n’est pas transmis ${TO_SYSTEM}.`,
  early: 'Aucun test n’est ouvert pour le moment. La page avec toutes les étapes indique quand il y en a un.',
  closed: 'Aucun test n’est ouvert pour le moment. Voici les résultats.',
  worked: 'Cela fonctionne. Nous faisons le reste automatiquement.',
  goOn: 'Afficher toutes les étapes',
  who: 'Toute personne choisie convient. La première connexion sans problème met fin au test.',
  start: 'Se connecter chez Microsoft',
  again: 'Se connecter à nouveau',
  stillOpen: 'Cette page se met à jour automatiquement quand quelqu’un s’est connecté.',
  asAnother: 'Vous n’en faites pas partie ? Envoyez un lien',
  asAnotherText:
    'Vous ne pouvez pas vous connecter à la place de quelqu’un d’autre. Créez un lien pour l’une des personnes choisies. Dès qu’elle s’est connectée, le résultat s’affiche ici.',
  errorTitle: 'Microsoft a affiché une erreur ?',
  errorText:
    'Microsoft ne vous renvoie alors pas ici. Collez l’erreur, ou seulement son numéro, et nous vous disons quoi faire.',
  errorLabel: 'L’erreur, par exemple AADSTS50105',
  errorButton: 'Expliquer l’erreur',
  notUnderstood: 'Ce texte ne contient pas de numéro AADSTS. Copiez tout le texte que Microsoft affiche.',
  refused: 'La connexion a été bloquée.',
  signedIn: '{user} s’est connecté.',
  signedInAs: '{user} s’est connecté comme {roles}.',
  sent: 'Ce que Microsoft Entra ID a envoyé',
  rows: { name: 'Nom d’utilisateur', mail: 'Adresse e-mail', role: 'Rôle' },
  present: 'envoyée',
  missing: 'manquante',
  noRole: 'Accès par défaut',
  earlier: 'Tentatives précédentes ({count})',
  checks: 'Ce qui a été vérifié',
} as const;
