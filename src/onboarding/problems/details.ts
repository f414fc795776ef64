/** What is told besides a problem or a wait, with blanks. */
export const DETAILS = {
  assign: 'In Enterprise applications > "{application}" > Users and groups, assign: {wanted}.',
  assignUser: 'user {principal} as {role}',
  assignGroup: 'group {principal} as {role}',
  defaultAccess: 'Default Access',
  user: 'user "{principal}" {problem}',
  group: 'group "{principal}" {problem}',
  missingPermission: '{permission}: to {reason}',
  hubEntityId: 'Entity ID: {issuer}. It must be {entityId}.',
  hubReplyUrl: 'Reply URL: {acsUrl}. It must be {replyUrls}.',
  hubAddress:
    'Metadata XML: it leads sign-ins to {address}. They must go to {singleSignOnUrl}: paste the XML again.',
  application: 'application {id}',
  servicePrincipal: 'service principal {id}',
  ownerToAdd: 'owner to add: service principal {id}',
  owner: 'owner {name} ({id})',
  policy: 'policy "{name}" ({id})',
} as const;
