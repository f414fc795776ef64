/** The page of the test sign-in: how to begin, what came of it, and what Microsoft Entra ID sent. */
import { type Finding, hasSucceeded, SIGN_IN_RULES, type TestSignIn } from '../../onboarding/testSignIn.js';
import { CsrfField } from '../layout.js';
import { type Reader, Recorded, useReader } from '../reader.js';
import { Forward } from './forward.js';
import { SetupPage } from './frame.js';
import { systemOf, whereIs } from './stages.js';
import type { Visit } from './visit.js';

type Props = {
  visit: Visit;
  /** What was typed as the error that Microsoft showed. */
  notUnderstood?: string;
};

export function SignIn({ visit, notUnderstood }: Props) {
  const { asking, home, request, testIsOpen: open } = visit;
  const [latest, ...earlier] = [...visit.testSignIns].reverse();
  const system = systemOf(request);
  const { words } = useReader();
  const { signIn } = words;
  return (
    <SetupPage
      asking={asking}
      title={signIn.title}
      beneath={visit.of === 'watch' ? true : whereIs(words, request, 'test')}
    >
      <h1>{signIn.title}</h1>
      <p class="lead">{leadOf(signIn, visit, system)}</p>
      {latest === undefined ? null : <Outcome test={latest} />}
      {open ? (
        <section class="card">
          {latest === undefined ? <p>{signIn.who}</p> : null}
          <div class="actions">
            <a class="button" href={`${home}/signIn/start`} data-busy>
              {latest === undefined ? signIn.start : signIn.again}
            </a>
          </div>
          <div data-live={`${home}/signIn/live`} class="scripted">
            <StillOpen />
          </div>
          <noscript>
            <p class="muted">{words.overview.reload}</p>
          </noscript>
        </section>
      ) : (
        <p class="actions">
          <a class="button" href={home}>
            {signIn.goOn}
          </a>
        </p>
      )}
      {open ? <ShownError visit={visit} notUnderstood={notUnderstood} /> : null}
      {open && visit.of === 'onboarding' ? (
        <Forward holder={visit} task="signIn" title={signIn.asAnother} text={signIn.asAnotherText} />
      ) : null}
      {earlier.length === 0 ? null : (
        <details class="card">
          <summary>{signIn.earlier({ count: String(earlier.length) })}</summary>
          {earlier.map((test) => (
            <Outcome key={test.at} test={test} />
          ))}
        </details>
      )}
    </SetupPage>
  );
}

export function StillOpen() {
  const { signIn } = useReader().words;
  return (
    <p class="hint" id="live-open" role="status">
      {signIn.stillOpen}
    </p>
  );
}

function ShownError({
  visit: { home, csrf },
  notUnderstood,
}: Pick<Props, 'visit'> & { notUnderstood: string | undefined }) {
  const isWrong = notUnderstood !== undefined;
  const { signIn } = useReader().words;
  return (
    <details class="card" open={isWrong}>
      <summary>{signIn.errorTitle}</summary>
      <form method="post" action={`${home}/signIn/error`}>
        <CsrfField token={csrf} />
        <p>{signIn.errorText}</p>
        <div class="field long">
          <label for="error">{signIn.errorLabel}</label>
          <textarea
            id="error"
            name="error"
            rows={3}
            class="short"
            maxLength={5000}
            required
            aria-describedby={isWrong ? 'error-hint' : undefined}
            aria-invalid={isWrong}
          >
            {notUnderstood}
          </textarea>
          {isWrong ? (
            <span class="hint wrong" id="error-hint" role="alert">
              {signIn.notUnderstood}
            </span>
          ) : null}
        </div>
        <button class="quiet">{signIn.errorButton}</button>
      </form>
    </details>
  );
}

type SignInWords = Reader['words']['signIn'];

function leadOf(words: SignInWords, { testIsOpen, testSignIns }: Visit, system: string): string {
  if (testIsOpen) return words.lead({ system });
  if (testSignIns.some(hasSucceeded)) return words.worked;
  return testSignIns.length === 0 ? words.early : words.closed;
}

/** One attempt: who signed in or why not, what was sent with anything odd beside it, and every rule it was held against. */
export function Outcome({ test }: { test: TestSignIn }) {
  const { signIn, findings, checks } = test;
  const worked = hasSucceeded(test);
  const { signIn: words } = useReader().words;
  const placed = signIn === undefined ? [] : findings.filter(({ code }) => ROW_OF[code] !== undefined);
  const others = findings.filter((finding) => !placed.includes(finding));
  return (
    <section class={`outcome ${worked ? 'good' : 'bad'}`}>
      <p class="verdict">
        <strong>{signIn === undefined ? words.refused : signedIn(words, signIn)}</strong>
      </p>
      {others.map((finding) => (
        <Odd key={finding.code} finding={finding} />
      ))}
      {signIn === undefined ? null : <Sent signIn={signIn} findings={placed} />}
      {checks.length === 0 ? null : (
        <details>
          <summary>{words.checks}</summary>
          <ul>
            {checks.map(({ rule, result, detail }) => (
              <li key={rule}>
                {RESULTS[result]} <Recorded text={SIGN_IN_RULES[rule]} />{' '}
                <span class="muted" lang="en">
                  {detail}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

const RESULTS = { passed: '✓', failed: '✗', notChecked: '–' } as const;

const signedIn = (words: SignInWords, { nameId: user, roles }: NonNullable<TestSignIn['signIn']>) =>
  roles.length === 0 ? words.signedIn({ user }) : words.signedInAs({ user, roles: roles.join(', ') });

type SentRow = 'name' | 'mail' | 'role';

/** Which detail a finding is about; what is about none stands by itself. */
const ROW_OF: Partial<Record<string, SentRow>> = {
  name_id_format: 'name',
  name_id_not_address: 'name',
  name_id_source: 'name',
  domain_not_listed: 'name',
  domains_differ: 'mail',
  mail_empty: 'mail',
  role_missing: 'role',
  role_unknown: 'role',
  several_roles: 'role',
};

function Sent({ signIn, findings }: { signIn: NonNullable<TestSignIn['signIn']>; findings: Finding[] }) {
  const { signIn: words } = useReader().words;
  const isMissing = findings.some(({ code }) => code === 'mail_empty');
  const rows: { row: SentRow; value: string }[] = [
    { row: 'name', value: signIn.nameId },
    { row: 'mail', value: isMissing ? words.missing : words.present },
    { row: 'role', value: signIn.roles.length === 0 ? words.noRole : signIn.roles.join(', ') },
  ];
  return (
    <table class="sent">
      <caption>{words.sent}</caption>
      <tbody>
        {rows.map(({ row, value }) => (
          <tr key={row}>
            <th scope="row">{words.rows[row]}</th>
            <td>
              {value}
              {findings
                .filter(({ code }) => ROW_OF[code] === row)
                .map((finding) => (
                  <Odd key={finding.code} finding={finding} />
                ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const Odd = ({ finding: { code, severity, message, remedy } }: { finding: Finding }) => (
  <p class={`odd ${severity}`} data-code={code}>
    <Recorded text={message} /> <Recorded text={remedy} />
    {/* Ours are names in the code; Microsoft's are what its support asks for. */}
    {code.startsWith('AADSTS') ? <span class="muted"> ({code})</span> : null}
  </p>
);
