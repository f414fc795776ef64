/** An e-mail in words: who asks, for what, how long it takes, the link, and how to get no more of them. */
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { ENGLISH } from '../onboarding/messages/english.js';
import type { Occasion } from '../onboarding/messages/cause.js';
import type { Email } from './smtp.js';

type About = Pick<Occasion, 'cause' | 'companyName'> & {
  contact: string;
  brand: string;
  timeZone: string;
  /** Undefined where the worker knows of no pages. */
  link: { url: string; stopUrl: string; expiresAt: string } | undefined;
};

export function emailOf({
  cause,
  companyName,
  contact,
  brand,
  timeZone,
  link,
}: About): Pick<Email, 'subject' | 'text' | 'html' | 'stopUrl'> {
  const { email } = ENGLISH;
  const words = ENGLISH.words({ cause, companyName, brand });
  const subject = `${words.opening} ${words.subject}: ${words.request}`.trim();
  const asked = sentence(link === undefined ? words.withoutLink : words.request);
  const before = [
    email.greeting(contact),
    email.lead(brand, companyName),
    ...(link === undefined || words.time === undefined ? [asked] : [`${asked} ${email.time(words.time)}`]),
  ];
  if (link === undefined)
    return { subject, text: before.join('\n\n'), html: htmlOf(<Page before={before} />) };
  const { url, stopUrl, expiresAt } = link;
  const personal = email.personal(contact, email.date(new Date(expiresAt), timeZone));
  return {
    subject,
    stopUrl,
    text: [...before, `${email.button}: ${url}`, personal, `${email.stop}: ${stopUrl}`].join('\n\n'),
    html: htmlOf(
      <Page
        before={before}
        button={
          <a href={url} style={BUTTON}>
            {email.button}
          </a>
        }
        small={[
          <p key="personal" style={SMALL}>
            {personal}
          </p>,
          <p key="stop" style={SMALL}>
            <a href={stopUrl} style="color:#5b6472">
              {email.stop}
            </a>
          </p>,
        ]}
      />,
    ),
  };
}

const sentence = (text: string) => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

type PageProps = { before: string[]; button?: VNode; small?: VNode[] };

/** Mail programs know no style sheets. */
const Page = ({ before, button, small = [] }: PageProps) => (
  <html lang="en">
    <head>
      <meta charSet="utf-8" />
    </head>
    <body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1f29;background:#ffffff">
      <div style="max-width:560px">
        {before.map((text) => (
          <p key={text}>{text}</p>
        ))}
        {button === undefined ? null : <p style="margin:24px 0">{button}</p>}
        {small}
      </div>
    </body>
  </html>
);

const SMALL = 'font-size:14px;color:#5b6472';
const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#1d4fb8;color:#ffffff;text-decoration:none;font-weight:600';

const htmlOf = (page: VNode) => `<!doctype html>\n${renderToString(page)}`;
