// Whether what was foretold still comes true: by week, against the proof of the model in force, and
// with the models there are.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../harness/stack.mjs';

let stack, admin, ids;
const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];
const get = (path) => admin.must(200, 'GET', path);

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T09:00:00Z' });
  admin = await stack.admin();
  await until(async () => (await one('SELECT COUNT(*) FROM forecast')) !== '0', { ms: 60000 });
  ids = (await stack.sql('SELECT id FROM instalment WHERE open_minor = 0 ORDER BY id LIMIT 120')).map((r) => r.id);
});
after(() => stack?.stop());

/** n outcomes of a day, off days late, covered of them within their range. */
async function outcomes(settled, n, off, covered, ranged = n) {
  const rows = ids.splice(0, n).map((id, k) => {
    const first = new Date(Date.parse(settled) - off * 86400000).toISOString().slice(0, 10);
    const range = k >= ranged ? 'NULL, NULL' : k < covered ? `'${first}', '${settled}'` : `'2026-01-01', '2026-01-01'`;
    return `(${id}, '${first}', '${settled}', ${range}, NULL)`;
  });
  await stack.mysql(`INSERT INTO forecast_outcome (instalment_id, first_on, settled_on, first_from_on, first_to_on, first_model_id) VALUES ${rows.join(', ')}`);
}
const health = () => get('/insights/forecast-health');

test('the range that is told at first stays, with the model that told it', async () => {
  assert.equal(await one('SELECT COUNT(*) FROM forecast WHERE first_from_on IS NULL OR first_to_on IS NULL OR first_model_id IS NULL'), '0');
  const [was] = await stack.sql('SELECT instalment_id, first_from_on, first_to_on, from_on FROM forecast WHERE from_on = predicted_on ORDER BY instalment_id LIMIT 1');
  stack.clock.set('2026-03-05T09:00:00Z');
  await until(async () => (await one(`SELECT COUNT(*) FROM forecast WHERE instalment_id = ${was.instalment_id} AND predicted_on = '2026-03-05'`)) === '1', { ms: 30000 });
  const [now] = await stack.sql(`SELECT first_from_on, first_to_on, from_on FROM forecast WHERE instalment_id = ${was.instalment_id}`);
  assert.deepEqual([now.first_from_on, now.first_to_on], [was.first_from_on, was.first_to_on]);
  assert.ok(now.from_on > was.from_on);
  stack.clock.set('2026-03-04T09:00:00Z');
});

test('few payments say nothing', async () => {
  const { verdict, model_id } = await health();
  assert.equal(verdict, 'too_few');
  const [model] = (await get('/insights/forecast-models')).rows;
  assert.equal(model_id, model.id);
  assert.ok(model.adopted && Number(model.mae_days) > 0 && Number(model.mae_days) < Number(model.due_date_mae_days) && model.proved_on > 0);
});

test('weeks tell how far off, and how many fell into their range', async () => {
  await outcomes('2026-02-23', 20, 2, 16); // a Monday
  await outcomes('2026-03-01', 10, 5, 8, 10); // the Sunday after it
  await outcomes('2026-03-02', 30, 1, 24);
  const { rows } = await get('/insights/forecast-weeks');
  assert.deepEqual(rows, [
    { from: '2026-02-23', to: '2026-03-01', payments: 30, mae_days: '3.0', with_range: 30, within_range: '80.0' },
    { from: '2026-03-02', to: '2026-03-08', payments: 30, mae_days: '1.0', with_range: 30, within_range: '80.0' },
  ]);
  const h = await health();
  assert.deepEqual([h.verdict, h.payments, h.mae_days, h.within_range], ['holds', 60, '2.0', '80.0']);
});

test('beyond bounds it says how', async () => {
  await outcomes('2026-03-03', 30, 1, 2, 30);
  assert.equal((await health()).verdict, 'narrow'); // 50 of 90
  await outcomes('2026-02-24', 25, 60, 0, 0);
  const h = await health();
  assert.equal(h.verdict, 'off');
  assert.ok(Number(h.mae_days) > Number(h.proved_mae_days) * 1.5 + 1);
});
