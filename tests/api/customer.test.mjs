// A customer's file: what is attached to it.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY, insert } from './fixture.mjs';

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
  for (const [kind, id] of [['customer', '30'], ['item', '13'], ['item', '31'], ['dispute', '999999'], ['note', '11'], ['customer', '999999']]) {
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
  const { link_id: link } = (await staff.must(200, 'GET', '/customers/20/attachments')).rows[0];
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
