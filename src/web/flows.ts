/**
 * Ways through Microsoft's pages and back, of which several run side by side in one browser: each has a cookie of its
 * own, named by the first part of its `state`. It stays until its time is over, so that who comes back twice is led on.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { WebSettings } from '../config/web.js';
import { type Keys, seal, unseal } from './sealed.js';

/** From the start of a way to its end. */
export const FLOW_SECONDS = 15 * 60;
/** Of one kind, in one browser: beyond, the oldest is forgotten. Servers refuse more than 16 KiB of headers. */
const MOST_FLOWS = 5;
/** A browser is believed no more than this. */
const MOST_LOOKED_AT = 20;

const ID = /^[\w-]{16}$/;
/** When it began, which orders them. */
const began = z.looseObject({ iat: z.number() });

/** `<id of the way>.<secret>`: unguessable. A way through two of Microsoft's pages has one for each. */
export function newState(before?: string): string {
  const id = before === undefined ? randomBytes(12).toString('base64url') : idOf(before);
  return `${id ?? ''}.${randomBytes(32).toString('base64url')}`;
}

function idOf(state: string): string | undefined {
  const [id = ''] = state.split('.');
  return ID.test(id) ? id : undefined;
}

export class Flows<T extends z.ZodType<Record<string, unknown>>> {
  private readonly keys: Keys;
  private readonly secure: boolean;
  private readonly prefix: string;

  /** @param name of the kind, also in the cookies' names */
  constructor(
    { sessionKeys, publicUrl }: Pick<WebSettings, 'sessionKeys' | 'publicUrl'>,
    private readonly name: string,
    private readonly schema: T,
  ) {
    this.keys = sessionKeys;
    this.secure = publicUrl.startsWith('https:');
    this.prefix = `${this.secure ? '__Host-' : ''}${name}.`;
  }

  /** @param state made by `newState` */
  async keep(request: FastifyRequest, reply: FastifyReply, state: string, value: z.output<T>): Promise<void> {
    const cookie = this.prefix + (idOf(state) ?? '');
    const others = this.cookiesOf(request).filter((other) => other !== cookie);
    for (const old of (await this.oldestFirst(request, others)).slice(0, -(MOST_FLOWS - 1))) {
      void reply.clearCookie(old, { path: '/', secure: this.secure });
    }
    void reply.setCookie(cookie, await seal(this.keys, this.name, value, FLOW_SECONDS), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.secure,
      maxAge: FLOW_SECONDS,
    });
  }

  /** Of the way that the callback's `state` names; whether all of the state is right is the caller's to see. */
  async keptFor(request: FastifyRequest): Promise<{ given: string; kept: z.output<T> | undefined }> {
    const { state: given } = z.looseObject({ state: z.string().default('') }).parse(request.query);
    const id = idOf(given);
    const text = id === undefined ? undefined : request.cookies[this.prefix + id];
    return { given, kept: await unseal(this.keys, this.name, text, this.schema) };
  }

  forget(reply: FastifyReply, state: string): void {
    const id = idOf(state);
    if (id !== undefined) void reply.clearCookie(this.prefix + id, { path: '/', secure: this.secure });
  }

  async forgetWhere(
    request: FastifyRequest,
    reply: FastifyReply,
    isMeant: (value: z.output<T>) => boolean,
  ): Promise<void> {
    for (const name of this.cookiesOf(request)) {
      const value = await unseal(this.keys, this.name, request.cookies[name], this.schema);
      if (value !== undefined && isMeant(value)) {
        void reply.clearCookie(name, { path: '/', secure: this.secure });
      }
    }
  }

  /** Whether this browser has begun any. */
  hasBegun = (request: FastifyRequest): boolean => this.cookiesOf(request).length > 0;

  private readonly cookiesOf = (request: FastifyRequest): string[] =>
    Object.keys(request.cookies)
      .filter((name) => name.startsWith(this.prefix) && ID.test(name.slice(this.prefix.length)))
      .slice(0, MOST_LOOKED_AT);

  /** What cannot be opened any more is the oldest. */
  private async oldestFirst(request: FastifyRequest, names: string[]): Promise<string[]> {
    const dated = await Promise.all(
      names.map(async (name) => ({
        name,
        at: (await unseal(this.keys, this.name, request.cookies[name], began))?.iat ?? 0,
      })),
    );
    return dated.sort((a, b) => a.at - b.at).map(({ name }) => name);
  }
}
