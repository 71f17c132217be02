// What the demo company has beside its ledger: answers of its customers, received as mail is.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { evaluated } from '../e2e/pages.mjs';
import { Stack } from '../harness/stack.mjs';

let stack, admin, threads;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T09:00:00Z' });
  await evaluated(stack);
  admin = await stack.admin();
  const { rows } = await admin.must(200, 'GET', '/inbox');
  threads = await Promise.all(rows.map((row) => admin.must(200, 'GET', `/inbox/${row.conversation_id}`)));
});
after(() => stack?.stop());

test('two answers to one message are one conversation, and the second one proposes a promise', () => {
  const [one] = threads.filter(({ messages }) => messages.length === 2);
  assert.deepEqual([one.promise.on, one.promise.amount], ['2026-03-09', '1856.57']);
  assert.ok(one.messages.every(({ body, full }) => full.includes('final notice') && !body.includes('final notice')), 'what is quoted is folded away');
});

test('an answer about one invoice proposes a dispute of it', () => {
  const [one] = threads.filter(({ dispute }) => dispute);
  assert.equal(one.dispute.reason_code, 'quality');
  assert.match(one.item_number, /^R\d/);
});

test('an answer has a file with it', async () => {
  const [file] = threads.flatMap(({ messages }) => messages.flatMap(({ files }) => files));
  assert.equal(file.file_name, 'avis-de-paiement.csv');
});

test('out of office stands on the timeline and waits for nobody', async () => {
  const [{ customer_id: id }] = await stack.sql("SELECT customer_id FROM inbound_mail WHERE kind = 'auto'");
  const { rows } = await admin.must(200, 'GET', `/customers/${id}/timeline`);
  assert.ok(rows.some(({ title }) => title.startsWith('Automatic answer of')), 'on the timeline');
  assert.ok(!threads.some(({ customer }) => customer.id === id), 'not in the inbox');
});

test('a bounce suppresses its address and asks a person for another', async () => {
  const [{ customer_id: id }] = await stack.sql("SELECT customer_id FROM inbound_mail WHERE kind = 'bounce'");
  const tasks = (await admin.all('/follow-ups')).filter(({ kind }) => kind === 'undeliverable');
  assert.ok(tasks.some(({ customer, title }) => customer.id === id && title.startsWith('Find another address: mail to')));
  assert.equal((await stack.sql("SELECT COUNT(*) AS n FROM suppression WHERE detail = '5.1.1 550 5.1.1 no such mailbox'"))[0].n, '1');
});

test('mail of a stranger waits for a person who knows whose it is', async () => {
  const { rows } = await admin.must(200, 'GET', '/unassigned-mail');
  assert.deepEqual(rows.map(({ subject }) => subject), ['Confirmation of a balance']);
});
