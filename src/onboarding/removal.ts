/** What stands in a tenant by our doing, and what a rollback or an offboarding says about it. */

export type Made = {
  application: {
    id: string;
    displayName: string;
    /** False for one that an earlier onboarding made: a rollback keeps it. */
    remove: boolean;
    certificates: number;
    assignments: number;
    /** Ids of further ones, which a creation that was cut off has left behind. They go in any case. */
    copies?: string[];
  } | null;
  servicePrincipalId: string | null;
  /** Claims mapping policies; one that other applications use as well is kept. */
  policies: { id: string; displayName: string; remove: boolean }[];
};

const counted = (count: number, noun: string) => `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

/** One line per object, in the order in which they are removed. */
export function describeMade({ application, policies }: Made): { toRemove: string[]; toKeep: string[] } {
  const lines = policies.map(({ displayName, remove }) => ({
    remove,
    text: `claims mapping policy "${displayName}"`,
    why: 'another application uses it',
  }));
  if (application !== null) {
    const { displayName, remove, certificates, assignments } = application;
    const parts = [counted(certificates, 'certificate'), counted(assignments, 'assignment')].join(' and ');
    for (const id of application.copies ?? []) {
      lines.push({ remove: true, text: `unfinished copy ${id} of the enterprise application`, why: '' });
    }
    const text = `enterprise application "${displayName}" with ${parts}`;
    lines.push({ remove, text, why: 'an earlier onboarding made it' });
  }
  return {
    toRemove: lines.filter(({ remove }) => remove).map(({ text }) => text),
    toKeep: lines.filter(({ remove }) => !remove).map(({ text, why }) => `${text}: ${why}`),
  };
}
