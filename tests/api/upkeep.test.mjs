// What staff keep up about a customer: status by a person's word, documents asked for, money
// that goes back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readdirSync, readFileSync } from 'node:fs';
import { Stack, TOP } from '../harness/stack.mjs';
import { addUser, caseOf, COMPANY, customer, insert, invoice, payment } from './fixture.mjs';

let stack, clara, dora, max, tina, portal;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY + customer(40, 'Delta') + caseOf(4001, 40, 101, { name: 'Delta' })
    + invoice(41, 4001, 40, 101, { amount: 50000, due: '2026-02-01' })
    + payment(42, 4001, 40, 101, { amount: 90000, on: '2026-02-10' }) + payment(43, 4001, 40, 101, { amount: 300000, on: '2026-02-12' }));
  clara = await stack.login(await addUser(stack, 'clara@example.com'));
  dora = await stack.login(await addUser(stack, 'dora@example.com', '--division', 'US'));
  max = await stack.login(await addUser(stack, 'max@example.com', '--role', 'manager'));
  tina = await stack.login(await addUser(stack, 'tina@example.com', '--role', 'manager'));
  const open = async (id) => stack.portal((await clara.must(201, 'POST', `/customers/${id}/portal-links`, { scope: 'account' })).url);
  portal = { acme: await open(10), brook: await open(20) };
});
after(() => stack?.stop());

const one = async (sql) => (await stack.sql(sql))[0];
const slug = (got) => got.body?.type?.replace('/problems/', '');
const strip = (got) => ({ status: got.status, ...got.body, request_id: null });
const evaluate = async () => assert.equal((await stack.dunlin('evaluate')).code, 0);
/** Every check of the ledger returns no rows. */
async function sound() {
  for (const file of readdirSync(`${TOP}/sql/checks`)) {
    if (/outbox/.test(file)) continue;
    const bad = await stack.sql(readFileSync(`${TOP}/sql/checks/${file}`, 'utf8'));
    assert.deepEqual(bad, [], file);
  }
}

test('a person says what a customer is, with a reason, and reminders stop and go by it', async () => {
  await evaluate();
  const planned = async () => (await stack.sql("SELECT id FROM outbox WHERE customer_id = 20 AND state = 'planned'")).length;
  const was = await planned();
  assert.ok(was > 0, 'a reminder is planned');
  await stack.mysql("DELETE FROM outbox_line WHERE case_id = 2001; DELETE FROM outbox WHERE customer_id = 20");
  assert.equal((await clara.put('/customers/20/status', { status: 'legal', kind: 'business', reason: '' })).status, 422);
  assert.equal((await clara.put('/customers/20/status', { status: 'gone', kind: 'business', reason: 'x' })).status, 422);
  assert.equal((await clara.put('/customers/20/status', { status: 'legal', kind: 'business', reason: 'at the lawyer' }, { 'if-match': '"99"' })).status, 412);
  assert.equal((await clara.put('/customers/20/status', { status: 'legal', kind: 'business', reason: 'at the lawyer' })).status, 204);
  stack.clock.advance({ minutes: 1 });
  await evaluate();
  assert.equal(await planned(), 0);
  const why = JSON.stringify(await clara.must(200, 'GET', '/customers/20/why'));
  assert.match(why, /at law/);
  const audit = await one("SELECT before_json, after_json FROM audit_event WHERE action = 'customer.status'");
  assert.equal(JSON.parse(audit.before_json).status, 'active');
  assert.deepEqual(JSON.parse(audit.after_json), { status: 'legal', kind: 'business', reason: 'at the lawyer' });
  assert.match((await clara.must(200, 'GET', '/customers/20/timeline')).rows[0].title, /in legal collection.*at the lawyer/);
  assert.equal((await one('SELECT status FROM customer_history WHERE customer_id = 20')).status, 'active');
  stack.clock.advance({ minutes: 1 });
  assert.equal((await clara.delete('/customers/20/status')).status, 204);
  await evaluate();
  assert.equal(await planned(), was, 'given back, it goes on');
  assert.equal((await clara.delete('/customers/20/status')).status, 404);
});

test('a person\'s word stands whatever the source goes on saying, and its word is known when it is given back', async () => {
  const { json } = await stack.dunlin('client', 'add', 'erp', '--json');
  const erp = stack.integrator(stack.token('erp', json.secret));
  const body = { number: 'C9', name: 'Echo', status: 'active', kind: 'business' };
  await erp.must(201, 'PUT', '/customers/x/e1', body);
  const { id } = await one("SELECT id FROM customer WHERE source_id = 'e1'");
  await clara.must(204, 'PUT', `/customers/${id}/status`, { status: 'active', kind: 'public_body', reason: 'it is a town' });
  await erp.must(200, 'PUT', '/customers/x/e1', body);
  await erp.must(200, 'PUT', '/customers/x/e1', { ...body, name: 'Echo Town', status: 'on_hold' });
  assert.deepEqual(await clara.must(200, 'GET', `/customers/${id}/status`),
    { status: 'active', kind: 'public_body', by_hand: true, source_status: 'on_hold', source_kind: 'business', version: 3 });
  assert.equal((await one(`SELECT name FROM customer WHERE id = ${id}`)).name, 'Echo Town', 'the rest follows the source');
  await clara.must(204, 'DELETE', `/customers/${id}/status`);
  const now = await clara.must(200, 'GET', `/customers/${id}/status`);
  assert.deepEqual([now.status, now.kind, now.by_hand], ['on_hold', 'business', false]);
});

test('a document is asked for in the portal, answered there, asked again, and accepted', async () => {
  const at = '/customers/10/document-requests';
  assert.equal((await clara.post(at, { kind: 'tax_form', body: '', due_on: '2026-03-16' })).status, 422);
  assert.equal((await clara.post(at, { kind: 'tax_form', body: 'x', due_on: '2026-03-16', item_id: '21' })).status, 422, 'another customer\'s');
  const { id } = await clara.must(201, 'POST', at, { kind: 'proof_of_delivery', body: 'Please send the signed delivery note.\nFor March.', due_on: '2026-03-16', item_id: '11' });
  const seen = async () => (await portal.acme.must(200, 'GET', '/document-requests')).rows;
  assert.deepEqual((await seen()).map((r) => [r.id, r.state, r.invoice_number, r.due_on]), [[id, 'open', 'R11', '2026-03-16']]);
  assert.deepEqual((await portal.brook.must(200, 'GET', '/document-requests')).rows, []);
  const file = (who, path) => who.request('POST', `/document-requests/${path}/files?file_name=note.pdf`, Buffer.from('%PDF-1.4\n%%EOF\n'), { 'content-type': 'application/pdf' });
  for (const send of [() => file(portal.brook, id), () => portal.brook.post(`/document-requests/${id}/answer`, { body: 'mine?' })]) {
    assert.deepEqual(strip(await send()), strip(await portal.brook.post('/document-requests/999/answer', { body: 'x' })), 'foreign is unknown');
  }
  assert.equal((await portal.acme.post(`/document-requests/${id}/answer`, {})).status, 422, 'neither words nor a file');
  assert.equal((await file(portal.acme, id)).status, 201);
  stack.clock.advance({ minutes: 1 });
  await portal.acme.must(200, 'POST', `/document-requests/${id}/answer`, {});
  const task = await one(`SELECT state, title, assignee_id FROM follow_up WHERE dedup_key = 'document_request:${id}'`);
  assert.equal(task.state, 'open');
  assert.match(task.title, /proof of delivery/);
  stack.clock.advance({ minutes: 1 });
  await clara.must(200, 'POST', `/document-requests/${id}/ask-again`, { body: 'The signature is missing.', due_on: '2026-03-20' });
  assert.equal((await one(`SELECT state FROM follow_up WHERE dedup_key = 'document_request:${id}'`)).state, 'done');
  assert.deepEqual((await seen()).map((r) => [r.state, r.due_on, r.files]), [['open', '2026-03-20', ['note.pdf']]]);
  assert.equal((await portal.acme.post(`/document-requests/${id}/answer`, {})).status, 422, 'the old file answers nothing');
  stack.clock.advance({ minutes: 1 });
  await portal.acme.must(200, 'POST', `/document-requests/${id}/answer`, { body: 'It is on page two.' });
  stack.clock.advance({ minutes: 1 });
  assert.equal((await clara.post(`/document-requests/${id}/accept`, {})).status, 200);
  assert.equal((await clara.post(`/document-requests/${id}/accept`, {})).status, 409);
  assert.equal((await portal.acme.post(`/document-requests/${id}/answer`, { body: 'more' })).status, 409);
  assert.equal((await file(portal.acme, id)).status, 409);
  const [row] = (await clara.must(200, 'GET', at)).rows;
  assert.deepEqual(row.events.map((e) => [e.kind, e.ours, e.body?.split('\n')[0] ?? null]), [
    ['asked', true, 'Please send the signed delivery note.'], ['answered', false, null], ['asked_again', true, 'The signature is missing.'],
    ['answered', false, 'It is on page two.'], ['accepted', true, null]]);
  assert.equal(row.files.length, 1);
  const titles = (await clara.must(200, 'GET', '/customers/10/timeline')).rows.map((r) => r.title);
  assert.ok(titles.includes('Accepted the proof of delivery') && titles.some((t) => t.startsWith('Asked for a proof of delivery')));
  assert.deepEqual((await seen())[0].events.map((e) => e.author), ['company', 'you', 'company', 'you', 'company']);
  assert.equal((await stack.sql("SELECT id FROM audit_event WHERE action LIKE 'document_request.%'")).length, 5);
});

test('a link to one invoice shows only what is asked about that', async () => {
  const { id } = await clara.must(201, 'POST', '/customers/10/document-requests', { kind: 'tax_form', body: 'Your tax form, please.', due_on: '2026-03-16' });
  const { url } = await clara.must(201, 'POST', '/customers/10/portal-links', { scope: 'invoice', item_id: '11' });
  const narrow = await stack.portal(url);
  assert.ok((await narrow.must(200, 'GET', '/document-requests')).rows.every((r) => r.invoice_number === 'R11'));
  assert.equal((await narrow.post(`/document-requests/${id}/answer`, { body: 'x' })).status, 404);
  await clara.must(200, 'POST', `/document-requests/${id}/withdraw`, { body: 'found it' });
  assert.equal((await portal.acme.post(`/document-requests/${id}/answer`, { body: 'x' })).status, 404);
});

test('a document that is asked for is written for once: to whom it concerns, in that language', async () => {
  await stack.mysql(insert('contact', { id: 402, customer_id: 40, source_system: 'test', source_id: 402, name: 'Frau Recht', email: 'recht@example.org',
    language: 'de', roles: 'legal', known_from: '2026-01-01', recorded_at: '2026-01-01' }));
  const at = '/customers/40/document-requests';
  const ask = { kind: 'contract', body: 'The signed frame contract of 2024, please.', due_on: '2026-03-16' };
  const key = { 'idempotency-key': 'contract-once' };
  const made = await clara.must(201, 'POST', at, ask, key);
  assert.deepEqual([typeof made.mail_id, made.mail_held], ['string', null]);
  assert.deepEqual(await clara.must(201, 'POST', at, ask, key), made, 'asked once, however often it is sent');
  assert.equal((await clara.must(200, 'GET', at)).rows.find((r) => r.id === made.id).mail_id, made.mail_id);
  assert.equal((await stack.sql("SELECT id FROM outbox WHERE template = 'document_request'")).length, 1);
  await stack.clock.advance({ seconds: 60 });
  assert.equal((await stack.dunlin('deliver')).code, 0);
  assert.equal((await stack.dunlin('deliver')).code, 0);
  const sent = stack.mails().filter((mail) => /Dokument, das uns fehlt/.test(mail.subject));
  assert.deepEqual(sent.map((mail) => mail.to), ['Frau Recht <recht@example.org>']);
  assert.match(sent[0].text, /Guten Tag Frau Recht,[^]*The signed frame contract of 2024, please\.[^]*Hier können Sie es senden[^]*\/p\//);
});

test('a request whose message cannot go stands in the portal, one that cannot be written nowhere', async () => {
  await stack.mysql('UPDATE contact SET email_consent = 0 WHERE customer_id = 20');
  const { rows: before } = await clara.must(200, 'GET', '/customers/20/document-requests');
  const made = await clara.must(201, 'POST', '/customers/20/document-requests', { kind: 'tax_form', body: 'Your form', due_on: '2026-03-16' });
  assert.equal(made.mail_id, null);
  assert.ok(made.mail_held);
  assert.ok((await portal.brook.must(200, 'GET', '/document-requests')).rows.some((r) => r.id === made.id));
  await stack.mysql('UPDATE contact SET email_consent = 1 WHERE customer_id = 20');
  const bad = await clara.must(422, 'POST', '/customers/20/document-requests', { kind: 'tax_form', body: 'For {{nobody}}', due_on: '2026-03-16' });
  assert.equal(bad.errors[0].pointer, '/body');
  assert.equal((await clara.must(200, 'GET', '/customers/20/document-requests')).rows.length, before.length + 1);
});

test('staff of another division find none of it', async () => {
  const { id } = await clara.must(201, 'POST', '/customers/20/document-requests', { kind: 'other', body: 'x', due_on: '2026-03-16' });
  const { id: refund } = await clara.must(201, 'POST', '/items/42/refunds', { amount: '1.00', reason: 'x' });
  for (const [method, path, body] of [['GET', '/customers/20/status'], ['PUT', '/customers/20/status', { status: 'closed', kind: 'business', reason: 'x' }],
    ['GET', '/customers/20/document-requests'], ['POST', '/customers/20/document-requests', { kind: 'other', body: 'x', due_on: '2026-03-16' }],
    ['POST', `/document-requests/${id}/accept`, {}], ['POST', '/items/42/refunds', { amount: '1.00', reason: 'x' }],
    ['POST', `/refunds/${refund}/reverse`, { reason: 'x' }], ['GET', '/refunds?customer_id=20']]) {
    assert.equal((await dora.request(method, path, body)).status, 404, `${method} ${path}`);
  }
  assert.deepEqual((await dora.must(200, 'GET', '/refunds')).rows, []);
});

const aging = async (on) => {
  const got = await stack.dunlin('report', 'aging', '--as-of', on, '--json');
  assert.equal(got.code, 0, got.err);
  return got.json;
};

test('a refund of an unapplied credit is on the ledger, and every figure still adds up, on any day and after it is undone', async () => {
  const before = { today: await aging('2026-03-02'), earlier: await aging('2026-02-20') };
  for (const [body, pointer] of [[{ amount: '899.01', reason: 'x' }, '/amount'], [{ amount: '0.00', reason: 'x' }, '/amount'],
    [{ amount: '10.00', reason: 'x', paid_on: '2026-02-09' }, '/paid_on'], [{ amount: '10.00', reason: 'x', paid_on: '2026-03-03' }, '/paid_on']]) {
    const got = await clara.post('/items/42/refunds', body);
    assert.equal(got.status, 422, JSON.stringify(body));
    assert.equal(got.body.errors[0].pointer, pointer);
  }
  assert.equal((await clara.post('/items/41/refunds', { amount: '1.00', reason: 'x' })).status, 422, 'an invoice is no credit');
  stack.clock.advance({ minutes: 1 }); // rows of one instant have no order
  const made = await clara.must(201, 'POST', '/items/42/refunds', { amount: '400.00', reason: 'paid twice', reference: 'SEPA 77', paid_on: '2026-02-25' });
  assert.equal(made.waits_for_approval, false);
  await sound();
  assert.equal((await one('SELECT open_minor FROM item WHERE id = 42')).open_minor, '49900');
  const item = await one("SELECT kind, side, amount_minor, open_minor, status, reference, note FROM item WHERE kind = 'refund' AND amount_minor = 40000");
  assert.deepEqual({ ...item }, { kind: 'refund', side: 'debit', amount_minor: '40000', open_minor: '0', status: 'posted', reference: 'SEPA 77', note: 'paid twice' });
  assert.deepEqual(await aging('2026-02-20'), before.earlier, 'a day before it is as it was');
  const totals = (r) => r.rows ?? r.totals ?? r;
  assert.notDeepEqual(totals(await aging('2026-03-02')), totals(before.today));
  assert.ok((await clara.must(200, 'GET', '/customers/40/timeline')).rows.some((r) => r.title === 'Refund of 400.00 EUR from P42: paid twice'));
  await clara.must(200, 'POST', `/refunds/${made.id}/reverse`, { reason: 'the bank sent it back' });
  await sound();
  assert.deepEqual(await aging('2026-03-02'), before.today, 'as if it had never been');
  assert.equal((await one('SELECT open_minor FROM item WHERE id = 42')).open_minor, '89900');
  assert.equal((await clara.post(`/refunds/${made.id}/reverse`, { reason: 'again' })).status, 409);
  const states = (await clara.must(200, 'GET', '/refunds?customer_id=40')).rows.map((r) => r.state);
  assert.deepEqual(states, ['reversed', 'recorded'], 'the newest first, whatever their ids');
  const [one1, two1] = [await clara.must(200, 'GET', '/refunds?customer_id=40&limit=1'), await clara.must(200, 'GET', '/refunds?customer_id=40')];
  assert.deepEqual((await clara.must(200, 'GET', `/refunds?customer_id=40&limit=1&cursor=${one1.next}`)).rows, two1.rows.slice(1));
});

test('above the limit a second person agrees first, never whoever asked', async () => {
  const asked = await max.must(201, 'POST', '/items/43/refunds', { amount: '2000.00', reason: 'overpaid' });
  assert.equal(asked.waits_for_approval, true);
  assert.equal((await one('SELECT open_minor FROM item WHERE id = 43')).open_minor, '300000', 'nothing on the ledger yet');
  assert.equal(slug(await max.post(`/refunds/${asked.id}/decide`, { agree: true })), 'own-refund');
  assert.equal((await clara.post(`/refunds/${asked.id}/decide`, { agree: true })).status, 403, 'a collector may not');
  assert.ok((await tina.must(200, 'GET', '/notifications')).rows.some((n) => n.kind === 'approval_waiting'));
  assert.deepEqual((await tina.must(200, 'GET', '/refunds?state=waiting')).rows.map((r) => r.id), [asked.id]);
  const tasks = async (state) => (await tina.must(200, 'GET', `/follow-ups?customer_id=40&kind=approval&state=${state}`)).rows;
  const [task] = await tasks('open');
  assert.deepEqual([task.title, task.priority, task.decides], ['Approve refund of 2,000.00 EUR from P43', 1, { kind: 'refund', id: asked.id }]);
  await evaluate();
  const [row] = (await clara.must(200, 'GET', '/worklist?cause=approval')).rows;
  assert.equal(row.customer_id, '40');
  assert.match(row.reason, /something waits for approval/);
  for (const who of [clara, tina]) {
    const got = await who.post(`/follow-ups/${task.id}/done`, {});
    assert.deepEqual([got.status, slug(got)], [409, 'needs-decision'], 'done is no answer');
  }
  const second = await max.must(201, 'POST', '/items/43/refunds', { amount: '1500.00', reason: 'overpaid, too' });
  await tina.must(200, 'POST', `/refunds/${asked.id}/decide`, { agree: true });
  await sound();
  assert.deepEqual((await tasks('done')).map((t) => [t.id, t.outcome, t.decides]), [[task.id, 'approved', null]]);
  assert.equal((await one('SELECT open_minor FROM item WHERE id = 43')).open_minor, '100000');
  assert.equal((await tina.post(`/refunds/${second.id}/decide`, { agree: true })).status, 409, 'less is open by now');
  assert.equal((await tina.post(`/refunds/${second.id}/decide`, { agree: false })).status, 422, 'why?');
  assert.equal((await tasks('open')).length, 1, 'what could not be decided still waits');
  stack.clock.advance({ minutes: 1 }); // what ended last comes first
  await tina.must(200, 'POST', `/refunds/${second.id}/decide`, { agree: false, note: 'paid out already' });
  assert.deepEqual(await tasks('open'), []);
  assert.equal((await tasks('done'))[0].outcome, 'refused');
  assert.equal((await tina.post(`/follow-ups/${task.id}/undo`)).status, 409, 'a decision is not taken back so');
  stack.clock.advance({ minutes: 1 });
  await evaluate();
  assert.deepEqual((await clara.must(200, 'GET', '/worklist?cause=approval')).rows, []);
  assert.equal((await tina.post(`/refunds/${second.id}/decide`, { agree: true })).status, 409);
  await stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('refund_approval_limit', '2026-01-01', '\"0\"')");
  assert.equal((await clara.must(201, 'POST', '/items/43/refunds', { amount: '1.00', reason: 'x' })).waits_for_approval, true);
});

test('two refunds at the same instant never pay back more than is open', async () => {
  await stack.mysql("UPDATE setting SET value = '\"100000\"' WHERE name = 'refund_approval_limit'");
  const all = await Promise.all([1, 2, 3].map(() => clara.post('/items/43/refunds', { amount: '600.00', reason: 'race' })));
  assert.deepEqual(all.map((got) => got.status).sort(), [201, 422, 422]);
  await sound();
});
