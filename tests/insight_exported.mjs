// The figures of reference/metrics out of exported rows alone: CSV files of allocations, open
// items, payments, documents, promises and disputes, as anybody may export them. As a program it
// compares random days with the report of the command line, on whatever ledger stands there:
//
//    node tests/insight_exported.mjs BINARY FOLDER USER TODAY [DAYS [SEED]]
//
// Exit status 1: a figure, or the control identity, is another.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { csvRows } from './harness/sheet.mjs';
import { day, iso, Ledger, money, random } from './insight_independent.mjs';

/** What is exported: reports over the read schema, and lists. */
export const REPORTS = {
  allocations: ['customer_number', 'division', 'currency', 'document_number', 'document_kind', 'instalment', 'credit_number', 'credit_kind', 'issued_on', 'due_on',
    'effective_on', 'reversal', 'amount'],
  open_items: ['customer_number', 'division', 'currency', 'document_number', 'kind', 'instalment', 'issued_on', 'due_on', 'open'],
  payments: ['customer_number', 'division', 'currency', 'payment_number', 'received_on', 'amount'],
  promises: ['customer_number', 'division', 'currency', 'judged_on', 'state', 'amount', 'kept'],
  disputes: ['customer_number', 'division', 'currency', 'document_number', 'opened_on', 'closed_on', 'amount'],
};

const PLACES = { JPY: 0, KWD: 3 };
function minor(text, currency) {
  const found = /^'?(-?)(\d+)(?:\.(\d+))?$/.exec(text); // a sheet must not take it for a formula
  if (!found) throw new Error(`no amount: '${text}' ${currency}`);
  const [, sign, whole, part = ''] = found;
  return BigInt(`${sign}${whole}${part.padEnd(PLACES[currency] ?? 2, '0')}`);
}

/** Sales come with their sign from the list of documents; the rest as the rows say. */
class Exported extends Ledger {
  narrowed(who) {
    const part = super.narrowed(who);
    part.sold = this.sold.filter((s) => s.currency === who.currency && (!who.division || s.division === who.division));
    return part;
  }

  sales(from, to) {
    return this.sold.reduce((sum, s) => (s.issued >= from && s.issued <= to ? sum + s.minor : sum), 0n);
  }
}

/** The rows of a file, each once: of millions of them none is held. The same text is the same string. */
function* read(path, columns) {
  const known = new Map();
  const same = (text) => known.get(text) ?? (known.set(text, text), text);
  let names;
  for (const row of csvRows(readFileSync(path))) {
    if (names) yield Object.fromEntries(names.map((name, i) => [name, row[i].length <= 10 ? same(row[i]) : row[i]]));
    else names = columns ?? row;
  }
}

/** run(args) runs dunlin and gives what it writes; the reports named "exported NAME" are there. */
export async function exported(run, folder, user, today) {
  const of = (name) => join(folder, `${name}.csv`);
  const list = (name, filters) => run(['export', 'insights/documents', of(name), '--user', user, '--format', 'csv', '--filters', filters]);
  const since = iso(day(today) - 5 * 365);
  const rows = {};
  for (const name of Object.keys(REPORTS)) {
    await run(['report', 'run', `exported ${name}`, of(name), '--user', user, '--format', 'csv']);
    rows[name] = () => read(of(name), REPORTS[name]);
  }
  await list('documents', `from=${since}`);
  await list('write_offs', `from=${since}&which=write_offs`);
  return made(rows, () => read(of('documents')), () => read(of('write_offs')));
}

/** Reversals beside what they take back: the newest of the same pair and amount before them. */
function pairs(allocations) {
  const open = new Map();
  for (const a of allocations) {
    const key = (amount) => `${a.credit_item_id} ${a.instalment_id} ${amount}`;
    if (a.reversal) a.reverses_id = open.get(key(-a.debit_minor))?.pop() ?? null;
    else open.set(key(a.debit_minor), [...(open.get(key(a.debit_minor)) ?? []), a.id]);
  }
}

function made(rows, documents, lost) {
  const cases = new Map(), items = new Map(), instalments = new Map(), byNumber = new Map();
  const caseOf = (r) => {
    const id = `${r.customer_number} ${r.division} ${r.currency}`;
    if (!cases.has(id)) cases.set(id, { id, customer_id: r.customer_number, division: r.division, currency: r.currency });
    return id;
  };
  const item = (r, kind, number, side, issued_on, amount) => {
    const id = `${kind} ${number}`;
    const t = items.get(id) ?? { id, case_id: caseOf(r), kind, side, issued_on, amount_minor: 0n, source_system: '', source_id: '' };
    t.amount_minor += amount;
    items.set(id, t);
    byNumber.set(`${r.customer_number} ${number}`, id);
    return id;
  };
  const instalment = (r, kind, amount) => {
    const item_id = item(r, kind, r.document_number, 'debit', r.issued_on, amount), id = `${item_id} ${r.instalment}`;
    const i = instalments.get(id) ?? { id, item_id, case_id: caseOf(r), issued_on: r.issued_on, due_on: r.due_on, amount_minor: 0n };
    i.amount_minor += amount;
    instalments.set(id, i);
    return i;
  };
  for (const r of rows.payments()) item(r, 'payment', r.payment_number, 'credit', r.received_on, minor(r.amount, r.currency));
  const sold = [];
  for (const d of documents()) {
    const [amount, currency] = d.Amount.split(' '), value = minor(amount, currency), r = { customer_number: d['Customer: Number'], division: d.Division, currency };
    sold.push({ division: d.Division, currency, issued: day(d.Issued), minor: value });
    if (d.Kind === 'credit') item(r, 'credit', d.Document, 'credit', d.Issued, -value);
  }
  for (const d of lost()) {
    const [amount, currency] = d.Amount.split(' '), r = { customer_number: d['Customer: Number'], division: d.Division, currency };
    item(r, 'write_off', d.Document, 'credit', d.Issued, minor(amount, currency));
  }
  for (const r of rows.open_items()) instalment(r, r.kind, minor(r.open, r.currency));
  const allocations = [];
  for (const r of rows.allocations()) {
    const amount = minor(r.amount, r.currency), i = instalment(r, r.document_kind, amount);
    allocations.push({ id: `${allocations.length}`, case_id: i.case_id, credit_item_id: `${r.credit_kind} ${r.credit_number}`, instalment_id: i.id, debit_item_id: i.item_id, credit_minor: amount,
      debit_minor: amount, effective_on: r.effective_on, reversal: r.reversal === 'true', reverses_id: null });
  }
  allocations.sort((a, b) => (a.effective_on < b.effective_on ? -1 : a.effective_on > b.effective_on ? 1 : Number(a.reversal) - Number(b.reversal)));
  pairs(allocations);
  const numbered = new Map([...instalments.keys()].map((id, k) => [id, `${k + 1}`])); // ties go by ids that are numbers
  const [promises, disputes] = [[...rows.promises()], [...rows.disputes()]];
  const ledger = new Exported({
    items: [...items.values()],
    instalments: [...instalments.values()].map((i) => Object.assign(i, { id: numbered.get(i.id) })),
    allocations: allocations.map((a) => Object.assign(a, { instalment_id: numbered.get(a.instalment_id) })),
    cases: [...cases.values()],
    disputes: disputes.map((r, k) => ({ id: `${k}`, case_id: caseOf(r), item_id: byNumber.get(`${r.customer_number} ${r.document_number}`),
      amount_minor: minor(r.amount, r.currency), opened_on: r.opened_on, known_to: r.closed_on })),
    pasts: [],
    promises: promises.map((r) => ({ case_id: caseOf(r), judged_on: r.judged_on, state: r.state, amount_minor: minor(r.amount, r.currency), kept_minor: minor(r.kept || '0', r.currency) })),
  });
  for (const c of promises.concat(disputes)) ledger.cases.set(caseOf(c), cases.get(caseOf(c)));
  ledger.sold = sold;
  return ledger;
}

/** Random days, places and periods of the two years before. */
export function* asked(ledger, today, n, seed) {
  const next = random(seed), places = [...new Set([...ledger.cases.values()].map((c) => `${c.division} ${c.currency}`))].sort();
  for (let k = 0; k < n; k++) {
    const [division, currency] = places[next(places.length)].split(' ');
    const on = day(today) - next(600);
    yield { on, from: next(2) ? on - next(300) : undefined, division: next(3) ? division : undefined, currency };
  }
}

/** What is not the same: [name, here, there]; the control identity first. */
export function differences(ledger, ask, report) {
  const { balance, ...figures } = ledger.narrowed(ask).figures(ask.on, ask.from), [got] = report.currencies;
  if (!got) return balance.owed === 0n ? [] : [['currency', 'there', 'missing']];
  const sum = got.buckets.reduce((all, b) => all + minor(b.amount, ask.currency), 0n) + minor(got.unapplied, ask.currency);
  const said = Object.fromEntries(got.figures.map((f) => [`${f.name}.${f.variant}`, f.value]));
  const pairs = [['identity', `${got.control_total} ${money(sum, ask.currency)} true`, `${got.open} ${got.open} ${got.proves && report.proves}`],
    ['buckets', balance.buckets.map((b) => money(b, ask.currency)), got.buckets.map((b) => b.amount)],
    ['unapplied', money(-balance.unapplied, ask.currency), got.unapplied], ['open', money(balance.open, ask.currency), got.open],
    ...Object.entries(figures).map(([name, value]) => [name, value, said[name]])];
  return pairs.filter(([, here, there]) => !isDeepStrictEqual(here, there));
}

export const metricsArgs = (a) => ['report', 'metrics', '--json', '--as-of', iso(a.on), '--currency', a.currency, ...(a.from ? ['--from', iso(a.from)] : []),
  ...(a.division ? ['--division', a.division] : [])];

async function main([binary, folder, user, today, n = '50', seed = '20260304']) {
  const run = async (args) => execFileSync(binary, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  const ledger = await exported(run, folder, user, today);
  let off = 0;
  for (const ask of asked(ledger, today, Number(n), Number(seed))) {
    const wrong = differences(ledger, ask, JSON.parse(await run(metricsArgs(ask))));
    off += wrong.length;
    for (const [name, here, there] of wrong) console.error(`${JSON.stringify({ ...ask, on: iso(ask.on) })} ${name}: ${here} from the rows, ${there} in the report`);
  }
  console.log(`${n} days, ${ledger.allocations.length} allocations, ${off} differences`);
  process.exitCode = off ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
