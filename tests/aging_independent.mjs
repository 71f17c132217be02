// The aging of a file of settled invoices, computed from the file alone: no code of
// Dunlin, no database. As a program: node tests/aging_independent.mjs FILE YYYY-MM-DD
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DAY = 86400000;

/** "7/9/2013" and "2013-07-09" as a day number. */
export function day(text) {
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text);
  if (!iso && !us) throw new Error(`no date: '${text}'`);
  const [y, m, d] = iso ? iso.slice(1).map(Number) : [us[3], us[1], us[2]].map(Number);
  return Date.UTC(y, m - 1, d) / DAY;
}

function cents(text) {
  const m = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text);
  if (!m) throw new Error(`no amount: '${text}'`);
  return BigInt(m[1]) * 100n + BigInt((m[2] ?? '').padEnd(2, '0') || '0');
}

const decimal = (minor) => `${minor / 100n}.${String(minor % 100n).padStart(2, '0')}`;

/** Buckets, balance and number of customers as of a day. */
export function aging(file, asOf) {
  const [head, ...lines] = readFileSync(file, 'latin1').split(/\r?\n/).filter(Boolean).map((line) => line.split(','));
  const at = Object.fromEntries(head.map((name, i) => [name, i]));
  const today = day(asOf);
  const buckets = { not_due: 0n, '1_30': 0n, '31_60': 0n, '61_90': 0n, '91_plus': 0n };
  const customers = new Map();
  let open = 0n;
  for (const f of lines) {
    if (day(f[at.InvoiceDate]) > today || day(f[at.SettledDate]) <= today) continue;
    const late = today - day(f[at.DueDate]);
    const name = late <= 0 ? 'not_due' : late <= 30 ? '1_30' : late <= 60 ? '31_60' : late <= 90 ? '61_90' : '91_plus';
    const amount = cents(f[at.InvoiceAmount]);
    buckets[name] += amount;
    open += amount;
    customers.set(f[at.customerID], (customers.get(f[at.customerID]) ?? 0n) + amount);
  }
  return {
    as_of: asOf,
    buckets: Object.fromEntries(Object.entries(buckets).map(([k, v]) => [k, decimal(v)])),
    open: decimal(open),
    customers: Object.fromEntries([...customers].map(([k, v]) => [k, decimal(v)])),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(JSON.stringify(aging(process.argv[2], process.argv[3]), null, 2));
}
