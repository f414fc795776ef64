/** Languages that the customer's people are spoken to in. */
export const LANGUAGES = ['en'] as const;
export type Language = (typeof LANGUAGES)[number];
