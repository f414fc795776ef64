/** When a signing certificate is to be replaced. */

export type SigningCertificate = {
  name: string;
  /** Upper-case hex. */
  thumbprint: string;
  startsAt: string;
  expiresAt: string;
};

/** So long before the end of the active certificate its successor is added. */
export const ROLLOVER_DAYS = 60;
