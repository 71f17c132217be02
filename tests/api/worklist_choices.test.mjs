// What the worklist may be narrowed to, against rows that the engine wrote for the demo company.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser } from './fixture.mjs';

let stack, admin, rows, choices;

before(async () => {
  stack = await Stack.start({ company: 'demo' });
  admin = await stack.admin();
  assert.equal((await stack.dunlin('evaluate', '--json')).code, 0);
  rows = await admin.all('/worklist?limit=500');
  choices = await admin.must(200, 'GET', '/worklist/choices');
});
after(() => stack?.stop());

const ids = (list) => list.map((r) => r.case_id).sort();
const values = (list) => list.map((one) => one.value).sort();
const distinct = (list) => [...new Set(list.filter(Boolean))].sort();

/** Every choice narrows to exactly the rows that show it, and every value that a row shows is a choice. */
async function holds(name, list, of) {
  assert.ok(list.length > 1, name);
  for (const { value } of list) {
    const wanted = ids(rows.filter((r) => of(r).includes(value)));
    assert.deepEqual(ids(await admin.all(`/worklist?limit=500&${name}=${encodeURIComponent(value)}`)), wanted, `${name}=${value}`);
  }
  for (const value of distinct(rows.flatMap(of))) assert.ok(values(list).includes(value), `${name}: ${value} is not offered`);
}

test('each strategy that rows of the engine follow is offered, and finds them', async () => {
  await holds('strategy', choices.strategies, (r) => [r.strategy]);
  assert.deepEqual(values(choices.strategies), distinct(rows.map((r) => r.strategy)));
});

test('each next action that the engine wrote is offered, and nothing that never occurs', async () => {
  await holds('action', choices.actions, (r) => [r.next_action]);
  assert.deepEqual(values(choices.actions), distinct(rows.map((r) => r.next_action)));
  assert.ok(values(choices.actions).some((action) => action.startsWith('send ')));
});

test('divisions, currencies and owners are those there are', async () => {
  await holds('division', choices.divisions, (r) => [r.division]);
  await holds('currency', choices.currencies, (r) => [r.currency]);
  await holds('assignee', choices.owners, (r) => [r.assignee_id ?? '']);
  for (const { value, label } of choices.owners) assert.equal(rows.find((r) => r.assignee_id === value).assignee, label);
});

test('a tag put by hand and one of a company\'s own segment are offered', async () => {
  const [row] = rows;
  await admin.must(201, 'POST', `/customers/${row.customer_id}/tags`, { tag: 'trade-fair' });
  assert.equal((await stack.dunlin('evaluate', '--json')).code, 0);
  const { tags } = await admin.must(200, 'GET', '/worklist/choices');
  assert.ok(values(tags).includes('trade-fair'));
  for (const value of distinct((await admin.all('/worklist?limit=500')).flatMap((r) => r.tags))) assert.ok(values(tags).includes(value), value);
  const found = await admin.all('/worklist?tag=trade-fair');
  assert.deepEqual(distinct(found.map((r) => r.customer_id)), [row.customer_id]);
});

test('a limited collector is offered what own rows show, and a portfolio in reach', async () => {
  const { customer_id: given } = rows.find((r) => r.division === 'DE');
  const nina = await addUser(stack, 'nina.choices@example.com');
  await admin.must(200, 'POST', '/assignments', { customer_ids: [given], user_id: String(nina.id), portfolio: 'North' });
  assert.deepEqual(values((await admin.must(200, 'GET', '/worklist/choices')).portfolios).includes('North'), true);
  await stack.mysql(`INSERT INTO user_sight (user_id, sees, changed_at) VALUES (${nina.id}, 'own', '2026-01-01')`);
  assert.equal((await stack.dunlin('evaluate', '--json')).code, 0);
  const hers = await stack.login(nina);
  const own = await hers.all('/worklist');
  const got = await hers.must(200, 'GET', '/worklist/choices');
  assert.ok(own.length > 0);
  assert.deepEqual(values(got.strategies), distinct(own.map((r) => r.strategy)));
  assert.deepEqual(values(got.actions), distinct(own.map((r) => r.next_action)));
  assert.deepEqual(values(got.currencies), distinct(own.map((r) => r.currency)));
  assert.deepEqual(got.owners.map((one) => one.label), distinct(own.map((r) => r.assignee)));
  assert.deepEqual(values(got.tags), distinct(own.flatMap((r) => r.tags)));
  assert.deepEqual(values(got.portfolios), ['North']);
});

test('status, kind and portfolio of the customer narrow rows that the engine wrote', async () => {
  const all = await admin.all('/worklist?limit=500');
  const [held, body] = [...new Set(all.map((r) => r.customer_id))];
  await admin.must(204, 'PUT', `/customers/${held}/status`, { status: 'legal', kind: 'business', reason: 'with the lawyer' });
  await admin.must(204, 'PUT', `/customers/${body}/status`, { status: 'active', kind: 'public_body', reason: 'a ministry' });
  assert.equal((await stack.dunlin('evaluate', '--json')).code, 0);
  const rows = await admin.all('/worklist?limit=500');
  const of = async (sql) => (await stack.sql(sql)).map((r) => String(r.id));
  for (const [query, customers] of [['customer_status=legal', await of("SELECT id FROM customer WHERE status = 'legal'")],
    ['customer_kind=public_body', await of("SELECT id FROM customer WHERE kind = 'public_body'")],
    ['portfolio=North', await of("SELECT customer_id AS id FROM customer_assignment WHERE known_to IS NULL AND portfolio = 'North'")]]) {
    const wanted = ids(rows.filter((r) => customers.includes(r.customer_id)));
    assert.ok(wanted.length > 0, query);
    assert.deepEqual(ids(await admin.all(`/worklist?${query}`)), wanted, query);
    assert.equal((await admin.must(200, 'GET', `/worklist/summary?${query}`)).cases, wanted.length, query);
    assert.deepEqual((await admin.must(200, 'POST', `/worklist/preview?${query}`, { action: 'message' })).case_ids.sort(), wanted, query);
  }
});

test('disputed, promised, unapplied and not due narrow and order across currencies, page by page', async () => {
  const rows = await admin.all('/worklist?limit=500');
  const base = (r, what) => Math.floor(Number(r[what]) * 100 * (Number(r.open) ? Number(r.open_base) / Number(r.open) : 1) + 1e-6);
  for (const what of ['disputed', 'promised', 'unapplied', 'not_due']) {
    const wanted = ids(rows.filter((r) => base(r, what) >= 10000));
    assert.ok(wanted.length > 0, what);
    assert.deepEqual(ids(await admin.all(`/worklist?min_${what}=100.00&limit=7`)), wanted, what);
    if (what === 'not_due') continue;
    const got = await admin.all(`/worklist?sort=-${what}&limit=7`);
    assert.deepEqual(ids(got), ids(rows), what);
    const values = got.map((r) => base(r, what));
    for (let i = 1; i < values.length; i++) assert.ok(values[i] <= values[i - 1] + 1, `${what} ${i}: ${values[i - 1]} then ${values[i]}`);
  }
});

test('the tile of mail that has not arrived counts what its filter finds', async () => {
  const [row] = await admin.all('/worklist?limit=1');
  await stack.mysql(`UPDATE worklist_row SET causes = causes | 4 WHERE case_id = ${row.case_id}`);
  const { undelivered_cases: n } = await admin.must(200, 'GET', '/worklist/summary?view=all');
  const found = await admin.all('/worklist?undelivered=true');
  assert.deepEqual([found.length, found.some((r) => r.case_id === row.case_id), found.every((r) => r.causes.some((c) => c.startsWith('mail_')))], [n, true, true]);
});
