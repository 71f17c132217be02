// Every route of the tables is in the OpenAPI document, and every real answer has
// the shape that the document declares.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { once } from '../harness/http.mjs';
import { Stack } from '../harness/stack.mjs';
import { Contract, faultsOf } from './contract.mjs';
import { looks, unaudited } from './contract_audit.mjs';
import { inbox } from './contract_inbox.mjs';
import { letters } from './contract_letters.mjs';
import { paying } from './contract_pay.mjs';
import { people } from './contract_portal.mjs';
import { company, ownWayIn, upkeep } from './contract_settings.mjs';

let stack, contract, staff, admin;

before(async () => {
  stack = await Stack.start({ company: 'demo', now: '2026-03-04T09:00:00Z' });
  assert.equal((await stack.dunlin('evaluate')).code, 0);
  contract = await Contract.of(stack);
  staff = contract.watch(await stack.collector());
  admin = contract.watch(await stack.admin());
});
after(() => stack?.stop());

/** An answer that is no JSON: with the session of a client, past its judge. */
const plain = (client, path) => Object.getPrototypeOf(client).request.call(client, 'GET', path);
const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];

test('the judge itself sees a missing, a wrong and an undeclared member', () => {
  const doc = { components: { schemas: { a: { type: 'string', format: 'date' } } } };
  const schema = {
    type: 'object', required: ['day'], additionalProperties: false,
    properties: { day: { anyOf: [{ $ref: '#/components/schemas/a' }, { type: 'null' }] }, n: { type: 'integer' } },
  };
  assert.deepEqual(faultsOf(schema, { day: null, n: 1 }, doc), []);
  assert.equal(faultsOf(schema, { n: 1 }, doc).length, 1);
  assert.equal(faultsOf(schema, { day: '4 March' }, doc).length, 1);
  assert.equal(faultsOf(schema, { day: '2026-03-04', n: 1.5 }, doc).length, 1);
  assert.equal(faultsOf(schema, { day: '2026-03-04', x: 1 }, doc).length, 1);
});

test('what is read has the declared shape', async () => {
  await staff.must(200, 'GET', '/session');
  const list = await staff.must(200, 'GET', '/worklist?limit=5');
  assert.equal(list.rows.length, 5);
  await staff.must(200, 'GET', '/worklist/summary?view=overdue');
  assert.ok((await staff.must(200, 'GET', '/worklist/choices')).strategies.length > 0);
  for (const { case_id: id } of list.rows) await staff.must(200, 'GET', `/worklist/${id}`);
  const customers = (await staff.must(200, 'GET', '/customers?limit=20')).rows;
  for (const { id } of customers) {
    await staff.must(200, 'GET', `/customers/${id}`);
    await staff.must(200, 'GET', `/customers/${id}/items?state=all&limit=20`);
    await staff.must(200, 'GET', `/customers/${id}/timeline`);
    await staff.must(200, 'GET', `/customers/${id}/history`);
    await staff.must(200, 'GET', `/customers/${id}/contacts`);
    await staff.must(200, 'GET', `/customers/${id}/holds`);
    await staff.must(200, 'GET', `/customers/${id}/promises`);
    await staff.must(200, 'GET', `/customers/${id}/reliability`);
    await staff.must(200, 'GET', `/customers/${id}/disputes`);
  }
  await staff.must(200, 'GET', '/promises/summary?mine=true');
  for (const { id } of (await staff.must(200, 'GET', '/promises?view=all&limit=20')).rows) await staff.must(200, 'GET', `/promises/${id}`);
  await staff.must(200, 'GET', '/follow-ups');
  await staff.must(200, 'GET', '/follow-ups/summary');
  await staff.must(200, 'GET', '/outbox/summary');
  assert.ok((await staff.must(200, 'GET', '/adoption')).segments.length > 0);
  assert.ok((await staff.must(200, 'GET', '/insights?from=2025-01-01')).currencies.length > 0);
  for (const list of ['figures', 'trend', 'open-items', 'credits', 'documents', 'payments', 'closed-invoices', 'disputes'])
    assert.ok((await staff.must(200, 'GET', `/insights/${list}?from=2025-01-01&limit=5`)).rows.length > 0, list);
  for (const list of ['promises', 'at-risk', 'disputed', 'contacts?by=1', 'promises-obtained?by=1', 'received?by=1']) await staff.must(200, 'GET', `/insights/${list}`);
  assert.ok((await staff.must(200, 'GET', '/insights/choices')).choices.length > 3);
  assert.ok((await staff.must(200, 'GET', '/adoption/customers?limit=5')).rows.length > 0);
  await staff.must(200, 'GET', '/insights/expected-cash?weeks=4');
  for (const by of ['template', 'step', 'channel', 'weekday', 'hour', 'strategy'])
    assert.ok((await staff.must(200, 'GET', `/insights/effectiveness?by=${by}&limit=5`)).rows.length > 0, by);
  assert.ok((await staff.must(200, 'GET', '/insights/work?step=day&limit=5')).rows.length > 0);
  await staff.must(200, 'GET', '/insights/expected-cash/items?limit=5');
  const mails = (await staff.must(200, 'GET', '/outbox?limit=10')).rows;
  assert.ok(mails.length > 0);
  for (const { id } of mails) await staff.must(200, 'GET', `/outbox/${id}`);
  for (const row of list.rows.slice(0, 3)) {
    await staff.must(200, 'GET', `/customers/${row.customer_id}/why?case_id=${row.case_id}`);
  }
});

test('what is written has the declared shape', async () => {
  const caseId = await one('SELECT case_id FROM worklist_row WHERE open_minor > 100000 AND disputed_minor = 0 ORDER BY case_id LIMIT 1');
  const customer = await one(`SELECT customer_id FROM case_state WHERE id = ${caseId}`);
  const item = await one(`SELECT i.id FROM item i WHERE i.case_id = ${caseId} AND i.is_open = 1 AND i.side = 'debit'
    AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.item_id = i.id AND d.known_to IS NULL) ORDER BY i.open_minor DESC LIMIT 1`);
  const at = `/customers/${customer}`;
  await staff.must(201, 'POST', `${at}/notes`, { body: 'Called, no answer.\nTry again.', item_id: item });
  const task = await staff.must(201, 'POST', `${at}/follow-ups`, { title: 'Call again', due_on: '2026-03-09', item_ids: [item] });
  await staff.must(200, 'POST', `/follow-ups/${task.id}/snooze`, { until: '2026-03-12' });
  await staff.must(200, 'POST', `/follow-ups/${task.id}/done`, { outcome: 'reached' });
  await staff.must(200, 'POST', `/follow-ups/${task.id}/undo`);
  const { rows: colleagues } = await staff.must(200, 'GET', '/colleagues');
  await staff.must(200, 'POST', `/follow-ups/${task.id}/assign`, { assignee_id: colleagues[0].id });
  await staff.must(201, 'POST', `${at}/calls`, { outcome: 'reached', item_ids: [item], call_back_on: '2026-03-09' });
  await staff.must(200, 'POST', '/follow-ups/bulk', { title: 'Call', due_on: '2026-03-09', item_ids: [item], customer_ids: ['1'] });
  await staff.must(200, 'POST', '/notes/bulk', { body: 'Seen.', customer_ids: [customer] });
  await staff.must(200, 'POST', '/calls/bulk', { outcome: 'no_answer', case_ids: [caseId] });
  const text = await staff.must(201, 'POST', '/note-templates', { title: 'No answer', body: 'Nobody answered.' });
  await staff.must(200, 'GET', '/note-templates');
  await staff.must(200, 'PUT', `/note-templates/${text.id}`, { title: 'No answer', body: 'Nobody there.' });
  await staff.must(204, 'DELETE', `/note-templates/${text.id}`);
  const hold = await staff.must(201, 'POST', `${at}/holds`, { item_id: item, amount: '1.00', reason: 'asked for a copy', until: '2026-04-01' });
  await staff.must(200, 'GET', `${at}/holds`);
  await staff.must(204, 'DELETE', `/holds/${hold.id}`);
  const promise = await staff.must(201, 'POST', `${at}/promises`, { case_id: caseId, amount: '1.00', promised_on: '2026-03-20', item_ids: [item] });
  await staff.must(200, 'GET', `${at}/promises`);
  const plan = [{ amount: '0.50', promised_on: '2026-03-20' }, { amount: '0.50', promised_on: '2026-04-20' }];
  const next = await staff.must(201, 'POST', `/promises/${promise.id}/replace`, { instalments: plan, item_ids: [item] });
  await staff.must(200, 'POST', `/promises/${next.id}/cancel`, { reason: 'changed his mind', whole_plan: true });
  const dispute = await staff.must(201, 'POST', `/items/${item}/disputes`, { amount: '1.00', reason_code: 'price', detail: 'agreed less' });
  await staff.must(200, 'GET', `${at}/disputes`);
  await staff.must(200, 'PATCH', `/disputes/${dispute.id}`, { target_on: '2026-04-01', waiting_on: 'customer' });
  await staff.must(200, 'POST', `/disputes/${dispute.id}/undo`);
  await staff.must(201, 'POST', `/disputes/${dispute.id}/notes`, { body: 'Ask @clara for the order.' });
  await staff.must(201, 'POST', `/disputes/${dispute.id}/messages`, { body: 'Please send the delivery note.' });
  await staff.must(200, 'GET', '/disputes/summary');
  for (const { id } of (await staff.must(200, 'GET', '/disputes?view=all&limit=20')).rows) await staff.must(200, 'GET', `/disputes/${id}`);
  await staff.must(200, 'GET', `/items/${item}/lines`);
  await staff.must(200, 'GET', '/dispute-reasons');
  await admin.must(204, 'PUT', '/dispute-reasons/rebate', { kind: 'deduction', en: 'Rebate', de: 'Rabatt', fr: 'Rabais', target_days: 30 });
  const { user } = await admin.must(200, 'GET', '/session');
  await admin.must(204, 'PUT', '/dispute-rules', { rules: [{ reason_code: 'rebate', owner_id: user.id }] });
  await staff.must(200, 'GET', '/dispute-rules');
  await stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('dispute_approval_limit', '2026-01-01', '0')");
  for (const way of ['refuse', 'approve']) {
    assert.equal((await staff.must(200, 'POST', `/disputes/${dispute.id}/resolve`, { resolution: 'credit' })).waits_for_approval, true);
    await admin.must(200, 'GET', `/disputes/${dispute.id}`);
    await admin.must(200, 'POST', `/disputes/${dispute.id}/${way}`, way === 'refuse' ? { note: 'why?' } : undefined);
  }
  const again = await staff.must(201, 'POST', `/items/${item}/disputes`, { amount: '1.00', reason_code: 'price' });
  await staff.must(200, 'POST', `/disputes/${again.id}/resolve`, { resolution: 'reject', note: 'as ordered' });
  await staff.must(201, 'POST', `${at}/messages`, { body: 'Thank you.' });
  await staff.must(200, 'GET', `${at}/messages`);
  const mail = await one("SELECT id FROM outbox WHERE state = 'planned' LIMIT 1");
  await staff.must(200, 'POST', `/outbox/${mail}/cancel`, { reason: 'talked to them' });
  const failed = await one("SELECT id FROM outbox WHERE state = 'planned' LIMIT 1");
  await stack.mysql(`UPDATE outbox SET state = 'failed' WHERE id = ${failed}`);
  await staff.must(200, 'POST', `/outbox/${failed}/retry`, { confirm: true, reason: 'address corrected' });
  await stack.mysql(`UPDATE outbox SET state = 'failed' WHERE id = ${failed}`);
  assert.equal((await staff.must(200, 'POST', '/outbox/retry', { ids: [failed], confirm: true, reason: 'it was our server' })).count, 1);
  await stack.mysql(`UPDATE outbox SET state = 'uncertain' WHERE id = ${failed}`);
  assert.equal((await staff.must(200, 'POST', '/outbox/retry/preview', { ids: [failed] })).excluded.length, 1);
  await staff.must(200, 'POST', `/outbox/${failed}/settle`, { arrived: false, reason: 'asked them' });
  await staff.must(200, 'POST', '/outbox/retry', { ids: [failed], confirm: true, reason: 'mended' });
});

test('the portal answers in the declared shape', async () => {
  const customer = await one('SELECT customer_id FROM worklist_row WHERE open_minor > 0 ORDER BY case_id LIMIT 1');
  const link = await staff.must(201, 'POST', `/customers/${customer}/portal-links`, { scope: 'account' });
  const links = await staff.must(200, 'GET', `/customers/${customer}/portal-links`);
  assert.ok(links.rows.every((l) => !('url' in l) && !('token' in l)));
  const token = new URL(link.url).pathname.split('/').pop();
  const portal = contract.watch(stack.client('/api/portal/v1'));
  await portal.must(200, 'GET', `/access/${token}`);
  portal.csrf = (await portal.must(200, 'POST', '/access', { token })).csrf;
  await portal.must(200, 'GET', '/session');
  await portal.must(200, 'GET', '/summary');
  const rows = (await portal.must(200, 'GET', '/invoices?state=all')).rows;
  for (const { id } of rows) await portal.must(200, 'GET', `/invoices/${id}`);
  await portal.must(200, 'GET', '/invoices/sum?state=all');
  const wanted = await portal.must(201, 'POST', '/downloads', { format: 'csv', query: 'state=all' });
  await portal.must(200, 'GET', `/downloads/${wanted.id}`);
  await portal.must(200, 'GET', '/statement');
  await portal.must(200, 'GET', '/payments');
  await portal.must(200, 'GET', '/promises');
  await portal.must(200, 'GET', '/attachments');
  await portal.must(201, 'POST', '/messages', { body: 'We pay on Friday.', client_key: 'k1' });
  await portal.must(200, 'GET', '/messages');
  await paying({ stack, contract, staff, admin, portal });
  await inbox({ stack, contract, staff, admin, portal });
  await portal.must(204, 'DELETE', '/session');
  await staff.must(204, 'DELETE', `/customers/${customer}/portal-links/${link.id}`);
});

test('people at customers and their ways in have the declared shape', async () => {
  const customer = await one('SELECT customer_id FROM worklist_row WHERE open_minor > 0 ORDER BY case_id LIMIT 1');
  await people({ stack, contract, staff, customer });
});

test('what staff keep of a customer has the declared shape', async () => {
  const caseId = await one('SELECT MIN(id) FROM case_state');
  const customer = await one(`SELECT customer_id FROM case_state WHERE id = ${caseId}`);
  const { id } = await staff.must(201, 'POST', `/customers/${customer}/contacts`, { name: 'Ann', email: 'ann@example.org', roles: ['legal'] });
  await staff.must(200, 'PUT', `/contacts/${id}`, { name: 'Ann', email: 'ann@example.org', roles: ['legal'], consent: false }, { 'if-match': '"1"' });
  await stack.mysql("INSERT INTO suppression (id, email, reason, known_from) VALUES (77, 'bob@example.org', 'hard_bounce', '2026-01-01')");
  await staff.must(200, 'PUT', `/customers/${customer}/address`, { line1: '1 High Street', city: 'Leeds', country: 'GB' });
  await staff.must(422, 'PUT', `/customers/${customer}/address`, { line1: '', country: 'Leeds' });
  const bob = await staff.must(201, 'POST', `/customers/${customer}/contacts`, { name: 'Bob', email: 'bob@example.org', roles: ['legal'] });
  const lifted = await staff.must(200, 'POST', `/contacts/${bob.id}/suppression/lift`, { reason: 'asked them' });
  await staff.must(200, 'POST', `/contacts/${bob.id}/suppression/restore`, { suppression_id: lifted.id });
  await staff.must(422, 'POST', `/customers/${customer}/contacts`, { name: 'Ann', email: 'nowhere', roles: ['king'] });
  await staff.must(201, 'POST', `/customers/${customer}/tags`, { tag: 'slow-payer', reason: 'said so' });
  await staff.must(204, 'DELETE', `/customers/${customer}/tags/slow-payer`);
  const { rows } = await staff.must(200, 'GET', `/cases/${caseId}/strategies`);
  await staff.must(200, 'PUT', `/cases/${caseId}/strategy`, { strategy: rows[0].name, reason: 'agreed' });
  await staff.must(204, 'DELETE', `/cases/${caseId}/strategy`);
});

test('files of a customer are kept and handed out in the declared shape', async () => {
  const customer = await one('SELECT MIN(customer_id) FROM case_state');
  const owner = `owner_kind=customer&owner_id=${customer}`;
  const { id } = await staff.must(201, 'POST', `/attachments?${owner}&file_name=note.txt&visible=true`, 'As agreed.\n', { 'content-type': 'text/plain' });
  const [row] = (await staff.must(200, 'GET', `/customers/${customer}/attachments?${owner}`)).rows;
  assert.equal(row.id, id);
  const link = await staff.must(201, 'POST', `/customers/${customer}/portal-links`, { scope: 'account' });
  for (const [name, client] of [['collector', await stack.collector()], ['portal', await stack.portal(link.url)]]) {
    assert.equal((await client.get(`/attachments/${id}`)).text, 'As agreed.\n');
    contract.seen.add(`GET /api/${name}/v1/attachments/{id}`); // no JSON, so unwatched
  }
  await staff.must(204, 'DELETE', `/attachments/${id}/links/${row.link_id}`);
});

test('documents are handed out in the declared shape', async () => {
  const made = await staff.must(201, 'POST', '/exports', { path: 'worklist', format: 'xlsx' });
  await staff.must(200, 'GET', `/exports/${made.id}`);
  const unwatched = await stack.collector();
  assert.match((await unwatched.get(`/exports/${made.id}/file`)).type, /spreadsheetml/);
  assert.match((await unwatched.get('/exports.csv?path=worklist')).type, /^text\/csv/);
  contract.seen.add('GET /api/collector/v1/exports.csv');
  contract.seen.add('GET /api/collector/v1/exports/{id}/file'); // no JSON, so unwatched
  const customer = await one("SELECT customer_id FROM item WHERE kind = 'invoice' ORDER BY id LIMIT 1");
  const item = await one(`SELECT MIN(id) FROM item WHERE customer_id = ${customer} AND kind = 'invoice'`);
  const mail = await one('SELECT MIN(id) FROM outbox');
  const link = await staff.must(201, 'POST', `/customers/${customer}/portal-links`, { scope: 'account' });
  await staff.must(200, 'GET', `/outbox/${mail}/documents`);
  assert.equal((await staff.get(`/outbox/${mail}/documents/99`)).status, 404);
  contract.seen.add('GET /api/collector/v1/outbox/{id}/documents/{seq}'); // no JSON, so unwatched
  const sent = await one("SELECT MIN(id) FROM outbox WHERE body_text IS NOT NULL AND case_id IS NOT NULL");
  assert.ok(['application/pdf', 'application/problem+json'].includes((await (await stack.collector()).get(`/outbox/${sent ?? mail}/letter.pdf`)).type));
  contract.seen.add('GET /api/collector/v1/outbox/{id}/letter.pdf');
  for (const [name, client, paths] of [
    ['collector', await stack.collector(), { '/customers/{id}/statement.pdf': customer, '/items/{id}/document': item }],
    ['portal', await stack.portal(link.url), { '/statement.pdf': customer, '/invoices/{id}/document': item }]]) {
    for (const [path, id] of Object.entries(paths)) {
      assert.equal((await client.get(path.replace('{id}', id))).type, 'application/pdf');
      contract.seen.add(`GET /api/${name}/v1${path}`);
    }
  }
  const contact = await stack.portal(link.url);
  for (const [path, type] of [['/statement.csv', /^text\/csv/], ['/statement.xlsx', /spreadsheetml/]]) {
    assert.match((await contact.get(path)).type, type);
    contract.seen.add(`GET /api/portal/v1${path}`);
  }
  const { id } = await contact.must(201, 'POST', '/downloads', { format: 'csv', query: 'state=all' });
  assert.match((await contact.get(`/downloads/${id}/file`)).type, /^text\/csv/);
  contract.seen.add('GET /api/portal/v1/downloads/{id}/file');
});

test('admins read and write in the declared shape', async () => {
  const at = '/api/admin/v1';
  const { rows } = await admin.must(200, 'GET', `${at}/scripts`);
  const { kind, name, latest_version_no: latest } = rows.find((r) => r.kind === 'strategy');
  await admin.must(200, 'GET', `${at}/scripts/${kind}/${name}`);
  const { body } = await admin.must(200, 'GET', `${at}/scripts/${kind}/${name}/versions/${latest}`);
  await admin.must(200, 'POST', `${at}/scripts/check`, { kind, name, body });
  const kept = await admin.must(201, 'POST', `${at}/scripts/${kind}/${name}/versions`, { body: `${body}\n`, comment: 'a blank line' },
    { 'if-match': `"${latest}"` });
  await admin.must(200, 'POST', `${at}/scripts/${kind}/${name}/activate`, { version_no: kept.version_no });
});

test('admins look after people, programs and runs in the declared shape', async () => {
  const at = '/api/admin/v1';
  const made = await admin.must(201, 'POST', `${at}/users`, { email: 'new@example.com', name: 'New', role: 'admin', divisions: ['DE'] });
  assert.ok(made.password && made.totp_secret);
  assert.ok((await stack.login({ email: 'new@example.com', ...made })).csrf);
  const { rows: users } = await admin.must(200, 'GET', `${at}/users`);
  const user = users.find((u) => u.id === made.id);
  assert.deepEqual(user.divisions, ['DE']);
  const change = { name: 'Newer', role: 'viewer', status: 'active', language: 'de', divisions: [] };
  await admin.must(412, 'PUT', `${at}/users/${made.id}`, change, { 'if-match': '"77"' });
  await admin.must(200, 'PUT', `${at}/users/${made.id}`, change, { 'if-match': `"${user.version}"` });
  assert.equal((await admin.must(200, 'POST', `${at}/users/${made.id}/password`)).totp_secret, null);
  assert.ok((await admin.must(200, 'POST', `${at}/users/${made.id}/second-factor`)).totp_uri);
  await admin.must(409, 'POST', `${at}/users`, { email: 'new@example.com', name: 'Twice', role: 'viewer' });
  await admin.must(422, 'POST', `${at}/users`, { email: 'no address', name: 'X', role: 'king', divisions: ['XX'] });
  const me = (await admin.must(200, 'GET', '/session')).user;
  await admin.must(403, 'PUT', `${at}/users/${me.id}`, { ...change, role: 'viewer' });
  const { rows: clients } = await admin.must(200, 'GET', `${at}/clients`);
  assert.ok(clients.length > 0);
  await stack.dunlin('client', 'add', 'gone');
  await admin.must(204, 'DELETE', `${at}/clients/gone`);
  await admin.must(404, 'DELETE', `${at}/clients/gone`);
  const { rows: runs } = await admin.must(200, 'GET', `${at}/runs`);
  await stack.mysql(`INSERT INTO run_error SELECT ${runs[0].id}, id, customer_id, NULL, 'standard.lua:3: no' FROM case_state LIMIT 1`);
  assert.equal((await admin.must(200, 'GET', `${at}/runs/${runs[0].id}`)).errors.length, 1);
  assert.ok((await admin.must(202, 'POST', `${at}/runs`)).cases > 0);
  const { rows: events } = await admin.must(200, 'GET', `${at}/audit?action=user.add`);
  assert.ok(events.some((v) => v.object_id === made.id));
  assert.ok(!JSON.stringify(await admin.must(200, 'GET', `${at}/audit?limit=500`)).includes(made.password));
});

test('a user is told of things in the declared shape', async () => {
  await staff.must(200, 'GET', '/notifications');
  await staff.must(200, 'GET', '/notifications/summary');
  const me = (await staff.must(200, 'GET', '/session')).user.id;
  const customer = await one('SELECT customer_id FROM case_state ORDER BY id LIMIT 1');
  await admin.must(201, 'POST', `/customers/${customer}/follow-ups`, { title: 'For you', due_on: '2026-03-09', assignee_id: me });
  const { rows: told } = await staff.must(200, 'GET', '/notifications?unread=true');
  await staff.must(204, 'POST', `/notifications/${told[0].id}/read`);
  await staff.must(204, 'POST', '/notifications/read', { up_to: told[0].created_at });
  const choice = await staff.must(200, 'GET', '/notifications/choice');
  await staff.must(204, 'PUT', '/notifications/choice', choice);
  await staff.must(204, 'GET', '/events');
});

test('the audit is searched, proved and handed out in the declared shape', async () => {
  const at = '/api/admin/v1/audit';
  const { user } = await admin.must(200, 'GET', '/session');
  const { rows } = await admin.must(200, 'GET', `${at}?user_id=${user.id}&since=2026-03-04&until=2026-03-04`);
  assert.ok(rows.length > 0 && rows.every((r) => r.actor.id === user.id));
  assert.deepEqual((await admin.must(200, 'GET', `${at}?until=2026-03-01`)).rows, []);
  assert.equal((await admin.must(200, 'GET', `${at}/proof`)).whole, true);
  const got = await plain(admin, `${at}/export?since=2026-03-04`); // a file, not JSON
  contract.seen.add(`GET ${at}/export`);
  assert.match(got.headers.get('content-disposition'), /^attachment/);
  assert.match(got.text, /^id,at,actor_kind/);
  await staff.must(403, 'GET', `${at}/proof`);
});

test('things are found in the declared shape', async () => {
  const { number, amount_minor: minor } = (await stack.sql("SELECT number, amount_minor FROM item WHERE kind = 'invoice' AND currency = 'EUR' ORDER BY id LIMIT 1"))[0];
  assert.equal((await staff.must(200, 'GET', `/search?q=${encodeURIComponent(number)}`)).items[0].number, number);
  assert.ok((await staff.must(200, 'GET', `/search?q=${(Number(minor) / 100).toFixed(2)}`)).amounts.length > 0);
  await staff.must(200, 'GET', '/search?q=Friday');
  await staff.must(400, 'GET', '/search');
});

test('files are taken in the declared shape', async () => {
  const files = '/api/collector/v1/imports';
  const text = 'customer,customer_name,invoice,issued,due,amount,currency\nn1,New,F1,2026-01-01,2026-02-01,ten,EUR\n';
  const { id } = await admin.must(202, 'POST', `${files}?profile=generic&file_name=up.csv`, text, { 'content-type': 'text/csv' });
  await admin.must(200, 'GET', files);
  await admin.must(200, 'GET', `${files}/${id}`);
  await stack.mysql(`INSERT INTO import_error VALUES (${id}, 1, 2, 'amount', 'ten', 'is no amount', 'n1,New')`);
  await admin.must(200, 'GET', `${files}/${id}/errors`);
});

test('integrators read and write in the declared shape', async () => {
  const erp = contract.watch(stack.integrator());
  const id = { source_system: 'x' };
  const division = await one('SELECT code FROM division ORDER BY id LIMIT 1');
  const customer = { customer: { source_id: 'c1' } };
  const document = { ...customer, division, number: 'N1', issued_on: '2026-01-10', amount: '100.00', currency: 'EUR' };
  const rows = {
    customers: ['c1', { number: 'K1', name: 'New customer' }],
    contacts: ['k1', { ...customer, name: 'Ann', email: 'ann@example.org' }],
    invoices: ['i1', { ...document, due_on: '2026-02-09' }],
    'credit-notes': ['n1', document],
    payments: ['p1', { ...document, number: undefined }],
    allocations: ['a1', { credit: { kind: 'payment', source_id: 'p1' }, invoice: { source_id: 'i1' }, amount: '60.00', effective_on: '2026-02-12' }],
  };
  const more = { customers: { number: 'K1b' }, allocations: { amount: '10.00' } };
  for (const [path, [key, body]] of Object.entries(rows)) {
    await erp.must(201, 'PUT', `/${path}/x/${key}`, body);
    await erp.must(200, 'PUT', `/${path}/x/${key}`, body);
    await erp.must(200, 'GET', `/${path}/x/${key}`);
    await erp.must(200, 'GET', `/${path}?limit=3`);
    const two = [{ ...id, source_id: `${key}b`, ...body, ...more[path] }, { ...id, source_id: 'bad', colour: 'red' }];
    await erp.must(200, 'POST', `/${path}/batch`, { rows: two }, once());
  }
  await erp.must(201, 'POST', '/allocations/x/a1/reverse', { effective_on: '2026-02-20', reason: 'returned' }, once());
  const { id: file } = await erp.must(202, 'POST', '/imports?profile=generic&file_name=e.csv', 'x\n', { 'content-type': 'text/csv' });
  await erp.must(200, 'GET', '/imports');
  await erp.must(200, 'GET', `/imports/${file}`);
  await erp.must(200, 'GET', `/imports/${file}/errors`);
  await erp.must(200, 'GET', '/reports/aging');
  await erp.must(200, 'GET', '/expected-cash');
  await erp.must(200, 'GET', '/expected-payments?limit=5');
  await erp.must(200, 'GET', '/reports/metrics');
  await erp.must(200, 'GET', '/control-totals');
  await erp.must(404, 'GET', '/customers/x/none');
  await erp.must(422, 'PUT', '/customers/x/c2', { name: 'no number' });
});

test('problems have the declared shape, too', async () => {
  const nobody = contract.watch(stack.client());
  await nobody.must(401, 'GET', '/worklist');
  await nobody.must(401, 'POST', '/session', { email: 'a@b.example', password: 'not the password' });
  await nobody.must(422, 'POST', '/session', { email: 'a@b.example' });
  await staff.must(404, 'GET', '/customers/999999999');
  await staff.must(400, 'GET', '/customers?colour=red');
  await staff.must(422, 'POST', `/customers/${await one('SELECT MIN(id) FROM customer')}/notes`, {});
  assert.equal((await fetch(`${stack.url}/api/collector/v1/nowhere`)).status, 404);
});

test('everybody looks after his own way in, in the declared shape', () => ownWayIn({ stack, contract, admin }));

test('admins set up the company in the declared shape', () => company({ stack, admin }));

test('status, documents asked for and refunds are kept up in the declared shape', () => upkeep({ stack, contract, staff, manager: admin }));

test('the probes answer in the declared shape', async () => {
  const probe = contract.watch(stack.client(''));
  await probe.must(200, 'GET', `${stack.url}/healthz`);
  await probe.must(200, 'GET', `${stack.url}/readyz`);
  const metrics = await fetch(`${stack.url}/metrics`);
  const text = await metrics.text();
  assert.equal(metrics.status, 200);
  assert.match(text, /dunlin_requests_total\{method="GET",route="\/api\/collector\/v1\/worklist",status="200"\} \d+/);
  assert.match(text, /dunlin_outbox_messages\{state="planned"\} \d+/);
  contract.seen.add('GET /metrics');
  contract.seen.add('GET /api/openapi.json');
});

test('signing out ends the session', async () => {
  const leaving = contract.watch(await stack.collector());
  await leaving.must(204, 'DELETE', '/session');
  assert.equal((await leaving.get('/worklist')).status, 401);
  contract.seen.add('POST /api/collector/v1/session'); // by the harness, unwatched
});

test('teams, portfolios and targets', async () => {
  const team = await admin.must(200, 'GET', '/api/collector/v1/team');
  await admin.must(200, 'GET', '/api/collector/v1/team/members');
  const { id } = team.members.find((m) => m.cases > 0).user;
  const at = '/api/collector/v1';
  await admin.must(200, 'PUT', `${at}/team/${id}/targets`, { targets: [
    { kind: 'worked', period: 'day', target: 20 }, { kind: 'promises', period: 'week', target: '5000.00' }] });
  await admin.must(200, 'PUT', `${at}/team/${id}`, { sees: 'all' });
  await admin.must(200, 'GET', `${at}/team`);
  const { customer_ids: ids } = await admin.must(200, 'GET', `${at}/team/customers?user_id=${id}`);
  const some = { customer_ids: ids.slice(0, 3), user_id: id, portfolio: 'North' };
  await admin.must(200, 'POST', `${at}/assignments/preview`, { customer_ids: ids.slice(0, 3), user_id: id });
  await admin.must(200, 'POST', `${at}/assignments`, some);
  await staff.must(200, 'GET', '/worklist/progress');
});

test('messages and their texts', async () => {
  const at = '/api/collector/v1', texts = '/api/admin/v1/templates';
  await admin.must(201, 'POST', texts, { code: 'reminder_fourth', purpose: 'Once more', topic: 'reminder', stage: 4, from: 'reminder_second' });
  const [, row] = [await staff.must(200, 'GET', '/mail-templates'), (await staff.must(200, 'GET', '/worklist?view=overdue&limit=1')).rows[0]];
  const draft = { template: 'reminder_first', to_role: 'billing', confirmed: 'asked for on the phone' };
  const mail = `${at}/customers/${row.customer_id}/mail`;
  const seen = await admin.must(200, 'POST', `${mail}/preview`, { ...draft, case_id: row.case_id });
  const sent = await admin.request('POST', mail, { ...draft, case_id: row.case_id, item_ids: [] });
  assert.ok([201, 409].includes(sent.status), JSON.stringify([seen, sent.body]));
  contract.seen.add(`POST ${at}/customers/{id}/mail`); // messages.test.mjs has it in every shape
  await admin.must(200, 'POST', `${at}/mail/many/preview`, { ...draft, case_ids: [row.case_id] });
  const { rows: all } = await staff.must(200, 'GET', '/worklist?view=overdue&limit=20');
  const many = await admin.must(202, 'POST', `${at}/mail/many`, { ...draft, case_ids: all.map((r) => r.case_id) });
  await admin.must(200, 'GET', `${at}/mail/many/${many.id}`);
  await admin.must(200, 'POST', `${at}/mail/many/${many.id}/cancel`, { reason: 'not yet' });

  await admin.must(200, 'GET', texts);
  const whole = await admin.must(200, 'GET', `${texts}/reminder_first`);
  const { subject, body_text: text, body_html: html } = await admin.must(200, 'GET', `${texts}/reminder_first/versions/${whole.versions[0].id}`);
  const body = { subject, body_text: text, body_html: html };
  await admin.must(201, 'POST', `${texts}/reminder_first/variants`, { name: 'late', purpose: 'Firmer', late_from: 30 });
  const kept = await admin.must(201, 'POST', `${texts}/reminder_first.late/versions`, { language: 'en', ...body });
  await admin.must(200, 'POST', `${texts}/reminder_first.late/activate`, { version_id: kept.id });
  await admin.must(200, 'POST', `${texts}/reminder_first/check`, { ...body, subject: '{{no_such}}' });
  const trial = { customer_id: row.customer_id, language: 'en', ...body };
  await admin.must(200, 'POST', `${texts}/reminder_first/preview`, trial);
  await admin.must(204, 'POST', `${texts}/reminder_first/test`, trial);
  // pages for mail programs, no JSON: messages.test.mjs reads them
  for (const method of ['GET', 'POST']) contract.seen.add(`${method} /api/portal/v1/opt-out/{token}`);
});

test('letters for post', () => letters(stack, admin, contract, plain));

test('views of the worklist and what is done with many at once', async () => {
  await staff.must(200, 'POST', '/worklist/preview?view=overdue', { action: 'follow_up' });
  const view = { name: 'Late', base: 'overdue', sort: '-days', filters: { min_days: '30' }, columns: ['name', 'days'], shared: true };
  const { id } = await staff.must(201, 'POST', '/views', view);
  await staff.must(200, 'GET', '/views');
  await staff.must(200, 'PUT', `/views/${id}`, view);
  await staff.must(204, 'PUT', '/worklist/default-view', { view: id });
  await staff.must(204, 'DELETE', `/views/${id}`);
});

test('reports over documented views', async () => {
  await staff.must(200, 'GET', '/report-views');
  const report = { view: 'open_items', definition: { columns: ['customer_name', 'open'], filters: [{ column: 'due_on', is: 'at_most', value: 'today' }], grouped: true } };
  await staff.must(200, 'POST', '/reports/look', report);
  const { id } = await staff.must(201, 'POST', '/reports', { name: 'Overdue', ...report });
  await staff.must(200, 'GET', '/reports');
  await staff.must(200, 'GET', `/reports/${id}`);
  const unwatched = await stack.collector();
  await staff.must(200, 'PUT', `/reports/${id}`, { name: 'Overdue', shared: true, ...report });
  assert.match((await unwatched.get(`/reports/${id}/file?format=csv`)).type, /^text\/csv/);
  contract.seen.add('GET /api/collector/v1/reports/{id}/file'); // no JSON, so unwatched
  await staff.must(204, 'DELETE', `/reports/${id}`);
});

test('no write went without a row in the record of who did what', async () => {
  assert.ok(contract.writes.length > 100);
  assert.deepEqual(await unaudited(stack, contract.writes), {});
});

test('no look at what is of one customer went without a row in the record of who saw it', () => looks(stack, contract));

test('no operation of the document went without an answer', () => {
  assert.deepEqual(contract.unseen(), []);
});
