/** A token of the tenant's, whose failures have a name that says why. */
import { AuthenticationRequiredError, type TokenCredential } from '@azure/identity';

/** An error whose name is a code: the Graph client keeps only an error's name and message. */
export function named(name: string, cause: unknown): Error {
  const error = new Error(cause instanceof Error ? cause.message : String(cause), { cause });
  error.name = name;
  return error;
}

/**
 * A token, within `timeoutMs`: the identity library itself waits for a reply for ever.
 * @throws Error whose name is Entra's AADSTS number or the network's code
 */
export async function tokenFrom(
  credential: TokenCredential,
  scope: string,
  timeoutMs: number,
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(named('TimeoutError', new Error('no reply to the token request')));
    }, timeoutMs);
  });
  const asked = credential.getToken(scope).catch((error: unknown) => {
    throw tokenError(error);
  });
  try {
    const token = await Promise.race([asked, late]);
    if (token === null) throw named('NoToken', new Error('the credential returned no token'));
    return token.token;
  } finally {
    clearTimeout(timer);
  }
}

/** Entra's own AADSTS number where there is one, else the network's code. */
function tokenError(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const aadsts = /AADSTS\d+/.exec(message)?.[0];
  if (aadsts !== undefined) return named(aadsts, error);
  if (error instanceof AuthenticationRequiredError) return named('AuthenticationRequired', error);
  const network = /\b(E[A-Z]{4,}|UND_ERR_\w+)\b/.exec(message)?.[0];
  return named(network ?? 'TokenRequestFailed', error);
}
