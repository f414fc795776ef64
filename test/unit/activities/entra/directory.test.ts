/** Searches as Graph is asked for them. */
import { expect, it } from '@jest/globals';
import { searchFor } from '../../../../src/activities/entra/directory.js';

const FIELDS = ['displayName', 'mail'];

// Q5
it.each([
  ['sam', '"displayName:sam" OR "mail:sam"'],
  ['Sales & Marketing', '"displayName:Sales   Marketing" OR "mail:Sales"'],
  ['ann_b.example#EXT#@a.example', '"displayName:ann_b.example EXT @a.example" OR "mail:ann_b.example"'],
  ['#1 team', '"displayName:1 team"'],
  ['say "hi\\', String.raw`"displayName:say \"hi\\" OR "mail:say \"hi\\"`],
  ['&', ''],
])('%s is searched for without what Graph may not take', (text, search) => {
  expect(searchFor(text, FIELDS)).toBe(search);
});
