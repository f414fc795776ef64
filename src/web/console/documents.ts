/**
 * Documents that operators paste, read beside the web process: YAML takes a tenth of a second for an ordinary one, and
 * somebody can write one that takes minutes, while everybody else waits.
 */
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { ReadDocument } from '../../onboarding/document.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { HttpProblem } from '../problems.js';
import { START } from '../strings/consoleStart.js';

const READ_WITHIN_MS = 10_000;
const MEMORY_MB = 256;
/** One is read at a time; so many may wait. */
const MOST_WAITING = 8;

/** Tests run from the sources; a thread is then what the build has made. */
const THREAD = [
  new URL('./documentThread.js', import.meta.url),
  new URL('../../../dist/src/web/console/documentThread.js', import.meta.url),
].find((file) => existsSync(file));

type Read = ReadDocument<OnboardingRequest>;

let waiting = 0;
let last: Promise<unknown> = Promise.resolve();

/** @throws HttpProblem 503 when many wait already */
export async function readRequestBeside(document: string): Promise<Read> {
  if (waiting >= MOST_WAITING) throw new HttpProblem(503, 'busy');
  waiting += 1;
  const read = last.then(() => readInThread(document));
  last = read.catch(() => undefined);
  try {
    return await read;
  } finally {
    waiting -= 1;
  }
}

const refused = (message: string): Read => ({ problems: [{ message, line: 1 }] });

function readInThread(document: string): Promise<Read> {
  if (THREAD === undefined) throw new Error('documentThread.js is missing: run npm run build');
  const thread = new Worker(THREAD, {
    workerData: document,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    env: {}, // it needs no secret
  });
  return new Promise((resolve, reject) => {
    const done = (read: Read) => {
      clearTimeout(late);
      void thread.terminate();
      resolve(read);
    };
    const late = setTimeout(() => {
      done(refused(START.tooMuch));
    }, READ_WITHIN_MS);
    thread.once('message', done);
    thread.once('error', (error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') done(refused(START.tooMuch));
      else {
        clearTimeout(late);
        reject(error);
      }
    });
  });
}
