// What a worker does about forecasts: trains, predicts what is open, again when something
// changes and as time passes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../harness/stack.mjs';

let stack;

const OPEN = "FROM instalment n JOIN item i ON i.id = n.item_id AND i.kind = 'invoice' AND i.status = 'posted' WHERE n.is_open = 1";
const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];
const models = async () => (await stack.dunlin('forecast', 'show', '--json')).json;
const forecast = async (id) => (await stack.sql(`SELECT * FROM forecast WHERE instalment_id = ${id}`))[0];
const predicted = (id, sql) => until(async () => +(await one(`SELECT COUNT(*) FROM forecast WHERE instalment_id = ${id} AND ${sql}`)) > 0, { ms: 30000, name: sql });

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, web: false, now: '2026-03-04T09:00:00Z' });
  await until(async () => (await one('SELECT COUNT(*) FROM forecast')) === (await one(`SELECT COUNT(*) ${OPEN}`)), { ms: 60000 });
});
after(() => stack?.stop());

test('a model is trained, proved and adopted, and it is said of every open invoice when it will be paid', async () => {
  const [model] = await models();
  assert.equal(model.adopted, true);
  assert.equal(model.kind, 'boosted');
  assert.ok(model.mae_days < model.customer_average_mae_days);
  assert.ok(model.mae_days < model.due_date_mae_days);
  assert.match(model.sha256, /^[0-9a-f]{64}$/);
  assert.equal(await one('SELECT COUNT(*) FROM forecast WHERE NOT (predicted_on <= from_on AND from_on <= expected_on AND expected_on <= to_on)'), '0');
  const hash = await one('SELECT COUNT(*) FROM forecast_model WHERE sha256 = UNHEX(SHA2(model, 256))');
  assert.equal(hash, '1');
});

test('a model is never changed, nor taken away', async () => {
  await assert.rejects(stack.mysql("UPDATE forecast_model SET why = 'x'"), /never changes/);
  await assert.rejects(stack.mysql('DELETE FROM forecast_model'), /stays/);
});

test('the same payments make the same model', async () => {
  const [first] = await models();
  assert.equal((await stack.dunlin('forecast', 'train')).code, 0);
  const [second] = await models();
  assert.notEqual(second.id, first.id);
  assert.equal(second.sha256, first.sha256);
  assert.equal(second.before_mae_days, first.mae_days);
});

/** An open invoice that is not due yet and has nothing beside it. */
const plain = () => one(`SELECT MIN(n.id) ${OPEN} AND n.due_on > '2026-03-20' AND n.case_id NOT IN (SELECT case_id FROM promise) AND n.item_id NOT IN (SELECT item_id FROM dispute)`);
const touch = (id) => stack.mysql(`UPDATE case_state SET touch_seq = touch_seq + 1 WHERE id = (SELECT case_id FROM instalment WHERE id = ${id})`);

test('a promise moves the day, a withdrawn one moves it back', async () => {
  const id = await plain();
  const before = await forecast(id);
  await stack.mysql(`INSERT INTO promise (id, case_id, customer_id, amount_minor, made_on, promised_on, judged_on, channel, actor_kind, actor_id, known_from)
      SELECT 99000001, n.case_id, c.customer_id, n.open_minor, '2026-03-04', '2026-05-20', '2026-05-22', 'call', 'system', 'test', '2026-03-04' FROM instalment n JOIN case_state c ON c.id = n.case_id WHERE n.id = ${id};
    INSERT INTO promise_item (promise_id, instalment_id, minor) SELECT 99000001, id, open_minor FROM instalment WHERE id = ${id}`);
  await touch(id);
  await predicted(id, "expected_on = '2026-05-20'");
  const promised = await forecast(id);
  assert.ok(promised.reasons.includes('{"code":"promise","on":"2026-05-20"}'));
  await stack.mysql("UPDATE promise SET known_to = '2026-03-04 10:00:00' WHERE id = 99000001");
  await touch(id);
  await predicted(id, `expected_on = '${before.expected_on}'`);
});

test('a dispute waits for the days that disputes take', async () => {
  const id = await plain();
  const before = await forecast(id);
  await stack.mysql(`INSERT INTO dispute (id, case_id, customer_id, item_id, amount_minor, reason_code, opened_on, actor_kind, actor_id, known_from)
      SELECT 99000002, n.case_id, c.customer_id, n.item_id, n.open_minor, 'price', '2026-05-01', 'system', 'test', '2026-03-04' FROM instalment n JOIN case_state c ON c.id = n.case_id WHERE n.id = ${id}`);
  await touch(id);
  await predicted(id, "disputed_minor > 0");
  const disputed = await forecast(id);
  assert.ok(disputed.expected_on > before.expected_on, `${disputed.expected_on} after ${before.expected_on}`);
  assert.ok(disputed.reasons.includes('"dispute"'));
});

test('what is paid is expected no longer, and how far off that was is kept', async () => {
  const id = await plain();
  const { expected_on: first } = await forecast(id);
  await stack.mysql(`INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor, open_minor, known_at, recorded_at)
      SELECT 99000003, i.case_id, i.customer_id, i.division_id, i.currency, 'payment', 'credit', 'test', '99000003', 'P99', '2026-03-04', n.open_minor, 0, '2026-03-04', '2026-03-04' FROM instalment n JOIN item i ON i.id = n.item_id WHERE n.id = ${id};
    INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, credit_minor, debit_minor, effective_on, known_at, recorded_at, source_system, source_id)
      SELECT 99000004, case_id, case_id, 99000003, id, item_id, open_minor, open_minor, '2026-03-04', '2026-03-04', '2026-03-04', 'test', '99000004' FROM instalment WHERE id = ${id};
    UPDATE item i JOIN instalment n ON n.item_id = i.id SET i.open_minor = i.open_minor - n.open_minor WHERE n.id = ${id};
    UPDATE instalment SET open_minor = 0, settled_on = '2026-03-04' WHERE id = ${id}`);
  await touch(id);
  await until(async () => !(await forecast(id)), { ms: 30000 });
  assert.deepEqual(await stack.sql(`SELECT first_on, settled_on FROM forecast_outcome WHERE instalment_id = ${id}`), [{ first_on: first, settled_on: '2026-03-04' }]);
});

test('each day everything is said anew, with what it has waited since', async () => {
  const id = await one(`SELECT MIN(f.instalment_id) FROM forecast f JOIN instalment n ON n.id = f.instalment_id WHERE f.expected_on = '2026-03-05' AND f.reasons NOT LIKE '%promise%'`);
  stack.clock.set('2026-03-12T09:00:00Z');
  await predicted(id, "predicted_on = '2026-03-12'");
  const later = await forecast(id);
  assert.ok(later.expected_on >= '2026-03-12');
  assert.match(later.reasons, /"age"/);
  await until(async () => (await one("SELECT COUNT(*) FROM forecast f JOIN instalment n ON n.id = f.instalment_id WHERE n.is_open = 1 AND f.predicted_on <> '2026-03-12'")) === '0', { ms: 30000 });
});

test('after a week a model is trained anew', async () => {
  await until(async () => (await models()).length === 3, { ms: 30000 });
  const drift = (await models()).filter((m) => m.drift_invoices);
  assert.ok(drift.length > 0 && drift[0].drift_on === '2026-03-12');
});
