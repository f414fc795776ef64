/** The frame of the console's pages: the menu, who is signed in, and whether it is all a demo. */
import type { ComponentChildren } from 'preact';
import type { WebSettings } from '../../config/web.js';
import { CsrfField, Layout } from '../layout.js';
import { isDemo } from './demo.js';
import type { Operator } from './session.js';
import { FRAME } from '../strings/console.js';

type FrameProps = {
  title: string;
  operator: Operator;
  settings: WebSettings;
  wide?: boolean;
  children: ComponentChildren;
};

export function Frame({ title, operator, settings, wide = false, children }: FrameProps) {
  return (
    <Layout title={title} wide={wide ? true : 'bar'} header={<Menu operator={operator} />}>
      {isDemo(settings) ? (
        <p class="demo">
          {FRAME.demo} <a href={`${settings.authorityHost}/sandbox/inbox`}>{FRAME.inbox}</a>
        </p>
      ) : null}
      {children}
    </Layout>
  );
}

function Menu({ operator }: { operator: Operator }) {
  return (
    <>
      <nav aria-label={FRAME.menu}>
        <a href="/console">{FRAME.list}</a>
        <a href="/console/watches">{FRAME.watches}</a>
        {operator.mayOperate ? <a href="/console/start">{FRAME.start}</a> : null}
      </nav>
      <form method="post" action="/console/sign-out" class="who">
        <CsrfField token={operator.csrf} />
        <span class="muted">
          {operator.name}
          {operator.mayOperate ? null : `, ${FRAME.reader}`}
        </span>
        <button class="quiet small">{FRAME.signOut}</button>
      </form>
    </>
  );
}
