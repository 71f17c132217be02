// The inbox without a mail server: what is finished is found again, by whom it may be.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY, insert } from './fixture.mjs';

let stack, staff, north;

const said = (id, conversation, customer, body, at, author = 'contact') => insert('message', {
  id, conversation_id: conversation, customer_id: customer, seq: id, author_kind: author, author_id: author === 'user' ? 1 : `${customer}1`, channel: 'portal', body, created_at: at,
});
const talk = (id, customer, caseId, item, at, waits) => insert('conversation', { id, customer_id: customer, item_id: item, subject: 'R', created_at: at, last_at: at })
  + insert('inbox_thread', { conversation_id: id, customer_id: customer, case_id: caseId, waiting_since: waits ? at : null });

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-04T09:00:00Z' });
  await stack.mysql([COMPANY,
    talk(901, 10, 1001, 11, '2026-03-01 08:00:00', false), said(911, 901, 10, 'When is it due?', '2026-03-01 07:00:00'), said(912, 901, 10, 'On Friday, dear marmalade makers.', '2026-03-01 08:00:00', 'user'),
    talk(902, 20, 2001, 21, '2026-03-02 08:00:00', false), said(913, 902, 20, 'Thank you for the marmalade.', '2026-03-02 08:00:00'),
    talk(903, 10, 1002, 13, '2026-03-03 08:00:00', false), said(914, 903, 10, 'Marmalade in dollars.', '2026-03-03 08:00:00'),
    talk(904, 10, 1001, 12, '2026-03-03 09:00:00', true), said(915, 904, 10, 'And this one?', '2026-03-03 09:00:00')].join('\n'));
  staff = await stack.login(await addUser(stack, 'clara@example.com', '--name', 'Clara Berg'));
  north = await stack.login(await addUser(stack, 'norbert@example.com', '--division', 'DE'));
});
after(() => stack?.stop());

test('finished conversations are listed, the newest first, of one customer too, within reach', async () => {
  const list = async (who, query) => (await who.must(200, 'GET', `/inbox?${query}`)).rows.map((r) => r.conversation_id);
  assert.deepEqual(await list(staff, 'whose=all'), ['904']);
  assert.deepEqual(await list(staff, 'whose=finished'), ['903', '902', '901']);
  assert.deepEqual(await list(staff, 'whose=finished&customer_id=10'), ['903', '901']);
  assert.deepEqual(await list(staff, 'customer_id=20'), []);
  assert.deepEqual(await list(north, 'whose=finished'), ['902', '901']);
  const [row] = (await staff.must(200, 'GET', '/inbox?whose=finished&customer_id=10&limit=1')).rows;
  assert.deepEqual([row.waiting_since, row.last_at, row.excerpt], [null, '2026-03-03T08:00:00.000Z', 'Marmalade in dollars.']);
  const first = await staff.must(200, 'GET', '/inbox?whose=finished&limit=2');
  assert.deepEqual((await staff.must(200, 'GET', `/inbox?whose=finished&limit=2&cursor=${encodeURIComponent(first.next)}`)).rows.map((r) => r.conversation_id), ['901']);
  assert.deepEqual((await staff.must(200, 'GET', '/inbox/901')).messages.map((m) => m.body), ['When is it due?', 'On Friday, dear marmalade makers.']);
  assert.equal((await north.get('/inbox/903')).status, 404);
});

test('words found lead to their conversation, and only to one that may be opened', async () => {
  const found = async (who) => (await who.must(200, 'GET', '/search?q=marmalade')).messages.map((m) => m.conversation_id);
  assert.deepEqual(await found(staff), ['903', '902', '901']);
  assert.deepEqual(await found(north), ['902', '901']);
});

test('a conversation goes only to who may see it', async () => {
  const us = await addUser(stack, 'una@example.com', '--name', 'Una', '--division', 'US');
  const got = await staff.post('/inbox/902/assign', { assignee_id: us.id });
  assert.deepEqual([got.status, got.body.errors[0].message], [422, 'Una may not see this customer']);
  assert.ok(!(await staff.must(200, 'GET', '/inbox/902')).colleagues.some((c) => c.name === 'Una'));
  assert.ok((await staff.must(200, 'GET', '/inbox/903')).colleagues.some((c) => c.name === 'Una'));
  await staff.must(200, 'POST', '/inbox/903/assign', { assignee_id: us.id });
});

test('finished by mistake, it waits again as it did, with its task, and the audit says so', async () => {
  const { url } = await staff.must(201, 'POST', '/customers/20/portal-links', { scope: 'account' });
  await (await stack.portal(url)).must(201, 'POST', '/messages', { body: 'Please ring.', client_key: 'ring' });
  const [row] = (await staff.must(200, 'GET', '/inbox?customer_id=20')).rows;
  const task = async () => (await staff.all('/follow-ups?customer_id=20&state=all')).find((f) => f.kind === 'message');
  const id = row.conversation_id;
  const before = await task();
  assert.equal((await staff.post(`/inbox/${id}/reopen`)).status, 409, 'it waits');
  await staff.must(200, 'POST', `/inbox/${id}/done`, {});
  assert.deepEqual((await staff.must(200, 'GET', '/inbox?customer_id=20')).rows, []);
  await staff.must(200, 'POST', `/inbox/${id}/reopen`);
  const [again] = (await staff.must(200, 'GET', '/inbox?customer_id=20')).rows;
  assert.deepEqual([again.waiting_since, again.conversation_id], [row.waiting_since, id]);
  assert.deepEqual(await stack.sql(`SELECT state, outcome FROM follow_up WHERE id = ${before.id}`), [{ state: 'open', outcome: null }]);
  assert.deepEqual((await stack.sql(`SELECT action FROM audit_event WHERE object_kind = 'conversation' AND object_id = '${id}' ORDER BY id`)).map((r) => r.action).sort(), ['conversation.done', 'conversation.reopen']);
  assert.ok((await staff.must(200, 'GET', '/customers/20/timeline?kind=message_reopened')).rows.length === 1);
  await staff.must(201, 'POST', `/inbox/${id}/answer`, { body: 'We will.', by: 'portal' });
  assert.equal((await staff.post(`/inbox/${id}/reopen`)).status, 409, 'the last word is ours');
  assert.equal((await staff.post('/inbox/999/reopen')).status, 404);
});
