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

test('colleagues are those who may sign in', async () => {
  const names = (await staff.all('/colleagues')).map((c) => c.name);
  assert.ok(names.includes('Bob Stone') && names.includes('Una'));
  await stack.mysql("UPDATE user SET status = 'disabled' WHERE email = 'una@example.com'");
  assert.ok(!(await staff.all('/colleagues')).some((c) => c.name === 'Una'));
});
