/** What is told besides a problem or a wait, with blanks. */
export const DETAILS = {
  assign: 'In Enterprise applications > "{application}" > Users and groups, assign: {wanted}.',
  assignUser: 'user {principal} as {role}',
  assignGroup: 'group {principal} as {role}',
  defaultAccess: 'Default Access',
  user: 'user "{principal}" {problem}',
  group: 'group "{principal}" {problem}',
  missingPermission: '{permission}: to {reason}',
  hubEntityId: 'its entity ID is {issuer}, agreed is {entityId}',
  hubReplyUrl: 'its reply URL is {acsUrl}, agreed is {replyUrls}',
  hubAddress: 'it asks {address} (Destination {destination}), agreed is {singleSignOnUrl}',
  application: 'application {id}',
  servicePrincipal: 'service principal {id}',
  ownerToAdd: 'owner to add: service principal {id}',
  owner: 'owner {name} ({id})',
  policy: 'policy "{name}" ({id})',
} as const;
