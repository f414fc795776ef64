/**
 * Characters that nobody sees, and that change what is seen: with U+202E in it, a name reads backwards. Line ends and
 * tabs are none of them, nor are the joiners, without which Persian and emojis are not written as they are meant.
 */
const RANGES = [
  ['0000', '0008'],
  ['000B', '000C'],
  ['000E', '001F'],
  ['007F', '009F'],
  ['00AD', '00AD'],
  ['061C', '061C'],
  ['180E', '180E'],
  ['200B', '200B'],
  ['200E', '200F'],
  ['2028', '202E'],
  ['2060', '206F'],
  ['FEFF', 'FEFF'],
  ['FFF9', 'FFFB'],
  ['E0000', 'E007F'],
].map(([from = '', to = '']) => `\\u{${from}}-\\u{${to}}`);

const HIDDEN = new RegExp(`[${RANGES.join('')}]`, 'u');
const HIDDEN_RUNS = new RegExp(`[${RANGES.join('')}]+`, 'gu');
const EACH_HIDDEN = new RegExp(HIDDEN, 'gu');
/** Colours of a terminal. */
const COLOURS = new RegExp(`(${String.fromCharCode(27)}\\[[0-9;]*m)`);

export const hasHidden = (text: string): boolean => HIDDEN.test(text);

/** What somebody pasted, without them: spreadsheets and chats add some to addresses. */
export const withoutHidden = (text: string): string => text.replace(HIDDEN_RUNS, '');

/** The text with each of them written out, as `[U+202E]`. */
export const visible = (text: string): string =>
  text.replace(EACH_HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
  });

/** The same for a terminal, whose colours are ours and stay. */
export const visibleInTerminal = (text: string): string =>
  text
    .split(COLOURS)
    .map((part, i) => (i % 2 === 1 ? part : visible(part)))
    .join('');
