/** What protects every answer, whoever asked and however: headers, and how often one address may ask. */
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { WebSettings } from '../config/web.js';
import { HEALTH_ROUTES } from './health.js';
import { HttpProblem } from './problems.js';

type Settings = Pick<WebSettings, 'publicUrl' | 'authorityHost' | 'requestsPerMinute'>;

/** Of what is not available just now. */
const RETRY_AFTER_SECONDS = 10;
const HSTS_SECONDS = 31_536_000;
const PERMISSIONS = 'camera=(), geolocation=(), microphone=()';
const isHttps = ({ publicUrl }: Pick<Settings, 'publicUrl'>) => publicUrl.startsWith('https:');

export async function secure(server: FastifyInstance, settings: Settings): Promise<void> {
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        // Browsers hold the redirect after a form against it as well.
        formAction: ["'self'", new URL(settings.authorityHost).origin],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: isHttps(settings) ? { maxAge: HSTS_SECONDS, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    void reply.header('Permissions-Policy', PERMISSIONS);
    // Assets say themselves how long they may be kept.
    if (!reply.hasHeader('cache-control')) void reply.header('Cache-Control', 'no-store');
    if (reply.statusCode === 503 && !reply.hasHeader('retry-after')) {
      void reply.header('Retry-After', RETRY_AFTER_SECONDS);
    }
    done(null, payload);
  });
  await limitRate(server, settings);
}

/** Counts each request before anything else is looked at: also one that is refused, or for what does not exist. */
async function limitRate(server: FastifyInstance, { requestsPerMinute }: Settings): Promise<void> {
  await server.register(rateLimit, { global: false, max: requestsPerMinute, timeWindow: '1 minute' });
  const count = server.createRateLimit();
  server.addHook('onRequest', async (request, reply) => {
    if (HEALTH_ROUTES.includes(request.routeOptions.url ?? '')) return;
    const counted = await count(request);
    if (counted.isAllowed || !counted.isExceeded) return;
    void reply.header('Retry-After', counted.ttlInSeconds);
    throw new HttpProblem(429, 'tooMany');
  });
}

/** Of Node's HTTP parser, by its code. */
const STATUS_OF: Partial<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** Answers what was not even a request of HTTP, with the headers that everything has. */
export const answerUnreadable =
  (settings: Settings) =>
  (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    if (!socket.writable) {
      socket.destroy();
      return;
    }
    const status = STATUS_OF[error.code ?? ''] ?? 400;
    const text = STATUS_CODES[status] ?? '';
    const headers = {
      Connection: 'close',
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Length': String(text.length),
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
      'Permissions-Policy': PERMISSIONS,
      'Referrer-Policy': 'no-referrer',
      ...(isHttps(settings) ? { 'Strict-Transport-Security': `max-age=${String(HSTS_SECONDS)}` } : {}),
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
    };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    socket.end([`HTTP/1.1 ${String(status)} ${text}`, ...lines, '', text].join('\r\n'));
  };

/** What cannot be decoded is taken as it is written: the address of nothing, answered like any other. */
export function readableUrl(url: string): string {
  const [path = '', ...query] = url.split('?');
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}
