// What cash is to come in: set by managers, laid beside expected cash, in its export, in the audit.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { csv } from '../harness/sheet.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { addUser } from './fixture.mjs';

let stack, admin, manager;
const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];
const put = (client, status, body) => client.must(status, 'PUT', '/cash-targets', body);
const weeks = async (client, division, currency) => (await client.must(200, 'GET', `/insights/expected-cash?division=${division}&currency=${currency}&limit=100`)).rows;
const DE = { division: 'DE', currency: 'EUR' };

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T09:00:00Z' }); // a Wednesday
  admin = await stack.admin();
  manager = await stack.login(await addUser(stack, 'mia@example.com', '--role', 'manager'));
  await until(async () => (await one('SELECT COUNT(*) FROM forecast')) !== '0', { ms: 60000 });
});
after(() => stack?.stop());

test('without a target there is none beside the weeks', async () => {
  assert.deepEqual((await manager.must(200, 'GET', '/cash-targets')).rows, []);
  assert.ok((await weeks(manager, 'DE', 'EUR')).every((w) => w.target === null));
});

test('a target a week stands beside each week from its day on; this week has the days that are left', async () => {
  await put(manager, 204, { ...DE, from: '2026-03-02', period: 'week', amount: '70000.00' });
  const rows = await weeks(manager, 'DE', 'EUR');
  assert.deepEqual(rows.map((w) => w.target), ['50000.00', ...Array(12).fill('70000.00')]);
  const other = (await manager.must(200, 'GET', '/insights/expected-cash?limit=200')).rows.filter((w) => w.division !== 'DE' || w.currency !== 'EUR');
  assert.ok(other.length > 0 && other.every((w) => w.target === null));
});

test('a later one takes its place, a month by its days, and 0 ends it', async () => {
  await put(manager, 204, { ...DE, from: '2026-04-01', period: 'month', amount: '310000.00' });
  await put(manager, 204, { ...DE, from: '2026-05-01', period: 'week', amount: '0' });
  const rows = await weeks(manager, 'DE', 'EUR');
  const of = (from) => rows.find((w) => w.from === from).target;
  // 30 and 31 March at 10,000 a day; five days of April at 310,000 / 30
  assert.equal(of('2026-03-30'), (20000 + 51666.67).toFixed(2));
  assert.equal(of('2026-04-06'), '72333.33');
  assert.equal(of('2026-04-27'), '41333.33'); // four days of April
  assert.equal(of('2026-05-04'), null);
});

test('the same day again is a correction, and each stands in the audit with what was there', async () => {
  await put(manager, 204, { ...DE, from: '2026-03-02', period: 'week', amount: '14000.00' });
  const { rows } = await manager.must(200, 'GET', '/cash-targets');
  assert.deepEqual(rows.map((r) => [r.from, r.period, r.amount, r.set_by.name.length > 0]),
    [['2026-03-02', 'week', '14000.00', true], ['2026-04-01', 'month', '310000.00', true], ['2026-05-01', 'week', '0.00', true]]);
  const [last] = await stack.sql("SELECT object_id, before_json, after_json FROM audit_event WHERE action = 'cash_target.set' ORDER BY id DESC LIMIT 1");
  assert.match(JSON.stringify(last), /DE EUR 2026-03-02/);
  assert.match(JSON.stringify(last), /70000\.00/);
  assert.match(JSON.stringify(last), /14000\.00/);
});

test('what is no target is refused', async () => {
  for (const [bad, pointer] of [[{ division: 'XX' }, '/division'], [{ currency: 'eur?' }, '/currency'], [{ amount: '-1.00' }, '/amount'], [{ period: 'day' }, '/period'],
    [{ amount: '1.001' }, '/amount'], [{ from: 'soon' }, '/from']]) {
    const { errors } = await put(manager, 422, { ...DE, from: '2026-03-02', period: 'week', amount: '1.00', ...bad });
    assert.ok(errors.some((e) => e.pointer === pointer), `${JSON.stringify(bad)} ${JSON.stringify(errors)}`);
  }
});

test('who may not set them reads them; of divisions out of sight nothing', async () => {
  const collector = await stack.login(await addUser(stack, 'cora@example.com', '--role', 'collector'));
  await put(collector, 403, { ...DE, from: '2026-03-02', period: 'week', amount: '1.00' });
  assert.equal((await collector.must(200, 'GET', '/cash-targets')).rows.length, 3);
  const north = await stack.login(await addUser(stack, 'uma@example.com', '--role', 'manager', '--division', 'UK'));
  assert.deepEqual((await north.must(200, 'GET', '/cash-targets')).rows, []);
  await put(north, 422, { ...DE, from: '2026-03-02', period: 'week', amount: '1.00' });
  const id = await one("SELECT id FROM user WHERE email = 'cora@example.com'");
  await stack.mysql(`INSERT INTO user_sight (user_id, sees, changed_at) VALUES (${id}, 'own', '2026-01-01')`);
  assert.deepEqual((await collector.must(200, 'GET', '/cash-targets')).rows, [], 'they are of all customers of a division');
});

test('the target is in the export', async () => {
  const out = join(stack.var, 'cash.csv');
  const email = await one("SELECT email FROM user WHERE role = 'admin' ORDER BY id LIMIT 1");
  const got = await stack.dunlin('export', 'insights/expected-cash', out, '--user', email, '--format', 'csv', '--filters', 'division=DE&currency=EUR');
  assert.equal(got.code, 0, got.err);
  assert.deepEqual(csv(readFileSync(out)).map((r) => r.Target).slice(0, 2), ['10000.00', '14000.00']);
});
