/** What a blocked step means to customers. */
export const blocked = {
  weFix: '{brand} has been told about a problem on our side.',
  nothingToDo: 'There is nothing for you to do. The setup continues when it is fixed.',
  azureAdministrator: 'Your Azure administrator can fix this on the page of their own link.',
  hubAdministrator: 'Your Hub administrator can fix this on the page of their own link.',
  toDo: 'What to do',
  details: 'Details',
  thenCheckAgain: 'Come back to this page and choose “Check again”.',
  checkAgain: 'Check again',
  checkedAgain: 'Checked again at {time}: the problem is still there.',
  adminCenter: 'Open the Microsoft Entra admin center in a new tab',
} as const;
