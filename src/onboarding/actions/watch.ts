/** What the monitoring of a customer can be told. */
import type { Signal } from '../contract.js';
import { testSignInBody } from '../testSignIn.js';
import { WATCH_SIGNALS } from '../watch.js';
import { type Action, ON_THE_LINK, operators } from './action.js';
import { ONBOARDING_ACTIONS } from './onboarding.js';

const OWN_LINKS =
  'Monitoring sends its links itself, to whoever must act. Others are made on the command line.';

export const WATCH_ACTIONS = {
  confirmHandover: {
    input: WATCH_SIGNALS.confirmHandover.omit({ confirmedBy: true }),
    actor: 'confirmedBy',
    who: operators,
    words: {
      summary: 'Confirm that the Hub has this XML, as --metadata-xml has written it',
      changes: 'The Hub knows the new certificate, which then signs.',
      button: 'Confirm the handover',
      done: 'The handover is confirmed.',
      told: 'confirmed the handover',
      wanted: 'confirm the handover',
      example: '--confirm-handover metadata.xml --by "Hanna Hub"',
    },
    reach: {
      cli: 'watch --confirm-handover',
      api: { none: 'Monitoring does not record who passes an answer on: only the person can give it.' },
      console: { none: ON_THE_LINK },
    },
  },
  reportTestSignIn: {
    ...ONBOARDING_ACTIONS.reportTestSignIn,
    input: testSignInBody,
    words: {
      ...ONBOARDING_ACTIONS.reportTestSignIn.words,
      changes: 'The test of the new certificate is recorded.',
      example: '--watch --by "Una User" --error 50105',
    },
    reach: { cli: 'report-test-sign-in --watch', api: 'report-test-sign-in', console: { none: ON_THE_LINK } },
  },
  makeLink: {
    ...ONBOARDING_ACTIONS.makeLink,
    words: {
      ...ONBOARDING_ACTIONS.makeLink.words,
      example: '--watch --contact "Hanna Hub" --purpose handover --send',
    },
    reach: { cli: 'link --watch', api: 'links', console: { none: OWN_LINKS } },
  },
  revokeLink: {
    ...ONBOARDING_ACTIONS.revokeLink,
    words: { ...ONBOARDING_ACTIONS.revokeLink.words, example: '--watch --revoke 4f2a91c07be3 --by Olga' },
    reach: { cli: 'link --watch --revoke', api: 'revoke-link', console: { none: OWN_LINKS } },
  },
  checkNow: {
    input: WATCH_SIGNALS.checkNow.omit({ by: true }),
    actor: 'by',
    who: operators,
    words: {
      summary: 'Check the certificates and the configuration now',
      changes: 'A certificate that expires soon is renewed.',
      button: 'Check now',
      done: 'The check has started.',
      told: 'started a check',
      wanted: 'start a check',
      example: '--check',
    },
    reach: { cli: 'watch --check', api: 'check-now', console: 'check-now' },
  },
  endWatch: {
    input: WATCH_SIGNALS.endWatch.unwrap().omit({ by: true }).required(),
    actor: 'by',
    who: operators,
    words: {
      summary: 'Stop monitoring: nothing renews the certificate any more',
      changes:
        'Monitoring ends: nobody renews the certificate any more, and no change is noticed. Nothing in the tenant is changed. Only a new onboarding of the customer starts monitoring again.',
      button: 'Stop monitoring',
      done: 'Monitoring is being stopped.',
      told: 'stopped monitoring',
      wanted: 'stop monitoring',
      example: '--stop --by Olga --reason "customer left"',
    },
    reach: { cli: 'watch --stop', api: 'stop', console: 'watch/stop' },
  },
} as const satisfies { [S in Signal<'watch'>]: Action };
