/** Holds what one service answered against what another answered to the same requests. */
import { z } from 'zod';
import { type Exchange, type RecordedCheck, type Recording, WAYS } from './recording.js';
import { shapeDifferences, shapeOf, withoutNumbers } from './shape.js';

export type Deviation = {
  check: string;
  row: string;
  step: string;
  /** `request`: the two were not asked the same, so the replies were not compared. */
  what: 'request' | 'status' | 'code' | 'message' | 'property';
  /** Which property, or which item of a batch. */
  at: string;
  found: string;
  expected: string;
};

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });
const batchBody = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.int(), body: z.unknown().optional() })),
});

/** Of what both have been asked. */
export function compare(found: Recording, expected: Recording): Deviation[] {
  const differences = found.checks.flatMap((check) => {
    const other = expected.checks.find(({ name }) => name === check.name);
    return other === undefined ? [] : compareCheck(check, other);
  });
  return [...differences, ...signInDeviations(found)];
}

/** Nobody signs in to the sandbox here: that works is what its own tests prove. */
const signInDeviations = ({ signIn }: Recording): Deviation[] =>
  WAYS.filter((way) => signIn[way].startsWith('AADSTS')).map((way) => ({
    check: 'A person signs in',
    row: 'Q1',
    step: `created by ${way}`,
    what: 'status',
    at: '',
    found: signIn[way],
    expected: 'reached',
  }));

function compareCheck({ name: check, row, exchanges }: RecordedCheck, other: RecordedCheck): Deviation[] {
  return exchanges.flatMap((exchange) => {
    const { step } = exchange;
    const expected = other.exchanges.find((candidate) => candidate.step === step);
    if (expected === undefined) return [];
    return compareExchange(exchange, expected).map((difference) => ({ check, row, step, ...difference }));
  });
}

type Difference = Omit<Deviation, 'check' | 'row' | 'step'>;
type Answer = Pick<Exchange, 'status' | 'body'>;

function compareExchange(found: Exchange, expected: Exchange): Difference[] {
  const asked = ({ request }: Exchange) => withoutNumbers(JSON.stringify(request));
  if (asked(found) !== asked(expected)) {
    return [{ what: 'request', at: '', found: asked(found), expected: asked(expected) }];
  }
  const tenantContent = found.tenantContent === true;
  const [items, others] = [itemsOf(found), itemsOf(expected)];
  if (items === undefined || others === undefined) return compareAnswers(found, expected, '', tenantContent);
  const differences = items.flatMap((item) => {
    const other = others.find(({ id }) => id === item.id);
    return other === undefined ? [] : compareAnswers(item, other, `item ${item.id}`, tenantContent);
  });
  return once(differences);
}

function itemsOf({ status, body }: Exchange) {
  return status === 200 ? batchBody.safeParse(body).data?.responses : undefined;
}

/** Twenty items of a batch that differ in the same way are told once. */
function once(differences: Difference[]): Difference[] {
  const key = ({ what, at, found, expected }: Difference) =>
    JSON.stringify([what, at.replace(/^item \d+/, ''), found, expected]);
  const firsts = new Map<string, Difference>();
  for (const difference of differences) {
    if (!firsts.has(key(difference))) firsts.set(key(difference), difference);
  }
  return [...firsts.values()];
}

function compareAnswers(found: Answer, expected: Answer, item: string, tenantContent: boolean): Difference[] {
  const [error, otherError] = [errorBody.safeParse(found.body).data, errorBody.safeParse(expected.body).data];
  const differences: Difference[] = [];
  const differ = (what: Difference['what'], a: string, b: string, at = item) => {
    if (a !== b) differences.push({ what, at, found: a, expected: b });
  };
  differ('status', statusOf(found), statusOf(expected));
  if (error !== undefined && otherError !== undefined) {
    differ('code', error.error.code, otherError.error.code);
    differ('message', withoutNumbers(error.error.message), withoutNumbers(otherError.error.message));
  }
  // Of a refusal and a success, the properties have nothing in common.
  if ((error === undefined) !== (otherError === undefined)) return differences;
  const ofShape = shapeDifferences(shapeOf(found.body), shapeOf(expected.body), tenantContent);
  for (const { at, found: a, expected: b } of ofShape) {
    if (/^error\.(code|message)$/.test(at)) continue;
    differ('property', a, b, item === '' ? at : `${item}: ${at}`);
  }
  return differences;
}

const statusOf = ({ status }: Answer) => (status === null ? 'no reply' : String(status));
