/** Domain names in one spelling, that of the DNS: `münchen.example` is also written `xn--mnchen-3ya.example`. */
import { domainToASCII, domainToUnicode } from 'node:url';

/** In lower case. What is no domain name stays as it is. */
export const asciiDomain = (domain: string): string => domainToASCII(domain) || domain.toLowerCase();

/** Of an e-mail address or a user principal name. */
export const domainOfAddress = (address: string): string => asciiDomain(address.split('@').at(-1) ?? '');

/** For people: as they write it, and as the DNS does where that differs. */
export function shownDomain(domain: string): string {
  const readable = domainToUnicode(domain) || domain;
  const ascii = asciiDomain(domain);
  return readable === ascii ? ascii : `${readable} (${ascii})`;
}
