/** As the runner sets them. */
import { limitTime } from './timeLimit.js';

limitTime();

export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test } = globalThis;
