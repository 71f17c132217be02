// Notes that a customer keeps on invoices: its people and the collector read them, whoever wrote
// one takes it away again, nobody else does, and each sees what he may.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';

let stack, staff, elsewhere, acme, colleague, byInvoice, brook;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  elsewhere = await stack.login(await addUser(stack, 'ole@example.com', '--division', 'US'));
  const link = async (customer, body) => stack.portal((await staff.must(201, 'POST', `/customers/${customer}/portal-links`, body)).url);
  acme = await link(10, { scope: 'account', contact_id: '101' });
  colleague = await link(10, { scope: 'account' });
  byInvoice = await link(10, { scope: 'invoice', item_id: '11' });
  brook = await link(20, { scope: 'account', contact_id: '201' });
});
after(() => stack?.stop());

const add = (who, id, body, key = body) => who.post(`/invoices/${id}/notes`, { body, client_key: key });
const notes = async (who, id) => (await who.must(200, 'GET', `/invoices/${id}/notes`)).rows;
const seen = async (who = staff) => (await who.must(200, 'GET', '/customers/10/invoice-notes')).rows;

test('a note stands on its invoice for the customer\'s people and for the collector, newest first', async () => {
  assert.deepEqual(await notes(acme, 11), []);
  await add(acme, 11, 'With Ms Lee for approval');
  await add(byInvoice, 11, 'Approved');
  await add(acme, 12, 'Waits for the goods');
  assert.deepEqual((await notes(acme, 11)).map((x) => [x.body, x.author_name, x.yours]), [
    ['Approved', null, false], ['With Ms Lee for approval', 'Contact of Acme Works', true]]);
  assert.deepEqual((await notes(colleague, 11)).map((x) => x.yours), [false, false]);
  assert.deepEqual((await seen()).map((x) => [x.item_number, x.body]), [
    ['R12', 'Waits for the goods'], ['R11', 'Approved'], ['R11', 'With Ms Lee for approval']]);
  const { rows } = await staff.must(200, 'GET', '/customers/10/timeline?kind=invoice_note');
  assert.deepEqual(rows.map((x) => [x.title, x.side]), [
    ['Contact of Acme Works: Note on R12: Waits for the goods', 'customer'], ['Acme Works: Note on R11: Approved', 'customer'],
    ['Contact of Acme Works: Note on R11: With Ms Lee for approval', 'customer']]);
  assert.deepEqual(await stack.sql("SELECT id FROM follow_up WHERE customer_id = 10"), [], 'it asks for no answer');
});

test('sent twice or at once it is one note', async () => {
  const all = await Promise.all([...Array(5)].map(() => add(acme, 12, 'Once')));
  assert.deepEqual([...new Set(all.map((x) => x.status))], [201]);
  assert.equal(new Set(all.map((x) => x.body.id)).size, 1);
  assert.equal((await notes(acme, 12)).filter((x) => x.body === 'Once').length, 1);
});

test('each sees and takes away what is his', async () => {
  const [{ id: theirs }, { id: mine }] = await notes(acme, 11);
  for (const who of [brook]) {
    assert.equal((await who.get('/invoices/11/notes')).status, 404);
    assert.equal((await add(who, 11, 'Mine')).status, 404);
    assert.equal((await who.delete(`/invoices/11/notes/${mine}`)).status, 404);
  }
  assert.equal((await byInvoice.get('/invoices/12/notes')).status, 404, 'a link to one invoice is for that one');
  assert.equal((await elsewhere.get('/customers/20/invoice-notes')).status, 404);
  assert.equal((await stack.client('/api/portal/v1').get('/invoices/11/notes')).status, 401);
  assert.equal((await acme.delete(`/invoices/11/notes/${theirs}`)).status, 404, 'somebody else\'s');
  assert.equal((await acme.delete(`/invoices/12/notes/${mine}`)).status, 404, 'of another invoice');
  assert.equal((await acme.delete(`/invoices/11/notes/${mine}`)).status, 204);
  assert.equal((await acme.delete(`/invoices/11/notes/${mine}`)).status, 404, 'gone');
  assert.deepEqual((await notes(acme, 11)).map((x) => x.body), ['Approved']);
  assert.equal((await seen()).length, 3);
  const trail = await stack.sql("SELECT action, before_json FROM audit_event WHERE action LIKE 'invoice_note.%' ORDER BY id");
  assert.deepEqual([trail.length, trail.at(-1).action, JSON.parse(trail.at(-1).before_json).body], [5, 'invoice_note.remove', 'With Ms Lee for approval']);
});

test('nothing, too much and a link that may not ask are refused', async () => {
  for (const body of ['', '   ', 'x'.repeat(2001)]) {
    const got = await add(acme, 11, body, 'k');
    assert.deepEqual([got.status, got.body.errors?.[0]?.pointer], [422, '/body'], `"${body.slice(0, 5)}"`);
  }
  await (await stack.admin()).must(204, 'PUT', '/api/admin/v1/settings', { values: { portal_link_ask: '0' } });
  assert.equal((await add(acme, 11, 'May I?')).status, 403);
  assert.equal((await acme.get('/invoices/11/notes')).status, 200);
});
