// Native ESM through @swc/jest: `./x.js` in the sources means `./x.ts`.
const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
      sourceMaps: 'inline'
    }
  ]
}

export default {
  testEnvironment: '<rootDir>/test/shared-typed-arrays-environment.cjs',
  testMatch: ['**/test/**/*.test.ts'],
  roots: ['<rootDir>/actions', '<rootDir>/shared', '<rootDir>/test'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform,
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/lib'],
  coverageProvider: 'v8',
  maxWorkers: 2,
  // Contexts of ES modules are never freed, and the larger a process has grown, the slower it starts others.
  workerIdleMemoryLimit: '512MB',
  testTimeout: 120000
}
