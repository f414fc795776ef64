/** What goes wrong between a client and a customer's workflow, and what each surface makes of it: the one table. */
import { isBusy, isUnreachable } from './connection.js';
import { NoWorkerError, OnboardingNotFoundError, RefusedError } from './customerWorkflow.js';
import { WrongSettingsError } from './readiness.js';

type Kind = {
  /** Of the command line. */
  exitCode: 1 | 2 | 3 | 4;
  /** Of the API and the pages. */
  status: 404 | 409 | 503;
  /** Of the API's problem details. */
  type: string;
  title: string;
  /** What the API says, where the error's own message is not for its callers. */
  detail?: string;
  /** Whose words a page says: a key of its strings. */
  page: 'notFound' | 'refused' | 'unavailable' | 'busy';
};

const UNAVAILABLE = { status: 503, type: 'unavailable', title: 'Not available just now' } as const;

export const ERRORS = {
  notFound: {
    exitCode: 3,
    status: 404,
    type: 'not-found',
    title: 'There is no such thing',
    page: 'notFound',
  },
  refused: {
    exitCode: 1,
    status: 409,
    type: 'refused',
    title: 'Not possible as things stand',
    page: 'refused',
  },
  noWorker: { ...UNAVAILABLE, exitCode: 1, page: 'unavailable' },
  wrongSettings: { ...UNAVAILABLE, exitCode: 2, page: 'unavailable' },
  unreachable: {
    ...UNAVAILABLE,
    exitCode: 4,
    detail: 'Temporal does not answer. Nothing is lost: try again later.',
    page: 'unavailable',
  },
  busy: {
    ...UNAVAILABLE,
    exitCode: 1,
    detail: 'Temporal answers no more requests per second: try again later.',
    page: 'busy',
  },
} as const satisfies Record<string, Kind>;

/** Undefined for what is no error of this kind: wrong input, or a bug. */
export function kindOf(error: unknown): keyof typeof ERRORS | undefined {
  if (error instanceof OnboardingNotFoundError) return 'notFound';
  if (error instanceof RefusedError) return 'refused';
  if (error instanceof NoWorkerError) return 'noWorker';
  if (error instanceof WrongSettingsError) return 'wrongSettings';
  if (isUnreachable(error)) return 'unreachable';
  return isBusy(error) ? 'busy' : undefined;
}
