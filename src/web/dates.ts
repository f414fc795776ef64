/** Dates as people read them, in their language and time zone. */
const FORMS = {
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  /** For what was done within the year. */
  dayOfYear: { day: 'numeric', month: 'long' },
  /** With the zone, since nobody says otherwise which one it is. */
  time: { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;
/** assets/client.js knows them too. */
export type DateForm = keyof typeof FORMS;

/** Without saying whether it is summer there. */
const ZONE_NAME = 'longGeneric';

const DAY_MS = 86_400_000;

/** The form of a day that is said without its year where it cannot be mistaken. */
export const shortForm = (at: Date): DateForm =>
  Date.now() - at.getTime() > 300 * DAY_MS ? 'day' : 'dayOfYear';

export type Dates = ReturnType<typeof datesIn>;

export function datesIn(locale: string, timeZone: string) {
  const formatted = (at: Date, form: DateForm) =>
    new Intl.DateTimeFormat(locale, { ...FORMS[form], timeZone }).format(at);
  /** The day of the calendar, as a number. */
  const dayOf = (at: Date) =>
    Math.round(
      Date.parse(new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)) / DAY_MS,
    );
  return {
    timeZone,
    formatted,
    /** "Central European Time" */
    zoneName: () =>
      timeZone === 'UTC'
        ? timeZone
        : (new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: ZONE_NAME })
            .formatToParts()
            .find(({ type }) => type === 'timeZoneName')?.value ?? timeZone),
    /** "in 4 days", "tomorrow", "today". */
    distanceTo: (at: Date) =>
      new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(dayOf(at) - dayOf(new Date()), 'day'),
  };
}
