// Portfolios: who has which customers, who sees only the own ones, what each is to reach.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY, insert } from './fixture.mjs';

let stack, clara, dora, mona, boss, hers;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-04T09:00:00Z' });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com');
  dora = await addUser(stack, 'dora@example.com');
  mona = await addUser(stack, 'mona@example.com', '--role', 'manager');
  boss = await stack.login(mona);
  hers = await stack.login(clara);
});
after(() => stack?.stop());

const ids = (rows) => rows.map((r) => r.case_id).sort();
const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];

test('only a manager gives customers away', async () => {
  for (const [method, path, body] of [['GET', '/team'], ['GET', '/team/customers'], ['PUT', `/team/${dora.id}`, { sees: 'own' }],
    ['PUT', `/team/${dora.id}/targets`, { targets: [] }], ['POST', '/assignments', { customer_ids: ['10'] }],
    ['POST', '/assignments/preview', { customer_ids: ['10'] }]]) {
    assert.equal((await hers.request(method, path, body)).status, 403, path);
  }
  assert.ok((await boss.must(200, 'GET', '/session')).user.rights.includes('team'));
});

test('customers change hands as a whole, with their open tasks, and the timeline says so', async () => {
  const preview = await boss.must(200, 'POST', '/assignments/preview', { customer_ids: ['10', '20'], user_id: clara.id });
  assert.deepEqual(preview, { left_out: [], done: 2, moved: ['10', '20'].map((customer_id) => ({ customer_id, from_id: null, portfolio: null })) });
  assert.equal(await one('SELECT COUNT(*) FROM customer_assignment'), '0', 'a preview changes nothing');

  await boss.must(200, 'POST', '/assignments', { customer_ids: ['10', '20'], user_id: clara.id, portfolio: 'North' });
  assert.deepEqual(ids(await hers.all('/worklist?view=mine')), ['1001', '1002', '2001']);
  await hers.must(201, 'POST', '/customers/10/follow-ups', { title: 'Ring Acme', due_on: '2026-03-05', case_id: '1001', assignee_id: clara.id });
  const touched = Number(await one('SELECT touch_seq FROM case_state WHERE id = 1001'));

  const moved = await boss.must(200, 'POST', '/assignments', { customer_ids: ['10', '20', '30', '9999'], user_id: dora.id });
  const north = { from_id: String(clara.id), portfolio: 'North' };
  assert.deepEqual(moved, { left_out: [], done: 3, moved: [{ customer_id: '10', ...north }, { customer_id: '20', ...north },
    { customer_id: '30', from_id: null, portfolio: null }] }, 'whose they were, so that it can be undone');
  assert.deepEqual(ids(await hers.all('/worklist?view=mine')), []);
  assert.equal(await one('SELECT assignee_id FROM follow_up WHERE title = "Ring Acme"'), String(dora.id));
  assert.equal(await one('SELECT COUNT(*) FROM customer_assignment WHERE known_to IS NULL AND customer_id = 10'), '1');
  assert.equal(await one('SELECT portfolio FROM customer_assignment WHERE known_to IS NULL AND customer_id = 10'), 'North', 'it stays in its portfolio');
  assert.ok(Number(await one('SELECT touch_seq FROM case_state WHERE id = 1001')) > touched);

  const [told] = await boss.all('/customers/10/timeline?kind=assignment');
  assert.match(told.title, /^Assigned to /);
  assert.deepEqual(told.detail, { from: String(clara.id), to: String(dora.id) });
  assert.equal(await one('SELECT COUNT(*) FROM audit_event WHERE action = "customer.assign" AND customer_id = 10'), '2');

  const again = await boss.must(200, 'POST', '/assignments', { customer_ids: ['10', '30'], user_id: dora.id });
  assert.deepEqual(again, { left_out: [{ customer_id: '10', name: 'Acme Works', reason: 'same' }, { customer_id: '30', name: 'Crane Yards', reason: 'same' }], done: 0, moved: [] });
  for (const user_id of ['999999', String((await addUser(stack, 'vera@example.com', '--role', 'viewer')).id)]) {
    assert.equal((await boss.post('/assignments', { customer_ids: ['10'], user_id })).status, 422, user_id);
  }
});

test('the next evaluation says the same owner', async () => {
  await stack.dunlin('evaluate', '--json');
  assert.equal(await one('SELECT assignee_id FROM worklist_row WHERE case_id = 1001'), String(dora.id));
});

test('the team page counts what each has, and what is nobody\'s', async () => {
  await boss.must(200, 'POST', '/assignments', { customer_ids: ['30'] });
  const team = await boss.must(200, 'GET', '/team');
  const her = team.members.find((m) => m.user.id === String(dora.id));
  const rows = (await boss.all('/worklist')).filter((r) => r.assignee);
  assert.equal(her.customers, 2);
  assert.equal(her.cases, rows.length);
  assert.equal(Number(her.overdue.amount).toFixed(2), rows.reduce((sum, r) => sum + Number(r.overdue_base), 0).toFixed(2));
  assert.deepEqual(team.portfolios, [{ name: 'North', user: { id: String(dora.id), name: her.user.name }, customers: 2 }]);
  assert.equal(team.unassigned.cases, (await boss.all('/worklist')).length - rows.length);
  assert.deepEqual((await boss.must(200, 'GET', `/team/customers?user_id=${dora.id}`)).customer_ids, ['10', '20']);
  assert.deepEqual((await boss.must(200, 'GET', '/team/customers?portfolio=North')).customer_ids, ['10', '20']);
  assert.deepEqual((await boss.must(200, 'GET', '/team/customers')).customer_ids, ['30']);
});

test('who sees only the own portfolio meets nothing of the others, anywhere', async () => {
  await boss.must(200, 'POST', '/assignments', { customer_ids: ['20'], user_id: clara.id });
  await boss.must(201, 'POST', '/customers/10/follow-ups', { title: 'Not hers', due_on: '2026-03-04', case_id: '1001' });
  await stack.mysql(insert('outbox', { id: 901, case_id: 1001, customer_id: 10, kind: 'manual', channel: 'email', template: 'x',
    state: 'failed', not_before: '2026-03-04', actor_kind: 'system', actor_id: 'x', created_at: '2026-03-04' }));
  await stack.mysql([10, 20].map((id) => insert('message', { id: 700 + id, conversation_id: 700 + id, customer_id: id, author_kind: 'contact', author_id: '1',
    channel: 'portal', body: 'The consignment was short', created_at: '2026-03-01' })).join(''));
  /** What she finds: customers, whose messages; and what who sees all finds of both. */
  const found = async (q) => {
    const [own, all] = await Promise.all([hers, boss].map((who) => who.must(200, 'GET', `/search?q=${q}`)));
    return [own.customers.map((c) => c.id), own.messages.map((m) => m.customer_id), [...all.customers.map((c) => c.id), ...all.messages.map((m) => m.customer_id)].sort()];
  };
  const before = await hers.must(200, 'GET', '/worklist/summary');
  assert.ok(before.cases > 1 && before.failed_mail === 1 && before.due_follow_ups >= 1);
  const unknown = await hers.get('/customers/123456');

  await boss.must(200, 'PUT', `/team/${clara.id}`, { sees: 'own' });
  assert.deepEqual([...new Set((await hers.all('/worklist')).map((r) => r.customer_id))], ['20']);
  assert.deepEqual((await hers.all('/customers')).map((c) => c.id), ['20']);
  assert.deepEqual(await hers.all('/customers?q=Acme'), []);
  assert.deepEqual(await hers.all('/worklist?q=Acme'), []);
  assert.deepEqual(await found('consignment'), [[], ['20'], ['10', '20']], 'messages');
  assert.deepEqual(await found('C'), [['20'], [], ['10', '20', '30']], 'numbers of customers');
  assert.ok((await hers.all('/outbox')).every((m) => m.customer.id === '20'));
  assert.ok((await hers.all('/follow-ups')).every((f) => f.customer.id === '20'));
  const figures = await hers.must(200, 'GET', '/worklist/summary');
  assert.equal(figures.cases, 1);
  assert.equal(figures.failed_mail, 0);
  assert.equal(figures.due_follow_ups, 0);
  const task = await one('SELECT id FROM follow_up WHERE title = "Not hers"');
  for (const [method, path, body] of [['GET', '/customers/10'], ['GET', '/customers/10/items'], ['GET', '/customers/10/timeline'],
    ['GET', '/customers/10/why'], ['GET', '/customers/10/promises'], ['GET', '/customers/10/holds'], ['GET', '/customers/10/messages'],
    ['GET', '/worklist/1001'], ['GET', '/outbox/901'], ['POST', '/outbox/901/cancel', { reason: 'no' }], ['POST', `/follow-ups/${task}/done`, {}],
    ['POST', '/customers/10/notes', { body: 'x' }], ['POST', '/items/11/disputes', { amount: '1.00', reason_code: 'price' }],
    ['POST', '/customers/10/promises', { case_id: '1001', amount: '1.00', promised_on: '2026-03-06' }]]) {
    const got = await hers.request(method, path, body);
    assert.equal(got.status, 404, `${method} ${path}`);
    assert.equal(got.body.detail, unknown.body.detail, path);
  }
  assert.equal((await hers.get('/customers/20')).status, 200);

  // whoever else has the customer, too, in any order and view
  const cases = async (query) => ids(await hers.all(`/worklist?${query}&limit=2`)).sort();
  const orders = ['', 'sort=score', 'sort=-days', 'sort=overdue', 'sort=name', 'sort=owner', 'sort=-items', 'view=exceptions', 'view=overdue', `assignee=${dora.id}`];
  const own = Object.fromEntries(await Promise.all(orders.map(async (query) => [query, await cases(query)])));
  for (const query of orders) assert.deepEqual(own[query].filter((id) => id !== '2001'), [], query);
  await stack.mysql(insert('customer_assignment', { id: 990, customer_id: 10, user_id: clara.id, known_from: '2026-03-01' })
    + insert('customer_shared', { customer_id: 10 }));
  assert.deepEqual(await cases(''), ['1001', '1002', '2001']);
  for (const sort of orders.slice(0, 7)) assert.deepEqual(await cases(sort), ['1001', '1002', '2001'], sort);
  assert.deepEqual(await cases(`assignee=${dora.id}`), ['1001', '1002']);
  assert.equal((await hers.must(200, 'GET', '/worklist/summary')).cases, 3);
  await stack.mysql("UPDATE customer_assignment SET known_to = '2026-03-02' WHERE id = 990");
  for (const query of orders) assert.deepEqual(await cases(query), own[query], query);
  await stack.mysql('DELETE FROM customer_shared');
  for (const query of orders) assert.deepEqual(await cases(query), own[query], query);

  // both limits count
  await stack.mysql(insert('user_division', { user_id: clara.id, division_id: 102 }));
  assert.deepEqual(await hers.all('/worklist'), []);
  await stack.mysql(`DELETE FROM user_division WHERE user_id = ${clara.id}`);
  await boss.must(200, 'PUT', `/team/${clara.id}`, { sees: 'all' });
  assert.equal((await hers.get('/customers/10')).status, 200);
  assert.equal((await boss.put(`/team/${mona.id}`, { sees: 'own' })).status, 403, 'nobody shuts out oneself');
  assert.equal((await boss.put('/team/999999', { sees: 'own' })).status, 404);
  assert.equal(await one('SELECT COUNT(*) FROM audit_event WHERE action = "user.sight"'), '2');
});

test('a manager limited to a division moves no customer that is owed elsewhere too', async () => {
  const dina = await addUser(stack, 'dina@example.com', '--role', 'manager', '--division', 'DE');
  const limited = await stack.login(dina);
  const got = await limited.must(200, 'POST', '/assignments', { customer_ids: ['10', '20', '30'], user_id: dora.id });
  assert.deepEqual(got, { left_out: [{ customer_id: '10', name: 'Acme Works', reason: 'foreign' }], done: 1, moved: got.moved });
  assert.equal(got.moved.length, 1);
  assert.equal((await limited.must(200, 'GET', `/team/customers?user_id=${dora.id}`)).foreign, 1);
});

test('targets are met by what stands on the timelines', async () => {
  assert.deepEqual(await hers.must(200, 'GET', '/worklist/progress'), { targets: [] });
  await boss.must(200, 'PUT', `/team/${clara.id}/targets`, { targets: [
    { kind: 'worked', period: 'day', target: 5 }, { kind: 'contacts', period: 'week', target: 3 }, { kind: 'promises', period: 'month', target: '1000.00' }] });
  const reached = async () => Object.fromEntries((await hers.must(200, 'GET', '/worklist/progress')).targets.map((t) => [t.kind, t.reached]));
  const start = await reached();
  await hers.must(201, 'POST', '/customers/20/notes', { body: 'spoke to nobody' });
  await hers.must(201, 'POST', '/customers/20/notes', { body: 'once more' });
  await hers.must(201, 'POST', '/customers/10/messages', { body: 'When will you pay?' });
  const promise = await hers.must(201, 'POST', '/customers/10/promises', { case_id: '1001', amount: '60.00', promised_on: '2026-03-06' });
  const then = await reached();
  assert.equal(Number(then.worked) - Number(start.worked), 2, 'two customers, however often');
  assert.equal(Number(then.contacts) - Number(start.contacts), 1);
  assert.equal(then.promises, '60.00');
  await hers.must(200, 'POST', `/promises/${promise.id}/cancel`, { reason: 'a slip' });
  assert.equal((await reached()).promises, '0.00');

  const { targets } = await hers.must(200, 'GET', '/worklist/progress');
  assert.deepEqual(targets.map((t) => [t.kind, t.from, t.until, t.target, t.currency]), [['contacts', '2026-03-02', '2026-03-08', '3', null],
    ['promises', '2026-03-01', '2026-03-31', '1000.00', 'EUR'], ['worked', '2026-03-04', '2026-03-04', '5', null]]);
  await stack.clock.advance({ days: 1 });
  assert.equal((await reached()).worked, '0', 'a new day');
  assert.equal((await reached()).contacts, then.contacts, 'the same week');
  await boss.must(200, 'PUT', `/team/${clara.id}/targets`, { targets: [{ kind: 'contacts', period: 'day', target: 0 }] });
  assert.deepEqual(Object.keys(await reached()), ['promises', 'worked']);
  const team = await boss.must(200, 'GET', '/team');
  assert.equal(team.members.find((m) => m.user.id === String(clara.id)).targets.length, 2);
  assert.equal((await boss.put(`/team/${clara.id}/targets`, { targets: [{ kind: 'naps', period: 'day', target: 1 }] })).status, 422);
  assert.equal((await boss.put(`/team/${clara.id}/targets`, { targets: [{ kind: 'promises', period: 'day', target: '-1.00' }] })).status, 422);
});
