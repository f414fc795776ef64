/** What the customer's people send and operators read: in English, whatever language it was sent from. */
export const FOR_OPERATORS = {
  minimalProfile: 'Please use the minimal profile: we assign people and groups ourselves.',
  /** Behind a name that is not the contact's. */
  withLinkOf: (contact: string) => `(with the link of ${contact})`,
} as const;
