import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { csrfToken } from '../../../src/web/csrf.js';
import { readCursor, signedCursor } from '../../../src/web/cursor.js';
import { codeFor, isCodeFor, type Keys, seal, unseal } from '../../../src/web/sealed.js';

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
/** The steps by which a key is replaced, each on all processes before the next. */
const STEPS: Keys[] = [[OLD], [OLD, NEW], [NEW, OLD], [NEW]];
const shape = z.object({ who: z.string() });

describe('while a key is replaced', () => {
  it('what the step before sealed and signed is understood, and only the end forgets the old key', async () => {
    for (const [i, keys] of STEPS.entries()) {
      const sealed = await seal(keys, 'test', { who: 'Olga' }, 60);
      const code = codeFor(keys, 'test', 'text');
      for (const other of STEPS.slice(Math.max(0, i - 1), i + 2)) {
        expect(await unseal(other, 'test', sealed, shape)).toEqual({ who: 'Olga' });
        expect(isCodeFor(other, 'test', 'text', code)).toBe(true);
        expect(readCursor(other, signedCursor(keys, 'page'))).toBe('page');
      }
    }
    const old = await seal([OLD], 'test', { who: 'Olga' }, 60);
    expect(await unseal([NEW], 'test', old, shape)).toBeUndefined();
    expect(isCodeFor([NEW], 'test', 'text', codeFor([OLD], 'test', 'text'))).toBe(false);
    expect(readCursor([NEW], signedCursor([OLD], 'page'))).toBeUndefined();
  });
});

describe('a key', () => {
  it('is another one for each purpose', async () => {
    const sealed = await seal([OLD], 'session', { who: 'Olga' }, 60);
    expect(await unseal([OLD], 'consent', sealed, shape)).toBeUndefined();
    expect(isCodeFor([OLD], 'cursor', 'x', csrfToken([OLD], 'x'))).toBe(false);
    expect(isCodeFor([OLD], 'form', 'x', csrfToken([OLD], 'x'))).toBe(true);
  });
});
