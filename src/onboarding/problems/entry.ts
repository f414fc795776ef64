/** What the catalogue says of a problem. */
import type { Blade } from './portal.js';

/** Blanks in braces are filled with what the problem is about: `{days}`. */
export type Words = { reason: string; remedy: string };

/** For the operator; `cases` are other words for the same problem, by where it was found. */
export type Entry = Words & {
  title: string;
  /** The cause may go away without anybody: then a retry is all it takes. */
  passes: boolean;
  /** The page of Microsoft's portal where it is mended. */
  portal?: Blade;
  cases?: Readonly<Record<string, Words>>;
} & (
    | {
        /** An administrator of the customer's. `steps`: what they do, in words for them, in which `{brand}` is who asks. */
        whoMends: 'customer';
        steps: readonly string[];
      }
    /** `operator`: whoever runs this onboarding. `us`: whoever runs or develops this service. */
    | { whoMends: 'operator' | 'us' }
  );

/** In words for the operator. */
export const FIXED_BY: Record<Entry['whoMends'], string> = {
  customer: 'the customer',
  operator: 'you, the operator',
  us: 'whoever runs this service',
};

export const headingOf = (code: string, { title }: Pick<Entry, 'title'>) => `\`${code}\`: ${title}`;

/** Its place in the documentation, whose headings are named as GitHub does. */
export const documentedAt = (code: string, entry: Pick<Entry, 'title'>): string => {
  const name = headingOf(code, entry)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_ -]/gu, '')
    .replaceAll(' ', '-');
  return `docs/problems.md#${name}`;
};
