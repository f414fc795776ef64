/** Languages that the customer's people are spoken to in, the first by default. */
export const LANGUAGES = ['en', 'de', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

export const isLanguage = (text: string | undefined): text is Language =>
  LANGUAGES.some((language) => language === text);
