/** The rules that a response was held against so far, and how each went. */
import { SIGN_IN_RULES, type SignInCheck, type SignInRule } from '../onboarding/testSignIn.js';

/** Ends the checking: nothing after this can be trusted or even read. */
export class Stop extends Error {}

export class Checklist {
  private readonly results = new Map<SignInRule, SignInCheck>();

  check(rule: SignInRule, passed: boolean, detail: string): void {
    const result = passed ? 'passed' : 'failed';
    this.results.set(rule, { rule, result, detail: detail.slice(0, 500) });
  }

  /** As `check`, and the end of it when it fails. */
  require(rule: SignInRule, passed: boolean, detail: string): void {
    this.check(rule, passed, detail);
    if (!passed) throw new Stop();
  }

  refuse(rule: SignInRule, detail: string): never {
    this.check(rule, false, detail);
    throw new Stop();
  }

  get all(): SignInCheck[] {
    return (Object.keys(SIGN_IN_RULES) as SignInRule[]).map(
      (rule) => this.results.get(rule) ?? { rule, result: 'notChecked', detail: '' },
    );
  }

  get passed(): boolean {
    return this.all.every(({ result }) => result === 'passed');
  }
}
