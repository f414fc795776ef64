/** A test sign-in: our own assertion consumer service among the application's reply URLs, and out again. */
import { activityInfo } from '@temporalio/activity';
import { GraphRequestError } from '../graph/requestError.js';
import { acsUrl } from '../onboarding/testSignIn.js';
import type { Deps, Scope } from './deps.js';
import { SAML_APPLICATION_FIELDS, samlApplication } from './samlSettings.js';
import { findSettled } from './settle.js';

export type TestSignInTarget = Scope & {
  applicationId: string;
  /** The service provider's reply URLs, in order; the first is the default. */
  replyUrls: string[];
};

/** Reads that may not show the application yet before it is believed to be gone, and its reply URLs with it. */
const PATIENCE = 6;

function gone(error: unknown): undefined {
  const isGone = error instanceof GraphRequestError && error.status === 404;
  if (!isGone || activityInfo().attempt < PATIENCE) throw error;
}

export function testSignInActivities(deps: Deps) {
  const read = async (input: TestSignInTarget) => {
    const id = { id: input.applicationId };
    const found = await deps.graphFor(input).get(samlApplication, '/applications/{id}', id, {
      select: SAML_APPLICATION_FIELDS,
    });
    return found.web ?? { redirectUris: [], redirectUriSettings: [] };
  };
  const write = (input: TestSignInTarget, web: object) =>
    deps.graphFor(input).patch('/applications/{id}', { id: input.applicationId }, { web });

  return {
    /**
     * Adds our assertion consumer service as an additional reply URL, after all others, so that it is never the
     * default. Not opened where there are no web pages that could receive the response.
     */
    async openTestSignIn(input: TestSignInTarget): Promise<{ opened: boolean; replyUrl?: string }> {
      if (deps.links === undefined) return { opened: false };
      const ours = acsUrl(deps.links.publicUrl);
      const web = await read(input);
      if (web.redirectUris.includes(ours)) return { opened: true, replyUrl: ours };
      // Replaces the list, so what was agreed is in it also when the read is stale.
      const redirectUris = [...new Set([...input.replyUrls, ...web.redirectUris])];
      const agreed = input.replyUrls.map((uri, index) => ({ uri, index }));
      const settings = web.redirectUriSettings.length > 0 ? web.redirectUriSettings : agreed;
      const last = Math.max(...settings.map(({ index }) => index ?? 0));
      await write(input, {
        redirectUris: [...redirectUris, ours],
        redirectUriSettings: [...settings, { uri: ours, index: last + 1 }],
      });
      return { opened: true, replyUrl: ours };
    },

    /**
     * Removes it and nothing else. A read may lag behind the opening, so absence is believed only after a while.
     * `replyUrl`: the one that was added, as far as it is known; the worker's own address may have changed since.
     */
    async closeTestSignIn(input: TestSignInTarget & { replyUrl?: string | undefined }): Promise<void> {
      const ours = input.replyUrl ?? (deps.links && acsUrl(deps.links.publicUrl));
      if (ours === undefined) return;
      const web = await findSettled(
        async () => {
          const found = await read(input).catch(gone);
          if (found === undefined) return undefined;
          return found.redirectUris.includes(ours) ? found : undefined;
        },
        { mayHaveWritten: true, settleMs: deps.settleMs },
      );
      if (web === undefined) return;
      await write(input, {
        redirectUris: web.redirectUris.filter((uri) => uri !== ours),
        redirectUriSettings: web.redirectUriSettings.filter(({ uri }) => uri !== ours),
      });
    },
  };
}
