/** What the pages are given. */
import type { Client } from '@temporalio/client';
import type { Logger } from 'pino';
import type { WebSettings } from '../config.js';

export type WebDeps = {
  temporal: Client;
  settings: WebSettings;
  logger: Logger;
};
