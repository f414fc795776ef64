/** Dates as people read them. */
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });
const dayOfYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const distance = new Intl.RelativeTimeFormat('en-GB', { numeric: 'auto' });

const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' });

const DAY_MS = 86_400_000;

export const dateOf = (at: Date) => day.format(at);

/** For what was done within the year. */
export const shortDateOf = (at: Date) =>
  Date.now() - at.getTime() > 300 * DAY_MS ? day.format(at) : dayOfYear.format(at);

export const timeOf = (at: Date) => `${time.format(at)} UTC`;

/** "in 4 days", "tomorrow", "today". */
export function distanceTo(at: Date): string {
  const days = Math.round((Date.parse(isoDay(at)) - Date.parse(isoDay(new Date()))) / DAY_MS);
  return distance.format(days, 'day');
}

const isoDay = (at: Date) => at.toISOString().slice(0, 10);
