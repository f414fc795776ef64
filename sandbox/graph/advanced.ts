/** Advanced queries on directory objects: eventually consistent, and able to do more. */
export type Advanced = { query: URLSearchParams; headers: Record<string, string | undefined> };

export const isEventual = ({ headers }: Pick<Advanced, 'headers'>): boolean =>
  headers['consistencylevel']?.toLowerCase() === 'eventual';

export const isAdvanced = (call: Advanced): boolean =>
  isEventual(call) && call.query.get('$count') === 'true';
