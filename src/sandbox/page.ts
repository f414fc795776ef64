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

export const page = (title: string, body: string) =>
  `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/><title>${escape(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}button,input,select,textarea{font:inherit;margin:.2rem 0;padding:.4rem .8rem;max-width:100%}label{display:block;margin:.6rem 0}label input:not([type=checkbox]),label select,label textarea{display:block;width:100%}.account{width:100%;text-align:left}</style></head>
<body><p><small>Sandbox: not Microsoft, not MessageMedia</small></p><h1>${escape(title)}</h1>
${body}
</body></html>`;

export const hidden = (fields: Record<string, string | undefined>) =>
  Object.entries(fields)
    .filter((field): field is [string, string] => field[1] !== undefined)
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}"/>`)
    .join('\n');
