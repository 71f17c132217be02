// What users are told, what they find, and the record of who did what.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY } from './fixture.mjs';

let stack, admin, ann, bob, annId, bobId;

before(async () => {
  stack = await Stack.start({ now: '2026-03-02T08:00:00Z' });
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
