import { expect, it } from 'vitest';

/*
 * English words come with the code that says them, German and French ones with the entry. So
 * whatever way a page is reached, the words of each of its parts must be there by then: those of
 * the entry, those that its own imports bring, those that came with what loaded it.
 */
const sources = import.meta.glob<string>(['../**/*.{svelte,ts}', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});
const words = import.meta.glob<Record<string, string>>('./*.en.ts', { import: 'default', eager: true });

const ALIAS: Record<string, string> = { $i18n: '.', $core: '../core', $ui: '../ui', $src: '..' };

function find(from: string, name: string): string | undefined {
  const [first = '', ...rest] = name.split('/');
  const path =
    first in ALIAS ? [ALIAS[first], ...rest].join('/') : first.startsWith('.') ? join(from, name) : '';
  return [path, `${path}.ts`, `${path}/index.ts`].find((one) => one in sources);
}

function join(from: string, name: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const step of name.split('/')) {
    if (step === '..' && parts.length && parts.at(-1) !== '..') parts.pop();
    else if (step !== '.') parts.push(step);
  }
  const path = parts.join('/');
  return path.startsWith('..') ? path : `./${path.replace(/^\.\//, '')}`;
}

interface Module {
  /** Keys it says. */
  says: string[];
  now: string[];
  later: string[];
  brings: string[];
}

const modules = new Map<string, Module>();
for (const [file, source] of Object.entries(sources)) {
  const all = (pattern: RegExp) =>
    [...source.matchAll(pattern)]
      .map(([, name]) => find(file, name as string))
      .filter((one) => one !== undefined);
  const now = all(/(?:^|\n)\s*(?:import|export)\s+(?!type\b)[^;]*?from '([^']+)'/g);
  const settings = source.includes('settingsWords(() =>') ? ['./settings.en.ts'] : [];
  modules.set(file, {
    says: [
      ...source.matchAll(
        /\bt\(\s*(?:[^()']*\?\s*)?'([a-z_]+\.[a-z_0-9]+)'(?:\s*:\s*'([a-z_]+\.[a-z_0-9]+)')?/g,
      ),
    ]
      .flatMap(([, one, other]) => [one, other])
      .filter((key) => key !== undefined),
    now: now.filter((one) => !one.endsWith('.en.ts')),
    later: all(/\bimport\('([^']+)'\)/g).filter((one) => !one.endsWith('.en.ts')),
    brings: [...now.filter((one) => one.endsWith('.en.ts')), ...settings],
  });
}

/** What comes at once with a file: it, and all that it imports. */
function closure(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const next of modules.get(file)?.now ?? []) closure(next, seen);
  return seen;
}

function withParts(files: ReadonlySet<string>): Set<string> {
  const keys = new Set<string>();
  for (const file of files)
    for (const name of modules.get(file)?.brings ?? [])
      for (const key of Object.keys(words[name] ?? {})) keys.add(key);
  return keys;
}

/** Each file that is loaded later, with all words that are there when it is, by every way to it. */
function lacks(entry: string): string[] {
  const faults = new Set<string>();
  const done = new Map<string, Set<string>>();
  const visit = (file: string, before: ReadonlySet<string>) => {
    const here = closure(file);
    const there = new Set([...before, ...withParts(here)]);
    const known = done.get(file);
    if (known && [...known].every((key) => there.has(key))) return;
    done.set(file, known ? new Set([...known].filter((key) => there.has(key))) : there);
    for (const part of here) {
      for (const key of modules.get(part)?.says ?? [])
        if (!there.has(key)) faults.add(`${part} says ${key}, which may not be there yet`);
      for (const next of modules.get(part)?.later ?? []) visit(next, there);
    }
  };
  visit(entry, new Set());
  return [...faults].sort();
}

it.each(['../pages/app/main.ts', '../pages/portal/main.ts'])(
  'every word is there when %s says it',
  (entry) => {
    expect(closure(entry).size).toBeGreaterThan(10);
    expect(lacks(entry)).toEqual([]);
  },
);
