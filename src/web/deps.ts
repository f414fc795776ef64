/** What the pages are given. */
import type { Logger } from 'pino';
import type { WebSettings } from '../config/web.js';
import type { Port } from '../temporal/port.js';

export type WebDeps = {
  temporal: Port;
  settings: WebSettings;
  logger: Logger;
};
