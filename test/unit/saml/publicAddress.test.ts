import { describe, expect, it } from '@jest/globals';
import { isLoopback, isPublic } from '../../../src/saml/publicAddress.js';

describe('an address', () => {
  it.each([
    ['8.8.8.8', true],
    ['2606:4700::1', true],
    ['100.64.0.1', false],
    ['0.0.0.0', false],
    ['192.0.2.1', false],
    ['198.18.0.1', false],
    ['198.51.100.1', false],
    ['203.0.113.1', false],
    ['224.0.0.1', false],
    ['255.255.255.255', false],
    ['169.254.169.254', false],
    ['172.31.0.1', false],
    ['::', false],
    ['::1', false],
    ['::ffff:8.8.8.8', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['fec0::1', false],
    ['4000::1', false],
    ['2001:db8::1', false],
    ['2001::1', false],
    ['3fff::1', false],
    ['64:ff9b::7f00:1', false],
    ['2002:7f00:1::', false],
    ['127.1', false],
    ['0177.0.0.1', false],
    ['2130706433', false],
    ['not an address', false],
  ])('%s is public: %s', (address, expected) => {
    expect(isPublic(address)).toBe(expected);
  });

  it('of this machine is known as such', () => {
    expect(['127.0.0.1', '::1', '10.0.0.1'].map(isLoopback)).toEqual([true, true, false]);
  });
});
