// When the money comes: by week and division and currency, the invoices behind it, on the customer's
// items, and for integrators, against the demo company.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../harness/stack.mjs';

const TODAY = '2026-03-04';
let stack, admin;

const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];
const minor = (text, currency) => Math.round(Number(text) * 10 ** ({ JPY: 0 }[currency] ?? 2));
const get = (path) => admin.must(200, 'GET', path);

async function all(path) {
  const rows = [];
  for (let cursor = ''; cursor !== null;) {
    const page = await get(`${path}${path.includes('?') ? '&' : '?'}limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    rows.push(...page.rows);
    cursor = page.next;
  }
  return rows;
}

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: `${TODAY}T09:00:00Z` });
  admin = await stack.admin();
  await until(async () => (await one('SELECT COUNT(*) FROM forecast')) === (await one(
    "SELECT COUNT(*) FROM instalment n JOIN item i ON i.id = n.item_id AND i.kind = 'invoice' WHERE n.is_open = 1")), { ms: 60000 });
});
after(() => stack?.stop());

test('thirteen weeks from today, a division and currency at a time, each with its range', async () => {
  const rows = await all('/insights/expected-cash');
  const groups = new Map();
  for (const r of rows) groups.set(`${r.division} ${r.currency}`, [...(groups.get(`${r.division} ${r.currency}`) ?? []), r]);
  const open = await stack.sql(`SELECT v.code division, s.currency, SUM(n.open_minor) minor FROM forecast f JOIN instalment n ON n.id = f.instalment_id
    JOIN case_state s ON s.id = n.case_id JOIN division v ON v.id = s.division_id GROUP BY v.code, s.currency ORDER BY 1, 2`);
  assert.deepEqual([...groups.keys()], open.map((o) => `${o.division} ${o.currency}`));
  for (const { division, currency, minor: owed } of open) {
    const weeks = groups.get(`${division} ${currency}`);
    assert.equal(weeks.length, 13);
    assert.equal(weeks[0].from, TODAY);
    assert.equal(weeks[0].to, '2026-03-08');
    assert.equal(weeks[1].from, '2026-03-09');
    let sum = 0;
    for (const w of weeks) {
      const [low, middle, high] = [w.p10, w.p50, w.p90].map((x) => minor(x, currency));
      assert.ok(0 <= low && low <= middle && middle <= high, JSON.stringify(w));
      sum += middle;
    }
    assert.ok(sum <= Number(owed) && sum > 0.75 * Number(owed), `${sum} of ${owed} ${currency}`);
  }
  const eur = await all('/insights/expected-cash?currency=EUR&weeks=2');
  assert.ok(eur.length > 0 && eur.every((r) => r.currency === 'EUR'));
  assert.equal(eur.length % 2, 0);
});

test('the invoices behind a week are those that it counts', async () => {
  const [week] = (await all('/insights/expected-cash?weeks=3')).filter((w) => w.items > 1);
  const rows = await all(`/insights/expected-cash/items?division=${week.division}&currency=${week.currency}&from=${week.from}&to=${week.to}`);
  assert.equal(rows.length, week.items);
  for (const r of rows) {
    assert.ok(r.expected_on >= week.from && r.expected_on <= week.to);
    assert.ok(r.expected_from <= r.expected_on && r.expected_on <= r.expected_to);
    assert.ok(r.expected_why.length > 0);
  }
  assert.deepEqual(rows.map((r) => r.expected_on), rows.map((r) => r.expected_on).toSorted());
  const every = await all('/insights/expected-cash/items');
  assert.equal(new Set(every.map((r) => r.id)).size, every.length);
  assert.equal(String(every.length), await one('SELECT COUNT(*) FROM forecast'));
});

test('an open invoice of a customer says when it is expected and why', async () => {
  const [row] = await all('/insights/expected-cash/items?currency=EUR');
  const items = (await get(`/customers/${row.customer_id}/items?limit=100`)).rows;
  const item = items.find((i) => i.id === row.item_id);
  assert.equal(item.expected_on, row.expected_on);
  assert.equal(item.expected_to, row.expected_to);
  assert.deepEqual(item.expected_why, row.expected_why);
  for (const i of (await get(`/customers/${row.customer_id}/items?state=all&limit=100`)).rows) if (i.open === '0.00') assert.equal(i.expected_on, null);
});

test('the next payment of a customer is the first day of what is expected of it', async () => {
  const items = await all('/insights/expected-cash/items');
  const customers = [...new Set(items.map((i) => i.customer_id))].slice(0, 25);
  let several = 0;
  for (const id of customers) {
    const { cases } = await get(`/customers/${id}`);
    for (const c of cases) {
      const mine = items.filter((i) => i.customer_id === id && i.division === c.division && i.currency === c.currency), next = c.figures.next_payment;
      if (!mine.length) {
        assert.equal(next, null);
        continue;
      }
      const first = mine.filter((i) => i.expected_on === mine[0].expected_on);
      const sum = first.reduce((all, i) => all + minor(i.open, c.currency), 0);
      assert.deepEqual([next.on, next.items, minor(next.amount.amount, c.currency)], [mine[0].expected_on, first.length, sum]);
      assert.deepEqual([next.from, next.to], [first.map((i) => i.expected_from).sort()[0], first.map((i) => i.expected_to).sort().at(-1)]);
      assert.ok(next.from >= TODAY && next.from <= next.on && next.on <= next.to);
      several += first.length > 1;
    }
  }
  assert.ok(several > 0, 'several invoices on one day are among them');
});

test('a promise of a collector moves its day', async () => {
  const row = (await all('/insights/expected-cash/items?currency=EUR')).find((r) => !r.expected_why.some((w) => ['promise', 'dispute'].includes(w.code)) && r.due_on > '2026-03-10' && r.seq === 1);
  const { case_id: caseId } = (await get(`/customers/${row.customer_id}/items?limit=100`)).rows.find((i) => i.id === row.item_id);
  await admin.must(201, 'POST', `/customers/${row.customer_id}/promises`, { case_id: caseId, amount: row.open, promised_on: '2026-03-31', item_ids: [row.item_id] });
  await until(async () => (await get(`/customers/${row.customer_id}/items?limit=100`)).rows.find((i) => i.id === row.item_id).expected_on === '2026-03-31', { ms: 30000 });
});

test('a program of the house reads the same', async () => {
  const added = await stack.dunlin('client', 'add', 'erp', '--json');
  assert.equal(added.code, 0, added.err);
  const token = (await stack.dunlin('token', 'issue', 'erp', '--json')).json.token;
  const read = async (path) => {
    const got = await fetch(`${stack.url}/api/v1/${path}`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(got.status, 200, path);
    return (await got.json()).rows;
  };
  assert.deepEqual(await read('expected-cash?limit=20'), (await get('/insights/expected-cash?limit=20')).rows);
  const [payment] = await read('expected-payments?limit=5');
  assert.ok(payment.source_id && payment.expected_on && ['low', 'medium', 'high'].includes(payment.risk));
});

test('who sees one division expects its cash alone', async () => {
  const rows = await all('/insights/expected-cash');
  const { division } = rows[0];
  const mail = 'narrow@example.com';
  const made = await stack.dunlin('user', 'add', mail, '--role', 'viewer', '--division', division, '--json');
  assert.equal(made.code, 0, made.err);
  const narrow = await stack.login({ email: mail, password: made.json.password });
  const seen = (await narrow.must(200, 'GET', '/insights/expected-cash?limit=200')).rows;
  assert.deepEqual(new Set(seen.map((r) => r.division)), new Set([division]));
  const items = (await narrow.must(200, 'GET', '/insights/expected-cash/items?limit=100')).rows;
  assert.ok(items.length > 0 && items.every((r) => r.division === division));
});
