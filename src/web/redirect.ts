import type { FastifyReply } from 'fastify';

/** 303: whatever the request was, the next one is a GET. */
export const redirect = (reply: FastifyReply, url: string) =>
  reply.header('Cache-Control', 'no-store').redirect(url, 303);
