/** A test sign-in: our own assertion consumer service among the application's reply URLs, and out again. */
import { activityInfo } from '@temporalio/activity';
import { GraphRequestError } from '../../graph/requestError.js';
import { acsUrl } from '../../onboarding/testSignIn.js';
import type { Deps, Scope } from '../deps.js';
import {
  readReplyUrls,
  type ReplyUrls,
  sameReplyUrls,
  settingsOr,
  withoutReplyUrl,
  withRemembered,
  writeReplyUrls,
} from './replyUrls.js';
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
  const read = (input: TestSignInTarget) => readReplyUrls(deps.graphFor(input), input.applicationId);

  return {
    /**
     * Adds our assertion consumer service as an additional reply URL, after all others, so that it is never the
     * default. Not opened where this worker has no web pages (any more) that could receive the response.
     */
    async openTestSignIn(input: TestSignInTarget): Promise<{ opened: boolean; replyUrl?: string }> {
      if (deps.links === undefined) return { opened: false };
      const ours = acsUrl(deps.links.publicUrl);
      const found = await read(input);
      // Replaces the list, so what was agreed is in it also when the read is stale.
      const redirectUris = [...new Set([...input.replyUrls, ...found.redirectUris, ours])];
      const settings = settingsOr(withRemembered(input.applicationId, found), input.replyUrls);
      const last = Math.max(...settings.map(({ index }) => index ?? 0));
      const hasIndex = settings.some(({ uri, index }) => uri === ours && index != null);
      const redirectUriSettings = hasIndex
        ? settings
        : [...settings.filter(({ uri }) => uri !== ours), { uri: ours, index: last + 1 }];
      const wanted = { redirectUris, redirectUriSettings };
      await writeReplyUrls(deps.graphFor(input), input.applicationId, { found, wanted });
      return { opened: true, replyUrl: ours };
    },

    /**
     * Removes it and nothing else. A read may lag behind the opening, so absence is believed only after a while.
     * `replyUrl`: the one that was added, as far as it is known; the worker's own address may have changed since.
     */
    async closeTestSignIn(input: TestSignInTarget & { replyUrl?: string | undefined }): Promise<void> {
      const ours = input.replyUrl ?? (deps.links && acsUrl(deps.links.publicUrl));
      if (ours === undefined) return;
      const wantedOf = (web: ReplyUrls) => {
        const whole = withRemembered(input.applicationId, web);
        const redirectUriSettings = settingsOr(whole, input.replyUrls);
        return withoutReplyUrl({ ...whole, redirectUriSettings }, ours);
      };
      const found = await findSettled(
        async () => {
          const web = await read(input).catch(gone);
          return web === undefined || sameReplyUrls(web, wantedOf(web)) ? undefined : web;
        },
        { mayHaveWritten: true, settleMs: deps.settleMs },
      );
      if (found === undefined) return;
      const wanted = wantedOf(found);
      await writeReplyUrls(deps.graphFor(input), input.applicationId, { found, wanted });
    },
  };
}
