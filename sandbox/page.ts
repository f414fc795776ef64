/** The sandbox's few HTML pages: well-formed, without scripts except the one that posts a SAML response. */

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escape = (text: string) =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** Colours are chosen for a contrast of at least 4.5:1 in both schemes. */
const STYLE = `:root{color-scheme:light dark;--ground:light-dark(#f6f6f3,#151613);--surface:light-dark(#fff,#1f211c);--ink:light-dark(#1f211c,#ecede8);--muted:light-dark(#5c5f55,#aeb1a5);--line:light-dark(#d8d9d2,#3b3e36);--accent:light-dark(#0b6558,#7fd6c6);--on-accent:light-dark(#fff,#0a2620);--bad:light-dark(#a8201a,#ff9a92)}
*{box-sizing:border-box}
body{margin:0;font:15px/1.6 system-ui,sans-serif;color:var(--ink);background:var(--ground)}
header{background:var(--surface);border-bottom:1px solid var(--line);font-size:.9rem}
header div,main{max-width:44rem;margin:0 auto;padding:.7rem 1.25rem}
header div,nav{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;justify-content:space-between}
main{padding-block:1.5rem 4rem;overflow-wrap:anywhere}
p{margin:0 0 1rem}
h1{font-size:28px;font-weight:650;letter-spacing:-.02em;line-height:1.25;margin:0 0 1rem}
h2{font-size:1.05rem;margin:0 0 .5rem}
a{color:var(--accent)}
small,.muted{color:var(--muted)}
article,.card{background:var(--surface);border:1px solid var(--line);border-radius:.75rem;padding:1rem 1.25rem;margin:0 0 1rem}
article>:last-child,.card>:last-child{margin-bottom:0}
button,input,select,textarea{font:inherit;color:inherit;min-height:2.75rem;padding:.4rem .9rem;border:1px solid var(--muted);border-radius:.5rem;background:var(--surface);max-width:100%}
button{font-weight:600;cursor:pointer}
.primary{color:var(--on-accent);background:var(--accent);border-color:transparent}
.account{width:100%;text-align:left;margin-bottom:.5rem;font-weight:400}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
label{display:block;margin:0 0 1rem;font-weight:600}
label input:not([type=checkbox]),label select,label textarea{display:block;width:100%;margin-top:.3rem;font-weight:400}
textarea{font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9rem}
input[type=checkbox]{min-height:0;width:1.1rem;height:1.1rem;vertical-align:-.15rem;accent-color:var(--accent)}
.said{border-inline-start:4px solid var(--accent);padding:.2rem .9rem;font-weight:600;white-space:pre-line}
.said.bad{border-color:var(--bad)}
table{width:100%;border-collapse:collapse}
th,td{text-align:start;vertical-align:top;padding:.45rem .75rem .45rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:400;color:var(--muted);width:60%}
tr:last-child>*{border-bottom:0}`;

export const page = (title: string, body: string) =>
  `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>${escape(title)}</title>
<style>${STYLE}</style></head>
<body><header><div><span><a href="/">Sandbox</a>: not Microsoft, not MessageMedia</span><nav><a href="/sandbox/inbox">Text messages</a><a href="/hub">The Hub</a></nav></div></header>
<main><h1>${escape(title)}</h1>
${body}
</main></body></html>`;

/** How an account is shown where one is picked. */
export const accountButton = (name: string, note: string) =>
  `<button class="account"><b>${escape(name)}</b><br/><small>${escape(note)}</small></button>`;

export const hidden = (fields: Record<string, string | undefined>) =>
  Object.entries(fields)
    .filter((field): field is [string, string] => field[1] !== undefined)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}"/>`)
    .join('\n');
