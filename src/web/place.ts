/** What problems are explained with, to operators and programs: whose pages the customer sees. */
import type { WebDeps } from './deps.js';

export const placeOf = ({ adminCenterUrl, brands }: WebDeps['settings']) => ({
  adminCenterUrl,
  brand: brands['messagemedia-hub'].name,
});
