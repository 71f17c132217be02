import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** The look of a page must not depend on which layer wrote it: pages use ui, ui uses core, core uses nothing. */
const layer = (files, forbidden) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: forbidden.map(([group, message]) => ({ group: [group], message })) },
    ],
  },
});

export default ts.config(
  { ignores: ['dist/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-console': 'error',
      eqeqeq: 'error',
      'no-restricted-globals': ['error', { name: 'parseFloat', message: 'Money is never a float.' }],
      'max-lines': ['error', 499],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig },
    },
    rules: {
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      'svelte/require-each-key': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-target-blank': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      // Sets of 10,000 keys are kept raw and replaced whole: reactive ones made select-all four times slower.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['scripts/**', '*.config.*'],
    languageOptions: { globals: { ...globals.node } },
    rules: { 'no-console': 'off' },
  },
  { files: ['src/core/api-types.ts'], rules: { 'max-lines': 'off' } },
  layer(
    ['src/core/**'],
    [
      ['$ui/*', 'core stands below ui'],
      ['svelte', 'core knows no framework'],
      ['svelte/*', 'core knows no framework'],
    ],
  ),
  layer(['src/ui/**'], [['**/pages/**', 'ui stands below the pages']]),
  layer(['src/pages/app/**'], [['**/pages/portal/**', 'the two entries share core and ui only']]),
  layer(['src/pages/portal/**'], [['**/pages/app/**', 'the two entries share core and ui only']]),
);
