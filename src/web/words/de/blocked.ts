export const blocked = {
  weFix: '{brand} ist über ein Problem auf unserer Seite informiert.',
  nothingToDo: 'Sie müssen nichts tun. Die Einrichtung geht weiter, sobald es behoben ist.',
  azureAdministrator:
    'Ihre Azure-Administratorin oder Ihr Azure-Administrator kann das über den eigenen Link beheben.',
  hubAdministrator:
    'Ihre Hub-Administratorin oder Ihr Hub-Administrator kann das über den eigenen Link beheben.',
  toDo: 'Was zu tun ist',
  details: 'Einzelheiten',
  thenCheckAgain: 'Kommen Sie auf diese Seite zurück, und wählen Sie „Erneut prüfen“.',
  checkAgain: 'Erneut prüfen',
  checkedAgain: 'Um {time} erneut geprüft: Das Problem besteht weiter.',
  adminCenter: 'Microsoft Entra Admin Center in neuem Tab öffnen',
} as const;
