/**
 * Documents that operators paste, read beside the web process: YAML takes a tenth of a second for an ordinary one, and
 * somebody can write one that takes minutes, while everybody else waits.
 */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { ReadDocument } from '../../onboarding/document.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { HttpProblem } from '../problems.js';
import { START } from '../strings/console.js';

const READ_WITHIN_MS = 10_000;
const MEMORY_MB = 256;
/** One is read at a time; so many may wait. */
const MOST_WAITING = 8;

const COMPILED = new URL('./documentThread.js', import.meta.url);
/** From the sources, where nothing is compiled. */
const SOURCE = new URL('./documentThread.ts', import.meta.url);

type Read = ReadDocument<OnboardingRequest>;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** @throws HttpProblem 503 when many wait already */
export async function readRequestBeside(document: string): Promise<Read> {
  if (waiting >= MOST_WAITING) throw new HttpProblem(503, 'busy');
  waiting += 1;
  const read = last.then(() => readInThread(document));
  last = read;
  try {
    return await read;
  } finally {
    waiting -= 1;
  }
}

const refused = (message: string): Read => ({ problems: [{ message, line: 1 }] });

function readInThread(document: string): Promise<Read> {
  const isCompiled = existsSync(COMPILED);
  const thread = new Worker(isCompiled ? COMPILED : SOURCE, {
    workerData: document,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    env: {}, // it needs no secret
    ...(isCompiled ? {} : { execArgv: ['--import', 'tsx'] }),
  });
  return new Promise((resolve) => {
    const done = (read: Read) => {
      clearTimeout(late);
      void thread.terminate();
      resolve(read);
    };
    const late = setTimeout(() => {
      done(refused(START.tooMuch));
    }, READ_WITHIN_MS);
    thread.once('message', done);
    thread.once('error', () => {
      done(refused(START.tooMuch));
    });
  });
}
