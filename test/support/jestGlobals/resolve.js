/** The package `@jest/globals` is a stand-in that Jest's own runner replaces; here we do. */
import { URL } from 'node:url';

const globals = new URL('./globals.js', import.meta.url).href;

export const resolve = (specifier, context, next) =>
  specifier === '@jest/globals'
    ? { url: globals, format: 'module', shortCircuit: true }
    : next(specifier, context);
