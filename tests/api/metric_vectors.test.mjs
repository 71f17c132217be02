// Every vector of the definitions of metrics, through the ledger and the report: a currency for each,
// so that none disturbs another.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { Stack, TOP } from '../harness/stack.mjs';
import { allocation, caseOf, customer, division, insert, invoice, payment } from './fixture.mjs';

const TODAY = '2026-03-31';
const REFERENCE = resolve(TOP, '../shared/reference/metrics.md');
let stack, admin, next = 100;

/** A case of one currency: invoices [amount, issued, due, ...[paid, on]], amounts in whole units. */
class Book {
  constructor(currency) {
    this.currency = currency;
    this.customer = next++;
    this.case = this.customer * 10;
    this.sql = customer(this.customer, `Customer ${currency}`, { contact: false }) + caseOf(this.case, this.customer, 101, { currency });
  }
  invoice(amount, issued, due, ...paid) {
    const id = next++, open = paid.reduce((left, [part]) => left - part, amount);
    this.sql += invoice(id, this.case, this.customer, 101, { amount: amount * 100, open: open * 100, issued, due, currency: this.currency });
    for (const [part, on] of paid) {
      const credit = next++;
      this.sql += payment(credit, this.case, this.customer, 101, { amount: part * 100, open: 0, on, currency: this.currency })
        + allocation(next++, this.case, credit, id, part * 100, on);
    }
    if (!open) this.sql += `UPDATE instalment SET settled_on = '${paid.at(-1)[1]}' WHERE id = ${id};`;
    return id;
  }
  credit(kind, amount, on, open = amount) {
    const id = next++;
    this.sql += payment(id, this.case, this.customer, 101, { amount: amount * 100, open: open * 100, on, currency: this.currency })
      + `UPDATE item SET kind = '${kind}' WHERE id = ${id};`;
    return id;
  }
}

const books = {};
const book = (currency) => (books[currency] ??= new Book(currency));

async function report(currency, query = '') {
  const { currencies: [c], proves } = await admin.must(200, 'GET', `/insights?currency=${currency}${query}`);
  assert.ok(c.proves && proves, 'the control identity');
  return { ...c, of: Object.fromEntries(c.figures.map((f) => [`${f.name}.${f.variant}`, f])) };
}
const rounded = (f, places) => Number(f.value).toFixed(places);

before(async () => {
  book('EUR').invoice(100000, '2026-03-10', '2026-04-10');
  book('EUR').invoice(80000, '2026-02-10', '2026-03-10');
  book('EUR').invoice(70000, '2026-01-10', '2026-02-10', [38000, '2026-03-01']);

  book('USD').invoice(4000, '2026-03-05', '2026-04-10');
  book('USD').invoice(6000, '2026-03-05', '2026-03-20');
  book('USD').invoice(5000, '2026-01-05', '2026-02-05');

  book('GBP').invoice(6200, '2025-12-15', '2026-01-15', [6200, '2026-02-10']);
  book('GBP').invoice(4550, '2026-01-10', '2026-02-10', [4550, '2026-03-10']);
  book('GBP').invoice(2750, '2026-02-10', '2026-03-01');
  book('GBP').invoice(3590, '2026-03-15', '2026-04-15');

  book('CHF').invoice(100, '2026-02-01', '2026-02-20', [100, '2026-02-11']);
  book('CHF').invoice(1000, '2026-02-01', '2026-02-20', [1000, '2026-02-21']);

  book('SEK').invoice(4000, '2026-01-10', '2026-02-10', [4000, '2026-02-10']);
  book('SEK').invoice(6000, '2026-01-10', '2026-02-10', [6000, '2026-02-16']);
  book('SEK').invoice(2000, '2026-01-10', '2026-02-10', [2000, '2026-02-18']);

  book('NOK').invoice(500, '2026-01-10', '2026-02-10', [500, '2026-02-15']);
  book('NOK').invoice(300, '2026-01-12', '2026-02-12');
  book('NOK').credit('payment', 300, '2026-02-01');

  for (const late of [0, 1, 30, 31, 60, 61, 90, 91]) book('DKK').invoice(100 + late, '2025-11-01', new Date(Date.parse(TODAY) - late * 86400000).toISOString().slice(0, 10));
  const parts = book('DKK').invoice(1000, '2026-01-01', '2026-03-31');
  book('DKK').sql += `UPDATE instalment SET amount_minor = 40000, open_minor = 40000 WHERE id = ${parts};`
    + insert('instalment', { id: next++, item_id: parts, seq: 2, case_id: book('DKK').case, issued_on: '2026-01-01', due_on: '2026-03-01', amount_minor: 60000, open_minor: 60000, known_from: '2026-01-20' });
  const missing = book('DKK').invoice(7, '2026-03-21', '2026-03-21');
  book('DKK').sql += `UPDATE instalment SET due_missing = 1 WHERE id = ${missing};`;
  book('DKK').credit('credit', 250, '2026-03-11');

  // of four promises three were judged in March; 50 came of a promise of 100
  book('PLN').invoice(1000, '2026-01-10', '2026-02-10');
  for (const [state, promised, kept] of [['kept', 100, 100], ['partly', 100, 50], ['broken', 200, 0], ['open', 300, 0]]) {
    const id = next++, p = book('PLN');
    p.sql += insert('promise', { id, case_id: p.case, customer_id: p.customer, amount_minor: promised * 100, made_on: '2026-03-01', promised_on: '2026-03-10', judged_on: state === 'open' ? '2026-04-10' : '2026-03-12',
      channel: 'call', actor_kind: 'system', actor_id: 'test', known_from: '2026-03-01' })
      + insert('promise_state', { promise_id: id, case_id: p.case, state, kept_minor: kept * 100, as_of: '2026-03-13' });
  }

  // 3 written off of 100 sold this quarter; 1 of 200 billed in October unpaid 90 days past due
  const lost = book('CZK').invoice(3, '2025-12-20', '2026-01-20');
  const off = book('CZK').credit('write_off', 3, '2026-03-05', 0);
  book('CZK').sql += allocation(next++, book('CZK').case, off, lost, 300, '2026-03-05') + `UPDATE item SET open_minor = 0 WHERE id = ${lost}; UPDATE instalment SET open_minor = 0, settled_on = '2026-03-05' WHERE id = ${lost};`;
  book('CZK').invoice(100, '2026-02-02', '2026-03-02');
  book('CZK').invoice(199, '2025-10-10', '2025-11-10', [199, '2026-02-08']);
  book('CZK').invoice(1, '2025-10-10', '2025-11-10', [1, '2026-02-09']);

  // disputes closed after 2, 4, 6 and 20 days; one that is open, over 100 of 400 past due
  const hot = book('HUF').invoice(400, '2026-01-10', '2026-02-10');
  for (const [days, k] of [2, 4, 6, 20].map((days, k) => [days, k])) {
    const b = book('HUF'), closed = new Date(Date.parse('2026-03-01') + days * 86400000).toISOString().slice(0, 10);
    b.sql += insert('dispute', { id: next++, case_id: b.case, customer_id: b.customer, item_id: hot, amount_minor: 1000 + k, reason_code: 'price', opened_on: '2026-03-01',
      actor_kind: 'system', actor_id: 'test', known_from: '2026-03-01', known_to: `${closed} 10:00:00`, resolution: 'reject' });
  }
  book('HUF').sql += insert('dispute', { id: next++, case_id: book('HUF').case, customer_id: book('HUF').customer, item_id: hot, amount_minor: 10000, reason_code: 'price', opened_on: '2026-03-20',
    actor_kind: 'system', actor_id: 'test', known_from: '2026-03-20' });

  // sales: March 100, February none, January less than nothing, December 100
  book('RON').invoice(100, '2026-03-10', '2026-04-10');
  book('RON').credit('credit', 50, '2026-01-15', 0);
  const december = book('RON').invoice(100, '2025-12-10', '2026-01-10');
  book('RON').sql += allocation(next++, book('RON').case, next - 3, december, 5000, '2026-01-15') + `UPDATE item SET open_minor = 5000 WHERE id = ${december}; UPDATE instalment SET open_minor = 5000 WHERE id = ${december};`;

  stack = await Stack.start({ company: 'empty', now: `${TODAY}T09:00:00Z` });
  await stack.mysql(division(101, 'DE') + Object.values(books).map((b) => b.sql).join('\n'));
  admin = await stack.admin();
});
after(() => stack?.stop());

/** Figures of the reference in bold, and what proves each. */
const VECTORS = {
  '76.3': async () => rounded((await report('EUR')).of['dso.simple'], 1),
  '73.2': async () => rounded((await report('EUR')).of['dso.countback'], 1),
  33: async () => rounded((await report('USD', '&from=2026-03-02')).of['add.simple'], 0),
  '79.6 %': async () => `${rounded((await report('GBP', '&from=2026-01-01')).of['cei.full_period'], 1)} %`,
  '55.9 %': async () => `${rounded((await report('GBP')).of['cei.crf'], 1)} %`,
  19.1: async () => rounded((await report('CHF')).of['adp.weighted'], 1),
  15: async () => rounded((await report('CHF')).of['adp.unweighted'], 0),
  4.33: async () => rounded((await report('SEK')).of['dbt.floored'], 2),
};

test('each figure that the definitions give comes out of a ledger', async () => {
  for (const [want, got] of Object.entries(VECTORS)) assert.equal(await got(), want);
});

test('no figure of the definitions is without a test', { skip: existsSync(REFERENCE) ? false : `no ${REFERENCE}` }, () => {
  const bold = [...readFileSync(REFERENCE, 'utf8').matchAll(/\*\*([\d.]+(?: %)?)\*\*/g)].map(([, n]) => n);
  assert.ok(bold.length >= 8);
  assert.deepEqual([...new Set(bold)].sort(), Object.keys(VECTORS).sort());
});

test('DSO and best possible DSO stand beside ADD: 45 and 12', async () => {
  const { of } = await report('USD', '&from=2026-03-02');
  assert.deepEqual([of['dso.simple'].value, of['dso.best_possible'].value, of['add.simple'].value], ['45.0', '12.0', '33.0']);
});

test('CEI is of one month; longer periods add up numerators and denominators of their months', async () => {
  const months = [];
  for (const [from, to] of [['2026-01-01', '2026-01-31'], ['2026-02-01', '2026-02-28'], ['2026-03-01', '2026-03-31']]) {
    const { of } = await report('GBP', `&from=${from}&as_of=${to}`);
    const input = Object.fromEntries(of['cei.full_period'].inputs.map((i) => [i.name, Number(i.value)]));
    months.push([input.opening_balance + input.sales - input.closing_balance, input.opening_balance + input.sales - input.not_due]);
  }
  const [num, den] = months.reduce(([a, b], [x, y]) => [a + x, b + y]);
  assert.equal(rounded((await report('GBP', '&from=2026-01-01')).of['cei.monthly'], 3), ((100 * num) / den).toFixed(3));
  assert.equal(rounded((await report('GBP')).of['cei.monthly'], 3), ((100 * months[2][0]) / months[2][1]).toFixed(3));
});

test('a month without sales counts its days, one of negative sales too, and is flagged', async () => {
  const { of } = await report('RON', '&from=2026-01-01');
  // 150 open: March takes 100 in 31 days, February 28 and January 31 take nothing, half of December's 31
  assert.deepEqual([of['dso.countback'].value, of['dso.countback'].note], ['105.5', 'negative_month']);
});

test('days beyond terms have a sign, and another figure without', async () => {
  assert.equal((await report('CHF')).of['dbt.signed'].value, '0.091'); // (100 x -9 + 1,000 x 1) / 1,100
  assert.equal((await report('CHF')).of['dbt.floored'].value, '0.909');
});

test('a reversed allocation leaves days to pay and beyond terms as if it had never been', async () => {
  const days = async () => Object.fromEntries(Object.entries((await report('NOK')).of).filter(([name]) => /^(adp|dbt)/.test(name)).map(([name, f]) => [name, f.value]));
  const was = await days(), b = book('NOK');
  assert.ok(Object.values(was).every((v) => v !== null));
  const [{ id, credit }] = await stack.sql(`SELECT i.id, p.id AS credit FROM instalment i JOIN item p ON p.case_id = i.case_id AND p.kind = 'payment' AND p.open_minor > 0 WHERE i.case_id = ${b.case} AND i.open_minor > 0`);
  const made = next++;
  await stack.mysql(allocation(made, b.case, Number(credit), Number(id), 30000, '2026-02-20')
    + `UPDATE item SET open_minor = 0 WHERE id IN (${id}, ${credit}); UPDATE instalment SET open_minor = 0, settled_on = '2026-02-20' WHERE id = ${id};`);
  assert.notDeepEqual(await days(), was);
  await stack.mysql(insert('allocation', { id: next++, case_id: b.case, credit_case_id: b.case, credit_item_id: Number(credit), instalment_id: Number(id), debit_item_id: Number(id), credit_minor: -30000, debit_minor: -30000,
    effective_on: '2026-03-10', known_at: '2026-03-10', recorded_at: '2026-03-10', reverses_id: made, source_system: 'test', source_id: `r${made}` })
    + `UPDATE item SET open_minor = 30000 WHERE id IN (${id}, ${credit}); UPDATE instalment SET open_minor = 30000, settled_on = '9999-12-31' WHERE id = ${id};`);
  assert.deepEqual(await days(), was);
});

test('due today is not due; each bucket holds its first and last day; an instalment ages by its own day', async () => {
  const c = await report('DKK');
  const of = (...late) => late.reduce((sum, n) => sum + 100 + n, 0);
  assert.deepEqual(c.buckets.map((b) => Number(b.amount)), [of(0) + 400, of(1, 30) + 600 + 7, of(31, 60), of(61, 90), of(91)]);
  assert.equal(c.unapplied, '-250.00');
  const [flagged] = (await admin.all('/insights/open-items?currency=DKK')).filter((r) => r.due_missing);
  assert.deepEqual([flagged.due_on, flagged.days_late], ['2026-03-21', 10]);
});

test('unapplied credits have their own column, age by their own day, or net the oldest first', async () => {
  const plain = (await report('DKK')).buckets.map((b) => Number(b.amount));
  const aged = await report('DKK', '&credits=aged'), netted = await report('DKK', '&credits=netted');
  assert.deepEqual(aged.buckets.map((b) => Number(b.amount)), [plain[0], plain[1] - 250, ...plain.slice(2)]);
  assert.deepEqual(netted.buckets.map((b) => Number(b.amount)), [...plain.slice(0, 3), plain[3] - (250 - plain[4]), 0]);
  assert.deepEqual([aged.unapplied, netted.unapplied], ['0.00', '0.00']);
});

test('past due and over 90 are shares of what is owed', async () => {
  const { of, buckets } = await report('DKK');
  const owed = buckets.reduce((sum, b) => sum + Number(b.amount), 0);
  assert.equal(rounded(of['past_due.ratio'], 3), ((100 * (owed - Number(buckets[0].amount))) / owed).toFixed(3));
  assert.equal(rounded(of['over_90.ratio'], 3), ((100 * 191) / owed).toFixed(3));
});

test('promises are counted and weighed by what was judged in the period', async () => {
  const { of } = await report('PLN');
  assert.deepEqual([of['promises.kept_count'].value, of['promises.kept_amount'].value], ['33.333', '37.5']);
});

test('bad debt is of the same period\'s sales; at risk is unpaid on the ninetieth day', async () => {
  const { of } = await report('CZK', '&from=2026-01-01');
  assert.equal(of['bad_debt.ratio'].value, '3.0');
  assert.equal(of['at_risk.rate'].value, null, 'of November nothing was billed');
  assert.equal((await report('CZK', '&as_of=2026-03-10')).of['at_risk.rate'].value, '0.5');
});

test('dispute cycle time is the median and what nine of ten take; disputed is a share of past due', async () => {
  const { of } = await report('HUF');
  assert.deepEqual([of['dispute_cycle.median'].value, of['dispute_cycle.p90'].value, of['disputed.past_due_share'].value], ['5.0', '20.0', '25.0']);
});

test('of a collector: contacts, promises, and what came within 14 days after a contact', async () => {
  const [{ id: user }] = await stack.sql('SELECT MIN(id) AS id FROM user');
  const b = new Book('BGN');
  b.invoice(1000, '2026-01-10', '2026-02-10', [100, '2026-02-28'], [200, '2026-03-15'], [400, '2026-03-16']); // before, on the last day, a day too late
  b.sql += insert('phone_call', { id: next++, customer_id: b.customer, case_id: b.case, user_id: Number(user), called_at: '2026-03-01 09:00:00', outcome: 'reached' });
  b.sql += insert('promise', { id: next++, case_id: b.case, customer_id: b.customer, amount_minor: 100, made_on: '2026-03-01', promised_on: '2026-04-10', judged_on: '2026-04-12',
    channel: 'call', actor_kind: 'user', actor_id: String(user), known_from: '2026-03-01' });
  await stack.mysql(b.sql);
  const { collectors } = await admin.must(200, 'GET', '/insights?currency=BGN');
  assert.deepEqual(collectors.map(({ contacts, promises, received }) => ({ contacts, promises, received })),
    [{ contacts: 1, promises: 1, received: [{ currency: 'BGN', amount: '200.00' }] }]);
});
