import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const SHARED =
  /\/src\/(?:core\/(?:api|dates|i18n|keys|money|router)\.ts|ui\/(?:Button|Chip|Dialog|Field|Icon|Menu|Money|Skeleton|StaleNote|Tabs|Toast|load|place|problem|toast)\b)/;

// What the worklist and the customer's page both stand on: one request instead of ten.
const DESK =
  /\/src\/pages\/app\/(?:say\.ts|actions\/(?:follow\.ts|TaskActs\b)|customer\/(?:AgingTable|FollowUps)\b|shell\/(?:SearchBox|back)\b)/;

// The same for the portal, each page of which comes with its entry.
const BASE =
  /\/src\/(?:core\/(?:api|dates|i18n|money|router)\.ts|pages\/portal\/(?:account\.svelte|files|link|routes|say|session\.svelte)\.ts|ui\/(?:Button|changes|ErrorState|Icon|Later|Skeleton|load|place|problem)\b)/;

// Most come to the portal by a mail's link: what that shows comes with the entry, not after it.
const ahead: Plugin = {
  name: 'ahead',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((one) => one.type === 'chunk');
      const first = chunks.find((one) => one.facadeModuleId?.endsWith('/portal/access/Access.svelte'));
      return [first?.fileName, ...(first?.imports ?? [])]
        .filter((file) => file && !html.includes(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
          injectTo: 'head' as const,
        }));
    },
  },
};

// Staff and customers never load each other's pages: each entry is a build of its own (`--mode app`, `--mode portal`)
// and carries only what it uses.
const build = (entry: string) => ({
  emptyOutDir: entry === 'app',
  manifest: `.vite/${entry}.json`,
  rollupOptions: {
    input: { [entry]: here(`./${entry}/index.html`) },
    // What every page of staff uses stays one file: cut into crumbs by who shares what with whom it weighs more.
    output:
      entry === 'app'
        ? {
            codeSplitting: {
              groups: [
                { name: 'shared', test: SHARED },
                { name: 'desk', test: DESK },
              ],
            },
          }
        : { codeSplitting: { groups: [{ name: 'base', test: BASE }] } },
  },
});

export default defineConfig(({ mode }) => ({
  plugins: [svelte(), ...(mode === 'portal' ? [ahead] : [])],
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
    // All pages of an entry weigh less in one file than the requests for their crumbs.
    cssCodeSplit: false,
    ...build(mode === 'portal' ? 'portal' : 'app'),
  },
  server: {
    port: Number(process.env.WWW_PORT ?? 8092),
    // a test reads what the server says out of its source
    ...(process.env.VITEST ? { fs: { allow: [here('..')] } } : {}),
  },
  test: { environment: 'happy-dom', css: true, include: ['src/**/*.test.ts'] },
}));
