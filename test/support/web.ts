/** The web pages as tests use them: in this process, asked without a network. */
import { pino } from 'pino';
import type { WebSettings } from '../../src/config/web.js';
import { MESSAGEMEDIA } from '../../src/onboarding/profiles/brand.js';
import { ofEachProfile } from '../../src/onboarding/profiles.js';
import type { WebDeps } from '../../src/web/deps.js';

export const LINK_KEY = Buffer.alloc(32, 9);
/** MessageMedia's, as where no setting names another. */
const BRANDS = ofEachProfile(() => MESSAGEMEDIA);
/** Of the web process alone. */
export const SESSION_KEYS = [Buffer.alloc(32, 11)] as const;

export function webSettings(changes: Partial<WebSettings> = {}): WebSettings {
  return {
    taskQueue: 'unused',
    payloadKeys: [Buffer.alloc(32, 7)],
    logLevel: 'silent',
    publicUrl: 'https://onboarding.example',
    linkKeys: [LINK_KEY],
    sessionKeys: SESSION_KEYS,
    authorityHost: 'https://login.example',
    adminCenterUrl: 'https://entra.example',
    signIn: { clientId: 'sign-in', clientSecret: 'hush' },
    operators: undefined,
    customerGroups: undefined,
    temporalUiUrl: undefined,
    ca: undefined,
    requestTimeoutMs: 5_000,
    listen: { host: '127.0.0.1', port: 0 },
    trustedProxies: [],
    requestsPerMinute: 600,
    callbackKeys: new Map(),
    emailCallbackKey: undefined,
    metrics: undefined,
    traces: undefined,
    brands: BRANDS,
    ...changes,
  };
}

/** What is logged, line by line. */
export function recordingLogger() {
  const lines: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  return { logger, lines };
}

export function webDeps(temporal: WebDeps['temporal'], changes: Partial<WebSettings> = {}) {
  const { logger, lines } = recordingLogger();
  return { deps: { temporal, settings: webSettings(changes), logger }, lines };
}
