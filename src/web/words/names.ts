/** Each language as it calls itself. */
import type { Language } from '../../onboarding/languages.js';

export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', de: 'Deutsch', fr: 'Français' };
