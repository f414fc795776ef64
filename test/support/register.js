/** Before the first test file of a process: its TypeScript is compiled as it is loaded, and Jest's functions are found. */
import { register } from 'node:module';
import { register as registerTsx } from 'tsx/esm/api';

registerTsx();
register('./jestGlobals/resolve.js', import.meta.url);
