import tseslint from 'typescript-eslint'
import importX from 'eslint-plugin-import-x'

// Imports point one way: domain <- ports <- use case <- adapters <- index.ts (docs/architecture.md).
const zone = (target, from, message, except) => ({ target, from, message, ...(except ? { except } : {}) })
const layers = [
  zone('./shared/src/domain', './shared/src/ports', 'domain is pure: it knows no ports'),
  zone('./shared/src/domain', './shared/src/adapters', 'domain is pure: it knows no adapters'),
  zone('./shared/src/domain', './shared/src/action', 'domain is pure: it knows no actions'),
  zone('./shared/src/domain', './shared/src/tables', 'domain is pure: tables read files'),
  zone('./shared/src/domain', './shared/src/onnx', 'domain is pure: it knows no model formats'),
  zone('./shared/src/ports', './shared/src/adapters', 'a port does not know who implements it'),
  zone('./shared/src/ports', './shared/src/action', 'a port does not know the actions'),
  zone(
    './shared/src/action',
    './shared/src/adapters',
    'use cases and their harness reach adapters only through ports'
  ),
  zone('./shared/src/training', './shared/src/adapters', 'what trainings have in common goes through ports'),
  zone('./shared/src/onnx', './shared/src/adapters', 'model building needs no adapter'),
  zone('./shared/src/evaluation', './shared/src/adapters', 'scoring goes through the port'),
  zone('./shared/src', './shared/testing', 'test doubles are never bundled'),
  zone('./shared/src', './actions', 'shared code does not know the actions'),
  zone('./shared/src', './scripts', 'product code does not know the scripts')
]

export default tseslint.config(
  {
    ignores: ['node_modules/', 'lib/', 'dist/', 'coverage/', '**/generated/', '**/fixtures/', '**/vectors/']
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver': { typescript: true, node: true } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true }
      ],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones: layers }]
    }
  },
  {
    files: ['actions/*/src/**/*.ts'],
    ignores: ['actions/*/src/index.ts', 'actions/*/src/post.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/shared/src/adapters/**'],
              message: 'only index.ts and post.ts compose adapters; a use case takes ports'
            }
          ]
        }
      ]
    }
  },
  {
    files: ['**/test/**/*.ts', 'shared/testing/**/*.ts'],
    rules: { '@typescript-eslint/require-await': 'off' }
  }
)
