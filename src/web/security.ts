/** What protects every page: headers, limits of rate and size. */
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { WebSettings } from '../config.js';

/** Of one address, per minute. Live pages hold one request open and do not count against it twice. */
const REQUESTS_PER_MINUTE = 600;

export async function secure(
  server: FastifyInstance,
  { publicUrl, authorityHost }: Pick<WebSettings, 'publicUrl' | 'authorityHost'>,
): Promise<void> {
  const https = publicUrl.startsWith('https:');
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        // Browsers hold the redirect after a form against it as well.
        formAction: ["'self'", new URL(authorityHost).origin],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    hsts: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    frameguard: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    void reply.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=()');
    done(null, payload);
  });
  await server.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: '1 minute' });
}
