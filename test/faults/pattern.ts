/** A regular expression over paths, for the template of a request. */
export const patternOf = (template: string) =>
  `^${template.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replace(/\{\w+\}/g, '[^/]+')}$`;
