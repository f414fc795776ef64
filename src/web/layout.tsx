/** The frame of every page, and that of the operators' pages. */
import type { ComponentChildren } from 'preact';
import { useReader } from './reader.js';
import { PRODUCT } from './strings/common.js';

const ICON = '/assets/icon.svg';

type DocumentProps = {
  /** As browsers show it of a tab. */
  title: string;
  icon?: string;
  /** Style sheets besides the one of all pages. */
  sheets?: string[];
  /** Without scripts, every few seconds. */
  reloads?: boolean;
  children: ComponentChildren;
};

export function Document({ title, icon = ICON, sheets = [], reloads = false, children }: DocumentProps) {
  const { language, words } = useReader();
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
        <link rel="icon" href={icon} />
        <link
          rel="preload"
          href="/assets/inter-latin-wght-normal.woff2"
          as="font"
          type="font/woff2"
          crossOrigin="anonymous"
        />
        {['/assets/styles.css', ...sheets].map((sheet) => (
          <link key={sheet} rel="stylesheet" href={sheet} />
        ))}
        <script src="/assets/client.js" type="module" />
        {reloads ? (
          <noscript>
            <meta http-equiv="refresh" content="5" />
          </noscript>
        ) : null}
      </head>
      <body>
        <a class="skip" href="#main">
          {words.frame.skip}
        </a>
        {children}
      </body>
    </html>
  );
}

type LayoutProps = {
  title: string;
  /** What stands beside the product's name, such as the menu. */
  header?: ComponentChildren;
  /** For tables; text is easier to read in a narrow column. `bar`: only the header, for a menu. */
  wide?: boolean | 'bar';
  children: ComponentChildren;
};

export function Layout({ title, header, wide = false, children }: LayoutProps) {
  return (
    <Document title={`${title} · ${PRODUCT}`}>
      <header class="bar">
        <div class={wide === false ? 'column' : 'column wide'}>
          <span class="brand">
            <img src={ICON} alt="" width="24" height="24" />
            {PRODUCT}
          </span>
          {header}
        </div>
      </header>
      <main id="main" class={wide === true ? 'column wide' : 'column'}>
        {children}
      </main>
    </Document>
  );
}

export const CsrfField = ({ token }: { token: string }) => <input type="hidden" name="csrf" value={token} />;
