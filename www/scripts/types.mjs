// Writes src/core/api-types.ts from the OpenAPI document that the program prints; with --check it only says
// whether the file is what would be written. DUNLIN_BIN names another program than build/dunlin.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';

const FILE = fileURLToPath(new URL('../src/core/api-types.ts', import.meta.url));
const BIN = process.env.DUNLIN_BIN ?? fileURLToPath(new URL('../../build/dunlin', import.meta.url));

if (!existsSync(BIN)) {
  console.error('types: build the program first (make binary)');
  process.exit(1);
}

/** The code points order: the same everywhere. */
const byName = ([a], [b]) => (a < b ? -1 : 1);
const nameOf = (schema) => schema.replace(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());

const FORMATS = { date: 'Day', 'date-time': 'Instant' };
const PLAIN = { string: 'string', integer: 'number', boolean: 'boolean' };

function typeOf(schema) {
  if (schema.$ref) return nameOf(schema.$ref.split('/').pop());
  if (schema.enum) return schema.enum.map((value) => `'${value}'`).join(' | ');
  if (schema.anyOf) {
    const parts = schema.anyOf.map((one) => (one.type === 'null' ? 'null' : typeOf(one)));
    return parts.includes('unknown') ? 'unknown' : parts.join(' | ');
  }
  if (schema.type === 'array') return `(${typeOf(schema.items)})[]`;
  if (Object.keys(schema).length === 0) return 'unknown';
  const type = FORMATS[schema.format] ?? PLAIN[schema.type];
  if (!type) throw new Error(`types: no idea what ${JSON.stringify(schema)} is`);
  return type;
}

function write(name, schema) {
  const members = Object.entries(schema.properties).map(
    ([key, value]) => `"${key}"${schema.required.includes(key) ? '' : '?'}: ${typeOf(value)};`,
  );
  if (!members.length) return `export type ${nameOf(name)} = Record<string, never>;`;
  return `export interface ${nameOf(name)} { ${members.join('\n')} }`;
}

const document = JSON.parse(execFileSync(BIN, ['openapi'], { maxBuffer: 1 << 26 }));
const schemas = Object.entries(document.components.schemas).sort(byName);
const text = [
  '/* The shapes of all APIs, written by scripts/types.mjs from the OpenAPI document (npm run types). */',
  `import type { Day, Instant } from './dates';`,
  ...schemas.map(([name, schema]) => write(name, schema)),
].join('\n\n');
const wanted = await format(text, { ...(await resolveConfig(FILE)), filepath: FILE, plugins: [] });

const there = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
if (process.argv.includes('--check')) {
  if (there !== wanted) {
    console.error('types: src/core/api-types.ts is not what the API says; run npm run types');
    process.exit(1);
  }
} else if (there !== wanted) {
  writeFileSync(FILE, wanted);
}
