// What search finds besides names, numbers and messages: what is open, contacts, notes, calls and
// what people of ours wrote; each leads to where it stands.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack, until } from '../harness/stack.mjs';
import { addUser, COMPANY, insert, invoice } from './fixture.mjs';

let stack, staff, limited;
before(async () => {
  stack = await Stack.start({ now: '2026-03-04T09:00:00Z' });
  await stack.mysql(COMPANY);
  staff = await stack.admin();
  await stack.spawn('worker');
  limited = await stack.login(await addUser(stack, 'ann@seller.example', '--role', 'collector', '--division', 'DE'));
});
after(() => stack?.stop());

const find = (q, who = staff) => who.must(200, 'GET', `/search?q=${encodeURIComponent(q)}`);

test('a document is found by what is still open of it, after those of that amount', async () => {
  await stack.mysql([invoice(911, 1001, 10, 101, { number: 'PART-1', amount: 90000, open: 31415 }), invoice(912, 1001, 10, 101, { number: 'WHOLE-1', amount: 31415 })].join('\n'));
  assert.deepEqual((await find('314.15')).amounts.map((i) => [i.number, i.open]), [['WHOLE-1', '314.15'], ['PART-1', '314.15']]);
  assert.deepEqual((await find('314,15')).amounts.length, 2);
});

test('a contact is found by any word of the name and by the address; gone ones are not', async () => {
  await stack.mysql([['7001', 10, 'Grace Marsden-Šimek', 'g.m@acme.example'], ['7002', 30, 'Grace Other', 'purchasing.dept@crane.example']]
    .map(([id, customer_id, name, email]) => insert('contact', { id, customer_id, name, email, source_system: 'test', source_id: id, known_from: '2026-01-01', recorded_at: '2026-01-01' })).join('\n'));
  await until(async () => (await find('marsden')).contacts.length === 1, { name: 'the words of contacts' });
  for (const q of ['simek', 'grace mars', 'g.m@acme', 'G.M@ACME.example']) assert.deepEqual((await find(q)).contacts.map((k) => [k.id, k.customer_id]), [['7001', '10']], q);
  assert.deepEqual((await find('purchas')).contacts.map((k) => k.id), ['7002']);
  assert.deepEqual((await find('grace')).contacts.map((k) => k.id), ['7001', '7002']);
  await stack.mysql("UPDATE contact SET active = 0 WHERE id = 7001; UPDATE contact SET name = 'Renamed Person' WHERE id = 7002");
  await until(async () => (await find('renamed')).contacts.length === 1 && !(await find('marsden')).contacts.length, { name: 'the new words' });
});

test('notes, calls and own words are found by any of their words, and lead to where they stand', async () => {
  const note = await staff.must(201, 'POST', '/customers/10/notes', { body: 'First line.\nThey asked for a windmill instead.' });
  await staff.must(201, 'POST', '/customers/30/calls', { case_id: '3001', outcome: 'reached', note: 'Spoke about the xylograph.' });
  await staff.must(201, 'POST', '/customers/20/mail', { case_id: '2001', item_ids: [], confirmed: 'they asked', subject: 'Our zeppelin', body: 'We would like to visit you.' });
  const [hit] = (await find('windm')).words;
  assert.deepEqual([hit.kind, hit.id, hit.customer_id], ['note', note.id, '10']);
  assert.match(hit.excerpt, /asked for a windmill/);
  const page = await staff.must(200, 'GET', `/customers/10/timeline?from_id=${hit.activity_id}`);
  assert.equal(page.rows[0].id, hit.activity_id);
  assert.deepEqual((await find('xylograph')).words.map((w) => [w.kind, w.customer_id]), [['call', '30']]);
  const [mail] = (await find('zeppelin')).words;
  assert.equal(mail.kind, 'outbox');
  await staff.must(200, 'GET', `/outbox/${mail.id}`);
  assert.deepEqual((await find('windmill zeppelin')).words, []);
});

test('nobody finds what is another division\'s', async () => {
  for (const [q, key] of [['renamed', 'contacts'], ['purchasing.dept@', 'contacts'], ['xylograph', 'words']]) {
    assert.equal((await find(q))[key].length, 1, q);
    assert.deepEqual((await find(q, limited))[key], [], q);
  }
});
