/** What pages show of a brand and no style sheet of ours can hold: its mark, which is their icon as well, and its colour. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Brands } from '../../config/brands.js';
import { type Brand, MESSAGEMEDIA } from '../../onboarding/profiles/brand.js';
import { PROFILE_NAMES, type ProfileName } from '../../onboarding/profiles.js';
import { readable } from '../../onboarding/profiles/colours.js';

const named = z.object({ profile: z.enum(PROFILE_NAMES) });
const KEPT = 'public, max-age=3600';

export const markOf = (profile: ProfileName) => `/brand/${profile}/mark`;

/** Undefined where the colour is that of the style sheet. */
export const coloursOf = (profile: ProfileName, { accent }: Brand) =>
  accent === MESSAGEMEDIA.accent ? undefined : `/brand/${profile}/colours.css`;

export function brandAssets(server: FastifyInstance, brands: Brands): void {
  server.get('/brand/:profile/mark', (request, reply) => {
    const { logo, name, accent } = brands[named.parse(request.params).profile];
    void reply.header('Cache-Control', KEPT).type(logo?.type ?? 'image/svg+xml');
    return reply.send(Buffer.from(logo?.content ?? letterMark(name, readable(accent).light)));
  });

  server.get('/brand/:profile/colours.css', (request, reply) => {
    const { accent } = brands[named.parse(request.params).profile];
    return reply.header('Cache-Control', KEPT).type('text/css; charset=utf-8').send(sheet(accent));
  });
}

function sheet(accent: string): string {
  const { light, dark, lightSoft, darkSoft } = readable(accent);
  return `:root{--accent:light-dark(${light},${dark});--accent-soft:light-dark(${lightSoft},${darkSoft})}`;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

function letterMark(name: string, colour: string): string {
  const letter = /^./su.exec(name)?.[0].toUpperCase() ?? '';
  const font = "font: 700 15px 'Helvetica Neue', Arial, sans-serif";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><style>text { ${font} }</style><rect width="24" height="24" rx="6" fill="${colour}"/><text x="12" y="17.4" text-anchor="middle" fill="#fff">${ESCAPES[letter] ?? letter}</text></svg>`;
}
