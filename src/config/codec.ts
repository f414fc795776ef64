/** Settings of the codec server. */
import { z } from 'zod';
import { type Environment, readTrustedCa } from './files.js';
import { ConfigError, read } from './read.js';
import { temporalShape } from './temporal.js';
import { httpsOrLocal } from './values.js';

/** Parted by commas. */
const listOf = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item));

/**
 * Of the Temporal UI. Any other scheme has the origin `null`, which every page can have: `localhost:8233` reads as one.
 */
export const codecUiOrigin = z.url({ protocol: /^https?$/, error: 'must be http or https URLs' });
/** By which the codec server is called. */
export const codecHost = z.string().regex(/^[\w.[\]:-]+$/, 'must be names, with or without port');

const codecShape = temporalShape.extend({
  CODEC_UI_ORIGINS: listOf(codecUiOrigin).optional(),
  CODEC_ALLOWED_HOSTS: listOf(codecHost).optional(),
  CODEC_TOKEN_ISSUER: httpsOrLocal.optional(),
  CODEC_TOKEN_AUDIENCE: z.string().min(1).optional(),
  CODEC_TOKEN_ROLE: z.string().min(1).optional(),
  TRUSTED_CA_FILE: z.string().optional(),
});

/** What the codec server needs besides. @throws ConfigError */
export function readCodecSettings(env: Environment) {
  const { values, problems } = read(codecShape, env);
  const ca = readTrustedCa(env['TRUSTED_CA_FILE'], problems);
  const [issuer, audience] = [values?.CODEC_TOKEN_ISSUER, values?.CODEC_TOKEN_AUDIENCE];
  const role = values?.CODEC_TOKEN_ROLE;
  if (values !== undefined && (issuer === undefined) !== (audience === undefined)) {
    problems.push('CODEC_TOKEN_ISSUER and CODEC_TOKEN_AUDIENCE: give both, or neither to ask for no tokens');
  } else if (role !== undefined && issuer === undefined) {
    problems.push('CODEC_TOKEN_ROLE: needs CODEC_TOKEN_ISSUER and CODEC_TOKEN_AUDIENCE too');
  }
  if (values === undefined || problems.length > 0) throw new ConfigError(problems);
  return {
    payloadKeys: values.PAYLOAD_KEY,
    uiOrigins: values.CODEC_UI_ORIGINS ?? ['http://localhost:8233'],
    allowedHosts: values.CODEC_ALLOWED_HOSTS ?? [],
    tokens: issuer === undefined || audience === undefined ? undefined : { issuer, audience, role, ca },
  };
}
