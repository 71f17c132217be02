// What users are told, what they find, and the record of who did what.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';

let stack, admin, ann, bob, annId, bobId;

before(async () => {
  stack = await Stack.start({ now: '2026-03-02T08:00:00Z', live: true });
  await stack.mysql(COMPANY);
  const people = await Promise.all([
    addUser(stack, 'ann@example.com', '--name', 'Ann', '--division', 'DE'), addUser(stack, 'bob@example.com', '--name', 'Bob')]);
  [annId, bobId] = people.map((p) => p.id);
  admin = await stack.admin();
  [ann, bob] = await Promise.all(people.map((p) => stack.login(p)));
});
after(() => stack?.stop());

const unread = async (who) => (await who.must(200, 'GET', '/notifications/summary')).unread;

// -- notifications -------------------------------------------------------------

test('whoever gets a task is told, and the one who made it is not', async () => {
  await bob.must(201, 'POST', '/customers/20/follow-ups', { title: 'Call Brook', due_on: '2026-03-04', assignee_id: annId });
  await bob.must(201, 'POST', '/customers/20/follow-ups', { title: 'My own', due_on: '2026-03-04', assignee_id: bobId });
  assert.equal(await unread(ann), 1);
  assert.equal(await unread(bob), 0);
  const [told] = (await ann.must(200, 'GET', '/notifications')).rows;
  assert.equal(told.kind, 'follow_up_assigned');
  assert.equal(told.title, 'Call Brook');
  assert.deepEqual(told.customer, { id: '20', number: 'C20', name: 'Brook Mills' });
  assert.equal(told.ref.kind, 'follow_up');
  assert.equal(told.read_at, null);
});

test('what was read is no longer new, for nobody else', async () => {
  const [told] = (await ann.must(200, 'GET', '/notifications?unread=true')).rows;
  await bob.must(404, 'POST', `/notifications/${told.id}/read`);
  assert.equal(await unread(ann), 1);
  await ann.must(204, 'POST', `/notifications/${told.id}/read`);
  assert.equal(await unread(ann), 0);
  assert.deepEqual((await ann.must(200, 'GET', '/notifications?unread=true')).rows, []);
  assert.ok((await ann.must(200, 'GET', '/notifications')).rows[0].read_at);
});

test('pages of notifications follow each other, and all of them are read at once', async () => {
  for (let i = 0; i < 5; i++) {
    await stack.clock.advance({ seconds: 1 });
    await bob.must(201, 'POST', '/customers/20/follow-ups', { title: `Task ${i}`, due_on: '2026-03-04', assignee_id: annId });
  }
  const first = await ann.must(200, 'GET', '/notifications?unread=true&limit=2');
  const second = await ann.must(200, 'GET', `/notifications?unread=true&limit=3&cursor=${encodeURIComponent(first.next)}`);
  assert.deepEqual([...first.rows, ...second.rows].map((r) => r.title), ['Task 4', 'Task 3', 'Task 2', 'Task 1', 'Task 0']);
  assert.equal(second.next, null);
  await ann.must(204, 'POST', '/notifications/read', { up_to: first.rows[1].created_at });
  assert.equal(await unread(ann), 1);
  await ann.must(204, 'POST', '/notifications/read');
  assert.equal(await unread(ann), 0);
});

test('nobody is told of a customer that another division took', async () => {
  await bob.must(201, 'POST', '/customers/30/follow-ups', { title: 'Crane', due_on: '2026-03-04', assignee_id: annId });
  assert.equal(await unread(ann), 0);
  assert.ok((await ann.must(200, 'GET', '/notifications')).rows.every((r) => r.title !== 'Crane'));
});

test('how somebody wants to be told is kept', async () => {
  assert.deepEqual(await ann.must(200, 'GET', '/notifications/choice'), { digest: 'daily', digest_hour: 8, time_zone: 'Europe/Berlin' });
  await ann.must(204, 'PUT', '/notifications/choice', { digest: 'hourly', time_zone: 'Europe/Paris' });
  assert.deepEqual(await ann.must(200, 'GET', '/notifications/choice'), { digest: 'hourly', digest_hour: 8, time_zone: 'Europe/Paris' });
  await ann.must(422, 'PUT', '/notifications/choice', { digest: 'weekly' });
  await ann.must(422, 'PUT', '/notifications/choice', { digest: 'daily', time_zone: 'Mars/North' });
  await ann.must(422, 'PUT', '/notifications/choice', { digest: 'daily', digest_hour: 24 });
});

// -- live ----------------------------------------------------------------------

/** The events of a stream as they come, until enough of them did. */
async function listen(client, n, whenOpen) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(new Error('no event came')), 10000);
  const got = [];
  try {
    const response = await fetch(`${client.base}/events`, {
      signal: stop.signal, headers: { accept: 'text/event-stream', cookie: [...client.cookies].map((c) => c.join('=')).join('; ') } });
    if (response.status !== 200) return { status: response.status, got };
    assert.match(response.headers.get('content-type'), /^text\/event-stream/);
    const opened = whenOpen();
    const text = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body) {
      rest += text.decode(chunk, { stream: true });
      const parts = rest.split('\n\n');
      rest = parts.pop();
      got.push(...parts.filter((p) => /^event: notification$/m.test(p)).map((p) => JSON.parse(/^data: (.*)$/m.exec(p)[1])));
      if (got.length >= n) break;
    }
    await opened;
    return { status: 200, got };
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

test('an open browser hears of what is new, its own and nobody else\'s, and needs a session', async () => {
  await stack.spawn('worker');
  await until(async () => (await stack.sql('SELECT id FROM notification WHERE push = 1')).length === 0);
  const tell = async () => {
    await bob.must(201, 'POST', '/customers/20/follow-ups', { title: 'For the admin', due_on: '2026-03-04', assignee_id: (await admin.must(200, 'GET', '/session')).user.id });
    await bob.must(201, 'POST', '/customers/20/follow-ups', { title: 'Live', due_on: '2026-03-04', assignee_id: annId });
  };
  const heard = await listen(ann, 1, tell);
  assert.deepEqual(heard, { status: 200, got: [{ n: 1 }] });
  assert.equal((await ann.must(200, 'GET', '/notifications')).rows[0].title, 'Live');
  assert.equal((await listen(stack.client(), 1)).status, 401);
});

test('what nginx asks before it opens a stream is not for browsers', async () => {
  const got = await fetch(`${stack.url}/_dunlin/may_listen`);
  assert.equal(got.status, 404);
});
