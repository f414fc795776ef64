/** Who reads what a request is answered with. */
import type { FastifyRequest } from 'fastify';
import { newReader, type Reader } from './reader.js';

const readers = new WeakMap<FastifyRequest, Reader>();

export function readerOf(request: FastifyRequest): Reader {
  const reader = readers.get(request) ?? newReader('en', 'UTC');
  readers.set(request, reader);
  return reader;
}
