/** A payload that nobody here can read, as a workflow gets to see it in place of what somebody has sent. */

/**
 * How the codec marks it: Temporal's converter knows no such encoding, so it fails a workflow task with the reason in the
 * message, save where the workflow's interceptors put an `Undecodable` in its place.
 */
export const UNDECODABLE_ENCODING = 'undecodable: ';
/** Metadata of such a payload: `yes` when a worker with other keys, or of another version, might read it. */
export const READABLE_ELSEWHERE = 'readable-elsewhere';

export type Undecodable = {
  undecodable: {
    /** The end of a sentence that begins with "the input". */
    reason: string;
    readableElsewhere: boolean;
  };
};

/** Anybody may write JSON that looks like one, and what is in it becomes part of a sentence. */
export function isUndecodable(value: unknown): value is Undecodable {
  if (typeof value !== 'object' || value === null || !('undecodable' in value)) return false;
  const { undecodable } = value;
  if (typeof undecodable !== 'object' || undecodable === null) return false;
  if (!('reason' in undecodable) || !('readableElsewhere' in undecodable)) return false;
  return typeof undecodable.reason === 'string' && typeof undecodable.readableElsewhere === 'boolean';
}
