/** Time zones by the hour that it is there: reminders come by day. */

/** One without summer time. @param at milliseconds since the epoch */
export function zoneWhereItIs(hour: number, at = Date.now()): string {
  const ahead = ((hour - new Date(at).getUTCHours() + 36) % 24) - 12;
  return `Etc/GMT${ahead > 0 ? '-' : '+'}${String(Math.abs(ahead))}`; // signs are the other way round there
}
