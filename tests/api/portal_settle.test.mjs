// What a customer says of what is owed: the day it will be paid, and what is wrong with it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY, insert, invoice } from './fixture.mjs';

let stack, staff, admin, portal;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z', worker: false });
  await stack.mysql(COMPANY + [16, 17, 18, 19].map((id) => invoice(id, 1001, 10, 101, { amount: 30000 })).join('\n')
    + [1, 2, 3].map((line_no) => insert('item_line', { item_id: 19, line_no, description: `Part ${line_no}`, amount_minor: 10000 })).join('\n'));
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  await addUser(stack, 'mia@example.com', '--role', 'manager');
  admin = await stack.admin();
  portal = await enter({ scope: 'account', contact_id: '101' });
});
after(() => stack?.stop());

async function enter(body, customer = 10) {
  return stack.portal((await staff.must(201, 'POST', `/customers/${customer}/portal-links`, body)).url);
}
const promise = (body) => portal.post('/promises', body);
const faults = ({ status, body }) => [status, ...(body.errors ?? []).map((e) => `${e.pointer} ${e.message}`)];
const set = (values) => admin.must(204, 'PUT', '/api/admin/v1/settings', { values });

test('a day within the company\'s rules is a promise that both sides see', async () => {
  const { promise: rules, may } = await portal.must(200, 'GET', '/session');
  assert.deepEqual(rules, { until: '2026-03-16', parts: 3, plan_until: '2026-05-31' });
  assert.deepEqual(may, ['see', 'ask', 'promise', 'dispute', 'pay']);
  const made = await portal.must(201, 'POST', '/promises', { invoice_ids: ['11', '12'], promised_on: '2026-03-16', note: 'With the next run.' });
  const theirs = (await portal.must(200, 'GET', '/promises')).rows.find((p) => p.id === made.id);
  assert.deepEqual([theirs.amount, theirs.promised_on, theirs.state, theirs.invoice_numbers], ['325.00', '2026-03-16', 'open', 'R11, R12']);
  const ours = (await staff.must(200, 'GET', '/customers/10/promises')).rows.find((p) => p.id === made.id);
  assert.deepEqual([ours.channel, ours.note, ours.amount.amount], ['portal', 'With the next run.', '325.00']);
  assert.equal((await portal.must(200, 'GET', '/invoices/11')).promised, '75.00');
  const [audit] = await stack.sql(`SELECT actor_kind, actor_id FROM audit_event WHERE action = 'promise.record' AND object_id = ${made.id}`);
  assert.deepEqual(audit, { actor_kind: 'contact', actor_id: '101' });
});

test('what the rules do not allow is refused with what they do', async () => {
  assert.deepEqual(faults(await promise({ invoice_ids: ['16'], promised_on: '2026-03-17' })),
    [422, '/promised_on must be no later than 2026-03-16: write to us to agree another day']);
  assert.deepEqual(faults(await promise({ invoice_ids: ['16'], promised_on: '2026-03-01' })), [422, '/promised_on is in the past']);
  assert.deepEqual(faults(await promise({ invoice_ids: ['16'], promised_on: '2026-03-10', amount: '300.01' })),
    [422, '/amount The amount promised, 300.01 EUR, is more than the 300.00 EUR that is open and not disputed.']);
  assert.deepEqual(faults(await promise({ invoice_ids: ['16', '13'], promised_on: '2026-03-10' })),
    [422, '/invoice_ids/1 is of another account or currency: promise it apart']);
  assert.deepEqual(faults(await promise({ invoice_ids: ['16', '16'], promised_on: '2026-03-10' })), [422, '/invoice_ids/1 stands there twice']);
  assert.deepEqual(faults(await promise({ invoice_ids: ['16', '21'], promised_on: '2026-03-10' })), [422, '/invoice_ids/1 is none of your invoices']);
  assert.deepEqual(faults(await promise({ invoice_ids: ['16', '987654'], promised_on: '2026-03-10' })), [422, '/invoice_ids/1 is none of your invoices']);
  assert.deepEqual(faults(await promise({ invoice_ids: [], promised_on: '2026-03-10' })), [422, '/invoice_ids needs one at least']);
  const parts = (days, amount = '75.00') => ({ invoice_ids: ['16'], instalments: days.map((promised_on) => ({ promised_on, amount })) });
  assert.deepEqual(faults(await promise(parts(['2026-03-05', '2026-03-12', '2026-03-19', '2026-03-26']))), [422, '/instalments must be at most 3']);
  assert.deepEqual(faults(await promise(parts(['2026-03-05', '2026-06-01']))),
    [422, '/instalments/1/promised_on must be no later than 2026-05-31: write to us to agree another day']);
  assert.deepEqual(faults(await promise(parts(['2026-03-05', '2026-03-05']))), [422, '/instalments/1/promised_on must come after the one before']);
  assert.deepEqual(faults(await promise(parts(['2026-03-05', '2026-04-05'], '150.01'))), [422, '/instalments The amount promised, 300.02 EUR, is more than the 300.00 EUR that is open and not disputed.']);
  assert.deepEqual(await stack.sql('SELECT COUNT(*) AS n FROM promise'), [{ n: '1' }], 'nothing was written');
});

test('instalments are a plan; an invoice is promised once, by two windows at once too', async () => {
  const plan = { invoice_ids: ['16'], instalments: [{ promised_on: '2026-03-16', amount: '100.00' }, { promised_on: '2026-04-16', amount: '200.00' }] };
  const got = await Promise.all([1, 2, 3].map(() => promise(plan)));
  assert.deepEqual(got.map((g) => g.status).sort(), [201, 422, 422]);
  assert.equal(got.find((g) => g.status === 201).body.ids.length, 2);
  assert.deepEqual(faults(got.find((g) => g.status === 422)), [422, ' is promised already: write to us to change the date']);
  assert.deepEqual(faults(await promise({ invoice_ids: ['11', '17'], promised_on: '2026-03-10' })),
    [422, ' is promised already: write to us to change the date']);
});

test('what was promised and not paid is not promised again without a word with us', async () => {
  const made = await portal.must(201, 'POST', '/promises', { invoice_ids: ['18'], promised_on: '2026-03-03' });
  await stack.mysql(`UPDATE promise_state SET state = 'broken' WHERE promise_id = ${made.id}`);
  assert.deepEqual(faults(await promise({ invoice_ids: ['18'], promised_on: '2026-03-10' })),
    [422, ' was promised before and not paid: write to us to agree a date']);
  assert.equal((await portal.must(200, 'GET', '/invoices/18')).promise_broken, true);
  assert.equal((await portal.must(200, 'GET', '/invoices/17')).promise_broken, false);
});

test('a dispute of a part stands on both sides; the rest stays promised and payable', async () => {
  const reasons = (await portal.must(200, 'GET', '/dispute-reasons?language=de')).rows;
  assert.equal(reasons.find((r) => r.code === 'price').name, 'Preis');
  assert.equal(reasons.some((r) => r.code === 'discount_taken'), false, 'a deduction is made by paying');
  const { id } = await portal.must(201, 'POST', '/invoices/17/disputes', { amount: '120.00', reason_code: 'price', detail: 'Agreed was 6.00.' });
  const file = await portal.must(201, 'POST', `/disputes/${id}/files?file_name=offer.pdf`, Buffer.from('%PDF-1.4\n%%EOF\n'), { 'content-type': 'application/pdf' });
  const [theirs] = (await portal.must(200, 'GET', '/disputes?language=fr')).rows;
  assert.deepEqual(theirs, { id, invoice_id: '17', invoice_number: 'R17', amount: '120.00', currency: 'EUR', reason: 'Prix',
    detail: 'Agreed was 6.00.', opened_on: '2026-03-02', state: 'open', closed_on: null, yours: true, files: 1 });
  const ours = await staff.must(200, 'GET', `/disputes/${id}`);
  assert.equal(ours.detail, 'Agreed was 6.00.');
  assert.equal((await staff.get(`/attachments/${file.id}`)).status, 200);
  assert.deepEqual(faults(await promise({ invoice_ids: ['17'], promised_on: '2026-03-10', amount: '180.01' })),
    [422, '/amount The amount promised, 180.01 EUR, is more than the 180.00 EUR that is open and not disputed.']);
  const rest = await portal.must(201, 'POST', '/promises', { invoice_ids: ['17'], promised_on: '2026-03-10' });
  assert.equal((await portal.must(200, 'GET', '/promises')).rows.find((p) => p.id === rest.id).amount, '180.00');
  assert.deepEqual(faults(await portal.post('/invoices/17/disputes', { amount: '180.01', reason_code: 'price' })),
    [422, '/amount The amount disputed, 180.01 EUR, is more than the 180.00 EUR that is open and not disputed yet.']);
});

test('a dispute tells somebody, and what staff write of it stays inside', async () => {
  const { id } = await portal.must(201, 'POST', '/invoices/19/disputes', { lines: [{ line_no: 1, amount: '100.00' }], reason_code: 'quality' });
  const ours = await staff.get(`/disputes/${id}`);
  await staff.must(200, 'PATCH', `/disputes/${id}`, { detail: 'Internal: they always say so.' }, { 'if-match': ours.headers.get('etag') });
  await staff.must(201, 'POST', `/disputes/${id}/notes`, { body: 'Internal note.' });
  const theirs = JSON.stringify((await portal.must(200, 'GET', '/disputes')).rows);
  assert.equal(theirs.includes('Internal'), false);
  assert.notEqual((await stack.sql(`SELECT COUNT(*) AS n FROM notification WHERE ref_kind = 'dispute' AND ref_id = ${id}`))[0].n, '0');
  await portal.must(200, 'POST', `/disputes/${id}/withdraw`, { note: 'It was our mistake.' });
  assert.equal((await portal.must(200, 'GET', '/disputes')).rows.find((d) => d.id === id).state, 'withdrawn');
  assert.equal((await portal.post(`/disputes/${id}/withdraw`, {})).status, 409);
  assert.equal((await portal.post(`/disputes/${id}/files?file_name=x.txt`, Buffer.from('x'), { 'content-type': 'text/plain' })).status, 409);
});

test('what we opened ourselves the customer sees and cannot take back', async () => {
  const { id } = await staff.must(201, 'POST', '/items/12/disputes', { amount: '1.00', reason_code: 'price', detail: 'Internal reasoning.' });
  const theirs = (await portal.must(200, 'GET', '/disputes')).rows.find((d) => d.id === id);
  assert.deepEqual([theirs.detail, theirs.yours], [null, false]);
  assert.equal((await portal.post(`/disputes/${id}/withdraw`, {})).status, 409);
});

test('S24 nothing of another customer, and nothing beyond the invoice of a link to one', async () => {
  const other = await enter({ scope: 'account' }, 20);
  const one = await enter({ scope: 'invoice', item_id: '19' });
  const [theirs] = (await portal.must(200, 'GET', '/disputes')).rows.filter((d) => d.invoice_id === '17');
  for (const who of [other, one]) {
    const gone = [await who.post('/invoices/17/disputes', { amount: '1.00', reason_code: 'price' }),
      await who.post(`/disputes/${theirs.id}/withdraw`, {}), await who.post('/disputes/987654/withdraw', {}),
      await who.post(`/disputes/${theirs.id}/files?file_name=x.txt`, Buffer.from('x'), { 'content-type': 'text/plain' })];
    assert.deepEqual(gone.map((g) => g.status), [404, 404, 404, 404]);
    assert.equal(new Set(gone.map((g) => JSON.stringify({ ...g.body, request_id: null, instance: null }))).size, 1, 'all alike');
    assert.equal((await who.must(200, 'GET', '/disputes')).rows.some((d) => d.invoice_id !== '19'), false);
    assert.deepEqual(faults(await who.post('/promises', { invoice_ids: ['17'], promised_on: '2026-03-10' })), [422, '/invoice_ids/0 is none of your invoices']);
  }
});

test('the company says what a link may do', async () => {
  await set({ portal_link_promise: '0', portal_link_dispute: '0' });
  const session = await portal.must(200, 'GET', '/session');
  assert.deepEqual([session.may, session.promise], [['see', 'ask', 'pay'], null]);
  assert.equal((await promise({ invoice_ids: ['19'], promised_on: '2026-03-10' })).status, 403);
  assert.equal((await portal.post('/invoices/19/disputes', { amount: '1.00', reason_code: 'price' })).status, 403);
  assert.equal((await portal.get('/disputes')).status, 200, 'what is disputed stays seen');
  await set({ portal_link_ask: '0', portal_link_promise: '1', portal_plan_parts: '1' });
  assert.equal((await portal.post('/messages', { body: 'x', client_key: 'k' })).status, 403);
  assert.deepEqual(faults(await promise({ invoice_ids: ['19'], instalments: [{ promised_on: '2026-03-05', amount: '1.00' },
    { promised_on: '2026-03-06', amount: '1.00' }] })), [422, '/instalments are not offered here: write to us to agree them']);
});
