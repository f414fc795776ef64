export const blocked = {
  weFix: '{brand} est informé d’un problème de notre côté.',
  nothingToDo: 'Vous n’avez rien à faire. La configuration reprendra dès qu’il sera résolu.',
  azureAdministrator:
    'La personne qui administre Azure chez vous peut résoudre ce problème depuis son propre lien.',
  hubAdministrator:
    'La personne qui administre le Hub chez vous peut résoudre ce problème depuis son propre lien.',
  toDo: 'Ce qu’il faut faire',
  details: 'Détails',
  thenCheckAgain: 'Revenez sur cette page et choisissez « Vérifier à nouveau ».',
  checkAgain: 'Vérifier à nouveau',
  checkedAgain: 'Vérifié à nouveau à {time} : le problème persiste.',
  adminCenter: 'Ouvrir le Centre d’administration Microsoft Entra dans un nouvel onglet',
} as const;
