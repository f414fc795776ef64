/** Jest loads this file itself, outside of its transforms. */
import { tsImport } from 'tsx/esm/api';

export default async function globalSetup() {
  const { setUp } = await tsImport('./setUp.ts', import.meta.url);
  globalThis.temporalDevServer = await setUp();
}
