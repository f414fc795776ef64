/** Whoever may write to the Temporal namespace can signal a workflow with anything. */
import { describe, expect, it } from '@jest/globals';
import { SIGNALS } from '../../../../src/onboarding/signals.js';
import { understand } from '../../../../src/workflows/run/understand.js';

/** As JSON, because that is how they come. */
const HOSTILE = [
  '{"undecodable":{"reason":{"toString":1,"valueOf":1},"readableElsewhere":true}}',
  '{"undecodable":{"reason":{"toString":1,"valueOf":1},"readableElsewhere":false}}',
  '{"undecodable":{"reason":[[[{"toString":null}]]]}}',
  '{"undecodable":{"reason":"made up","readableElsewhere":{}}}',
  '{"undecodable":null}',
  '{"__proto__":{"by":"x"},"constructor":{"prototype":{}}}',
  '{"step":"constructor","by":"x","reason":"y"}',
  '{"step":{"toString":1},"by":{"toString":1},"reason":{"toString":1}}',
  'null',
  '[]',
  '"text"',
];

describe('an input of anybody', () => {
  it.each(HOSTILE)('never throws, whatever it is: %s', (json) => {
    for (const schema of Object.values(SIGNALS)) {
      expect(understand(schema, JSON.parse(json))).toHaveProperty('malformed');
    }
  });

  it('never leaves a reason that grows with it', () => {
    const long = 'k'.repeat(1_000_000);
    for (const schema of Object.values(SIGNALS)) {
      for (const input of [{ [long]: 1 }, { undecodable: { reason: long, readableElsewhere: false } }]) {
        const understood = understand(schema, input);
        const reason = 'malformed' in understood ? understood.malformed : '';
        expect(reason).toMatch(/^malformed/);
        expect(reason.length).toBeLessThan(2_100);
      }
    }
  });
});
