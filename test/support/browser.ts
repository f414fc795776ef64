/** A real browser, what axe says of a page in it, and pictures of pages. */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

/** As the tests' set-up found or installed it (setUp.ts); empty where there is none. */
const executablePath = process.env['TEST_BROWSER'] ?? '';

/** @throws Error where the set-up found no browser, and could install none: it has said why */
export async function launch(): Promise<Browser> {
  if (executablePath === '') throw new Error('There is no Chrome or Chromium. Say where it is: CHROME_PATH.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Until a script of the page has filled or emptied it. Not `waitForFunction`: the pages' policy forbids its second look. */
export async function untilFilled(field: Locator, wanted: (value: string) => boolean): Promise<void> {
  while (!wanted(await field.inputValue())) await pause(50);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Another colour scheme changes colours alone. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** What axe finds wrong with the page as it is shown, light and dark, one line each. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate("'axe' in globalThis"))) await page.evaluate(AXE);
  const found: string[] = [];
  for (const [colorScheme, rules] of [
    ['dark', COLOUR_RULES],
    ['light', undefined],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    found.push(...(await axe(page, rules)).map((line) => `${colorScheme}: ${line}`));
  }
  return found;
}

function axe(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  return page.evaluate(async (runOnly) => {
    const global = globalThis as unknown as {
      axe: {
        run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const found = await global.axe.run(runOnly === undefined ? {} : { runOnly });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, rules);
}

const SCREENSHOTS = fileURLToPath(new URL('../../test-results/screenshots/', import.meta.url));

/** Kept in `test-results/screenshots`, for whoever wants to see what was tested. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const path = join(SCREENSHOTS, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  // What sticks to the bottom of the window would cover the middle of the picture.
  await page.evaluate(() => {
    for (const dock of document.querySelectorAll<HTMLElement>('.dock')) dock.style.position = 'static';
  });
  await page.screenshot({ path, fullPage: true });
  await page.evaluate(() => {
    for (const dock of document.querySelectorAll<HTMLElement>('.dock')) dock.style.position = '';
  });
}

/** Of a page with all that it loads, except fonts. */
const MOST_BYTES = 100 * 1024;

const weightOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const loaded = ['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind));
    return (loaded as PerformanceResourceTiming[])
      .filter(({ name }) => !name.endsWith('.woff2'))
      .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0);
  });

/** What is wrong with a page, broad and narrow: for axe, without one heading that says what it is, too heavy, or cut off at a side. */
export async function problemsOf(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  const headings = await page.getByRole('heading', { level: 1 }).count();
  if (headings !== 1) found.push(`${String(headings)} headings`);
  const bytes = await weightOf(page);
  if (bytes > MOST_BYTES) found.push(`${String(bytes)} bytes`);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    found.push(...(await violations(page)));
    const shown = await page.evaluate('document.documentElement.scrollWidth');
    if (shown !== width) found.push(`${String(shown)} wide`);
    const colorScheme = width > 1000 ? 'light' : 'dark';
    await page.emulateMedia({ colorScheme });
    await screenshot(page, `page-${name}-${String(width)}-${colorScheme}`);
  }
  return found.map((problem) => `${name}: ${problem}`);
}
