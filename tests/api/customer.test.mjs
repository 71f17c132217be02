// A customer's file: what is attached to it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, allocation, COMPANY, insert, invoice, payment } from './fixture.mjs';

let stack, staff, north, viewer;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  north = await stack.login(await addUser(stack, 'norbert@example.com', '--division', 'DE'));
  viewer = await stack.login(await addUser(stack, 'vera@example.com', '--role', 'viewer'));
});
after(() => stack?.stop());

const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];
const plain = ({ request_id: _, ...body }) => body;

// -- attachments -------------------------------------------------------------------

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
const HTML = '<!DOCTYPE html><html><body><script>alert(1)</script></body></html>';
const SVG = '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>';

const send = (who, body, { kind = 'customer', id = '10', name = 'scan.pdf', more = '' } = {}) => who.request('POST',
  `/attachments?owner_kind=${kind}&owner_id=${id}&file_name=${encodeURIComponent(name)}${more}`, body, { 'content-type': 'application/pdf' });

async function attach(who, body, options) {
  const got = await send(who, body, options);
  assert.equal(got.status, 201, got.text);
  return got.body.id;
}

test('a file is kept once, listed, told on the timeline and handed out to be saved', async () => {
  const first = await attach(staff, PDF, { name: 'delivery note.pdf' });
  const second = await attach(staff, PDF, { kind: 'item', id: '11', name: 'copy.pdf' });
  const { rows } = await staff.must(200, 'GET', '/customers/10/attachments');
  assert.deepEqual(rows.map((r) => [r.id, r.owner.kind, r.file_name, r.type, r.bytes, r.visible, r.actor.name]),
    [[second, 'item', 'copy.pdf', 'application/pdf', PDF.length, false, 'clara@example.com'],
      [first, 'customer', 'delivery note.pdf', 'application/pdf', PDF.length, false, 'clara@example.com']]);
  assert.equal((await staff.must(200, 'GET', '/customers/10/attachments?owner_kind=item&owner_id=11')).rows.length, 1);
  const sha = createHash('sha256').update(PDF).digest('hex');
  const folder = join(stack.var, 'files', sha.slice(0, 2));
  assert.deepEqual(readdirSync(folder), [sha]);
  assert.deepEqual(readFileSync(join(folder, sha)), PDF);
  const got = await fetch(`${staff.base}/attachments/${first}`, { headers: { cookie: [...staff.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(got.status, 200);
  assert.deepEqual(Buffer.from(await got.arrayBuffer()), PDF);
  assert.equal(got.headers.get('content-type'), 'application/pdf');
  assert.equal(got.headers.get('content-disposition'), 'attachment; filename="delivery note.pdf"; filename*=UTF-8\'\'delivery%20note.pdf');
  assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
  assert.match(got.headers.get('content-security-policy'), /sandbox/);
  const timeline = (await staff.must(200, 'GET', '/customers/10/timeline?kind=attachment')).rows;
  assert.deepEqual(timeline.map((r) => r.title), ['File attached: copy.pdf', 'File attached: delivery note.pdf']);
  assert.equal(await one(`SELECT COUNT(*) FROM audit_event WHERE action = 'attachment.add' AND object_id = '${first}' AND customer_id = 10`), '1');
});

test('E2 what a browser would run is refused by its content, whatever its name and type say', async () => {
  for (const [body, name] of [[HTML, 'invoice.pdf'], [SVG, 'photo.png'], ['#!/bin/sh\nrm x\n', 'notes.txt']]) {
    const got = await send(staff, body, { name });
    assert.equal(got.status, 422, name);
    assert.equal(got.body.type, '/problems/file-refused');
    assert.match(got.body.detail, /text\/html|image\/svg\+xml|x-shellscript/);
  }
  // text that is no HTML under a name that is: leaves as text
  const id = await attach(staff, 'Hello, the page is below.\n', { name: 'page.html' });
  const got = await staff.get(`/attachments/${id}`);
  assert.equal(got.type, 'text/plain');
  assert.match(got.headers.get('content-disposition'), /^attachment; filename="page\.html\.txt"/);
  assert.match(got.headers.get('content-security-policy'), /default-src 'none'; sandbox/);
});

test('a bad name harms nothing', async () => {
  const id = await attach(staff, PDF, { name: '../../a"b\\ü€;x.pdf' });
  const { headers } = await staff.get(`/attachments/${id}`);
  assert.equal(headers.get('content-disposition'), 'attachment; filename="_____;x.pdf"; filename*=UTF-8\'\'%C3%BC%E2%82%AC%3Bx.pdf');
  assert.equal((await send(staff, PDF, { name: 'a\r\nX: y.pdf' })).status, 400);
});

test('empty, too large, cut short and forms are refused with a reason', async () => {
  assert.equal((await send(staff, '')).status, 400);
  assert.equal((await send(staff, Buffer.concat([PDF, Buffer.alloc(15 << 20)]))).status, 413);
  assert.equal((await staff.request('POST', '/attachments?owner_kind=customer&owner_id=10&file_name=x.pdf', 'x',
    { 'content-type': 'multipart/form-data; boundary=x' })).status, 415);
  assert.equal((await send(staff, PDF, { name: '' })).status, 400);
  assert.equal((await send(viewer, PDF)).status, 403);
});

test('a foreign file, owner or link is answered as an unknown one', async () => {
  const theirs = await attach(staff, PDF, { id: '30' });
  const usCase = await attach(staff, PDF, { kind: 'item', id: '13' });
  const ours = await attach(north, PDF, { kind: 'item', id: '11' });
  const unknown = plain((await north.get('/attachments/999999')).body);
  for (const id of [theirs, usCase]) {
    const got = await north.get(`/attachments/${id}`);
    assert.equal(got.status, 404);
    assert.deepEqual(plain(got.body), unknown);
    const link = await one(`SELECT id FROM attachment_link WHERE attachment_id = ${id}`);
    assert.equal((await north.request('DELETE', `/attachments/${id}/links/${link}`)).status, 404);
    assert.equal((await north.request('DELETE', `/attachments/${ours}/links/${link}`)).status, 404);
  }
  for (const [kind, id] of [['customer', '30'], ['item', '13'], ['item', '31'], ['dispute', '999999'], ['document_request', '999999'], ['note', '11'], ['customer', '999999']]) {
    const got = await send(north, PDF, { kind, id });
    assert.equal(got.status, 404, `${kind} ${id}`);
    assert.deepEqual(plain(got.body), unknown);
  }
  assert.equal((await north.get('/customers/30/attachments')).status, 404);
  const seen = (await north.must(200, 'GET', '/customers/10/attachments')).rows.map((r) => r.id);
  assert.ok(seen.includes(ours) && !seen.includes(usCase));
});

test('deleting takes the link away, keeps the content and is audited', async () => {
  const id = await attach(staff, PDF, { id: '20', name: 'wrong.pdf' });
  const { link_id: link } = (await staff.must(200, 'GET', '/customers/20/attachments')).rows.find((r) => r.id === id);
  assert.equal((await viewer.request('DELETE', `/attachments/${id}/links/${link}`)).status, 403);
  await staff.must(204, 'DELETE', `/attachments/${id}/links/${link}`);
  assert.equal((await staff.request('DELETE', `/attachments/${id}/links/${link}`)).status, 404);
  assert.equal((await staff.get(`/attachments/${id}`)).status, 404);
  assert.deepEqual((await staff.must(200, 'GET', '/customers/20/attachments')).rows, []);
  const [row] = await stack.sql(`SELECT actor_id, after_json FROM audit_event WHERE action = 'attachment.unlink' AND object_id = '${id}'`);
  assert.deepEqual(JSON.parse(row.after_json), { owner_kind: 'customer', owner_id: '20', visible: false });
  assert.equal(await one(`SELECT COUNT(*) FROM attachment WHERE id = ${id}`), '1');
});

test('a customer gets what is meant for it and nothing else', async () => {
  const shown = await attach(staff, PDF, { kind: 'item', id: '11', more: '&visible=true' });
  const inside = await attach(staff, PDF, { kind: 'item', id: '11' });
  const other = await attach(staff, PDF, { kind: 'item', id: '12', more: '&visible=true' });
  const theirs = await attach(staff, PDF, { id: '20', more: '&visible=true' });
  await stack.mysql(insert('note', { id: 900, customer_id: 10, user_id: 1, body: 'internal', created_at: '2026-03-01' }));
  const refused = await send(staff, PDF, { kind: 'note', id: '900', more: '&visible=true' });
  assert.equal(refused.status, 422);
  assert.match(refused.body.detail, /internal/);
  const link = async (body) => stack.portal((await staff.must(201, 'POST', '/customers/10/portal-links', body)).url);
  const account = await link({ scope: 'account' });
  const invoice = await link({ scope: 'invoice', item_id: '11' });
  const unknown = plain((await account.get('/attachments/999999')).body);
  const got = await account.get(`/attachments/${shown}`);
  assert.equal(got.status, 200);
  assert.match(got.headers.get('content-disposition'), /^attachment/);
  assert.equal((await invoice.get(`/attachments/${shown}`)).status, 200);
  assert.equal((await account.get(`/attachments/${other}`)).status, 200);
  for (const [who, id] of [[account, inside], [account, theirs], [invoice, other], [invoice, inside]]) {
    const no = await who.get(`/attachments/${id}`);
    assert.equal(no.status, 404);
    assert.deepEqual(plain(no.body), unknown);
  }
});

test('a content that was changed on the disk is not handed out', async () => {
  const text = Buffer.from('The goods came late.\n');
  const id = await attach(staff, text, { name: 'late.txt' });
  const sha = createHash('sha256').update(text).digest('hex');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(join(stack.var, 'files', sha.slice(0, 2), sha), 'The goods came early');
  assert.equal((await staff.get(`/attachments/${id}`)).status, 503);
  // sent again, it is whole again
  await attach(staff, text, { name: 'late.txt' });
  assert.equal((await staff.get(`/attachments/${id}`)).text, String(text));
});

// -- the page in one answer ---------------------------------------------------------

const caseOfRecord = (record, id) => record.cases.find((c) => c.case_id === String(id));

test('one answer holds what the page shows at first', async () => {
  const record = await staff.must(200, 'GET', '/customers/10?case_id=1001');
  assert.equal(record.case_id, '1001');
  assert.deepEqual(record.items.rows.map((i) => i.number).sort(), ['P14', 'R11', 'R12']);
  assert.deepEqual(record.items, await staff.must(200, 'GET', '/customers/10/items?case_id=1001'));
  assert.deepEqual(record.timeline.rows, (await staff.must(200, 'GET', '/customers/10/timeline?limit=30')).rows);
  assert.ok(record.work.contributions.length > 0);
  assert.equal(caseOfRecord(record, 1001).figures.last_payment.number, 'P14');
  const usd = await staff.must(200, 'GET', '/customers/10?case_id=1002');
  assert.deepEqual(usd.items.rows.map((i) => i.number), ['R13']);
  assert.equal((await north.must(200, 'GET', '/customers/10?case_id=1002')).case_id, '1001');
});

// Clara's company of 2 March 2026: what was paid how late, in whole days after due.
async function history(caseId, customerId, from, list) {
  let id = from;
  await stack.mysql(list.flatMap(([amount, due, paid]) => {
    const [debit, credit] = [id++, id++];
    return [
      invoice(debit, caseId, customerId, 101, { amount, open: 0, issued: due, due, number: `H${debit}` }),
      `UPDATE instalment SET settled_on = '${paid}' WHERE id = ${debit};`,
      payment(credit, caseId, customerId, 101, { amount, open: 0, on: paid }),
      allocation(id++, caseId, credit, debit, amount, paid),
    ];
  }).join('\n'));
}

test('figures follow the payments, and a reversed one is as if it had never been', async () => {
  await history(2001, 20, 50000, [[4000, '2026-02-10', '2026-02-10'], [6000, '2026-02-10', '2026-02-16'], [2000, '2026-02-10', '2026-02-18'],
    [1000, '2025-08-01', '2025-08-31']]);
  const of = async () => caseOfRecord(await staff.must(200, 'GET', '/customers/20'), 2001).figures;
  let figures = await of();
  assert.equal(figures.days_beyond_terms, '4.333');
  assert.equal(figures.days_beyond_terms_before, '30.0');
  assert.deepEqual(figures.months.at(-2), { from: '2026-02-01', paid: '120.00', on_time: '40.00', late: '80.00', very_late: '0.00', days_late: '4.333' });
  assert.equal(figures.months.length, 24);
  assert.deepEqual(figures.last_payment, { on: '2026-02-18', amount: { amount: '20.00', currency: 'EUR' }, number: 'P50007' });
  // open: R21 of 100.00, due 20 February, usually paid 6 days later, which is past
  assert.deepEqual(figures.expected, {
    on: null, from: null, to: null, amount: { amount: '0.00', currency: 'EUR' }, missed: { amount: '100.00', currency: 'EUR' },
    usual_days: 6, earliest_days: 0, latest_days: 8, payments: 4,
  });
  // 100.00 open; sales of March 0, February 120.00: 2 days + 100 / 120 of 28
  assert.equal(figures.dso, '25.333');
  await stack.mysql(`INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, credit_minor, debit_minor,
    effective_on, known_at, recorded_at, reverses_id, source_system, source_id)
    SELECT 59999, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, -credit_minor, -debit_minor, '2026-02-25', '2026-02-25',
    '2026-02-25', id, 'test', 'r' FROM allocation WHERE credit_item_id = 50004 LIMIT 1`);
  figures = await of();
  assert.equal(figures.days_beyond_terms, '2.667');
  assert.equal(figures.months.at(-2).paid, '60.00');
});

test('a figure of another division stays out of sight', async () => {
  await stack.mysql(`UPDATE customer SET credit_limit_minor = 100000, credit_currency = 'EUR' WHERE id = 10;
    INSERT INTO fx_rate (base, quote, rate_on, rate_e8, source, recorded_at) VALUES ('USD', 'EUR', '2026-03-01', 50000000, 'test', '2026-03-01')`);
  await stack.mysql('UPDATE worklist_row SET open_minor = 32500, unapplied_minor = 1500 WHERE case_id = 1001');
  // 310.00 EUR, and 100.00 USD at 0.5
  assert.deepEqual((await staff.must(200, 'GET', '/customers/10')).limit, {
    limit: { amount: '1000.00', currency: 'EUR' }, used: { amount: '360.00', currency: 'EUR' }, percent: '36.0', without_rate: 0,
  });
  assert.equal((await north.must(200, 'GET', '/customers/10')).limit.used.amount, '310.00');
  assert.deepEqual((await north.must(200, 'GET', '/customers/10')).cases.map((c) => c.case_id), ['1001']);
  await stack.mysql("DELETE FROM fx_rate WHERE base = 'USD' AND source = 'test'");
  assert.equal((await staff.must(200, 'GET', '/customers/10')).limit.without_rate, 1);
});

test('a parent shows what is below it, rolled up by currency and within reach', async () => {
  assert.equal((await staff.must(200, 'GET', '/customers/20')).family, null);
  await stack.mysql('UPDATE customer SET parent_id = 20 WHERE id = 10; UPDATE customer SET parent_id = 10 WHERE id = 30');
  const { family } = await staff.must(200, 'GET', '/customers/20');
  assert.deepEqual(family.children.map((c) => [c.name, c.sums.map((s) => s.currency)]), [['Acme Works', ['EUR', 'USD']]]);
  assert.deepEqual(family.sums, [
    { currency: 'EUR', customers: 2, open: '425.00', overdue: '100.00' }, { currency: 'USD', customers: 2, open: '200.00', overdue: '100.00' },
  ]);
  const theirs = (await north.must(200, 'GET', '/customers/20')).family;
  assert.deepEqual(theirs.sums.map((s) => [s.currency, s.customers]), [['EUR', 2]]);
  assert.equal((await north.must(200, 'GET', '/customers/10')).family, null, 'Crane is not in DE');
  // a circle ends
  await stack.mysql('UPDATE customer SET parent_id = 30 WHERE id = 20');
  assert.equal((await staff.must(200, 'GET', '/customers/20')).family.sums.length, 2);
  await stack.mysql('UPDATE customer SET parent_id = NULL');
});

test('history lists what is settled, the last first, with how late it was', async () => {
  const rows = await staff.all('/customers/20/history?limit=2');
  const invoices = rows.filter((r) => r.side === 'debit');
  assert.deepEqual(invoices.map((r) => [r.closed_on, r.days_late]), [['2026-02-18', 8], ['2026-02-16', 6], ['2026-02-10', 0], ['2025-08-31', 30]]);
  assert.deepEqual(rows.map((r) => r.closed_on), rows.map((r) => r.closed_on).sort().reverse());
  assert.equal(new Set(rows.map((r) => r.id)).size, 8);
  assert.equal((await north.get('/customers/30/history')).status, 404);
});

// -- contacts, tags, strategy -----------------------------------------------------------

test('a contact is added, corrected and opts out; history keeps what stood before', async () => {
  const touched = await one('SELECT touch_seq FROM case_state WHERE id = 2001');
  const { id } = await staff.must(201, 'POST', '/customers/20/contacts', { name: 'Ann Bell', email: 'ann@example.org', roles: ['legal', 'billing'] });
  const find = async () => (await staff.must(200, 'GET', '/customers/20/contacts')).rows.find((c) => c.id === id);
  assert.deepEqual((await find()).roles, ['billing', 'legal']);
  assert.equal((await find()).source, null);
  const body = { name: 'Ann Bell', email: 'ann.bell@example.org', roles: ['billing', 'legal'] };
  assert.equal((await staff.request('PUT', `/contacts/${id}`, body, { 'if-match': '"7"' })).status, 412);
  stack.clock.advance({ minutes: 1 });
  await staff.must(200, 'PUT', `/contacts/${id}`, body, { 'if-match': '"1"' });
  stack.clock.advance({ minutes: 1 });
  await staff.must(200, 'PUT', `/contacts/${id}`, { ...body, consent: false });
  assert.equal((await find()).consent, false);
  const past = await stack.sql(`SELECT email, email_consent FROM contact_history WHERE contact_id = ${id} ORDER BY known_from`);
  assert.deepEqual(past, [{ email: 'ann@example.org', email_consent: '1' }, { email: 'ann.bell@example.org', email_consent: '1' }]);
  assert.equal(Number(await one('SELECT touch_seq FROM case_state WHERE id = 2001')) - Number(touched), 3);
  const titles = (await staff.must(200, 'GET', '/customers/20/timeline?kind=contact')).rows.map((r) => r.title);
  assert.deepEqual(titles, ['Ann Bell asked not to be mailed', 'Data of contact Ann Bell changed', 'Contact Ann Bell was added']);
  await staff.must(200, 'PUT', `/contacts/${id}`, { ...body, active: false });
  assert.equal(await find(), undefined);
  assert.equal((await staff.request('PUT', `/contacts/${id}`, body)).status, 404);
});

test('no source undoes what staff changed of a contact', async () => {
  const client = JSON.parse((await stack.dunlin('client', 'add', 'erp', '--json')).out);
  const erp = stack.integrator(stack.token(client.client_id, client.secret));
  const put = (version, body) => erp.request('PUT', '/contacts/test/30', { customer: { source_id: '30' }, name: 'Crane', roles: ['billing'],
    email: 'old@example.org', source_version: version, ...body });
  assert.equal((await put(1)).status, 200);
  const { id } = (await staff.must(200, 'GET', '/customers/30/contacts')).rows[0];
  const now = { name: 'Crane', email: 'old@example.org', roles: ['billing'] };
  await staff.must(200, 'PUT', `/contacts/${id}`, { ...now, consent: false });
  await put(2, { phone: '123', email_consent: true });
  let [row] = (await staff.must(200, 'GET', '/customers/30/contacts')).rows;
  assert.deepEqual([row.phone, row.consent, row.by_hand], ['123', false, false]);
  await staff.must(200, 'PUT', `/contacts/${id}`, { ...now, email: 'new@example.org', consent: true });
  await put(3, { email_consent: true });
  [row] = (await staff.must(200, 'GET', '/customers/30/contacts')).rows;
  assert.deepEqual([row.email, row.consent, row.by_hand], ['new@example.org', true, true]);
});

test('bad contacts are refused with every reason', async () => {
  const got = await staff.post('/customers/10/contacts', { name: '', email: 'no address', roles: ['king'], time_zone: 'Moon/Sea', colour: 'red' });
  assert.equal(got.status, 422);
  assert.deepEqual(got.body.errors.map((e) => e.pointer).sort(), ['/colour', '/email', '/name', '/roles/0', '/time_zone']);
  assert.equal((await viewer.post('/customers/10/contacts', { name: 'A', roles: [] })).status, 403);
  assert.equal((await north.post('/customers/30/contacts', { name: 'A', roles: [] })).status, 404);
  const theirs = await one('SELECT id FROM contact WHERE customer_id = 30');
  assert.equal((await north.request('PUT', `/contacts/${theirs}`, { name: 'A', roles: [] })).status, 404);
});

test('a tag by hand counts beside those of scripts, and only it is taken away by hand', async () => {
  await stack.mysql(insert('customer_tag', { id: 70001, customer_id: 20, case_id: 2001, tag: 'slow', origin: 'script', known_from: '2026-01-01' }));
  await staff.must(201, 'POST', '/customers/20/tags', { tag: 'vip', reason: 'the board asked' });
  assert.equal((await staff.post('/customers/20/tags', { tag: 'vip' })).status, 409);
  assert.equal((await staff.post('/customers/20/tags', { tag: 'V I P' })).status, 422);
  const tags = async () => (await staff.must(200, 'GET', '/customers/20')).tags.map((t) => `${t.tag} ${t.origin}`);
  assert.deepEqual(await tags(), ['slow script', 'vip hand']);
  assert.equal((await staff.request('DELETE', '/customers/20/tags/slow')).status, 404);
  await staff.must(204, 'DELETE', '/customers/20/tags/vip');
  assert.deepEqual(await tags(), ['slow script']);
  assert.equal(await one("SELECT COUNT(*) FROM audit_event WHERE action IN ('tag.add', 'tag.remove') AND object_id = 'vip'"), '2');
});

test('a pinned strategy wins over segments until it is unpinned', async () => {
  const { rows } = await staff.must(200, 'GET', '/cases/2001/strategies');
  assert.ok(rows.length > 1 && rows.every((r) => !r.pinned));
  assert.equal((await staff.request('PUT', '/cases/2001/strategy', { strategy: 'no such' })).status, 422);
  await staff.must(200, 'PUT', '/cases/2001/strategy', { strategy: 'low-touch', reason: 'agreed with sales' });
  await staff.must(200, 'PUT', '/cases/2001/strategy', { strategy: 'key-account' });
  const pinned = (await staff.must(200, 'GET', '/cases/2001/strategies')).rows.filter((r) => r.pinned);
  assert.deepEqual(pinned.map((r) => [r.name, r.by]), [['key-account', 'clara@example.com']]);
  assert.equal((await stack.dunlin('evaluate')).code, 0);
  let [c] = (await staff.must(200, 'GET', '/customers/20')).cases;
  assert.deepEqual([c.strategy, c.strategy_why], ['key-account', 'pin']);
  await staff.must(204, 'DELETE', '/cases/2001/strategy');
  assert.equal((await staff.request('DELETE', '/cases/2001/strategy')).status, 404);
  assert.equal((await stack.dunlin('evaluate')).code, 0);
  [c] = (await staff.must(200, 'GET', '/customers/20')).cases;
  assert.notEqual(c.strategy_why, 'pin');
  assert.equal((await north.request('PUT', '/cases/3001/strategy', { strategy: 'standard' })).status, 404);
});

// -- the timeline ---------------------------------------------------------------------

test('the timeline shows both sides and is narrowed by kind, side and text', async () => {
  const row = (id, at, kind, actor, title) => insert('activity', { id, customer_id: 30, case_id: 3001, at: `2026-02-${at}`, kind, actor_kind: actor,
    actor_id: '1', title });
  await stack.mysql([row(8000000001, '01', 'mail_sent', 'script', 'Reminder sent'), row(8000000002, '02', 'message', 'contact', 'We paid 50 % today'),
    row(8000000003, '03', 'payment', 'client', 'Payment P9'), row(8000000004, '04', 'note', 'user', 'Spoke to Ann')].join('\n'));
  const titles = async (query) => (await staff.must(200, 'GET', `/customers/30/timeline?${query}`)).rows.filter((r) => Number(r.id) > 8000000000).map((r) => r.title);
  assert.deepEqual(await titles('side=customer'), ['Payment P9', 'We paid 50 % today']);
  assert.deepEqual(await titles('side=us'), ['Spoke to Ann', 'Reminder sent']);
  assert.deepEqual(await titles('q=ann'), ['Spoke to Ann']);
  assert.deepEqual(await titles('q=%25'), ['We paid 50 % today']);
  assert.deepEqual(await titles('kind=note&side=customer'), []);
  assert.deepEqual((await staff.must(200, 'GET', '/customers/30/timeline?from_id=8000000003&limit=2')).rows.map((r) => r.id), ['8000000003', '8000000002']);
  assert.equal((await staff.get('/customers/10/timeline?from_id=8000000003')).status, 404);
});

test('what was written is read in full on the timeline and found by any of its words', async () => {
  const agreed = 'Agreed on the phone:\n200 a month, from April,\nnever on a Monday.';
  await staff.must(201, 'POST', '/customers/20/notes', { body: agreed });
  await staff.must(201, 'POST', '/customers/20/calls', { outcome: 'reached', note: 'Spoke to Ann.\nShe asks for a copy.' });
  await staff.must(201, 'POST', '/customers/20/messages', { body: 'Dear Ann,\n\nas agreed: the first rate is due in April.', client_key: 'words' });
  await staff.must(201, 'POST', '/customers/20/messages', { body: 'Dear Ann,\n\nand the second in May.', client_key: 'words2' });
  const { rows } = await staff.must(200, 'GET', '/customers/20/timeline?limit=200');
  const written = rows.filter((r) => r.words !== null).sort((a, b) => (a.words < b.words ? -1 : 1));
  assert.deepEqual(written.map((r) => [r.kind, r.title, r.words]), [
    ['note', 'Agreed on the phone:', agreed],
    ['message', 'clara@example.com: Dear Ann,', 'Dear Ann,\n\nand the second in May.'],
    ['message', 'clara@example.com: Dear Ann,', 'Dear Ann,\n\nas agreed: the first rate is due in April.'],
    ['call', 'Call: reached. Spoke to Ann.', 'Spoke to Ann.\nShe asks for a copy.'],
  ]);
  const found = async (q) => (await staff.must(200, 'GET', `/customers/20/timeline?q=${encodeURIComponent(q)}`)).rows.map((r) => r.kind);
  assert.deepEqual(await found('never on a Monday'), ['note']);
  assert.deepEqual(await found('for a copy'), ['call']);
  assert.deepEqual(await found('first rate'), ['message']);
  assert.deepEqual(await found('never on a Sunday'), []);
  const entry = written[1];
  const thread = await staff.must(200, 'GET', `/inbox/${entry.ref.id}`);
  assert.deepEqual([entry.ref.kind, thread.customer.id, thread.waiting_since, thread.messages.at(-1).body], ['conversation', '20', null, 'Dear Ann,\n\nand the second in May.']);
});

test('lines of before a message was named by them show all of it, too, and only where they may be seen', async () => {
  const at = '2026-02-03 10:00:00.000001';
  const line = (id, kind, more) => insert('activity', { id, customer_id: 10, case_id: 1002, at, kind, actor_kind: 'contact', actor_id: '101', ...more });
  const message = (id, seq, body) => insert('message', { id, conversation_id: 8100, customer_id: 10, seq, author_kind: 'contact', author_id: '101', channel: 'mail', body, created_at: at });
  await stack.mysql([insert('conversation', { id: 8100, customer_id: 10, item_id: 13, subject: 'R13', created_at: at, last_at: at }),
    insert('inbox_thread', { conversation_id: 8100, customer_id: 10, case_id: 1002 }),
    message(8101, 9001, 'Hello,\nwe pay in May.'), message(8102, 9002, 'Sorry,\nin June.'),
    line(8000000011, 'message', { ref_kind: 'conversation', ref_id: 8100, title: 'Ann: Hello,' }),
    line(8000000012, 'message', { ref_kind: 'conversation', ref_id: 8100, title: 'Ann: Sorry,' }),
    line(8000000013, 'invoice_note', { ref_kind: 'item', ref_id: 13, title: 'Ann: Note on R13: Two' }),
    insert('invoice_note', { id: 8103, customer_id: 10, item_id: 13, actor_kind: 'contact', actor_id: '101', client_key: 'k', body: 'Two\nlines', created_at: at })].join('\n'));
  const words = async (who) => (await who.must(200, 'GET', '/customers/10/timeline?limit=200')).rows.filter((r) => Number(r.id) > 8000000010 && Number(r.id) < 8000000020).map((r) => r.words);
  assert.deepEqual(await words(staff), ['Two\nlines', 'Sorry,\nin June.', 'Hello,\nwe pay in May.']);
  assert.deepEqual(await words(north), []);
  assert.deepEqual((await north.must(200, 'GET', '/customers/10/timeline?q=June')).rows, []);
});

test('a notice shows what it achieved', async () => {
  const notice = (id, recipient) => insert('outbox', { id, case_id: 2001, customer_id: 20, kind: 'overdue', template: 'reminder_first', state: 'handed_over',
    not_before: '2026-01-10', actor_kind: 'script', actor_id: '1', created_at: '2026-01-10', handed_at: '2026-01-10', handed_on: '2026-01-10',
    currency: 'EUR', total_minor: 15116 }) // what else was overdue is named, too
    + insert('outbox_recipient', { outbox_id: id, email: 'a@example.org', role: 'to', state: recipient })
    + insert('outbox_line', { instalment_id: 61000, script_id: 1, step: `s${id}`, cycle: 1, outbox_id: id, case_id: 2001, level: 1, open_minor: 10000, handed_on: '2026-01-10' })
    + insert('activity', { id: id + 1, customer_id: 20, case_id: 2001, at: '2026-01-10', kind: 'mail_sent', actor_kind: 'script', actor_id: '1',
      ref_kind: 'outbox', ref_id: id, title: 'First reminder' });
  await stack.mysql([invoice(61000, 2001, 20, 101, { amount: 10000, open: 4000, due: '2026-01-01' }),
    ...[[61001, 2500, '2026-01-15'], [61003, 1500, '2026-01-24'], [61005, 2000, '2026-02-20']].flatMap(([id, amount, on]) => [
      payment(id, 2001, 20, 101, { amount, open: 0, on }), allocation(id + 1, 2001, id, 61000, amount, on)]),
    notice(62000, 'delivered'), notice(62010, 'bounced'),
    insert('mail_event', { outbox_id: 62000, kind: 'opened', first_at: '2026-01-11 09:00:00', last_at: '2026-01-12', times: 3 })].join('\n'));
  const rows = (await staff.must(200, 'GET', '/customers/20/timeline?kind=mail_sent')).rows;
  const money = (amount) => ({ amount, currency: 'EUR' });
  assert.deepEqual(rows.find((r) => r.id === '62001').achieved, { handed_on: '2026-01-10', days: 51, recipients: 1, delivered: 1, failed: 0,
    opened_at: '2026-01-11T09:00:00.000Z', clicked_at: null, asked: money('100.00'), named: money('151.16'), paid_7: money('25.00'), paid_14: money('40.00'), paid_30: money('40.00') });
  assert.equal(rows.find((r) => r.id === '62011').achieved.failed, 1);
});

// -- E1 -----------------------------------------------------------------------------------

test('E1 a name with a script in it leaves every answer as text that no page could run', async () => {
  const client = JSON.parse((await stack.dunlin('client', 'add', 'e1', '--json')).out);
  const erp = stack.integrator(stack.token(client.client_id, client.secret));
  const name = '</script><script>alert(1)</script><img src=x onerror=alert(2)>';
  assert.equal((await erp.request('PUT', '/customers/test/10', { number: 'C10', name })).status, 200);
  assert.equal((await stack.dunlin('evaluate')).code, 0);
  const link = await staff.must(201, 'POST', '/customers/10/portal-links', { scope: 'account' });
  const portal = await stack.portal(link.url);
  const answers = [await staff.get('/worklist'), await staff.get('/customers/10'), await staff.get('/customers?q=script'), await portal.get('/summary')];
  for (const got of answers) {
    assert.match(got.type, /^application\/json/);
    assert.equal(got.headers.get('x-content-type-options'), 'nosniff');
    assert.ok(!/[<>]/.test(got.text), 'no markup stands in the bytes');
    assert.ok(JSON.stringify(got.body).includes('<script>alert(1)'), 'and the name is told as it is');
  }
});
