/** E-mail over SMTP, as much of it as sends one message and tells what the server said. */
import { createTransport, type Transporter } from 'nodemailer';
import type SmtpTransport from 'nodemailer/lib/smtp-transport/index.js';
import { trusting } from '../trust.js';
import { LOGO_ID } from './logo.js';
import { messageIdOf } from './messageId.js';
import { SmtpError } from './smtpError.js';

export type SmtpOptions = {
  host: string;
  port: number;
  /** `wrapped`: TLS from the first byte; `required`: STARTTLS, or nothing is sent; `none`: in clear text. */
  tls: 'wrapped' | 'required' | 'none';
  auth: { user: string; pass: string } | undefined;
  /** Address that e-mails come from, and that what cannot be delivered returns to. */
  from: string;
  /** PEM of a private certificate authority to trust besides the usual ones. */
  ca?: string | undefined;
  timeoutMs: number;
};

export type Email = {
  /** Of the cause: a message that is sent again has the same Message-ID, by which receivers drop the second. */
  id: string;
  customerId: string;
  to: string;
  /** Whose name stands before our address. */
  fromName: string;
  subject: string;
  text: string;
  html: string;
  /** Where one click stops these e-mails. */
  stopUrl?: string | undefined;
  /** A PNG that the page shows. */
  logo?: Uint8Array | undefined;
};

export class SmtpClient {
  private readonly transport: Transporter<SmtpTransport.SentMessageInfo, SmtpTransport.Options>;

  constructor(private readonly options: SmtpOptions) {
    const { host, port, tls, auth, ca, timeoutMs } = options;
    const smtp: SmtpTransport.Options = {
      host,
      port,
      secure: tls === 'wrapped',
      requireTLS: tls === 'required',
      ignoreTLS: tls === 'none',
      ...(auth === undefined ? {} : { auth }),
      tls: { minVersion: 'TLSv1.2', ...(ca === undefined ? {} : { secureContext: trusting(ca) }) },
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      // Texts are ours; nothing in them may name a file or an address to be read.
      disableFileAccess: true,
      disableUrlAccess: true,
    };
    this.transport = createTransport(smtp);
  }

  /** @throws SmtpError */
  async send({ id, customerId, to, fromName, subject, text, html, stopUrl, logo }: Email): Promise<void> {
    const { from } = this.options;
    const message = {
      from: { name: fromName, address: from },
      to: { name: '', address: to },
      messageId: messageIdOf({ customerId, id }, from),
      subject,
      text,
      html,
      attachments:
        logo === undefined
          ? []
          : [
              {
                filename: 'logo.png',
                content: Buffer.from(logo),
                contentType: 'image/png',
                cid: LOGO_ID,
                contentDisposition: 'inline' as const,
              },
            ],
      headers: {
        // No holiday notices in return.
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
        ...(stopUrl === undefined
          ? {}
          : { 'List-Unsubscribe': `<${stopUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
      },
    };
    await this.transport.sendMail(message).catch((error: unknown) => {
      throw SmtpError.of(error);
    });
  }
}
