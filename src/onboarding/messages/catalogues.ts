/** The words of each language that contacts are written to in. */
import type { Language } from '../languages.js';
import { ENGLISH } from './english.js';
import { FRENCH } from './french.js';
import { GERMAN } from './german.js';
import type { Catalogue } from './words.js';

export const CATALOGUES: Record<Language, Catalogue> = { en: ENGLISH, de: GERMAN, fr: FRENCH };
