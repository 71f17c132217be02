import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// Two entries that share core/ and ui/ and never import each other's pages.
const input = Object.fromEntries(
  ['app', 'portal']
    .map((name) => [name, here(`./${name}/index.html`)] as const)
    .filter(([, file]) => existsSync(file)),
);

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: {
      $core: here('./src/core'),
      $ui: here('./src/ui'),
      $i18n: here('./src/i18n'),
      $src: here('./src'),
    },
    conditions: ['browser'],
  },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: true,
    rollupOptions: { input },
  },
  server: { port: Number(process.env.WWW_PORT ?? 8092) },
  test: { environment: 'happy-dom', css: true, include: ['src/**/*.test.ts'] },
});
