/** By which an e-mail's page names the picture that comes with it. */
export const LOGO_ID = 'logo@sso';
