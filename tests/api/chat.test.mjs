// Messages between a customer and us while both are at it: one stream in the order of commit,
// nothing twice, nothing passed over, how far each side has read, who is there.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { listen } from '../harness/stream.mjs';
import { addUser, COMPANY } from './fixture.mjs';

let stack, staff, other, portal, byInvoice, stranger;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z', live: true, worker: true });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  other = await stack.login(await addUser(stack, 'ole@example.com', '--division', 'US'));
  const link = async (customer, body) => stack.portal((await staff.must(201, 'POST', `/customers/${customer}/portal-links`, body)).url);
  portal = await link(10, { scope: 'account', contact_id: '101' });
  byInvoice = await link(10, { scope: 'invoice', item_id: '11' });
  stranger = await link(20, { scope: 'account', contact_id: '201' });
});
after(() => stack?.stop());

let keys = 0;
const key = () => `k${(keys += 1)}`;
const write = (body, more = {}) => portal.must(201, 'POST', '/messages', { body, client_key: key(), ...more });
const answer = (body, more = {}) => staff.must(201, 'POST', '/customers/10/messages', { body, client_key: key(), ...more });
const chat = (who, query = '') => who.must(200, 'GET', who === staff ? `/customers/10/chat${query}` : `/chat${query}`);
const bodies = async (who, query) => (await chat(who, query)).rows.map((r) => r.body);

test('both sides read one stream, in order, from where they stopped', async () => {
  await write('One');
  await answer('Two');
  await write('Three', { invoice_id: '11' });
  assert.deepEqual(await bodies(portal), ['One', 'Two', 'Three']);
  assert.deepEqual(await bodies(staff), ['One', 'Two', 'Three']);
  const { rows } = await chat(staff);
  assert.deepEqual(rows.map((r) => r.seq), [1, 2, 3]);
  assert.deepEqual(rows.map((r) => r.side), ['contact', 'staff', 'contact']);
  assert.deepEqual(await bodies(portal, '?after=1'), ['Two', 'Three']);
  assert.deepEqual(await bodies(portal, '?after=3'), []);
  assert.deepEqual(await bodies(portal, '?before=3'), ['One', 'Two']);
  assert.equal(rows[2].invoice_number, 'R11');
});

test('many writers at once: each message has a number of its own, without a gap, and a reader who follows misses none', async () => {
  const seen = new Map();
  let last = 3, done = false;
  const reader = (async () => {
    for (;;) {
      const stop = done;
      const { rows } = await chat(staff, `?after=${last}`);
      for (const row of rows) {
        assert.ok(row.seq > last, 'never backwards');
        assert.ok(!seen.has(row.id), 'never twice');
        seen.set(row.id, row.body);
        last = row.seq;
      }
      if (stop && !rows.length) return;
    }
  })();
  await Promise.all([...Array(24).keys()].map((i) => (i % 2 ? write(`p${i}`) : answer(`s${i}`))));
  done = true;
  await reader;
  assert.deepEqual([...seen.values()].sort(), [...Array(24).keys()].map((i) => `${i % 2 ? 'p' : 's'}${i}`).sort());
  assert.equal(last, 27);
});

test('the same key is the same message, however often and at once it is sent', async () => {
  const sent = await Promise.all([...Array(6)].map(() => portal.must(201, 'POST', '/messages', { body: 'Once', client_key: 'same' })));
  assert.equal(new Set(sent.map((s) => s.id)).size, 1);
  const { rows } = await chat(portal, '?after=27');
  assert.deepEqual(rows.map((r) => [r.body, r.client_key]), [['Once', 'same']]);
  assert.equal((await chat(staff, '?after=27')).rows[0].client_key, null, 'a key is its sender\'s own');
});

test('each sees what is his: another customer nothing, a link to an invoice what is about it', async () => {
  assert.deepEqual(await bodies(stranger), []);
  assert.deepEqual(await bodies(byInvoice), ['Three']);
  assert.equal((await other.get('/customers/20/chat')).status, 404);
  assert.equal((await other.post('/customers/20/live', {})).status, 404);
  assert.equal((await stack.client('/api/portal/v1').get('/chat')).status, 401);
});

test('how far one side has read the other is told; never backwards; of one\'s own there is nothing to read', async () => {
  const asPortal = async (body = {}) => (await portal.must(200, 'POST', '/live', body)).read;
  const asStaff = async (body = {}) => (await staff.must(200, 'POST', '/customers/10/live', body)).read;
  const { rows } = await chat(staff);
  const about = rows.find((r) => r.body === 'Three').conversation_id;
  const account = rows.find((r) => r.body === 'One').conversation_id;
  const of = (read, id) => read.find((r) => r.conversation_id === id)?.up_to;
  assert.equal(of(await asPortal(), about), undefined, 'nobody of ours has read what is about R11');
  await asStaff({ read_up_to: 3 });
  assert.equal(of(await asPortal(), about), 3);
  await asStaff({ read_up_to: 1 });
  assert.equal(of(await asPortal(), about), 3);
  assert.ok(of(await asStaff(), account) > 3, 'who writes has read what stands before');
  await byInvoice.must(200, 'POST', '/live', { read_up_to: 1000 });
  assert.equal(of(await asStaff(), about), 3, 'up to what there is');
  const live = await byInvoice.must(200, 'POST', '/live', {});
  assert.deepEqual(live.read.map((r) => r.conversation_id), [about], 'a link to an invoice hears of that alone');
});

test('who is at the messages is known to the other side until he leaves', async () => {
  assert.equal((await portal.must(200, 'POST', '/live', { chat: true })).here, false);
  assert.equal((await staff.must(200, 'POST', '/customers/10/live', { chat: true })).here, true);
  assert.equal((await portal.must(200, 'POST', '/live', { chat: true })).here, true);
  await staff.must(200, 'POST', '/customers/10/live', { leave: true });
  assert.equal((await portal.must(200, 'POST', '/live', { chat: true })).here, false);
  assert.equal((await stranger.must(200, 'POST', '/live', {})).here, false);
});

test('a page that is left takes nothing from another tab of its reader', async () => {
  const say = (body) => staff.must(200, 'POST', '/customers/10/live', body);
  const here = async () => (await portal.must(200, 'POST', '/live', {})).here;
  await Promise.all([say({ page: 'one', chat: true }), say({ page: 'two', chat: true })]);
  await say({ page: 'one', leave: true });
  assert.equal(await here(), true);
  await say({ page: 'two', leave: true });
  assert.equal(await here(), false);
  const both = Array.from({ length: 40 }, (_, k) => staff.post('/customers/10/live', { page: 'three', leave: k % 2 === 1 }));
  assert.deepEqual([...new Set((await Promise.all(both)).map((answer) => answer.status))], [200], 'coming and leaving at once');
  await say({ page: 'three', leave: true });
  const [{ n }] = await stack.sql("SELECT COUNT(*) AS n FROM live_watch WHERE page <> ''");
  assert.equal(n, '0');
});

test('open pages hear of a message, of typing and of reading, and nobody else does', async () => {
  await staff.must(200, 'POST', '/customers/10/live', { chat: true });
  const [s, p, i, x] = await Promise.all([listen(staff), listen(portal), listen(byInvoice), listen(stranger)]);
  try {
    await portal.must(200, 'POST', '/live', { chat: true, typing: true });
    const typing = await s.wait((e) => e.event === 'typing');
    assert.deepEqual(typing.data, { customer_id: '10', item_id: null, name: 'Contact of Acme Works' });
    const { seq } = await write('Live');
    for (const who of [s, p]) assert.deepEqual((await who.wait((e) => e.event === 'chat')).data, { customer_id: '10', seq });
    await staff.must(200, 'POST', '/customers/10/live', { chat: true, read_up_to: seq, typing: true, item_id: '11' });
    await p.wait((e) => e.event === 'seen');
    await p.wait((e) => e.event === 'typing' && e.data.item_id === '11');
    await i.wait((e) => e.event === 'typing');
    assert.deepEqual(i.got.map((e) => e.event).filter((name) => name !== 'changed'), ['typing'], 'the link to R11 hears of R11 alone');
    const about = await answer('About R11', { item_id: '11' });
    assert.ok(about.id);
    await i.wait((e) => e.event === 'chat');
    assert.deepEqual(x.got.filter((e) => e.event !== 'changed'), []);
    const carried = JSON.stringify([...s.got, ...p.got, ...i.got]);
    assert.ok(!/Live|About/.test(carried), 'events carry no words');
  } finally {
    await Promise.all([s, p, i, x].map((one) => one.close()));
  }
});

test('whatever changes of a customer, pages that show it hear so within the worker\'s round, others do not', async () => {
  const mark = async () => (await staff.must(200, 'POST', '/customers/10/live', {})).mark;
  await portal.must(200, 'POST', '/live', {});
  const before = await mark();
  assert.equal(await mark(), before);
  const [s, p, x] = await Promise.all([listen(staff), listen(portal), listen(stranger)]);
  try {
    await staff.must(201, 'POST', '/customers/10/holds', { item_id: '12', reason: 'asked to wait', until: '2026-03-10' });
    for (const who of [s, p]) assert.deepEqual((await who.wait((e) => e.event === 'changed')).data, { customer_id: '10' });
    assert.notEqual(await mark(), before, 'and a page without events sees it by the mark');
    assert.deepEqual(x.got.filter((e) => e.event !== 'changed' || e.data.customer_id !== '20'), [], 'the stranger hears of himself alone');
  } finally {
    await Promise.all([s, p, x].map((one) => one.close()));
  }
});

const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const hand = (who, bytes, name, more = '') => who.must(201, 'POST', `/attachments/unsent?file_name=${encodeURIComponent(name)}${more}`, bytes, { 'content-type': 'application/octet-stream' });

test('files go with a message, once, to both sides, to be saved; before that nobody has them', async () => {
  const { id } = await hand(portal, png, 'slip.png');
  for (const who of [portal, staff]) assert.equal((await who.get(`/attachments/${id}`)).status, 404);
  const own = await hand(staff, png, 'proof.png', '&customer_id=10');
  assert.equal((await portal.post('/messages', { body: 'x', client_key: key(), file_ids: [own.id] })).status, 422, 'a file of somebody else\'s');
  const k = key();
  const sent = await portal.must(201, 'POST', '/messages', { body: 'See the slip', client_key: k, file_ids: [id] });
  const again = await portal.must(201, 'POST', '/messages', { body: 'See the slip', client_key: k, file_ids: [id] });
  assert.equal(again.id, sent.id);
  assert.equal((await portal.post('/messages', { body: 'x', client_key: key(), file_ids: [id] })).status, 422, 'a file goes once');
  const row = (await chat(staff)).rows.at(-1);
  assert.deepEqual(row.files, [{ id, file_name: 'slip.png', purpose: null, bytes: png.length }]);
  for (const who of [portal, staff]) {
    const got = await who.request('GET', `/attachments/${id}`);
    assert.equal(got.status, 200);
    assert.match(got.headers.get('content-disposition'), /^attachment; filename="slip\.png"/);
    assert.match(got.headers.get('content-security-policy'), /sandbox/);
  }
  assert.equal((await stranger.get(`/attachments/${id}`)).status, 404);
  assert.equal((await byInvoice.get(`/attachments/${id}`)).status, 404);
  await answer('Here', { file_ids: [own.id], item_id: '11' });
  assert.equal((await byInvoice.get(`/attachments/${own.id}`)).status, 200);
});

test('a customer says what a file is; both sides read it with the message, the company among the files of the customer', async () => {
  for (const purpose of ['remittance', 'proof', 'tax_form']) {
    const { id } = await hand(portal, png, `${purpose}.png`, `&purpose=${purpose}`);
    assert.deepEqual((await portal.must(200, 'GET', '/attachments/unsent')).rows.map((f) => f.purpose), [purpose]);
    await portal.must(201, 'POST', '/messages', { body: 'For you', client_key: key(), file_ids: [id] });
    for (const who of [portal, staff]) assert.equal((await chat(who)).rows.at(-1).files[0].purpose, purpose);
    const [kept] = (await staff.must(200, 'GET', '/customers/10/attachments')).rows;
    assert.deepEqual([kept.id, kept.purpose], [id, purpose]);
    const { conversation_id: thread } = (await chat(staff)).rows.at(-1);
    const got = await staff.must(200, 'GET', `/inbox/${thread}`);
    assert.deepEqual(got.messages.flatMap((m) => m.files).filter((f) => f.id === id).map((f) => f.purpose), [purpose]);
  }
  const bad = await portal.request('POST', '/attachments/unsent?file_name=x.png&purpose=joke', png, { 'content-type': 'application/octet-stream' });
  assert.deepEqual([bad.status, bad.body.errors?.[0]?.parameter ?? bad.body.errors?.[0]?.pointer], [400, '?purpose']);
});

test('a file whose answer is lost is kept once; not sent, it is found again by whoever handed it over, and taken back', async () => {
  const unsent = async (who) => (await who.must(200, 'GET', '/attachments/unsent')).rows.map((f) => f.file_name);
  const keyed = (who, name, k, bytes = png) => hand(who, bytes, name, `&client_key=${k}`);
  const tries = await Promise.all([...Array(5)].map(() => keyed(portal, 'lost.png', 'f1')));
  assert.equal(new Set(tries.map((t) => t.id)).size, 1, 'at once, too');
  const [{ id }] = tries;
  assert.equal((await keyed(portal, 'lost.png', 'f1')).id, id);
  stack.clock.advance({ seconds: 1 }); // of the same instant, any may stand first
  assert.notEqual((await keyed(portal, 'other.png', 'f2')).id, id);
  const other = await portal.request('POST', '/attachments/unsent?file_name=lost.png&client_key=f1', Buffer.from('another'), { 'content-type': 'application/octet-stream' });
  assert.equal(other.status, 422, 'another file is no second try');
  assert.deepEqual(await unsent(portal), ['lost.png', 'other.png']);
  assert.deepEqual([await unsent(byInvoice), await unsent(stranger)], [[], []], 'nobody else knows of them');
  await portal.must(201, 'POST', '/messages', { body: 'Here it is', client_key: key(), file_ids: [id] });
  assert.equal((await chat(staff)).rows.at(-1).files[0].id, id);
  assert.equal((await keyed(portal, 'lost.png', 'f1')).id, id, 'the key is known after it went, too');
  const [left] = (await portal.must(200, 'GET', '/attachments/unsent')).rows;
  assert.deepEqual([left.file_name, left.bytes], ['other.png', png.length]);
  for (const [who, of] of [[stranger, left.id], [byInvoice, left.id], [portal, id], [portal, '999999']]) {
    assert.equal((await who.delete(`/attachments/unsent/${of}`)).status, 404);
  }
  await portal.must(204, 'DELETE', `/attachments/unsent/${left.id}`);
  assert.equal((await portal.delete(`/attachments/unsent/${left.id}`)).status, 404);
  assert.deepEqual(await unsent(portal), []);
  assert.equal((await portal.post('/messages', { body: 'x', client_key: key(), file_ids: [left.id] })).status, 422, 'what was taken back is not sent');
  const trail = await stack.sql(`SELECT action, actor_id FROM audit_event WHERE object_kind = 'attachment' AND object_id = ${left.id} ORDER BY id`);
  assert.deepEqual(trail.map((t) => [t.action, t.actor_id]), [['attachment.hand_over', '101'], ['attachment.take_back', '101']]);
});

test('a person who keeps the accounts of two customers sends the file of one to that one', async () => {
  const file = await hand(portal, png, 'mine.png');
  await stack.mysql(`UPDATE file_handed SET customer_id = 20 WHERE attachment_id = ${file.id}`);
  assert.equal((await portal.post('/messages', { body: 'x', client_key: key(), file_ids: [file.id] })).status, 422);
  assert.deepEqual((await portal.must(200, 'GET', '/attachments/unsent')).rows, []);
});

test('what a customer writes of a dispute stands in the one stream, in that dispute\'s own conversation, on both sides', async () => {
  const { id } = await portal.must(201, 'POST', '/invoices/12/disputes', { amount: '5.00', reason_code: 'price' });
  const { seq } = await write('The price was agreed otherwise', { dispute_id: id });
  const seen = async (who) => (await chat(who, `?after=${seq - 1}`)).rows.map((r) => [r.body, r.invoice_number, r.dispute_id]);
  assert.deepEqual(await seen(portal), [['The price was agreed otherwise', 'R12', id]]);
  assert.deepEqual(await seen(staff), await seen(portal));
  await staff.must(201, 'POST', `/disputes/${id}/messages`, { body: 'We look into it', client_key: key() });
  const { rows } = await chat(portal, `?after=${seq - 1}`);
  assert.deepEqual(rows.map((r) => r.dispute_id), [id, id]);
  assert.equal(new Set(rows.map((r) => r.conversation_id)).size, 1);
  const faults = async (who, more) => {
    const got = await who.post('/messages', { body: 'x', client_key: key(), ...more });
    return [got.status, got.body.errors?.map((e) => `${e.pointer} ${e.message}`)];
  };
  assert.deepEqual(await faults(stranger, { dispute_id: id }), [422, ['/dispute_id is none of your disputes']]);
  assert.deepEqual(await faults(byInvoice, { dispute_id: id }), [422, ['/dispute_id is none of your disputes']], 'of another invoice than the link\'s');
  assert.deepEqual(await faults(portal, { dispute_id: '999999' }), [422, ['/dispute_id is none of your disputes']]);
  assert.deepEqual(await faults(portal, { dispute_id: id, invoice_id: '11' }), [422, ['/dispute_id is of another invoice']]);
});

test('an answer from the inbox takes files too, in the portal and by mail', async () => {
  const id = (await chat(staff)).rows[0].conversation_id;
  const file = await hand(staff, png, 'bill.png', '&customer_id=10');
  for (const more of [{ statement: true }, { item_ids: ['11'] }]) {
    const got = await staff.request('POST', `/inbox/${id}/answer`, { body: 'x', by: 'portal', ...more });
    assert.equal(got.status, 422, 'the customer has both there');
  }
  await staff.must(201, 'POST', `/inbox/${id}/answer`, { body: 'With a file', by: 'portal', file_ids: [file.id] });
  assert.equal((await chat(portal)).rows.at(-1).files[0].id, file.id);
  const more = await hand(staff, png, 'mailed.png', '&customer_id=10');
  await staff.must(201, 'POST', `/inbox/${id}/answer`, { body: 'By mail', by: 'mail', to: 'pay10@example.org', file_ids: [more.id] });
  assert.equal((await chat(portal)).rows.at(-1).files[0].id, more.id);
});

test('messages that were there before are in order, too', async () => {
  const rows = await stack.sql('SELECT customer_id, COUNT(*) AS n, COUNT(DISTINCT seq) AS d, MAX(seq) AS top FROM message GROUP BY customer_id');
  for (const row of rows) assert.deepEqual([row.n, row.d], [row.top, row.top]);
});

test('while the server is away the stream is 503 with Retry-After; back again, it is there', async () => {
  await stack.kill('web');
  for (const who of [portal, staff]) {
    const got = await who.get('/events');
    assert.deepEqual([got.status, got.type, got.body?.status], [503, 'application/problem+json', 503]);
    assert.ok(Number(got.headers.get('retry-after')) > 0);
    assert.match(got.headers.get('content-security-policy'), /default-src 'none'/);
  }
  await stack.spawn('web');
  await stack.ready();
  const line = await listen(portal);
  assert.equal(line.status, 200);
  await answer('Back again');
  await line.wait((e) => e.event === 'chat');
  await line.close();
  assert.equal((await stack.client('/api/portal/v1').get('/events')).status, 401, 'who is nobody is told so');
});
