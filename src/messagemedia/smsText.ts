/** How a text travels: in the alphabet of GSM 03.38 where that changes nothing, in how many parts, and not in too many. */

/** One septet each. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Two: each is written after an escape. */
const EXTENDED = new Set('\f^{}\\[~]|€');

/** Marks that people do not tell from the plain ones. */
const PLAIN: [RegExp, string][] = [
  [/[\u2018\u2019\u201A\u201B\u2032\u02BC\u0060\u00B4]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033\u00AB\u00BB]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
  [/\u2022/g, '-'],
  [/[\u00A0\u2000-\u200A\u202F\u205F\t]/g, ' '],
  [/[\u2028\u2029]/g, '\n'],
  // Not to be seen: zero width, soft hyphen, direction.
  [/[\u200B-\u200F\u2060\uFEFF\u00AD\u202A-\u202E\u2066-\u2069]/g, ''],
];

const isGsm = (text: string) => Array.from(text).every((sign) => BASIC.has(sign) || EXTENDED.has(sign));

/** With plain marks, where that spares the text the wide encoding; else as it is, but composed. */
export function plainText(text: string): string {
  const composed = text.normalize('NFC');
  const plain = PLAIN.reduce((so, [marks, mark]) => so.replace(marks, mark), composed);
  return isGsm(plain) ? plain : composed;
}

/** Letters that are no mark on another one. */
const ALIKE = new Map(
  Object.entries({ Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i', Œ: 'OE', œ: 'oe', Þ: 'Th', þ: 'th', ð: 'd' }),
);

/**
 * The same in that alphabet alone, as "Łódź" is "Lodz" where letters are few. Undefined for a text with signs that have
 * no such letter.
 */
export function inGsm(text: string): string | undefined {
  const letters = Array.from(plainText(text)).map((sign) =>
    isGsm(sign) ? sign : (ALIKE.get(sign) ?? sign.normalize('NFKD').replace(/\p{M}/gu, '')),
  );
  const written = plainText(letters.join(''));
  return isGsm(written) ? written : undefined;
}

export type Size = { encoding: 'GSM-7' | 'UCS-2'; parts: number };

/** How many units the text takes alone, and in one of several parts, of which each has a header. */
const ROOM = { 'GSM-7': { alone: 160, part: 153 }, 'UCS-2': { alone: 70, part: 67 } };

export function sizeOf(text: string): Size {
  const encoding = isGsm(text) ? 'GSM-7' : 'UCS-2';
  const { alone, part } = ROOM[encoding];
  const widths = Array.from(text).map((sign) =>
    encoding === 'UCS-2' ? sign.length : EXTENDED.has(sign) ? 2 : 1,
  );
  if (widths.reduce((sum, width) => sum + width, 0) <= alone) return { encoding, parts: 1 };
  let parts = 1;
  let filled = 0;
  for (const width of widths) {
    // No sign is torn between two parts.
    if (filled + width > part) {
      parts += 1;
      filled = 0;
    }
    filled += width;
  }
  return { encoding, parts };
}

/** Each part is paid for. A short link leaves a text in one or two; without pages, Microsoft's long address goes along. */
export const MOST_PARTS = 4;

/**
 * The text as it is to be sent: plain, and cut at a word where it would take more parts than that. An address at its
 * end stays whole, because it is what the text is for.
 */
export function fitted(text: string): Size & { content: string } {
  const whole = plainText(text);
  const size = sizeOf(whole);
  if (size.parts <= MOST_PARTS) return { content: whole, ...size };
  const words = whole.split(/(?<=\s)/u);
  const address = /^https?:\/\//.test(words.at(-1) ?? '') ? (words.pop() ?? '') : '';
  const cut = (count: number) => {
    const prose = words.slice(0, count).join('').trimEnd();
    return [`${prose}...`, ...(address === '' ? [] : [address])].join(' ');
  };
  // Without its other words the text may be plain after all.
  const contentOf = (count: number) => plainText(cut(count));
  let [fits, tooMany] = [0, words.length];
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (sizeOf(contentOf(middle)).parts <= MOST_PARTS) fits = middle;
    else tooMany = middle;
  }
  const content = contentOf(fits);
  return { content, ...sizeOf(content) };
}
