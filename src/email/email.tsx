/** An e-mail in words: who asks, for what, how long it takes, the link, and how to get no more of them. */
import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { CATALOGUES } from '../onboarding/messages/catalogues.js';
import type { Occasion } from '../onboarding/messages/cause.js';
import { wordsOf } from '../onboarding/messages/words.js';
import type { Mark } from '../onboarding/profiles/brand.js';
import { readable } from '../onboarding/profiles/colours.js';
import { LOGO_ID } from './logo.js';
import type { Email } from './smtp.js';

type About = Pick<Occasion, 'cause' | 'companyName' | 'language'> & {
  contact: string;
  brand: Mark;
  timeZone: string;
  /** Undefined where the worker knows of no pages. */
  link: { url: string; stopUrl: string; expiresAt: string } | undefined;
};

export function emailOf({
  cause,
  companyName,
  language = 'en',
  contact,
  brand,
  timeZone,
  link,
}: About): Pick<Email, 'subject' | 'text' | 'html' | 'stopUrl' | 'logo'> {
  const catalogue = CATALOGUES[language];
  const { email } = catalogue;
  const words = wordsOf(catalogue, { cause, companyName, brand: brand.name });
  const subject = `${words.opening} ${words.subject}${catalogue.colon}${words.request}`.trim();
  const asked = sentence(link === undefined ? words.withoutLink : words.request);
  const before = [
    email.greeting(contact),
    email.lead(brand.name, companyName),
    ...(link === undefined || words.minutes === undefined
      ? [asked]
      : [`${asked} ${email.time(words.minutes)}`]),
  ];
  const logo = logoOf(brand);
  const page = { language, brand, hasLogo: logo !== undefined, before };
  if (link === undefined)
    return { subject, text: before.join('\n\n'), html: htmlOf(<Page {...page} />), logo };
  const { url, stopUrl, expiresAt } = link;
  const personal = email.personal(contact, email.date(new Date(expiresAt), timeZone));
  return {
    subject,
    stopUrl,
    text: [
      ...before,
      `${email.button}${catalogue.colon}${url}`,
      personal,
      `${email.stop}${catalogue.colon}${stopUrl}`,
    ].join('\n\n'),
    html: htmlOf(
      <Page
        {...page}
        button={
          <a href={url} style={`${BUTTON};background:${readable(brand.accent).light}`}>
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
    logo,
  };
}

/** Mail programs show no SVG: such a brand, like one without a logo, has its first letter. */
const logoOf = ({ logo }: Mark) => (logo?.type === 'image/png' ? logo.content : undefined);

const sentence = (text: string) => {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
};

type PageProps = {
  language: string;
  brand: Mark;
  hasLogo: boolean;
  before: string[];
  button?: VNode;
  small?: VNode[];
};

/** Mail programs know no style sheets. */
const Page = ({ language, brand, hasLogo, before, button, small = [] }: PageProps) => (
  <html lang={language}>
    <head>
      <meta charSet="utf-8" />
    </head>
    <body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1f29;background:#ffffff">
      <div style="max-width:560px">
        <table role="presentation" cellSpacing="0" cellPadding="0" style="margin:0 0 24px">
          <tr>
            {hasLogo ? (
              <td>
                <img src={`cid:${LOGO_ID}`} alt="" width="32" height="32" style="display:block" />
              </td>
            ) : (
              <td style={`${LETTER};background:${readable(brand.accent).light}`} aria-hidden="true">
                {/^./su.exec(brand.name)?.[0].toUpperCase()}
              </td>
            )}
            <td style="padding-left:12px;font-weight:650">{brand.name}</td>
          </tr>
        </table>
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
const LETTER =
  'width:32px;height:32px;border-radius:8px;color:#ffffff;font-weight:700;line-height:32px;text-align:center';
const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:8px;color:#ffffff;text-decoration:none;font-weight:600';

const htmlOf = (page: VNode) => `<!doctype html>\n${renderToString(page)}`;
