import type { WebSettings } from '../../config/web.js';

/** Nobody's own tenant is on one's own machine: there it is the sandbox's. */
export const isDemo = ({ authorityHost }: Pick<WebSettings, 'authorityHost'>) =>
  new URL(authorityHost).hostname === 'localhost';
