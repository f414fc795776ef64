/** Which addresses belong to anybody on the internet, by the registries of IANA that ipaddr.js carries. */
import ipaddr from 'ipaddr.js';

/** Of IPv6 only global unicast is public, and of that not what carries an IPv4 address or documents something. */
export function isPublic(address: string): boolean {
  const parsed = read(address);
  if (parsed?.range() !== 'unicast') return false;
  return !(parsed instanceof ipaddr.IPv6) || parsed.match(ipaddr.IPv6.parseCIDR('2000::/3'));
}

export const isLoopback = (address: string): boolean => read(address)?.range() === 'loopback';

/** Strictly: `127.1` and `0177.0.0.1` are spellings that programs read differently. */
const read = (address: string) => {
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address);
  return ipaddr.IPv6.isValid(address) ? ipaddr.IPv6.parse(address) : undefined;
};
