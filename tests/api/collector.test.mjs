// The worklist and what a collector does about a case.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, caseOf, COMPANY, customer, insert, invoice } from './fixture.mjs';

let stack, staff, clara;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com');
  staff = await stack.login(clara);
});
after(() => stack?.stop());

const ids = (rows) => rows.map((r) => r.case_id);
const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];

test('the worklist goes by score, and by every other order both ways', async () => {
  assert.deepEqual(ids(await staff.all('/worklist')), ['3001', '2001', '1002', '1001']);
  await stack.mysql(`UPDATE worklist_row SET overdue_base = 9000 - case_id, days_late = case_id % 7 WHERE 1`);
  const key = { score: (r) => Number(r.score), overdue: (r) => Number(r.overdue_base), days: (r) => r.days_late, name: (r) => r.name };
  for (const sort of ['score', '-score', 'overdue', '-overdue', 'days', '-days', 'name', '-name']) {
    const rows = await staff.all(`/worklist?sort=${sort}&limit=1`);
    const values = rows.map(key[sort.replace('-', '')]);
    const wanted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    assert.deepEqual(values, sort[0] === '-' ? wanted.reverse() : wanted, sort);
    assert.equal(new Set(ids(rows)).size, 4, sort);
  }
  assert.equal((await staff.get('/worklist?sort=colour')).status, 400);
});

test('filters narrow the worklist, alone and together, and its figures with it', async () => {
  await stack.mysql(`
    UPDATE worklist_row SET status = 'held', tags = 'key-account,slow' WHERE case_id = 1001;
    UPDATE worklist_row SET exception = 1, broken_n = 2, days_late = 90 WHERE case_id = 2001;
    UPDATE worklist_row SET overdue_minor = 0, overdue_base = 0, disputed_minor = 100, tags = 'slow' WHERE case_id = 1002;
    UPDATE worklist_row SET promised_minor = 100, assignee_id = ${clara.id} WHERE case_id = 3001;`);
  const cases = [
    ['view=all', 4], ['view=mine', '3001'], ['view=exceptions', '2001'], ['view=broken', '2001'], ['view=disputed', '1002'],
    ['view=held', '1001'], ['view=promised', '3001'], ['view=overdue', 3], ['status=held', '1001'], ['tag=slow', 2], ['tag=key-account', '1001'],
    ['tag=key', 0], ['currency=USD', 2], ['currency=USD&division=US', 2], ['division=DE', 2], ['division=XX', 0], ['min_days=90', '2001'],
    ['min_overdue=60.00', 3], ['q=brook', '2001'], ['q=C10', 2], ['q=100%25', 0], ['q=_', 0], ['tag=slow&currency=EUR', '1001'],
    ['view=held&currency=USD', 0],
  ];
  await stack.mysql('UPDATE worklist_row SET overdue_base = 6000 WHERE overdue_base > 0');
  for (const [query, wanted] of cases) {
    const got = ids(await staff.all(`/worklist?${query}`));
    if (typeof wanted === 'number') assert.equal(got.length, wanted, query);
    else assert.deepEqual(got, [wanted], query);
    const sums = await staff.must(200, 'GET', `/worklist/summary?${query}`);
    assert.equal(sums.cases, got.length, `summary ${query}`);
  }
  const { views } = await staff.must(200, 'GET', '/worklist/summary?view=held');
  assert.deepEqual(views, { all: 4, mine: 1, exceptions: 1, overdue: 3, broken: 1, disputed: 1, held: 1, promised: 1 });
});

test('columns hold the same values as rows', async () => {
  const { rows } = await staff.must(200, 'GET', '/worklist');
  const { columns, next } = await staff.must(200, 'GET', '/worklist?format=columns');
  assert.equal(next, null);
  for (const name of Object.keys(rows[0])) assert.deepEqual(columns[name], rows.map((r) => r[name]), name);
  assert.deepEqual(Object.keys(columns), Object.keys(rows[0]));
});

test('pages neither repeat nor lose a row that stays, while scores change', async () => {
  await stack.mysql(Array.from({ length: 60 }, (_, i) => customer(400 + i, `Page ${i}`, { contact: false })
    + caseOf(4000 + i, 400 + i, 101, { name: `Page ${i}`, score_milli: 500000 + Math.floor(i / 10), tags: 'paging' })).join('\n'));
  const seen = [];
  for (let next = '', n = 0; next !== null; n++) {
    const page = await staff.must(200, 'GET', `/worklist?tag=paging&limit=7${next && `&cursor=${encodeURIComponent(next)}`}`);
    seen.push(...ids(page.rows));
    if (page.next) assert.match(String(page.rows.length), /^7$/);
    next = page.next;
    // rows that were seen move up: they must not come again
    await stack.mysql(`UPDATE worklist_row SET score_milli = 900000 WHERE case_id IN (${ids(page.rows).join()})`);
    if (n === 3) await stack.mysql(customer(470, 'Late', { contact: false }) + caseOf(4070, 470, 101, { score_milli: 999999, tags: 'paging' }));
  }
  assert.deepEqual(seen.sort(), Array.from({ length: 60 }, (_, i) => String(4000 + i)).sort());
  assert.equal((await staff.get('/worklist?cursor=AAAA')).status, 400);
  const other = (await staff.must(200, 'GET', '/customers?limit=1')).next;
  assert.equal((await staff.get(`/worklist?cursor=${encodeURIComponent(other)}`)).status, 400, 'a cursor of another list');
  const byName = (await staff.must(200, 'GET', '/worklist?sort=name&limit=1')).next;
  assert.equal((await staff.get(`/worklist?sort=days&cursor=${encodeURIComponent(byName)}`)).status, 400, 'or of another order');
});

test('a case comes with what its score is made of', async () => {
  await stack.mysql(`UPDATE worklist_row SET contributions = '{"overdue":31500,"broken_promises":15000}', score_milli = 46500 WHERE case_id = 2001`);
  const got = await staff.must(200, 'GET', '/worklist/2001');
  assert.equal(got.score, '46.5');
  assert.deepEqual(got.contributions, [{ name: 'overdue', label: 'Overdue', points: '31.5' },
    { name: 'broken_promises', label: 'Broken promises', points: '15.0' }]);
});

test('items show what is disputed, promised and held', async () => {
  await staff.must(201, 'POST', '/items/11/disputes', { amount: '10.00', reason_code: 'price' });
  await staff.must(201, 'POST', '/customers/10/promises', { case_id: '1001', amount: '60.00', promised_on: '2026-03-06', item_ids: ['12', '11'] });
  await staff.must(201, 'POST', '/customers/10/holds', { item_id: '12', reason: 'asked to wait', until: '2026-03-10' });
  const items = Object.fromEntries((await staff.all('/customers/10/items')).map((i) => [i.id, i]));
  assert.deepEqual(Object.keys(items).sort(), ['11', '12', '13', '14']);
  assert.equal(items[11].disputed, '10.00');
  assert.equal(items[11].promised, '60.00', 'the one due first takes it');
  assert.equal(items[12].promised, '0.00');
  assert.equal(items[11].held, false);
  assert.equal(items[12].held, true);
  assert.equal(items[11].days_late, 10);
  assert.equal(items[14].side, 'credit');
  assert.deepEqual((await staff.all('/customers/10/items?kind=payment')).map((i) => i.id), ['14']);
  assert.deepEqual((await staff.all('/customers/10/items?case_id=1002')).map((i) => i.id), ['13']);
  stack.clock.set('2026-03-11T09:00:00Z');
  const later = Object.fromEntries((await staff.all('/customers/10/items')).map((i) => [i.id, i]));
  assert.equal(later[12].held, false, 'the hold is over');
  assert.equal(later[11].promised, '0.00', 'the promise is past its judging day');
  stack.clock.set('2026-03-02T09:00:00Z');
});

test('a promise touches its case and must fit what is open', async () => {
  const before2 = Number(await one('SELECT touch_seq FROM case_state WHERE id = 2001'));
  const promise = (body) => staff.post('/customers/20/promises', { case_id: '2001', amount: '50.00', promised_on: '2026-03-09', ...body });
  assert.equal((await promise({ amount: '0.00' })).status, 422);
  const owed = await one('SELECT SUM(open_minor) FROM instalment WHERE case_id = 2001 AND is_open = 1') / 100;
  const faults = (got) => [got.status, ...(got.body.errors ?? []).map((f) => `${f.pointer} ${f.message}`)];
  assert.deepEqual(faults(await promise({ amount: (owed + 0.01).toFixed(2) })), [422, `/amount The amount promised, ${(owed + 0.01).toFixed(2)} EUR, is more than the ${owed.toFixed(2)} EUR that the account owes.`], 'nor more than the account owes');
  const plan = { amount: undefined, promised_on: undefined, instalments: [{ amount: owed.toFixed(2), promised_on: '2026-03-09' }, { amount: '0.01', promised_on: '2026-04-09' }] };
  assert.deepEqual(faults(await promise(plan)), [422, `/instalments/1/amount The amount promised, ${(owed + 0.01).toFixed(2)} EUR, is more than the ${owed.toFixed(2)} EUR that the account owes.`]);
  assert.deepEqual(faults(await promise({ amount: '100.01', item_ids: ['21'] })), [422, '/amount The amount promised, 100.01 EUR, is more than the 100.00 EUR that is open of these items.']);
  assert.equal((await promise({ amount: '1.234' })).status, 422);
  assert.equal((await promise({ promised_on: '2026-03-01' })).status, 422);
  assert.equal((await promise({ item_ids: ['11'] })).status, 422);
  assert.equal(Number(await one('SELECT touch_seq FROM case_state WHERE id = 2001')), before2, 'what was refused touched nothing');
  assert.equal((await promise({ item_ids: ['21'] })).status, 201);
  assert.equal(Number(await one('SELECT touch_seq FROM case_state WHERE id = 2001')), before2 + 1);
  assert.equal(await one('SELECT next_at FROM case_state WHERE id = 2001'), '1000-01-01 00:00:00.000000');
});

test('a_cancelled_promise_holds_nothing', async () => {
  const { id } = await staff.must(201, 'POST', '/customers/20/promises', { case_id: '2001', amount: '1.00', promised_on: '2026-03-09' });
  await staff.must(200, 'POST', `/promises/${id}/cancel`, { reason: 'he called again' });
  assert.deepEqual((await staff.all('/customers/20/promises')).filter((p) => p.id === id), []);
  assert.equal((await staff.post(`/promises/${id}/cancel`, { reason: 'again' })).status, 409);
  assert.equal(await one(`SELECT state FROM promise_state WHERE promise_id = ${id}`), 'cancelled');
});

test('a_resolved_dispute_holds_nothing', async () => {
  const { id } = await staff.must(201, 'POST', '/items/21/disputes', { amount: '100.00', reason_code: 'quality' });
  assert.equal((await staff.post('/items/21/disputes', { amount: '0.01', reason_code: 'price' })).status, 422, 'all of it is disputed');
  await staff.must(200, 'POST', `/disputes/${id}/resolve`, { resolution: 'reject', note: 'photos show otherwise' });
  assert.equal((await staff.all('/customers/20/items'))[0].disputed, '0.00');
  assert.equal((await staff.post(`/disputes/${id}/resolve`, { resolution: 'credit' })).status, 409);
  assert.deepEqual((await stack.sql(`SELECT kind FROM dispute_event WHERE dispute_id = ${id} ORDER BY kind`)).map((r) => r.kind), ['opened', 'resolved']);
});

test('a_dispute_can_be_raised_again', async () => {
  const before2 = await stack.sql('SELECT id FROM dispute WHERE item_id = 21');
  const { id } = await staff.must(201, 'POST', '/items/21/disputes', { amount: '20.00', reason_code: 'quality' });
  const now = await stack.sql('SELECT id, known_to IS NULL AS open FROM dispute WHERE item_id = 21');
  assert.equal(now.length, before2.length + 1);
  assert.equal(now.find((d) => d.id === id).open, '1');
});

test('two who dispute the same rest at once do not get more than there is', async () => {
  await stack.mysql(invoice(22, 2001, 20, 101, { amount: 10000 }));
  const got = await Promise.all(Array.from({ length: 8 }, () => staff.post('/items/22/disputes', { amount: '60.00', reason_code: 'price' })));
  assert.deepEqual(got.map((g) => g.status).sort(), [201, 422, 422, 422, 422, 422, 422, 422]);
});

test('a hold names what it holds and ends once', async () => {
  const place = (body) => staff.post('/customers/20/holds', { reason: 'x', ...body });
  assert.equal((await place({ amount: '5.00' })).status, 422, 'an amount of what?');
  assert.equal((await place({ case_id: '2001', item_id: '11' })).status, 422);
  assert.equal((await place({ case_id: '2001', amount: '-1.00' })).status, 422);
  const { id } = (await place({ case_id: '2001', amount: '5.00', until: '2026-04-01' })).body;
  assert.equal((await staff.all('/customers/20/holds')).find((h) => h.id === id).amount.amount, '5.00');
  await staff.must(204, 'DELETE', `/holds/${id}`);
  assert.equal((await staff.delete(`/holds/${id}`)).status, 409);
});

const mail = (id, state, extra = {}) => insert('outbox', {
  id, case_id: 2001, customer_id: 20, kind: 'overdue', template: 'reminder_first', state, not_before: '2026-03-02 08:00:00',
  actor_kind: 'system', actor_id: 'test', created_at: '2026-03-02 07:00:00', ...extra,
});

test('a_planned_mail_can_be_cancelled', async () => {
  await stack.mysql(mail(9001, 'planned') + insert('outbox_line', { instalment_id: 21, script_id: 1, step: 'first', cycle: 1, outbox_id: 9001, case_id: 2001, level: 1 }));
  const touched = Number(await one('SELECT touch_seq FROM case_state WHERE id = 2001'));
  await staff.must(200, 'POST', '/outbox/9001/cancel', { reason: 'talked to them' });
  const row = await staff.must(200, 'GET', '/outbox/9001');
  assert.deepEqual([row.state, row.reason], ['cancelled', 'talked to them']);
  assert.equal(await one('SELECT void_id FROM outbox_line WHERE outbox_id = 9001'), '0', 'its step stays held: it is not planned again at once');
  assert.equal(Number(await one('SELECT touch_seq FROM case_state WHERE id = 2001')), touched + 1);
  assert.equal((await staff.post('/outbox/9001/cancel', { reason: 'again' })).status, 409);
  for (const state of ['claimed', 'sending', 'handed_over', 'failed', 'uncertain']) {
    await stack.mysql(`UPDATE outbox SET state = '${state}' WHERE id = 9001`);
    assert.equal((await staff.post('/outbox/9001/cancel', { reason: 'x' })).status, 409, state);
  }
});

test('a_person_may_send_again', async () => {
  await stack.mysql(mail(9002, 'uncertain') + insert('follow_up', { id: 9100, customer_id: 20, case_id: 2001, kind: 'uncertain_mail', title: 'Did it arrive?',
    due_on: '2026-03-02', origin: 'system', origin_id: 'deliver', outbox_id: 9002, created_at: '2026-03-02 08:00:00' }));
  const retry = (body) => staff.post('/outbox/9002/retry', body);
  assert.equal((await retry({ reason: 'x' })).status, 422, 'not without confirmation');
  assert.equal((await retry({ confirm: false, reason: 'x' })).status, 422);
  assert.equal((await retry({ confirm: true, reason: 'they never got it' })).status, 200);
  assert.equal(await one('SELECT state FROM outbox WHERE id = 9002'), 'planned');
  assert.equal(await one('SELECT state FROM follow_up WHERE id = 9100'), 'done');
  assert.equal((await retry({ confirm: true, reason: 'x' })).status, 409);
  assert.ok((await staff.all('/customers/20/timeline')).some((a) => a.kind === 'mail_planned'));
});

test('what somebody did stands in the audit with who, from where and why', async () => {
  const rows = await stack.sql("SELECT actor_kind, actor_id, ip, action, object_id, before_json, after_json FROM audit_event WHERE action = 'outbox.retry'");
  assert.deepEqual(rows, [{ actor_kind: 'user', actor_id: clara.id, ip: '127.0.0.1', action: 'outbox.retry', object_id: '9002',
    before_json: '{"state":"uncertain"}', after_json: '{"state":"planned","reason":"they never got it"}' }]);
});

test('a follow-up is done once', async () => {
  const { id } = await staff.must(201, 'POST', '/customers/20/follow-ups', { title: 'Call', due_on: '2026-03-05', assignee_id: clara.id, item_ids: ['21', '21'] });
  assert.ok((await staff.all('/follow-ups?mine=true')).some((f) => f.id === id));
  assert.ok(!(await staff.all('/follow-ups?due=2026-03-04')).some((f) => f.id === id));
  await staff.must(200, 'POST', `/follow-ups/${id}/snooze`, { until: '2026-03-20' });
  assert.ok(!(await staff.all('/follow-ups?due=2026-03-10')).some((f) => f.id === id), 'it sleeps');
  await staff.must(200, 'POST', `/follow-ups/${id}/done`);
  assert.equal((await staff.post(`/follow-ups/${id}/done`)).status, 409);
  assert.equal((await staff.post('/customers/20/follow-ups', { title: 'x', due_on: '2026-03-05', assignee_id: '999' })).status, 422);
});

test('follow-ups are listed by whose, what, when and words; what is over by when it ended', async () => {
  const add = async (title, due, more = {}) => (await staff.must(201, 'POST', '/customers/20/follow-ups', { title, due_on: due, ...more })).id;
  const late = await add('Ring about the pumps', '2026-03-01', { assignee_id: clara.id, kind: 'call' });
  const now = await add('Write to the buyer', '2026-03-02', { kind: 'review' });
  const then = await add('Look again', '2026-03-06', { kind: 'review' });
  const ids = async (query) => (await staff.all(`/follow-ups?${query}`)).map((f) => f.id).filter((id) => [late, now, then].includes(id));
  assert.deepEqual(await ids(''), [late, now, then]);
  assert.deepEqual(await ids('overdue=true'), [late]);
  assert.deepEqual(await ids('due=2026-03-02'), [late, now]);
  assert.deepEqual(await ids('kind=review&limit=1'), [now, then]);
  assert.deepEqual(await ids('free=true'), [now, then]);
  assert.deepEqual(await ids(`assignee_id=${clara.id}`), [late]);
  assert.deepEqual(await ids('q=pumps'), [late]);
  assert.deepEqual(await ids('q=C20&kind=call'), [late]);
  const sum = () => staff.must(200, 'GET', '/follow-ups/summary');
  const before2 = await sum();
  assert.ok(before2.mine.overdue >= 1 && before2.free.today >= 1);
  assert.equal(before2.kinds.reduce((n, k) => n + k.open, 0), before2.all.open);
  await staff.must(200, 'POST', `/follow-ups/${late}/snooze`, { until: '2026-03-20' });
  assert.deepEqual(await ids('overdue=true'), [], 'put off is not late');
  assert.equal((await sum()).mine.overdue, before2.mine.overdue - 1);
  for (const id of [then, late, now]) {
    await staff.must(200, 'POST', `/follow-ups/${id}/done`);
    await stack.mysql(`UPDATE follow_up SET ended_at = '2026-03-02 08:0${[then, late, now].indexOf(id)}:00' WHERE id = ${id}`);
  }
  assert.deepEqual(await ids('state=done&limit=1'), [now, late, then], 'the last done first, over pages');
  assert.deepEqual(await ids('state=done&kind=review'), [now, then]);
  const north = await stack.login(await addUser(stack, 'nora@example.com', '--division', 'US'));
  assert.deepEqual((await north.all('/follow-ups?state=done')).filter((f) => f.customer.id === '20'), []);
  assert.equal((await staff.get('/follow-ups?state=late')).status, 400);
});

test('a POST with a key happens once and is answered twice', async () => {
  const key = { 'idempotency-key': 'note-1' };
  const count = () => one('SELECT COUNT(*) FROM note WHERE customer_id = 20');
  const before2 = Number(await count());
  const a = await staff.post('/customers/20/notes', { body: 'once' }, key);
  const b = await staff.post('/customers/20/notes', { body: 'once' }, key);
  assert.equal(a.status, 201);
  assert.deepEqual([b.status, b.body], [a.status, a.body]);
  assert.equal(b.headers.get('idempotent-replayed'), 'true');
  assert.equal(Number(await count()), before2 + 1);
  const other = await staff.post('/customers/20/notes', { body: 'twice' }, key);
  assert.equal(other.status, 422);
  assert.equal(other.body.type, '/problems/idempotency-key-reused');
  const elsewhere = await staff.post('/customers/10/notes', { body: 'once' }, key);
  assert.equal(elsewhere.status, 422, 'the same key for another path');
  const dan = await stack.login(await addUser(stack, 'dan@example.com'));
  assert.equal((await dan.post('/customers/20/notes', { body: 'other' }, key)).status, 201, 'keys belong to their user');
  assert.equal((await staff.post('/customers/20/notes', { body: 'x' }, { 'idempotency-key': 'a b' })).status, 400);
});

test('a call with a key that still runs is told to wait, and its lease can run out', async () => {
  const key = { 'idempotency-key': 'slow-1' };
  assert.equal((await staff.post('/customers/20/notes', { body: 'slow' }, key)).status, 201);
  await stack.mysql("UPDATE idempotency SET state = 'running', status = NULL, response = NULL, lease_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE idem_key = 'slow-1'");
  const wait = await staff.post('/customers/20/notes', { body: 'slow' }, key);
  assert.equal(wait.status, 409);
  assert.ok(Number(wait.headers.get('retry-after')) >= 1);
  await stack.mysql("UPDATE idempotency SET lease_until = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE idem_key = 'slow-1'");
  assert.equal((await staff.post('/customers/20/notes', { body: 'slow' }, key)).status, 201);
});

test('of many calls with one key at the same instant one runs', async () => {
  const key = { 'idempotency-key': 'race-1' };
  const got = await Promise.all(Array.from({ length: 10 }, () => staff.post('/customers/20/notes', { body: 'race' }, key)));
  assert.ok(got.every((g) => g.status === 201 || g.status === 409), got.map((g) => g.status).join());
  assert.equal(await one("SELECT COUNT(*) FROM note WHERE body = 'race'"), '1');
});

test('without a database the process answers, and works again with it', async () => {
  await stack.kill('mariadb', 'SIGKILL');
  assert.equal((await fetch(`${stack.url}/healthz`)).status, 200);
  assert.equal((await fetch(`${stack.url}/readyz`)).status, 503);
  const got = await staff.get('/worklist');
  assert.equal(got.status, 503);
  assert.ok(got.headers.get('retry-after'));
  await stack.spawn('mariadb');
  await stack.ready();
  assert.equal((await staff.get('/worklist')).status, 200);
});

test('SIGTERM ends the process at once and cleanly', async () => {
  const start = performance.now();
  assert.equal(await stack.kill('web'), 0);
  assert.ok(performance.now() - start < 1000);
  await stack.spawn('web');
  await stack.ready();
});

test('a document with several instalments is listed once, by the open one due first', async () => {
  const part = (id, seq, due, open) => insert('instalment', { id, item_id: 71, seq, case_id: 3001, issued_on: '2026-01-01', due_on: due,
    amount_minor: 5000, open_minor: open, known_from: '2026-01-01' });
  await stack.mysql(insert('item', { id: 71, case_id: 3001, customer_id: 30, division_id: 102, currency: 'USD', kind: 'invoice', side: 'debit',
    source_system: 'test', source_id: 71, number: 'R71', issued_on: '2026-01-01', amount_minor: 15000, open_minor: 10000, known_at: '2026-01-01',
    recorded_at: '2026-01-01' }) + part(711, 1, '2026-02-01', 0) + part(712, 2, '2026-02-10', 5000) + part(713, 3, '2026-04-01', 5000));
  for (const limit of [1, 2, 50]) {
    const rows = await staff.all(`/customers/30/items?limit=${limit}`);
    assert.deepEqual(rows.map((r) => r.id), ['71', '31'], `limit ${limit}`);
    assert.equal(rows[0].due_on, '2026-02-10');
    assert.deepEqual(rows[0].instalments.map((i) => [i.seq, i.open]), [[1, '0.00'], [2, '50.00'], [3, '50.00']]);
  }
  const all = await staff.all('/customers/30/items?state=all&limit=1');
  assert.deepEqual(all.map((r) => r.id), ['71', '31']);
});
