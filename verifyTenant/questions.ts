/** The open questions about the real services, and what a run answers to each. */
import { type Answer, settled, unsettled } from './check.js';
import { CHECKS } from './checks/index.js';
import { type Recording, type SignIn, statusOf } from './recording.js';

/** Each with at least one answer in every report. */
export const QUESTIONS = {
  Q1: 'Does a sign-in work for an application that was created by upsert, and not from the template?',
  Q2: 'Do we own what the upsert creates?',
  Q3: 'Is User.ReadBasic.All enough to find users by mail and by $search?',
  Q4: 'Are 20 assignments in one $batch taken?',
  Q5: 'Must & and # in $search be encoded once or twice?',
  Q6: 'Can a group be assigned without P1?',
  Q7: 'Can an assigned policy be deleted? Do indexes alone replace reply URLs? Which NameID is sent without an entry for it?',
} as const;
export type Question = keyof typeof QUESTIONS;
const NAMES = Object.keys(QUESTIONS) as Question[];

export type Answered = { row: Question; question: string } & Answer;

const NOBODY = 'Nobody signed in. Run this in a terminal, without --yes and --skip-sign-in.';

export function answersOf(recording: Recording): Answered[] {
  const given = CHECKS.flatMap((check) => {
    const recorded = recording.checks.find(({ name }) => name === check.name);
    if (recorded === undefined || recorded.exchanges.length === 0) return [];
    const answer = check.answer?.((step) => statusOf(recorded, step), recording.facts);
    const row = NAMES.find((name) => name === check.row);
    return answer === undefined || row === undefined ? [] : [{ row, question: check.settles, ...answer }];
  });
  const { signIn } = recording;
  const byPerson = [
    { row: 'Q1' as const, question: QUESTIONS.Q1, ...signInWorks(signIn) },
    { row: 'Q7' as const, question: 'Which NameID is sent without an entry for it?', ...nameIdOf(signIn) },
  ];
  return NAMES.flatMap((row): Answered[] => {
    const answers = [...given, ...byPerson].filter((answer) => answer.row === row);
    if (answers.length > 0) return answers;
    return [{ row, question: QUESTIONS[row], ...unsettled('Its requests could not be sent.') }];
  });
}

function signInWorks({ upsert, template }: SignIn): Answer {
  const refused = (seen: string) => seen.startsWith('AADSTS');
  if (upsert === 'reached') return settled('Yes: the sign-in reached the reply URL.');
  if (refused(upsert) && template === 'reached') {
    return settled(`No: ${upsert} after an upsert; the application from the template works.`);
  }
  if (refused(upsert) && refused(template)) {
    return unsettled(`Both were refused (${upsert}, ${template}): the cause is another one.`);
  }
  if (refused(upsert)) return unsettled(`${upsert} after an upsert; nobody tried the other application.`);
  return unsettled(NOBODY);
}

const nameIdOf = ({ nameId }: SignIn): Answer =>
  nameId === null
    ? unsettled('Nobody pasted the response of a sign-in.')
    : settled(`${nameId.source}, in the format ${nameId.format}.`);
