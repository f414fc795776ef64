/** A white-label brand's name, logo, colour and contacts, as settings of web processes; workers need the name. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Brand, type Mark, MESSAGEMEDIA } from '../onboarding/profiles/brand.js';
import { ofEachProfile, type ProfileName } from '../onboarding/profiles.js';

const webAddress = z.url({ protocol: /^https$/, error: 'must be an https URL' });

export const brandShape = z.object({
  BRAND_NAME: z.string().trim().min(1).max(40).optional(),
  BRAND_ACCENT: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i, 'must be a colour such as #1d5bd6')
    .toLowerCase()
    .optional(),
  BRAND_LOGO_FILE: z
    .string()
    .regex(/\.(svg|png)$/i, 'must be a file that ends with .svg or .png')
    .optional(),
  BRAND_SUPPORT_EMAIL: z.email('must be an e-mail address').optional(),
  BRAND_SUPPORT_PHONE: z.string().trim().min(3).max(40).optional(),
  BRAND_HELP_URL: webAddress.optional(),
  BRAND_PRIVACY_URL: webAddress.optional(),
  BRAND_SECURITY_URL: webAddress.optional(),
});
type BrandValues = z.output<typeof brandShape>;

/** Who asks, for each profile. */
export type Brands = Record<ProfileName, Brand>;

/** What contacts see in text messages and e-mails. */
export type Marks = Record<ProfileName, Mark>;

export function marksOf(values: BrandValues, problems: string[]): Marks {
  const { BRAND_NAME: name, BRAND_ACCENT: accent, BRAND_LOGO_FILE: file } = values;
  const logo = file === undefined ? undefined : logoIn(file, problems);
  return ofEachProfile(({ brand }) => ({
    name: name ?? brand.name,
    accent: accent ?? (name === undefined ? brand : NOTHING_OF_MESSAGEMEDIA).accent,
    logo: logo ?? brand.logo,
  }));
}

/** Of a brand with a name of its own: its customers would be sent to a stranger for help. */
const NOTHING_OF_MESSAGEMEDIA = { accent: MESSAGEMEDIA.accent, support: {}, links: {} };

export function brandsOf(values: BrandValues, problems: string[]): Brands {
  const { BRAND_NAME: name } = values;
  const { BRAND_SUPPORT_EMAIL: email, BRAND_SUPPORT_PHONE: phone } = values;
  const { BRAND_HELP_URL: help, BRAND_PRIVACY_URL: privacy, BRAND_SECURITY_URL: security } = values;
  if (name !== undefined && email === undefined && help === undefined) {
    problems.push('BRAND_NAME: needs BRAND_SUPPORT_EMAIL or BRAND_HELP_URL, where its customers get help');
  }
  const marks = marksOf(values, problems);
  const withSettings = (brand: Brand, mark: Mark): Brand => {
    const known = name === undefined ? brand : NOTHING_OF_MESSAGEMEDIA;
    return {
      ...mark,
      support: { ...known.support, ...set({ email, phone }) },
      links: { ...known.links, ...set({ help, privacy, security }) },
    };
  };
  return ofEachProfile((profile, profileName) => withSettings(profile.brand, marks[profileName]));
}

/** Every page shows it. */
const LARGEST_LOGO = 20 * 1024;

function logoIn(file: string, problems: string[]): Brand['logo'] {
  try {
    const content = readFileSync(file);
    if (content.length <= LARGEST_LOGO) {
      return { type: /\.png$/i.test(file) ? 'image/png' : 'image/svg+xml', content };
    }
    problems.push(`BRAND_LOGO_FILE: must be at most ${String(LARGEST_LOGO / 1024)} KB`);
  } catch (error) {
    problems.push(
      `BRAND_LOGO_FILE: cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  return undefined;
}

/** Those that were given. */
const set = (values: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
