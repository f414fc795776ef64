/**
 * Takes out whatever could name a person, a tenant or a secret. What is kept of a reply is what is known to be harmless:
 * words that we sent ourselves, Microsoft's constants, codes, numbers. All else becomes a placeholder of its kind, the
 * same one for the same value.
 */

const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Graph: "Default Access", the same everywhere. */
const NO_ROLE = '00000000-0000-0000-0000-000000000000';
const DATE = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?/g;
const ADDRESS = /[^\s'"<>(),;:]+@[^\s'"<>(),;:]+/g;
const URL_TEXT = /https?:\/\/[^\s'"<>]+/g;
/** Microsoft's own documentation, which errors point to. */
const DOCUMENTATION = /^https:\/\/(aka\.ms|learn\.microsoft\.com|docs\.microsoft\.com|go\.microsoft\.com)\//;
/** With the id of the run, or at the service itself. */
const OURS = /\{(run|graph|authority)-0\}/;
const IP = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;
const TOKEN = /\beyJ[\w-]+(?:\.[\w-]+)*/g;
const LONG = /[A-Za-z0-9+/_-]{27,}={0,2}/g;

/** Values of enumerations in Graph's replies. */
const CONSTANTS = new Set([
  ...['User', 'Group', 'Application', 'ServicePrincipal', 'Legacy', 'Member', 'Guest', 'Sign', 'Verify'],
  ...['AsymmetricX509Cert', 'X509CertAndPassword', 'Symmetric', 'Password', 'saml', 'AzureADMyOrg'],
  ...['Default', 'enabled', 'disabled', 'asymmetricKeyLifetime', 'trustedCertificateAuthority'],
  ...['HTTP-Redirect', 'HTTP-POST', 'None', ''],
]);
const TYPE_NAME = /^#microsoft\.graph\.\w+$/;
const CODE = /^[A-Za-z][\w.]{0,79}$/;

/** A placeholder, and its kind. */
export const PLACEHOLDER = /\{([a-z]+[0-9]*)-\d+\}/g;

export class Redactor {
  private readonly hidden: { value: string; placeholder: string }[] = [];
  private readonly placeholders = new Map<string, string>();
  private readonly counts = new Map<string, number>();
  private readonly sent = new Set<string>();

  /** From now on this value is shown as the placeholder, wherever it stands. */
  hide(value: string, placeholder: string): void {
    if (value === '' || this.hidden.some((known) => known.value === value.toLowerCase())) return;
    this.hidden.push({ value: value.toLowerCase(), placeholder });
    this.hidden.sort((a, b) => b.value.length - a.value.length);
  }

  /** As `hide`, with a numbered placeholder. */
  hideAll(values: readonly string[], kind: string): void {
    for (const value of values) this.hide(value, this.numbered(kind, value));
  }

  /** Our own words are kept, without what they name. */
  request(value: unknown): unknown {
    return this.mapped(value, (text) => {
      const shown = this.scrubbed(text);
      this.sent.add(shown);
      return shown;
    });
  }

  reply(value: unknown): unknown {
    return this.mapped(value, (text, key, inError) => {
      if (key.startsWith('@odata.') && key !== '@odata.type') return '{url-0}';
      if (inError && key === 'message') return this.scrubbed(text);
      if (inError && (key === 'code' || key === 'target') && CODE.test(text)) return text;
      return this.kept(text);
    });
  }

  /** Microsoft's sentences, without names, ids, addresses, times and keys. */
  scrubbed(text: string): string {
    const known = this.withoutHidden(text);
    return known
      .replace(TOKEN, '{token-0}')
      .replace(URL_TEXT, (url) =>
        DOCUMENTATION.test(url) || OURS.test(url) ? url : this.numbered('url', url),
      )
      .replace(ADDRESS, (address) => (address.includes('{') ? address : this.numbered('address', address)))
      .replace(GUID, (id) => (id === NO_ROLE ? id : this.numbered('guid', id.toLowerCase())))
      .replace(DATE, '{date-0}')
      .replace(IP, '{ip-0}')
      .replace(LONG, (long) => (/\d/.test(long) ? this.kindOf(long) : long));
  }

  private kept(text: string): string {
    if (CONSTANTS.has(text) || TYPE_NAME.test(text) || text === NO_ROLE) return text;
    const shown = this.scrubbed(text);
    return this.sent.has(shown) ? shown : this.kindOf(text);
  }

  private kindOf(text: string): string {
    const whole = (pattern: RegExp) => new RegExp(`^(?:${pattern.source})$`, 'i').test(text);
    if (whole(GUID)) return this.numbered('guid', text.toLowerCase());
    if (whole(DATE)) return '{date-0}';
    if (/^https?:\/\//i.test(text)) return this.numbered('url', text);
    if (/^[0-9a-f]{40}$/i.test(text)) return this.numbered('hex40', text.toLowerCase());
    if (/^[A-Za-z0-9+/]{27}=$/.test(text)) return this.numbered('bytes20', text);
    if (/^[A-Za-z0-9+/]{43}=$/.test(text)) return this.numbered('bytes32', text);
    if (/^[A-Za-z0-9+/]{100,}={0,2}$/.test(text)) return this.numbered('bytes', text);
    return this.numbered('text', text);
  }

  private withoutHidden(text: string): string {
    let shown = text;
    for (const { value, placeholder } of this.hidden) {
      for (let at = shown.toLowerCase().indexOf(value); at >= 0;) {
        shown = shown.slice(0, at) + placeholder + shown.slice(at + value.length);
        at = shown.toLowerCase().indexOf(value, at + placeholder.length);
      }
    }
    return shown;
  }

  private numbered(kind: string, value: string): string {
    const key = `${kind}/${value}`;
    const known = this.placeholders.get(key);
    if (known !== undefined) return known;
    const count = (this.counts.get(kind) ?? 0) + 1;
    this.counts.set(kind, count);
    const placeholder = `{${kind}-${String(count)}}`;
    this.placeholders.set(key, placeholder);
    return placeholder;
  }

  private mapped(
    value: unknown,
    text: (value: string, key: string, inError: boolean) => string,
    key = '',
    inError = false,
  ): unknown {
    if (typeof value === 'string') return text(value, key, inError);
    if (Array.isArray(value)) return value.map((item) => this.mapped(item, text, key, inError));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [
        name,
        this.mapped(item, text, name, inError || name === 'error'),
      ]),
    );
  }
}
