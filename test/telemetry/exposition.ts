/** What a metrics endpoint says, as tests ask for it. */
import { setTimeout as sleep } from 'node:timers/promises';

export type Sample = { name: string; labels: Record<string, string>; value: number };

/** Asked again until it answers and says what is wanted. */
export async function scrape(port: number, wanted: RegExp): Promise<string> {
  for (;;) {
    const reply = await fetch(`http://127.0.0.1:${String(port)}/metrics`).catch(() => undefined);
    const text = (await reply?.text()) ?? '';
    if (wanted.test(text)) return text;
    await sleep(200);
  }
}

export const samplesOf = (text: string): Sample[] =>
  text.split('\n').flatMap((line) => {
    const [, name, labels = '', value = ''] = /^([a-z]\w*)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)];
    return [
      {
        name,
        labels: Object.fromEntries(pairs.map(([, key = '', said = '']) => [key, said])),
        value: Number(value),
      },
    ];
  });
