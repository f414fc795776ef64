/** A test sign-in, as it is reported and shown: what was checked of the response, who signed in, and what that means. */
import { z } from 'zod';

const line = z.string().max(2000);

/** Each rule that a response is held against, in order; a page shows them as they are. */
export const SIGN_IN_RULES = {
  size: 'The response is not too large',
  document: 'The response is a SAML response, well-formed and without anything hidden',
  status: 'Entra ID signed the user in',
  assertion: 'It has exactly one assertion, not encrypted',
  algorithms: 'It is signed with RSA and SHA-256 or better',
  signature: 'The signature is by a certificate that the metadata shows',
  issuer: "The issuer is the customer's tenant",
  audience: 'The audience is the service provider',
  recipient: 'The recipient is the address that asked',
  destination: 'The destination is the address that asked',
  request: 'It answers the request that was sent, which nobody has answered before',
  time: 'It is valid now',
  subject: 'It names the user',
} as const;
export type SignInRule = keyof typeof SIGN_IN_RULES;
const ruleNames = Object.keys(SIGN_IN_RULES) as [SignInRule, ...SignInRule[]];

export const signInCheckSchema = z.strictObject({
  rule: z.enum(ruleNames),
  result: z.enum(['passed', 'failed', 'notChecked']),
  detail: line,
});
export type SignInCheck = z.infer<typeof signInCheckSchema>;

export const findingSchema = z.strictObject({
  /** Stable, for programs: `mail_empty`, `AADSTS50105`, … */
  code: z.string().min(1).max(100),
  /** `breaks`: this user cannot sign in to the Hub. `risk`: may not. `note`: good to know. */
  severity: z.enum(['breaks', 'risk', 'note']),
  message: line,
  remedy: line,
});
export type Finding = z.infer<typeof findingSchema>;

/** What a response says of the user, read from nothing but its signed part. */
export type VerifiedSignIn = {
  nameId: string;
  /** As SAML names it; empty where none is said. */
  nameIdFormat: string;
  claims: Record<string, string[]>;
  roles: string[];
};

/**
 * What the web process reports of one attempt. The response itself stays there: until it expires it could let its
 * bearer in, so it has no place in a workflow's history; and of the claims only what the findings name goes on.
 */
const shape = z.strictObject({
  /** Who tried. */
  by: z.string().trim().min(1).max(500),
  /** The AuthnRequest's id: each counts once. Left out for an error that Entra ID showed on its own page. */
  requestId: z.string().min(1).max(100).optional(),
  checks: z.array(signInCheckSchema).max(ruleNames.length).default([]),
  /** Only when every check passed. */
  signIn: z
    .strictObject({ nameId: z.string().max(500), roles: z.array(z.string().max(200)).max(200) })
    .optional(),
  findings: z.array(findingSchema).max(50),
});
type Shape = z.output<typeof shape>;

const answersARequest = ({ signIn, requestId }: Shape) => signIn === undefined || requestId !== undefined;
const passedAll = ({ signIn, checks }: Shape) =>
  signIn === undefined || checks.every(({ result }) => result === 'passed');
const NO_REQUEST = { path: ['requestId'], message: 'a sign-in answers a request' };
const NOT_PASSED = { path: ['checks'], message: 'a sign-in has passed every check' };

/** Without who tells it, for those whose name is known otherwise. */
export const testSignInBody = shape.refine(answersARequest, NO_REQUEST).refine(passedAll, NOT_PASSED);

export const testSignInSchema = shape
  .extend({ reportedBy: z.string().trim().min(1).max(100).optional() })
  .refine(answersARequest, NO_REQUEST)
  .refine(passedAll, NOT_PASSED);
export type TestSignIn = z.output<typeof testSignInSchema>;

/** Somebody got in, and nothing was found that would keep them out of the Hub. */
export const hasSucceeded = ({ signIn, findings }: Pick<TestSignIn, 'signIn' | 'findings'>) =>
  signIn !== undefined && findings.every(({ severity }) => severity !== 'breaks');

/** Where Entra ID posts the response of a test sign-in. */
export const acsUrl = (publicUrl: string) => `${publicUrl}/test-sign-in/acs`;
