/** Domains as the DNS writes them: `münchen.example` and `xn--mnchen-3ya.example` are one. */
import { domainToASCII } from 'node:url';

export const oneSpelling = (domain: string): string => domainToASCII(domain) || domain.toLowerCase();

export const domainOf = (address: string): string => oneSpelling(address.split('@').at(-1) ?? '');
