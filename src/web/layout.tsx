/** The frame of every page. */
import type { ComponentChildren } from 'preact';
import { PRODUCT, SKIP } from './strings/common.js';

type LayoutProps = {
  title: string;
  /** What stands beside the product's name: the customer, or the console's menu. */
  header?: ComponentChildren;
  /** For tables; text is easier to read in a narrow column. `bar`: only the header, for a menu. */
  wide?: boolean | 'bar';
  children: ComponentChildren;
};

export function Layout({ title, header, wide = false, children }: LayoutProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · ${PRODUCT}`}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/styles.css" />
        <script src="/assets/client.js" type="module" />
      </head>
      <body>
        <a class="skip" href="#main">
          {SKIP}
        </a>
        <header class="bar">
          <div class={wide === false ? 'column' : 'column wide'}>
            <span class="brand">
              <img src="/assets/icon.svg" alt="" width="24" height="24" />
              {PRODUCT}
            </span>
            {header}
          </div>
        </header>
        <main id="main" class={wide === true ? 'column wide' : 'column'}>
          {children}
        </main>
      </body>
    </html>
  );
}

export const CsrfField = ({ token }: { token: string }) => <input type="hidden" name="csrf" value={token} />;
