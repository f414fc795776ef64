import eslint from '@eslint/js';
import jest from 'eslint-plugin-jest';
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

/** Imports point one way. Each folder of src, and what of ours it may import; types may be imported from anywhere. */
const MAY_IMPORT = {
  onboarding: [],
  workflows: ['onboarding'],
  telemetry: ['config', 'temporal', 'onboarding'],
  graph: ['telemetry', 'onboarding'],
  messagemedia: ['telemetry', 'onboarding'],
  saml: ['onboarding'],
  webhook: ['telemetry', 'onboarding'],
  email: ['onboarding'],
  activities: ['graph', 'messagemedia', 'saml', 'webhook', 'email', 'telemetry', 'onboarding'],
  temporal: ['onboarding'],
  config: ['onboarding'],
  web: ['config', 'temporal', 'saml', 'email', 'telemetry', 'onboarding'],
  cli: ['config', 'temporal', 'saml', 'telemetry', 'onboarding'],
};

const folders = Object.keys(MAY_IMPORT);
const directionsOf = (folder) => [
  {
    group: folders
      .filter((other) => other !== folder && !MAY_IMPORT[folder].includes(other))
      .flatMap((other) => [`../${other}/*`, `../../${other}/*`, `../../${other}/**`]),
    allowTypeImports: true,
    message: `src/${folder} may import only: ${MAY_IMPORT[folder].join(', ') || 'nothing of ours'}`,
  },
  ...(folder === 'workflows'
    ? [
        {
          group: [...builtinModules.filter((name) => name !== 'assert'), 'node:*'],
          message: 'Workflow code is deterministic: no clock, randomness, environment or I/O of its own.',
        },
      ]
    : []),
];
const imports = (files, patterns) => ({
  files,
  rules: {
    'no-restricted-imports': 'off',
    '@typescript-eslint/no-restricted-imports': ['error', { patterns }],
  },
});
const directions = folders.map((folder) => imports([`src/${folder}/**/*.{ts,tsx}`], directionsOf(folder)));

/** What is the same for every identity provider knows none of them, and who knows one knows its index alone. */
const providers = [
  imports(
    ['src/workflows/{run,onboarding,watch,offboarding}/**/*.ts'],
    [
      ...directionsOf('workflows'),
      {
        group: ['**/entra/**'],
        message: 'Takes what it needs of the identity provider: see src/workflows/provider.ts',
      },
    ],
  ),
  imports(
    ['src/workflows/*.ts'],
    [
      ...directionsOf('workflows'),
      { group: ['./entra/*', '!./entra/index.js'], message: 'Only src/workflows/entra/index.ts' },
    ],
  ),
  imports(
    ['src/activities/*.ts'],
    [
      ...directionsOf('activities'),
      { group: ['./entra/*', '!./entra/index.js'], message: 'Only src/activities/entra/index.ts' },
    ],
  ),
];

/** What is shipped stands on its own, and the sandbox shares not even types with what it is to check. */
const OUTSIDE = ['sandbox', 'demo', 'environment', 'verifyTenant'];
const shipped = {
  files: ['src/**/*.{ts,tsx}'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: OUTSIDE.map((folder) => `**/${folder}/**`),
            message: 'The image has no such folder: src imports nothing from beside it',
          },
        ],
      },
    ],
  },
};
const sandbox = [
  { files: ['sandbox/*.ts'], outside: '../*' },
  { files: ['sandbox/*/*.ts'], outside: '../../*' },
].map(({ files, outside }) =>
  imports(files, [{ group: [outside], message: 'The sandbox imports nothing of ours' }]),
);

/** Words that people read are in src/web/words, those of operators in src/web/strings: no page has any of its own. */
const WORD = '/[A-Za-z]/';
const SHOWN = ':matches(JSXElement, JSXFragment) > JSXExpressionContainer';
const words = [
  `JSXText[value=${WORD}]`,
  `JSXAttribute[name.name=/^(title|alt|label|placeholder|aria-label|aria-description)$/] Literal[value=${WORD}]`,
  `${SHOWN} > Literal[value=${WORD}]`,
  `${SHOWN} > :matches(ConditionalExpression, LogicalExpression) > Literal[value=${WORD}]`,
  `${SHOWN} > TemplateLiteral > TemplateElement[value.raw=${WORD}]`,
  // A sentence, wherever it is.
  'Literal[value=/^[A-Z][a-z]+,? [a-z]/]',
  'TemplateElement[value.raw=/^[A-Z][a-z]+,? [a-z]/]',
].map((selector) => ({
  selector,
  message: 'Words that people read are in src/web/words, or in src/web/strings.',
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.sso-onboard/', 'test-results/'] },
  eslint.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
      globals: { process: 'readonly' },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
    },
  },
  ...directions,
  ...providers,
  shipped,
  ...sandbox,
  // In French a space that does not break stands before some marks.
  {
    files: ['src/web/words/fr/*.ts'],
    rules: { 'no-irregular-whitespace': ['error', { skipTemplates: true }] },
  },
  {
    files: ['src/web/*.tsx', 'src/web/{setup,console}/*.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...words] },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['src/web/assets/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'confirm',
          'document',
          'location',
          'navigator',
          'setTimeout',
          'clearTimeout',
          'fetch',
          'addEventListener',
          'print',
          'EventSource',
          'FormData',
          'URLSearchParams',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
