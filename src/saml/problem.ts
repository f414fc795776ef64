/** One thing that is wrong with a metadata document. */

/** `breaks`: nobody can sign in. `risk`: somebody may not, or soon will not. `note`: good to know. */
export type Severity = 'breaks' | 'risk' | 'note';

export type MetadataProblem = {
  /** Stable, for programs. */
  code: string;
  severity: Severity;
  message: string;
  remedy: string;
};

/** What the document is to be; each is checked only where it is given. */
export type Expected = {
  now: Date;
  tenantId?: string | undefined;
  /** SHA-1 of the certificate that must be among the signing certificates, in hex. */
  thumbprint?: string | undefined;
  /** Where the document came from. */
  url?: string | undefined;
};

export const problem = (
  severity: Severity,
  code: string,
  message: string,
  remedy: string,
): MetadataProblem => ({
  code,
  severity,
  message: message.slice(0, 1000),
  remedy,
});

export const FETCH_APPLICATION =
  "Fetch it from the application's own App Federation Metadata Url, which ends in ?appid=<application id>.";
