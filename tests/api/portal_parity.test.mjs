// The residuals a customer sees are those the collector sees: each invoice and each currency of
// every customer of the demo company, and again after a payment, a credit, a dispute and a reversal.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { once } from '../harness/http.mjs';
import { Stack } from '../harness/stack.mjs';

let stack, staff, erp;

before(async () => {
  stack = await Stack.start({ company: 'demo', now: '2026-03-04T09:00:00Z' });
  staff = await stack.collector();
  erp = await stack.integrator();
});
after(() => stack?.stop());

const cents = (text) => BigInt(text.replace('.', ''));
const add = (into, key, text) => (into[key] = (into[key] ?? 0n) + cents(text));

/** What staff see open of a customer: by invoice, and by currency. */
async function ofStaff(id) {
  const items = await staff.all(`/customers/${id}/items?state=open&limit=200`);
  const seen = { invoices: {}, owed: {}, late: {}, free: {} };
  for (const i of items) {
    if (i.side === 'credit') add(seen.free, i.currency, i.open);
    else {
      seen.invoices[i.number] = i.open;
      add(seen.owed, i.currency, i.open);
    }
  }
  return seen;
}

/** The same as the customer sees it: in the list, on the pages, in the sums above it. */
async function ofCustomer(id) {
  const link = await staff.must(201, 'POST', `/customers/${id}/portal-links`, { scope: 'account' });
  const portal = await stack.portal(link.url);
  const seen = { invoices: {}, owed: {}, late: {}, free: {} };
  const rows = await portal.all('/invoices?state=open&limit=200');
  for (const i of rows) {
    seen.invoices[i.number] = i.open;
    add(seen.owed, i.currency, i.open);
  }
  for (const p of await portal.all('/payments?limit=200')) if (cents(p.unapplied)) add(seen.free, p.currency, p.unapplied);
  const above = Object.fromEntries((await portal.must(200, 'GET', '/summary')).balances.map((b) => [b.currency, b]));
  const sums = (await portal.must(200, 'GET', '/invoices/sum')).rows;
  for (const [currency, minor] of Object.entries(seen.owed)) assert.equal(cents(above[currency].open), minor, `${id} ${currency}: above the list`);
  assert.deepEqual(Object.fromEntries(sums.map((s) => [s.currency, cents(s.open)])), seen.owed, `${id}: the sums of the filter`);
  for (const b of Object.values(above)) assert.equal(cents(b.unapplied), seen.free[b.currency] ?? 0n, `${id} ${b.currency}: paid and not matched`);
  return { seen, portal, rows };
}

async function same(id, when) {
  const customer = await ofCustomer(id);
  assert.deepEqual(customer.seen, await ofStaff(id), `${id} ${when}`);
  return customer;
}

test('every customer of the company sees what the collector sees', async () => {
  const ids = (await stack.sql('SELECT id FROM customer ORDER BY id')).map((r) => r.id);
  assert.ok(ids.length > 50);
  let invoices = 0;
  for (const id of ids) invoices += Object.keys((await same(id, 'as it stands')).seen.invoices).length;
  const [{ n }] = await stack.sql("SELECT COUNT(*) AS n FROM item WHERE is_open = 1 AND side = 'debit'");
  assert.equal(String(invoices), n, 'no open document of the company was left out');
});

test('and again after a payment, a credit, a dispute and a reversal', async () => {
  const few = await stack.sql(`SELECT i.customer_id AS id, c.source_system AS s, c.source_id AS customer, v.code AS division, MIN(i.id) AS item, i.currency
    FROM item i JOIN customer c ON c.id = i.customer_id JOIN division v ON v.id = i.division_id
    WHERE i.is_open = 1 AND i.kind = 'invoice' AND i.open_minor > 5000 AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.item_id = i.id)
    GROUP BY i.customer_id, c.source_system, c.source_id, v.code, i.currency LIMIT 12`);
  assert.ok(few.length > 5);
  for (const [k, of] of few.entries()) {
    const [{ number, source_id: invoice }] = await stack.sql(`SELECT number, source_id FROM item WHERE id = ${of.item}`);
    const money = of.currency === 'JPY' ? '10' : '10.00', less = of.currency === 'JPY' ? '4' : '4.00';
    const head = { customer: { source_id: of.customer }, division: of.division, currency: of.currency, issued_on: '2026-03-03' };
    const pay = (path, id, row) => erp.must(201, 'PUT', `/${path}/${of.s}/${id}`, row);
    await pay('payments', `PAY${k}`, { ...head, number: `PAY${k}`, amount: money });
    await same(of.id, 'after a payment');
    await pay('allocations', `AL${k}`, { credit: { kind: 'payment', source_id: `PAY${k}` }, invoice: { source_id: invoice }, amount: less, effective_on: '2026-03-03' });
    const before = await same(of.id, 'after its allocation');
    await pay('credit-notes', `CR${k}`, { ...head, number: `CR${k}`, amount: less });
    await same(of.id, 'after a credit');
    await staff.must(201, 'POST', `/items/${of.item}/disputes`, { amount: money, reason_code: 'price' });
    const disputed = await same(of.id, 'after a dispute');
    assert.equal(disputed.rows.find((r) => r.number === number).disputed, money);
    assert.equal(disputed.seen.invoices[number], before.seen.invoices[number], 'a dispute takes nothing off');
    await erp.must(201, 'POST', `/allocations/${of.s}/AL${k}/reverse`, { effective_on: '2026-03-04', reason: 'returned' }, once());
    const after = await same(of.id, 'after the reversal');
    assert.notEqual(after.seen.invoices[number], before.seen.invoices[number]);
  }
});

test('several readers at once read what one reads', async () => {
  const [{ customer_id: id }] = await stack.sql("SELECT customer_id FROM item WHERE kind = 'invoice' GROUP BY customer_id ORDER BY COUNT(*) DESC LIMIT 1");
  const portal = await stack.portal((await staff.must(201, 'POST', `/customers/${id}/portal-links`, { scope: 'account' })).url);
  const asked = ['due', 'issued', 'amount', 'open', 'number'].flatMap((sort) => [1, 3, 50].flatMap((limit) => ['', '&order=desc']
    .map((order) => `/invoices?state=all&limit=${limit}&sort=${sort}${order}`)));
  const alone = new Map();
  for (const path of asked) alone.set(path, (await portal.must(200, 'GET', path)).rows);
  assert.ok(alone.get(asked[4]).some((i) => i.order_numbers), 'with the numbers of their orders');
  await Promise.all(Array.from({ length: 12 }, async (_, reader) => {
    for (let k = 0; k < 40; k++) {
      const path = asked[(reader * 7 + k * 11) % asked.length];
      assert.deepEqual((await portal.must(200, 'GET', path)).rows, alone.get(path), path);
    }
  }));
});
