/** Whose name and colours the customer's people see: the service provider's, or those of a white-label brand of it. */
export type Brand = {
  name: string;
  /** Its one colour, as `#rrggbb`; pages make lighter and darker ones of it that can be read. */
  accent: string;
  /** SVG or PNG; without one its first letter stands there. */
  logo?: { type: 'image/svg+xml' | 'image/png'; content: Uint8Array } | undefined;
  support: { email?: string | undefined; phone?: string | undefined };
  links: { help?: string | undefined; privacy?: string | undefined; security?: string | undefined };
};

/** What messages show of it. */
export type Mark = Pick<Brand, 'name' | 'accent' | 'logo'>;

export const MESSAGEMEDIA: Brand = {
  name: 'MessageMedia',
  accent: '#1d5bd6',
  support: { email: 'support@messagemedia.com' },
  links: { help: 'https://support.messagemedia.com' },
};
