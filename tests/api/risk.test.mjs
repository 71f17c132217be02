// The risk of what a customer owes, made of its forecast: on its page, in segments, and a task for a person
// when it becomes high before aging says so. Against the demo company with the worker that forecasts.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../harness/stack.mjs';

const TODAY = '2026-03-04';
let stack, admin, calm;

const get = (path) => admin.must(200, 'GET', path);
const page = async (c) => (await get(`/customers/${c.customer_id}?case_id=${c.case_id}`)).cases.find((one) => one.case_id === String(c.case_id));
const rows = (sql) => stack.sql(sql);
const tasks = async (c, state) => (await get(`/follow-ups?customer_id=${c.customer_id}&kind=review_risk&state=${state}`)).rows;
const onWorklist = async (c) => (await get('/worklist?cause=risk&limit=100')).rows.filter((r) => r.case_id === String(c.case_id));

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: `${TODAY}T09:00:00Z` });
  admin = await stack.admin();
  // as many as have an open invoice, and nothing changes any more
  await until(async () => {
    const [{ judged, open }] = await rows(`SELECT (SELECT COUNT(*) FROM risk WHERE known_to IS NULL) judged,
      (SELECT COUNT(DISTINCT n.case_id) FROM instalment n JOIN item i ON i.id = n.item_id AND i.kind = 'invoice' WHERE n.is_open = 1) open`);
    return Number(open) > 0 && judged === open;
  }, { ms: 60000 });
  [calm] = await rows(`SELECT s.id case_id, s.customer_id FROM risk r JOIN case_state s ON s.id = r.live_id
    WHERE r.class = 'low' AND NOT EXISTS (SELECT 1 FROM promise p WHERE p.case_id = s.id) AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.case_id = s.id)
      AND (SELECT COUNT(*) FROM instalment n WHERE n.case_id = s.id AND n.is_open = 1 AND n.due_on >= '${TODAY}') > 0
      AND NOT EXISTS (SELECT 1 FROM instalment n WHERE n.case_id = s.id AND n.is_open = 1 AND n.due_on < '${TODAY}')
    ORDER BY s.id LIMIT 1`);
  assert.ok(calm, 'the demo company has a customer at low risk');
});
after(() => stack?.stop());

test('the class of a case is that of its forecast, weighed by amount, and of its credit limit', async () => {
  const all = await rows(`SELECT r.live_id case_id, s.customer_id, r.class, r.late_permille, r.limit_permille,
      ROUND(SUM(n.open_minor * f.late_permille) / SUM(n.open_minor)) late, c.credit_limit_minor, c.credit_currency = s.currency same
    FROM risk r JOIN case_state s ON s.id = r.live_id JOIN customer c ON c.id = s.customer_id
    JOIN forecast f ON f.case_id = s.id JOIN instalment n ON n.id = f.instalment_id AND n.open_minor > 0 GROUP BY r.id`);
  assert.ok(all.length > 20);
  assert.ok(new Set(all.map((r) => r.class)).size > 1, 'not all alike');
  for (const r of all) {
    // a share that moves by less than a tenth is not written anew
    assert.ok(Math.abs(Number(r.late) - Number(r.late_permille)) < 100, JSON.stringify(r));
    const full = Number(r.limit_permille ?? 0) >= 1000;
    const plain = Number(r.late_permille) >= 350 ? 2 : Number(r.late_permille) >= 100 ? 1 : 0;
    assert.equal(r.class, ['low', 'medium', 'high'][Math.min(plain + full, 2)], JSON.stringify(r));
  }
  const seen = await page(all[0]);
  assert.equal(seen.risk.class, all[0].class);
  assert.equal(Number(seen.risk.late_percent), Number(all[0].late_permille) / 10);
  assert.equal(seen.risk.since_on, TODAY);
  assert.equal(seen.risk.was, null);
});

test('what is judged at first makes no task, and a high risk is a segment', async () => {
  assert.deepEqual((await get('/follow-ups?kind=review_risk&state=all')).rows, []);
  const [high] = await rows("SELECT s.id case_id, s.customer_id FROM risk r JOIN case_state s ON s.id = r.live_id WHERE r.class = 'high' ORDER BY s.id LIMIT 1");
  assert.ok(high, 'the demo company has a customer at high risk');
  await until(async () => (await rows(`SELECT 1 FROM customer_tag WHERE customer_id = ${high.customer_id} AND tag = 'high-risk' AND known_to IS NULL`)).length > 0, { ms: 30000 });
});

test('a case that becomes high by what is still to come is put before a person, once', async () => {
  const items = (await get(`/customers/${calm.customer_id}/items?case_id=${calm.case_id}&limit=100`)).rows.filter((i) => i.kind === 'invoice');
  const last = items.map((i) => i.due_on).toSorted().at(-1);
  const far = new Date(Date.parse(last) + 90 * 86400e3).toISOString().slice(0, 10);
  const open = (await page(calm)).row.open;
  const { id } = await admin.must(201, 'POST', `/customers/${calm.customer_id}/promises`, { case_id: String(calm.case_id), amount: open, promised_on: far, item_ids: items.map((i) => i.id) });
  calm.promise = id ?? null;
  await until(async () => (await page(calm)).risk.class === 'high', { ms: 30000 });
  const { risk } = await page(calm);
  assert.equal(risk.was, 'low');
  assert.ok(Number(risk.late_percent) > 90, JSON.stringify(risk));
  const [task, ...more] = await tasks(calm, 'open');
  assert.deepEqual(more, []);
  assert.match(task.title, /^Risk has become high: \d+ % of what is open will probably be over 30 days late$/);
  assert.equal(task.due_on, TODAY);
  await until(async () => (await onWorklist(calm)).length === 1, { ms: 30000 });
  const [row] = await onWorklist(calm);
  assert.equal(row.next_action, 'review_risk');
  assert.match(row.reason, /risk has become high: \d+ %/);
  assert.ok((await get(`/customers/${calm.customer_id}/timeline`)).rows.some((one) => one.kind === 'risk' && one.title === task.title));
});

test('it leaves the worklist when a person is done with it, and the risk stays known', async () => {
  const [task] = await tasks(calm, 'open');
  await admin.must(200, 'POST', `/follow-ups/${task.id}/done`, { outcome: 'asked for security' });
  await until(async () => (await onWorklist(calm)).length === 0, { ms: 30000 });
  assert.equal((await page(calm)).risk.class, 'high');
  await admin.must(200, 'POST', `/follow-ups/${task.id}/undo`);
  await until(async () => (await onWorklist(calm)).length === 1, { ms: 30000 });
});

test('when the risk falls again the task ends by itself; what was stays known', async () => {
  const [promise] = (await get(`/customers/${calm.customer_id}/promises`)).rows;
  await admin.must(200, 'POST', `/promises/${promise.id}/cancel`, { reason: 'a misunderstanding' });
  await until(async () => (await page(calm)).risk.class === 'low', { ms: 30000 });
  const [task] = await tasks(calm, 'done');
  assert.equal(task.outcome, 'the risk has fallen');
  assert.deepEqual(await tasks(calm, 'open'), []);
  await until(async () => (await onWorklist(calm)).length === 0, { ms: 30000 });
  const past = await rows(`SELECT class, was, known_to IS NULL live FROM risk WHERE case_id = ${calm.case_id} ORDER BY id`);
  assert.deepEqual(past.map((r) => r.class), ['low', 'high', 'low']);
  assert.deepEqual(past.map((r) => r.live), ['0', '0', '1']);
});
