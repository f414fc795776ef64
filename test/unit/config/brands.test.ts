import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brandShape, brandsOf } from '../../../src/config/brands.js';

/** The brand of the Hub's profile, and what is wrong with the settings. */
function told(env: Record<string, string>) {
  const problems: string[] = [];
  const brand = brandsOf(brandShape.parse(env), problems)['messagemedia-hub'];
  return { brand, problems };
}

describe('the brand that the pages name', () => {
  it("is MessageMedia, whose contacts may be one's own", () => {
    const { brand, problems } = told({ BRAND_SUPPORT_PHONE: '+61 3 9999 0000' });
    expect(problems).toEqual([]);
    expect(brand).toMatchObject({
      name: 'MessageMedia',
      support: { email: 'support@messagemedia.com', phone: '+61 3 9999 0000' },
    });
  });

  it('with a name of its own has nothing of MessageMedia, and must say where help is', () => {
    const { brand, problems } = told({ BRAND_NAME: 'TPG Messaging', BRAND_ACCENT: '#7A1FA2' });
    expect(brand).toEqual({
      name: 'TPG Messaging',
      accent: '#7a1fa2',
      logo: undefined,
      support: {},
      links: {},
    });
    expect(problems).toEqual([
      'BRAND_NAME: needs BRAND_SUPPORT_EMAIL or BRAND_HELP_URL, where its customers get help',
    ]);
    expect(told({ BRAND_NAME: 'TPG', BRAND_HELP_URL: 'https://help.tpg.example' }).problems).toEqual([]);
  });

  it('has a logo of at most 20 KB', () => {
    const folder = mkdtempSync(join(tmpdir(), 'brand-'));
    const [small, large] = [join(folder, 'small.svg'), join(folder, 'large.png')];
    writeFileSync(small, '<svg/>');
    writeFileSync(large, Buffer.alloc(21 * 1024));
    expect(told({ BRAND_LOGO_FILE: small }).brand.logo).toMatchObject({ type: 'image/svg+xml' });
    expect(told({ BRAND_LOGO_FILE: large }).problems).toEqual(['BRAND_LOGO_FILE: must be at most 20 KB']);
    expect(told({ BRAND_LOGO_FILE: join(folder, 'none.svg') }).problems[0]).toMatch(/cannot be read: ENOENT/);
  });

  it.each([{ BRAND_ACCENT: 'red' }, { BRAND_HELP_URL: 'http://x.example' }, { BRAND_LOGO_FILE: 'logo.gif' }])(
    'is refused with %j',
    (wrong) => {
      expect(brandShape.safeParse(wrong).success).toBe(false);
    },
  );
});
