import { z } from 'zod';
import { newProblem, type NewProblem } from '../onboarding/problems/catalogue.js';

/** Of what nodemailer throws. */
const thrown = z.object({
  code: z.string().optional(),
  command: z.string().optional(),
  responseCode: z.int().optional(),
  response: z.string().optional(),
});

type Kind = 'tls' | 'credentials' | 'refused' | 'transient';

/** An e-mail that did not go out. Its message names no address: Temporal keeps it in clear text. */
export class SmtpError extends Error {
  private constructor(
    private readonly kind: Kind,
    said: string,
    /** The server's own words, in which the address may stand. */
    private readonly words: string,
  ) {
    super(`SMTP: ${said}`);
  }

  static of(error: unknown): SmtpError {
    const { code = 'no reply', command, responseCode, response = '' } = thrown.safeParse(error).data ?? {};
    const said = [command ?? code, ...(responseCode === undefined ? [] : [String(responseCode)])].join(' ');
    return new SmtpError(kindOf(code, responseCode), said, response);
  }

  get transient(): boolean {
    return this.kind === 'transient';
  }

  get problem(): NewProblem {
    const details = this.words === '' ? [] : [this.words.slice(0, 500)];
    switch (this.kind) {
      case 'tls':
        return newProblem('smtp_without_tls', { details });
      case 'credentials':
        return newProblem('smtp_credentials_refused', { details });
      default:
        return newProblem('email_refused', { details });
    }
  }
}

function kindOf(code: string, status: number | undefined): Kind {
  if (code === 'ETLS') return 'tls';
  if (code === 'EAUTH' && status !== undefined && status >= 500) return 'credentials';
  if (status === undefined || status < 500) return 'transient';
  return 'refused';
}
