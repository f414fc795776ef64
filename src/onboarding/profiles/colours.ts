/** A brand's one colour made readable: on light and on dark ground, with a contrast of at least 4.5:1. */

type Rgb = readonly [number, number, number];

const LIGHT_GROUNDS = ['#ffffff', '#f6f7f9'];
const DARK_GROUNDS = ['#171b22', '#0e1116'];
/** WCAG 2.2, AA, with a little to spare for rounding. */
const CONTRAST = 4.6;
/** How much of the colour is in the ground of what is marked by it. */
const SOFT = { light: 0.09, dark: 0.16 };

export type Accent = { light: string; dark: string; lightSoft: string; darkSoft: string };

/** @param accent `#rrggbb` */
export function readable(accent: string): Accent {
  const light = towards(accent, '#000000', (colour) => {
    const soft = mixed('#ffffff', colour, SOFT.light);
    return [...LIGHT_GROUNDS, soft].every((ground) => contrast(colour, ground) >= CONTRAST);
  });
  const dark = towards(accent, '#ffffff', (colour) => {
    const soft = mixed('#171b22', colour, SOFT.dark);
    return [...DARK_GROUNDS, soft].every((ground) => contrast(colour, ground) >= CONTRAST);
  });
  return {
    light,
    dark,
    lightSoft: mixed('#ffffff', light, SOFT.light),
    darkSoft: mixed('#171b22', dark, SOFT.dark),
  };
}

/** Mixed with ever more of the other, until it will do. */
function towards(colour: string, other: string, willDo: (colour: string) => boolean): string {
  for (let share = 0; share < 1; share += 0.02) {
    const tried = mixed(colour, other, share);
    if (willDo(tried)) return tried;
  }
  return other;
}

/** WCAG 2.2: from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(rgb(one)), luminance(rgb(other))].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((byte) => {
    const part = byte / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function rgb(hex: string): Rgb {
  const all = Number.parseInt(hex.slice(1), 16);
  return [(all >> 16) & 255, (all >> 8) & 255, all & 255];
}

function mixed(one: string, other: string, share: number): string {
  const [from, to] = [rgb(one), rgb(other)];
  const bytes = from.map((byte, i) => Math.round(byte + ((to[i] ?? 0) - byte) * share));
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
