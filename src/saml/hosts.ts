/** Whose hosts those of a document are, and which only look as if they were. */
import { domainToUnicode } from 'node:url';

export type Vendor = 'Entra ID' | 'Okta' | 'Google' | 'Ping' | 'OneLogin' | 'Auth0' | 'JumpCloud' | 'Duo';

type VendorHosts = {
  vendor: Vendor;
  /** The vendor's own; all names below count too. */
  domains: readonly string[];
  /** Customers of this vendor may sign in at a domain of their own. */
  ownDomains: boolean;
};

/** Entra ID: of all clouds, with External ID and B2C, whose tenants have names of their own below these. */
const VENDOR_HOSTS: readonly VendorHosts[] = [
  {
    vendor: 'Entra ID',
    domains: [
      'sts.windows.net',
      'sts.chinacloudapi.cn',
      'login.microsoftonline.com',
      'login.microsoftonline.us',
      'login.partner.microsoftonline.cn',
      'login.chinacloudapi.cn',
      'login.windows.net',
      'login.microsoft.com',
      'ciamlogin.com',
      'b2clogin.com',
    ],
    ownDomains: false,
  },
  {
    vendor: 'Okta',
    domains: ['okta.com', 'oktapreview.com', 'okta-emea.com', 'okta-gov.com', 'okta.mil'],
    ownDomains: true,
  },
  { vendor: 'Google', domains: ['accounts.google.com'], ownDomains: false },
  {
    vendor: 'Ping',
    domains: [
      'pingone.com',
      'pingone.eu',
      'pingone.asia',
      'pingone.ca',
      'pingone.com.au',
      'pingidentity.com',
    ],
    ownDomains: true,
  },
  { vendor: 'OneLogin', domains: ['onelogin.com'], ownDomains: true },
  { vendor: 'Auth0', domains: ['auth0.com'], ownDomains: true },
  { vendor: 'JumpCloud', domains: ['jumpcloud.com'], ownDomains: false },
  { vendor: 'Duo', domains: ['duosecurity.com'], ownDomains: false },
];

const ALL_DOMAINS = VENDOR_HOSTS.flatMap(({ domains }) => domains);
const isAt = (host: string, domain: string) => host === domain || host.endsWith(`.${domain}`);

/** In lower case and punycode; undefined when the address has none. Auth0 names itself by a URN. */
export function hostOf(address: string): string | undefined {
  const urn = /^urn:([a-z0-9.-]+\.auth0\.com)$/i.exec(address)?.[1];
  if (urn !== undefined) return urn.toLowerCase();
  // What programs read differently has no one host.
  if (/[\s\\]/.test(address) || !URL.canParse(address)) return undefined;
  const { hostname } = new URL(address);
  // A dot at the end is the root of all names: it is the same host.
  return hostname === '' ? undefined : hostname.toLowerCase().replace(/\.$/, '');
}

export const vendorAt = (host: string): Vendor | undefined =>
  VENDOR_HOSTS.find(({ domains }) => domains.some((domain) => isAt(host, domain)))?.vendor;

export const allowsOwnDomains = (vendor: Vendor): boolean =>
  VENDOR_HOSTS.some((one) => one.vendor === vendor && one.ownDomains);

/** Unicode's own list of confusables (UTS 39) cut down to what is taken for a letter or digit of a host name. */
const CONFUSABLE: readonly [string, string][] = [
  ['аɑαạąàáâãäåāă', 'a'],
  ['ЬƅвВƄḅ', 'b'],
  ['сϲⅽçćčċƈ', 'c'],
  ['ԁɗđⅾḍď', 'd'],
  ['еҽєёèéêëēėęěẹ', 'e'],
  ['ẝſ', 'f'],
  ['ɡցġğģǥ', 'g'],
  ['һհḥħ', 'h'],
  ['іıɩιìíîïīįịї', 'i'],
  ['јϳʝ', 'j'],
  ['кκķḳ', 'k'],
  ['ӏⅼłḷľĺ', 'l'],
  ['мⅿṃ', 'm'],
  ['ոռñńņňṇ', 'n'],
  ['оοσօөòóôõöøōőọ', 'o'],
  ['рρϱþṗ', 'p'],
  ['ԛգ', 'q'],
  ['гŕŗřṛ', 'r'],
  ['ѕʂśşšșṣ', 's'],
  ['тτţťṭț', 't'],
  ['υսùúûüūůűųụ', 'u'],
  ['νѵⅴ', 'v'],
  ['ԝѡωŵẁẃẅ', 'w'],
  ['хχⅹ', 'x'],
  ['уγүýÿỳ', 'y'],
  ['źżžẓ', 'z'],
];
const LETTERS = new Map(
  CONFUSABLE.flatMap(([from, to]) => Array.from(from, (letter) => [letter, to] as const)),
);

/** What a reader may take the name for: the same for names that look alike. */
function skeleton(host: string): string {
  const letters = Array.from(
    domainToUnicode(host).normalize('NFKC').toLowerCase(),
    (letter) => LETTERS.get(letter) ?? letter,
  );
  return letters
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[‐‑‒–—]/g, '-')
    .replaceAll('0', 'o')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
    .replaceAll('cl', 'd')
    .replace(/[1il|!]/g, 'l')
    .replaceAll('5', 's');
}

/** Names that are written around a vendor's own, such as `login.microsoftonline.com.attacker.example`. */
const dashed = (host: string) => skeleton(host).replaceAll('-', '.');

/** The vendor's host that this one is taken for; undefined when it is one, or looks like none. */
export function looksLike(host: string): string | undefined {
  if (vendorAt(host) !== undefined) return undefined;
  const seen = skeleton(host);
  return ALL_DOMAINS.find(
    (domain) =>
      isAt(seen, skeleton(domain)) ||
      `.${dashed(host)}.`.includes(`.${dashed(domain)}.`) ||
      (domain.split('.').length > 2 && withoutDots(host).includes(withoutDots(domain))) ||
      differsByOne(seen, skeleton(domain)),
  );
}

const withoutDots = (host: string) => skeleton(host).replace(/[.-]/g, '');

/** One letter more, less or another, or two that changed places, in a long name. */
function differsByOne(host: string, domain: string): boolean {
  if (domain.length < 12 || Math.abs(host.length - domain.length) > 1 || host === domain) return false;
  let from = 0;
  while (from < domain.length && host[from] === domain[from]) from += 1;
  const [left, right] = [host.slice(from), domain.slice(from)];
  return (
    left.slice(1) === right.slice(1) ||
    left === right.slice(1) ||
    left.slice(1) === right ||
    (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2))
  );
}

/** A label of letters of several scripts, which no registry hands out. */
export function mixesScripts(host: string): boolean {
  return domainToUnicode(host)
    .split('.')
    .some(
      (label) =>
        /\p{Script=Latin}/u.test(label) &&
        /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]/u.test(label),
    );
}

/** As it is written, and as programs read it where these differ. */
export const shownHost = (host: string) => {
  const written = domainToUnicode(host);
  return written === host || written === '' ? host : `${host} (${written})`;
};
