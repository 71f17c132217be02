// What the reports add up to, as of any day, and what a file may leave unsaid.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Company, day, decimal, LUA, minor } from './kit.mjs';

const TODAY = '2026-05-31';
const BUCKETS = ['not_due', '1_30', '31_60', '61_90', '91_plus'];
let company;
before(async () => {
  company = await Company.start();
  company.at(TODAY, '12:00');
});
after(() => company?.stop());

/** Rows of the aging report by customer number and currency; all must prove. */
async function aging(asOf) {
  const got = await company.stack.dunlin('report', 'aging', '--as-of', asOf, '--customers', '--json');
  assert.equal(got.code, 0, got.err);
  assert.equal(got.json.proves, true);
  return Object.assign(got.json, { of: new Map(got.json.rows.map((r) => [`${r.number} ${r.currency}`, r])) });
}

const figures = (row) => [...BUCKETS.map((b) => row.buckets[b]), row.unapplied, row.open, row.control_total];

test('S12 a credit that is not applied stands in a column of its own', async () => {
  const customer = await company.customer();
  await customer.invoice('1000.00', day(TODAY, -10));
  await customer.creditNote('1000.00', day(TODAY, -5));
  const row = (await aging(TODAY)).of.get(`${customer.number} EUR`);
  assert.deepEqual(figures(row), ['0.00', '1000.00', '0.00', '0.00', '0.00', '-1000.00', '0.00', '0.00']);
});

test('S20 a past day shows what was not allocated yet', async () => {
  const customer = await company.customer();
  const february = await customer.payment('1000.00', '2026-02-10');
  const march = [];
  for (let i = 1; i <= 5; i++) march.push(await customer.invoice('10000.00', `2026-03-${10 + i}`, { issued_on: `2026-03-0${i}` }));
  await customer.invoice('100000.00', '2026-05-15', { issued_on: '2026-04-15' });
  const may = await customer.payment('49000.00', '2026-05-20');
  await customer.allocate(february, march[0], '1000.00', '2026-05-20');
  await customer.allocate(may, march[0], '9000.00', '2026-05-20');
  for (const invoice of march.slice(1)) await customer.allocate(may, invoice, '10000.00', '2026-05-20');
  const april = (await aging('2026-04-30')).of.get(`${customer.number} EUR`);
  assert.deepEqual(figures(april), ['100000.00', '0.00', '50000.00', '0.00', '0.00', '-1000.00', '149000.00', '149000.00']);
  const now = (await aging(TODAY)).of.get(`${customer.number} EUR`);
  assert.deepEqual(figures(now), ['0.00', '100000.00', '0.00', '0.00', '0.00', '0.00', '100000.00', '100000.00']);
});

test('S21 what was open on a past day stays in the report of that day', async () => {
  const customer = await company.customer();
  const invoice = await customer.invoice('800.00', '2025-12-20', { issued_on: '2025-12-01' });
  await customer.pay(invoice, '800.00', '2026-01-15');
  company.at('2026-02-01', '12:00');
  const december = (await aging('2025-12-31')).of.get(`${customer.number} EUR`);
  assert.deepEqual([december.buckets['1_30'], december.open], ['800.00', '800.00']);
  assert.equal((await aging('2026-01-31')).of.get(`${customer.number} EUR`), undefined);
  company.at(TODAY, '12:00');
});

// Numbers that repeat: Park and Miller's generator.
function dice(seed) {
  let state = seed;
  return (n) => {
    state = (state * 48271) % 2147483647;
    return state % n;
  };
}

/** 5,000 documents of 60 customers: due or not, without due date, credits, paid in part. */
function randomLedger(customers) {
  const roll = dice(20260531);
  const documents = { invoices: [], payments: [], 'credit-notes': [] };
  const allocations = [];
  const expected = new Map();
  const add = (customer, currency, column, amount) => {
    const key = `${customer.number} ${currency}`;
    const row = expected.get(key) ?? [0, 0, 0, 0, 0, 0];
    row[column] += amount;
    expected.set(key, row);
  };
  for (let i = 0; i < 5000; i++) {
    const customer = customers[roll(customers.length)];
    const currency = ['EUR', 'USD', 'CHF'][roll(3)];
    const amount = 1 + roll(500000);
    const issued = day(TODAY, -roll(200));
    const row = {
      source_id: `x${i}`, customer: { source_id: customer.sourceId }, division: currency === 'USD' ? 'NY' : 'ZH',
      number: `X${i}`, issued_on: issued, amount: decimal(amount), currency,
    };
    const face = roll(10);
    if (face > 1) {
      const due = face === 2 ? undefined : face === 3 ? day(TODAY, 45) : day(issued, roll(60));
      documents.invoices.push(due ? { ...row, due_on: due } : row);
      let open = amount;
      if (roll(4) === 0) {
        open -= 1 + roll(amount);
        const paid = decimal(amount - open);
        documents.payments.push({ ...row, source_id: `xp${i}`, number: `XP${i}`, amount: paid });
        allocations.push({
          source_id: `xa${i}`, credit: { kind: 'payment', source_id: `xp${i}` }, invoice: { source_id: row.source_id },
          amount: paid, effective_on: issued,
        });
      }
      const late = Math.round((Date.parse(TODAY) - Date.parse(due ?? issued)) / 86400000);
      add(customer, currency, late <= 0 ? 0 : late <= 30 ? 1 : late <= 60 ? 2 : late <= 90 ? 3 : 4, open);
    } else {
      documents[face ? 'payments' : 'credit-notes'].push(row);
      add(customer, currency, 5, amount);
    }
  }
  return { documents, allocations, expected };
}

test('S19 five thousand random items add up by bucket, customer and currency', async () => {
  const customers = await company.customers(Array.from({ length: 60 }, () => ({})));
  const { documents, allocations, expected } = randomLedger(customers);
  for (const [kind, rows] of Object.entries(documents)) await company.send(kind, rows, ['created']);
  await company.send('allocations', allocations, ['created']);
  const report = await aging(TODAY);
  const totals = await company.api.must(200, 'GET', '/control-totals');
  const controls = new Map(totals.rows.map((r) => [`${r.customer_id} ${r.currency}`, r.balance]));
  for (const [key, columns] of expected) {
    const row = report.of.get(key);
    const open = columns.slice(0, 5).reduce((a, b) => a + b) - columns[5];
    assert.deepEqual(figures(row), [...columns.slice(0, 5), -columns[5], open, open].map(decimal), key);
    assert.equal(controls.get(`${row.customer_id} ${row.currency}`), decimal(open), key);
  }
  assert.equal(expected.size, 180);
  const check = await company.stack.dunlin('check-sql', '--data');
  assert.equal(check.code, 0, check.out + check.err);
});

test('E4 an amount that can be read in two ways is refused unless the profile says how', async () => {
  await company.activate('profile', join(LUA, 'profiles/decimal-comma.lua'));
  const importOf = async (profile, delimiter) => {
    const file = join(company.stack.var, `${profile}.csv`);
    const rows = [['number', 'customer', 'division', 'issued_on', 'due_on', 'amount', 'currency'],
      [`E4-${profile}-1`, `E4-${profile}`, 'ZH', '2026-05-01', '2026-05-31', '1.000', 'EUR'],
      [`E4-${profile}-2`, `E4-${profile}`, 'ZH', '2026-05-01', '2026-05-31', '12,50', 'EUR']];
    writeFileSync(file, rows.map((r) => r.map((v) => (v.includes(delimiter) ? `"${v}"` : v)).join(delimiter)).join('\n'));
    const got = await company.stack.dunlin('import', file, '--kind', 'ar-csv', '--profile', profile, '--json');
    const stored = await company.stack.sql(`SELECT number, amount_minor FROM item WHERE number LIKE 'E4-${profile}-%' ORDER BY number`);
    return { ...got, stored: stored.map((s) => [s.number.slice(-1), s.amount_minor]) };
  };
  const comma = await importOf('decimal-comma', ';');
  assert.equal(comma.code, 0, comma.err + comma.out);
  assert.deepEqual(comma.stored, [['1', String(minor('1000.00'))], ['2', '1250']]);
  const generic = await importOf('generic', ',');
  assert.equal(generic.code, 3, generic.err);
  assert.deepEqual(generic.json.errors.map((e) => [e.line, e.field, e.value]), [[2, 'amount', '1.000']]);
  assert.match(generic.json.errors[0].reason, /ambiguous|two ways/);
  assert.deepEqual(generic.stored, [['2', '1250']]);
});
