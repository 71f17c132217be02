// Weighs what a browser must load for each page: the entry with its static imports, then the page's own chunks.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const DIST = new URL('../dist/', import.meta.url);
const KB = 1000;

// `over` names pages whose chunks are already there when this one loads.
const BUDGETS = [
  { name: 'worklist', roots: ['app/index.html', 'src/pages/app/worklist/Worklist.svelte'], limit: 60 },
  {
    name: 'customer',
    roots: ['app/index.html', 'src/pages/app/customer/Customer.svelte'],
    limit: 65,
  },
  {
    name: 'scripts (lazy)',
    roots: ['src/pages/app/scripts/Scripts.svelte', 'src/editor/mount.ts', 'src/editor/diff.ts'],
    over: ['app/index.html', 'src/pages/app/worklist/Worklist.svelte'],
    limit: 150,
  },
  {
    name: 'insights',
    roots: ['src/pages/app/insights/Insights.svelte'],
    over: ['app/index.html'],
    limit: 35,
  },
  // Each page of the portal with its entry; what a dialog adds comes when it is opened.
  ...[
    'stands/Stands',
    'invoices/Invoice',
    'statement/Statement',
    'statement/Payments',
    'messages/Messages',
    'person/Account',
    'person/People',
    'pay/Pay',
    'pay/Intent',
    'methods/Methods',
  ].map((page) => ({
    name: `portal ${page.split('/')[0]}`,
    roots: ['portal/index.html', `src/pages/portal/${page}.svelte`],
    limit: 45,
  })),
];

const read = (name) => JSON.parse(readFileSync(new URL(`.vite/${name}.json`, DIST), 'utf8'));
const manifest = { ...read('app'), ...read('portal') };

function closure(roots) {
  const seen = new Set();
  const walk = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key].imports ?? []) walk(next);
  };
  roots.filter((key) => key in manifest).forEach(walk);
  return new Set([...seen].map((key) => manifest[key].file).filter((file) => file.endsWith('.js')));
}

const weigh = (file) => gzipSync(readFileSync(new URL(file, DIST)), { level: 9 }).length;

let failed = 0;
for (const { name, roots, over = [], limit } of BUDGETS) {
  const missing = roots.find((root) => !(root in manifest));
  if (missing) {
    console.log(`budget ${name.padEnd(18)} missing: ${missing} is not in the build`);
    failed += 1;
    continue;
  }
  const there = closure(over);
  const bytes = [...closure(roots)]
    .filter((file) => !there.has(file))
    .reduce((sum, file) => sum + weigh(file), 0);
  const ok = bytes <= limit * KB;
  if (!ok) failed += 1;
  console.log(
    `budget ${name.padEnd(18)} ${(bytes / KB).toFixed(1).padStart(6)} kB gzip  of ${limit} kB  ${ok ? 'ok' : 'over'}`,
  );
}
process.exit(failed ? 1 : 0);
