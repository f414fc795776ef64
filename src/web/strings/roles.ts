/** What the pages say on which people choose who can sign in. */

const counted = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count.toLocaleString('en')} ${count === 1 ? one : many}`];

/** Of users and groups: "2 people and 1 group". */
export const peopleAndGroups = (people: number, groups: number): string =>
  [...counted(people, 'person', 'people'), ...counted(groups, 'group', 'groups')].join(' and ');

type DirectUsers = { count: number; more: boolean };

export const ROLES = {
  title: 'Choose who can sign in',
  lead: 'Only the people and groups below get access. You can change this later in Microsoft Entra ID.',
  tabs: { search: 'Search', paste: 'Paste a list or CSV' },
  tabsLabel: 'How to choose',
  findLabel: 'Find people and groups',
  findHint: 'Name or e-mail address',
  search: 'Search',
  add: 'Add',
  added: 'Added',
  nobody: (text: string) => `No users or groups match “${text}”.`,
  more: 'There are more. Type more of the name, or',
  showMore: 'Show more',
  guest: 'Guests cannot get access: their account belongs to another organisation.',
  group: (direct: DirectUsers | undefined) =>
    direct === undefined
      ? 'Group'
      : direct.count === 0 && !direct.more
        ? 'Group · no direct members: nested groups do not count'
        : `Group · ${String(direct.count)}${direct.more ? ' or more' : ''} direct ${direct.count === 1 && !direct.more ? 'member' : 'members'}`,
  groupOnly: 'Group',
  nested: 'Only direct members of a group can sign in. Members of nested groups cannot.',
  id: (id: string) => `id ${id}`,
  chosenTitle: 'Chosen',
  nobodyYet: 'Nobody is chosen yet.',
  roleOf: (name: string) => `Role of ${name}`,
  remove: (name: string) => `Remove ${name}`,
  twoRoles: (roles: string[]) =>
    `Also chosen as ${roles.join(' and ')}. Keep one role: the Hub cannot tell which one counts.`,
  summary: (people: number, groups: number, direct: DirectUsers | undefined) =>
    `${peopleAndGroups(people, groups)}${direct === undefined ? '' : ` with ${String(direct.count)}${direct.more ? ' or more' : ''} direct ${direct.count === 1 ? 'member' : 'members'}`}`,
  andMore: (count: number) => `And ${count.toLocaleString('en')} more.`,
  listLabel: 'One user or group per line',
  listHint: (roles: boolean, max: number) =>
    `User principal name or e-mail address. For a group: group: and its name.${roles ? ' A comma and the role may follow.' : ''} Or paste a CSV with such a column. ${max.toLocaleString('en')} lines at most.`,
  file: 'Or take it from a file',
  fileReplaces: 'This replaces your list. Continue?',
  defaultRole: 'Default role',
  check: 'Review your choice',
  empty: 'Nobody is chosen yet: find somebody, or paste a list.',
  tooLong: (max: number) =>
    `The list has more than ${max.toLocaleString('en')} lines. A group needs one line only.`,
  noSearch: 'The search failed. Your choice is kept: try again in a minute, or paste a list.',
  noAnswer: 'The directory did not answer. Your choice is kept: try again in a minute.',
  previewTitle: 'Review your choice',
  summaryOf: (good: string, bad: number) =>
    bad === 0
      ? `${good} can get access.`
      : `${good === '' ? 'Nobody' : good} can get access. ${bad.toLocaleString('en')} cannot.`,
  total: (role: string, users: number, groups: number) => `${role}: ${peopleAndGroups(users, groups)}`,
  defaultAccess: 'Default Access',
  badTitle: (count: number) => `Left out: ${count.toLocaleString('en')}`,
  goodTitle: (count: number) => `Get access: ${count.toLocaleString('en')}`,
  columns: { line: 'Line', who: 'Who', role: 'Role', state: 'State' },
  states: {
    found: 'found',
    assigned: 'already assigned',
    unknown: 'unknown',
    ambiguous: 'ambiguous',
    guest: 'guest',
    unreadable: 'wrong',
  },
  otherRoles: (roles: string[]) =>
    `has the ${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')}, and keeps ${roles.length === 1 ? 'it' : 'them'}`,
  unreadable: 'cannot be read',
  confirmTitle: 'Give access',
  confirmText: 'We assign them to the application in your Microsoft Entra ID. No user or group is changed.',
  confirmWithout: (count: number) =>
    `We assign those who can get access to the application in your Microsoft Entra ID. The ${count === 1 ? 'one' : count.toLocaleString('en')} that cannot ${count === 1 ? 'is' : 'are'} left out.`,
  confirm: (who: string) => `Give access to ${who}`,
  correct: 'Change your choice',
  list: 'Your choice',
} as const;
