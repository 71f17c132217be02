// What a collector does all day: calls, notes that name colleagues, one action on many, tasks
// undone and given away.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { once } from '../harness/http.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser, caseOf, COMPANY, customer, invoice } from './fixture.mjs';

let stack, staff, clara, bob, bobId, only, onlyUs;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  // 250 invoices of Delta (40) in DE, in two currencies, and 150 customers more
  await stack.mysql([customer(40, 'Delta Mines'), caseOf(5001, 40, 101), caseOf(5002, 40, 101, { currency: 'CHF' }),
    ...Array.from({ length: 250 }, (_, i) => invoice(50000 + i, i < 200 ? 5001 : 5002, 40, 101, i < 200 ? {} : { currency: 'CHF' })),
    ...Array.from({ length: 150 }, (_, i) => customer(600 + i, `Many ${i}`, { contact: false }) + caseOf(6000 + i, 600 + i, 101))].join('\n'));
  clara = await addUser(stack, 'clara@example.com', '--name', 'Clara Berg');
  staff = await stack.login(clara);
  const b = await addUser(stack, 'bob@example.com', '--name', 'Bob Stone');
  bob = await stack.login(b);
  bobId = b.id;
  onlyUs = await addUser(stack, 'una@example.com', '--name', 'Una', '--division', 'US');
  only = await stack.login(onlyUs);
});
after(() => stack?.stop());

const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];

test('a call is on the timeline with its outcome, and a call-back becomes a task', async () => {
  const call = (body) => staff.post('/customers/10/calls', body);
  const made = await staff.must(201, 'POST', '/customers/10/calls', {
    outcome: 'call_back', contact_id: '101', case_id: '1001', item_ids: ['11'], note: 'In a meeting\nnicer after two', call_back_on: '2026-03-04',
  });
  const [entry] = await staff.all('/customers/10/timeline?kind=call');
  assert.equal(entry.title, 'Call to Contact of Acme Works: call back. In a meeting');
  assert.deepEqual(entry.detail, { outcome: 'call_back', contact: 'Contact of Acme Works', call_back_on: '2026-03-04', body: 'In a meeting\nnicer after two' });
  const task = (await staff.all('/follow-ups?customer_id=10')).find((f) => f.id === made.follow_up_id);
  assert.deepEqual([task.kind, task.title, task.due_on, task.assignee.id, task.case_id], ['call', 'Call back: In a meeting', '2026-03-04', clara.id, '1001']);
  assert.equal((await staff.must(201, 'POST', '/customers/10/calls', { outcome: 'no_answer' })).follow_up_id, null);
  for (const [body, pointer] of [
    [{ outcome: 'call_back' }, '/call_back_on'], [{ outcome: 'reached', call_back_on: '2026-03-01' }, '/call_back_on'],
    [{ outcome: 'shouted' }, '/outcome'], [{ outcome: 'reached', contact_id: '201' }, '/contact_id'], [{ outcome: 'reached', item_ids: ['21'] }, '/item_ids/0'],
    [{ outcome: 'reached', case_id: '1001', item_ids: ['13'] }, '/item_ids/0'],
  ]) {
    const got = await call(body);
    assert.deepEqual([got.status, got.body.errors?.[0].pointer], [422, pointer], JSON.stringify(body));
  }
  assert.equal((await only.post('/customers/20/calls', { outcome: 'reached' })).status, 404);
});

test('a colleague named in a note is told once, whatever the way of naming', async () => {
  const before = (await bob.must(200, 'GET', '/notifications')).rows.length;
  const { id } = await staff.must(201, 'POST', '/customers/10/notes', { body: 'Ask @bob, he knows them.\n@Bob Stone @BOB STONE: please! mail bob@bob.example', item_ids: ['11', '12', '11'] });
  const { rows } = await bob.must(200, 'GET', '/notifications');
  assert.equal(rows.length, before + 1);
  assert.deepEqual([rows[0].kind, rows[0].ref.id, rows[0].title], ['mention', id, 'Ask @bob, he knows them.']);
  assert.equal(await one(`SELECT COUNT(*) AS n FROM mention WHERE note_id = ${id}`), '1');
  assert.equal(await one(`SELECT COUNT(*) AS n FROM note_item WHERE note_id = ${id}`), '2');
  await staff.must(201, 'POST', '/customers/10/notes', { body: 'nobody@bob.example, @bobby, bob and @nobody' });
  assert.equal((await bob.must(200, 'GET', '/notifications')).rows.length, before + 1);
});

test('one follow-up on 200 invoices: one a case, a result for each, undone and given away', async () => {
  const ids = Array.from({ length: 250 }, (_, i) => String(50000 + i));
  const key = once();
  const body = { title: 'Ask for the order numbers', due_on: '2026-03-05', item_ids: ids, assignee_id: bobId };
  const touched = () => one('SELECT touch_seq FROM case_state WHERE id = 5001');
  const before = Number(await touched());
  const got = await staff.must(200, 'POST', '/follow-ups/bulk', body, key);
  assert.deepEqual([got.named, got.made, got.refused], [250, 2, 0]);
  assert.ok(got.results.every((r) => r.status === 'made' && r.kind === 'item'));
  const tasks = new Set(got.results.map((r) => r.made_id));
  assert.equal(tasks.size, 2);
  assert.equal(await one(`SELECT COUNT(*) AS n FROM follow_up_item WHERE follow_up_id = ${got.results[0].made_id}`), '200');
  assert.deepEqual(await staff.must(200, 'POST', '/follow-ups/bulk', body, key), got, 'asked twice, made once');
  assert.equal(await one("SELECT COUNT(*) AS n FROM follow_up WHERE title = 'Ask for the order numbers'"), '2');
  assert.equal(Number(await touched()), before + 1, 'the next evaluation sees it');
  const id = got.results[0].made_id;
  assert.equal((await staff.post(`/follow-ups/${id}/undo`)).status, 409, 'it is not done yet');
  await staff.must(200, 'POST', `/follow-ups/${id}/done`, { outcome: 'sent' });
  await staff.must(200, 'POST', `/follow-ups/${id}/undo`);
  await staff.must(200, 'POST', `/follow-ups/${id}/assign`, { assignee_id: clara.id });
  const task = (await staff.all('/follow-ups?customer_id=40')).find((f) => f.id === id);
  assert.deepEqual([task.state, task.outcome, task.assignee.name], ['open', null, 'Clara Berg']);
  assert.equal((await staff.post(`/follow-ups/${id}/assign`, { assignee_id: '1' })).status, 422);
  assert.equal((await only.post(`/follow-ups/${id}/assign`, {})).status, 404);
  const each = await staff.must(200, 'POST', '/follow-ups/bulk', { ...body, title: 'Each by itself', item_ids: ids.slice(0, 5), per: 'item' });
  assert.equal(new Set(each.results.map((r) => r.made_id)).size, 5);
});

test('a bulk follow-up goes to who sees the case, and says where its owner does not', async () => {
  const to = { title: 'For Una', due_on: '2026-03-05', assignee_id: String(onlyUs.id) };
  const got = await staff.must(200, 'POST', '/follow-ups/bulk', { ...to, case_ids: ['1001', '1002'], item_ids: ['31', '21'] });
  assert.deepEqual(got.results.map((r) => [r.kind, r.id, r.status]), [['item', '21', 'hidden'], ['item', '31', 'made'], ['case', '1001', 'hidden'], ['case', '1002', 'made']]);
  assert.match(got.results[0].why, /may not see this customer/);
  assert.deepEqual([got.made, got.refused], [2, 2]);
  assert.deepEqual((await stack.sql("SELECT case_id, assignee_id FROM follow_up WHERE title = 'For Una' ORDER BY case_id")).map((f) => [Number(f.case_id), Number(f.assignee_id)]),
    [[1002, Number(onlyUs.id)], [3001, Number(onlyUs.id)]]);
  const preview = await staff.must(200, 'POST', '/worklist/preview', { action: 'follow_up', busy_too: true, assignee_id: String(onlyUs.id), case_ids: ['1001', '1002', '2001', '3001'] });
  assert.deepEqual([preview.case_ids, preview.left_out], [['1002', '3001'], [{ reason: 'hidden', cases: 2, names: ['Acme Works', 'Brook Mills'] }]]);
  const view = await staff.must(200, 'POST', '/worklist/preview?division=DE', { action: 'follow_up', busy_too: true, assignee_id: String(onlyUs.id) });
  assert.deepEqual([view.case_ids, view.left_out.map((l) => l.reason)], [[], ['hidden']]);
  for (const action of ['note', 'call']) assert.deepEqual((await staff.must(200, 'POST', '/worklist/preview', { action, case_ids: ['1001', '1002'] })).case_ids, ['1001', '1002']);
});

test('a bulk action refuses what is not in reach, row by row, and does the rest', async () => {
  const got = await only.must(200, 'POST', '/follow-ups/bulk', {
    title: 'Look at it', due_on: '2026-03-05', item_ids: ['11', '13', '31', '99999999'], case_ids: ['2001', '3001'], customer_ids: ['20', '30', '30'],
  });
  const status = Object.fromEntries(got.results.map((r) => [`${r.kind} ${r.id}`, r.status]));
  assert.deepEqual(status, {
    'item 11': 'refused', 'item 13': 'made', 'item 31': 'made', 'item 99999999': 'refused',
    'case 2001': 'refused', 'case 3001': 'made', 'customer 20': 'refused', 'customer 30': 'made',
  });
  assert.deepEqual([got.named, got.made, got.refused], [8, 3, 4]);
  assert.equal(await one("SELECT COUNT(*) AS n FROM follow_up WHERE title = 'Look at it' AND customer_id = 20"), '0');
  assert.equal((await staff.post('/follow-ups/bulk', { title: 'x', due_on: '2026-03-05' })).status, 422);
});

test('notes and calls go on many at once, too, to thousands', async () => {
  const customers = Array.from({ length: 150 }, (_, i) => String(600 + i));
  const notes = await staff.must(200, 'POST', '/notes/bulk', { body: 'New terms sent.', customer_ids: customers, item_ids: ['11', '12', '21'] });
  assert.deepEqual([notes.named, notes.made], [153, 152]);
  const calls = await staff.must(200, 'POST', '/calls/bulk', { outcome: 'voicemail', call_back_on: '2026-03-03', customer_ids: customers });
  assert.equal(calls.made, 150);
  assert.equal(await one("SELECT COUNT(*) AS n FROM follow_up WHERE title = 'Call back'"), '150');
  const many = await staff.post('/notes/bulk', { body: 'x', item_ids: Array.from({ length: 5001 }, (_, i) => String(i + 1)) });
  assert.equal(many.status, 422);
  const most = await staff.must(200, 'POST', '/notes/bulk', { body: 'x', item_ids: Array.from({ length: 5000 }, (_, i) => String(i + 1)) });
  assert.equal(most.named, 5000);
});

test('texts that staff write again and again are shared, versioned and taken away', async () => {
  const { id } = await staff.must(201, 'POST', '/note-templates', { title: 'No answer', body: 'Called twice, nobody answered.' });
  const [text] = await bob.all('/note-templates');
  assert.deepEqual([text.id, text.by, text.version], [id, 'Clara Berg', 1]);
  await bob.must(200, 'PUT', `/note-templates/${id}`, { title: 'No answer', body: 'Nobody answered.' }, { 'if-match': '"1"' });
  assert.equal((await staff.put(`/note-templates/${id}`, { title: 'x', body: 'y' }, { 'if-match': '"1"' })).status, 412);
  await staff.must(204, 'DELETE', `/note-templates/${id}`);
  assert.equal((await staff.delete(`/note-templates/${id}`)).status, 404);
  assert.deepEqual(await staff.all('/note-templates'), []);
});

test('what is of a customer is given only to who may see it, and the refusal says why', async () => {
  const task = { title: 'Ring them', due_on: '2026-03-05' };
  const una = onlyUs.id;
  const why = (got) => [got.status, got.body.errors?.[0].pointer, got.body.errors?.[0].message];
  assert.deepEqual(why(await staff.post('/customers/20/follow-ups', { ...task, assignee_id: una })), [422, '/assignee_id', 'Una may not see this customer']);
  assert.deepEqual(why(await staff.post('/customers/10/follow-ups', { ...task, case_id: '1001', assignee_id: una })), [422, '/assignee_id', 'Una may not see this customer']);
  await staff.must(201, 'POST', '/customers/10/follow-ups', { ...task, case_id: '1002', assignee_id: una });
  await staff.must(201, 'POST', '/customers/30/follow-ups', { ...task, assignee_id: una });
  const { id } = await staff.must(201, 'POST', '/customers/20/follow-ups', { ...task, assignee_id: bobId });
  assert.deepEqual(why(await staff.post(`/follow-ups/${id}/assign`, { assignee_id: una })), [422, '/assignee_id', 'Una may not see this customer']);
  const many = await staff.must(200, 'POST', '/follow-ups/bulk', { ...task, title: 'In bulk', assignee_id: una, case_ids: ['1001', '1002'], customer_ids: ['20', '30'], item_ids: ['21', '999'] });
  assert.deepEqual(Object.fromEntries(many.results.map((r) => [`${r.kind} ${r.id}`, r.why])), {
    'case 1001': 'The colleague may not see this customer.', 'case 1002': null, 'customer 20': 'The colleague may not see this customer.', 'customer 30': null,
    'item 21': 'The colleague may not see this customer.', 'item 999': 'There is no such thing in your reach.',
  });
  assert.equal((await only.all('/follow-ups')).filter((f) => f.title === 'In bulk').length, 2);
  assert.deepEqual(why(await staff.post('/items/21/disputes', { reason_code: 'price', owner_id: una })), [422, '/owner_id', 'Una may not see this customer']);
  const who = async (query) => (await staff.all(`/colleagues?${query}`)).map((c) => c.name);
  assert.ok(!(await who('customer_id=20')).includes('Una') && (await who('customer_id=10')).includes('Una') && !(await who('customer_id=10&case_id=1001')).includes('Una'));
  assert.equal((await only.get('/colleagues?customer_id=20')).status, 404);
});

test('a task that was done goes back to nobody where its owner may not see the customer any more', async () => {
  const { id } = await staff.must(201, 'POST', '/customers/20/follow-ups', { title: 'Once Bob\'s', due_on: '2026-03-05', assignee_id: bobId });
  await staff.must(200, 'POST', `/follow-ups/${id}/done`);
  await stack.mysql(`INSERT INTO user_division (user_id, division_id) VALUES (${bobId}, 102)`);
  await staff.must(200, 'POST', `/follow-ups/${id}/undo`);
  assert.equal((await staff.all('/follow-ups?customer_id=20')).find((f) => f.id === id).assignee, null);
  await stack.mysql(`DELETE FROM user_division WHERE user_id = ${bobId}`);
});

test('a colleague named in the note of a call is told; who may not see the customer is not named', async () => {
  const told = async () => (await bob.must(200, 'GET', '/notifications')).rows;
  const before = (await told()).length;
  const { id } = await staff.must(201, 'POST', '/customers/20/calls', { outcome: 'reached', note: '@Bob Stone: they ask for you.\n@bob again' });
  const rows = await told();
  assert.equal(rows.length, before + 1);
  const mine = rows.find((r) => r.ref?.id === id);
  assert.deepEqual([mine.kind, mine.ref, mine.title], ['mention', { kind: 'call', id }, '@Bob Stone: they ask for you.']);
  for (const [path, body] of [['notes', { body: 'For @Una' }], ['calls', { outcome: 'reached', note: 'For @una' }]]) {
    const got = await staff.post(`/customers/20/${path}`, body);
    assert.deepEqual([got.status, got.body.errors[0].message], [422, 'Una may not see this customer'], path);
  }
  assert.equal((await only.must(200, 'GET', '/notifications')).rows.filter((r) => r.kind === 'mention').length, 0);
  await staff.must(200, 'POST', '/notes/bulk', { body: 'For @Una', customer_ids: ['20', '30'] });
  assert.deepEqual((await only.must(200, 'GET', '/notifications')).rows.filter((r) => r.kind === 'mention').map((r) => r.customer.id), ['30']);
});

test('colleagues are those who may sign in', async () => {
  const names = (await staff.all('/colleagues')).map((c) => c.name);
  assert.ok(names.includes('Bob Stone') && names.includes('Una'));
  await stack.mysql("UPDATE user SET status = 'disabled' WHERE email = 'una@example.com'");
  assert.ok(!(await staff.all('/colleagues')).some((c) => c.name === 'Una'));
});
