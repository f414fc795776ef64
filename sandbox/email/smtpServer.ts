/** Somebody's mail server: it takes every e-mail over TLS alone, and keeps it for the inbox. */
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server';
import type { World } from '../world.js';

type Options = { host: string; port: number; tls: { privateKeyPem: string; certificatePem: string } };

const refusal = (status: number, message: string) =>
  Object.assign(new Error(message), { responseCode: status });

/** Resolves when it listens. Addresses at `unknown.example` are refused; at `later.example`, for now. */
export async function startSmtpServer(
  world: World,
  { host, port, tls }: Options,
): Promise<{ port: number; stop: () => Promise<void> }> {
  const server = new SMTPServer({
    key: tls.privateKeyPem,
    cert: tls.certificatePem,
    authOptional: true,
    disabledCommands: ['AUTH'],
    size: 1024 * 1024,
    logger: false,
    onMailFrom: (_address, session, done) => {
      done(session.secure ? undefined : refusal(530, '5.7.0 Must issue a STARTTLS command first'));
    },
    onRcptTo: ({ address }, _session, done) => {
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
      if (domain === 'unknown.example') done(refusal(550, `5.1.1 <${address}>: no such mailbox`));
      else if (domain === 'later.example') done(refusal(451, '4.7.1 Please try again later'));
      else done();
    },
    onData: (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      keep(world, stream, to).then(() => {
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.on('error', () => undefined); // a client that hangs up
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
      }),
  };
}

async function keep(world: World, stream: SMTPServerDataStream, to: string[]): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  const { from, subject, text, html, messageId, headers, attachments } = await PostalMime.parse(
    Buffer.concat(chunks),
  );
  const header = (name: string) => headers.find(({ key }) => key === name)?.value ?? '';
  world.emails.push({
    messageId: messageId ?? '',
    from: `${from?.name ?? ''} <${from?.address ?? ''}>`.trim(),
    to: to.join(', '),
    subject: subject ?? '',
    text: text ?? '',
    html: html ?? '',
    pictures: attachments.map(({ contentId }) => contentId?.replaceAll(/[<>]/g, '') ?? ''),
    stopUrl: header('list-unsubscribe').replaceAll(/[<>]/g, ''),
  });
}
