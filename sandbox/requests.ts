/** A record of the requests that were made, by kind: without ids, names and queries. */
import type { ReadKind } from './replica.js';

export type MadeRequest = {
  method: string;
  /** Of the path, such as `/v1.0/servicePrincipals/{id}`. */
  template: string;
  /** An item of a `$batch`. */
  batched: boolean;
  /** Which of the lagging replicas it read. */
  reads: Set<ReadKind>;
};
