/** A thread of its own that reads one document, and ends: see documents.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { readDocument } from '../../onboarding/document.js';
import { checkedRequestSchema } from '../../onboarding/checkedRequest.js';

parentPort?.postMessage(readDocument(String(workerData), checkedRequestSchema));
