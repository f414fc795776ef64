/** Texts with blanks in braces: `{days}`. */

/** In one go: what fills a blank may have braces itself. */
export const filled = (text: string, facts: Readonly<Record<string, unknown>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (blank, name: string) => {
    const fact = facts[name];
    return typeof fact === 'string' ? fact : blank;
  });
