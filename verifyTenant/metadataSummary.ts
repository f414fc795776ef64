/** Federation metadata as far as the product reads it: a document of many names is recorded as a few facts. */
import { readIdpMetadata } from '../src/saml/metadata.js';
import type { Values } from './check.js';
import type { RawReply } from './send.js';

export function metadataSummary(reply: RawReply, values: Values): RawReply {
  if (reply.status !== 200 || typeof reply.body !== 'string') return reply;
  try {
    const read = readIdpMetadata(reply.body);
    const there = read.signingCertificates.map(({ thumbprint }) => thumbprint);
    const listed = (name: string) => values.has(name) && there.includes(values.text(name).toUpperCase());
    const body = {
      entityId: read.entityId,
      signed: read.signed,
      supportsSaml2: read.supportsSaml2,
      wantsSignedRequests: read.wantsSignedRequests,
      singleSignOn: read.singleSignOn.map(({ binding }) => binding),
      singleLogout: read.singleLogout.map(({ binding }) => binding),
      activeCertificateListed: listed('activeThumbprint'),
      inactiveCertificateListed: listed('inactiveThumbprint'),
      otherCertificates: there.length > 2,
    };
    return { ...reply, body };
  } catch {
    return { ...reply, body: { unreadable: true } };
  }
}
