/** What Temporal's server said where it refused: gRPC's codes, and its own words. The client wraps both. */
import { isGrpcServiceError } from '@temporalio/client';

export const GRPC = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** Undefined for what the server did not say. */
export function saidBy(error: unknown): { code: number; details: string } | undefined {
  const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  return isGrpcServiceError(cause) ? cause : undefined;
}

export const codeOf = (error: unknown): number | undefined => saidBy(error)?.code;

/** The workflow, or the namespace, does not exist. */
export const isMissing = (error: unknown): boolean => codeOf(error) === GRPC.notFound;

/** In the server's own words, where it said any. */
export function reasonOf(error: unknown): string {
  return saidBy(error)?.details ?? (error instanceof Error ? error.message : String(error));
}
