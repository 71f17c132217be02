// What users are told, what they find, and the record of who did what.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { Stack, TOP, until } from '../harness/stack.mjs';
import { allWords, LANGUAGES } from '../harness/words.mjs';
import { addUser, caseOf, COMPANY, customer, insert, invoice } from './fixture.mjs';

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

test('nobody is given, or told of, what is of a customer that he may not see', async () => {
  const refused = await bob.must(422, 'POST', '/customers/30/follow-ups', { title: 'Crane', due_on: '2026-03-04', assignee_id: annId });
  assert.match(refused.errors[0].message, /may not see this customer$/);
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
    opened.catch((e) => stop.abort(e));
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
  stack.clock.advance({ seconds: 1 }); // of the same instant, any may stand first
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

// -- what falls due, and the digest -----------------------------------------------

const digests = () => stack.mails().filter((mail) => /^Dunlin( |:)/.test(mail.subject));
const kinds = async (who) => (await who.must(200, 'GET', '/notifications?unread=true&limit=500')).rows.map((r) => r.kind);

test('a task that falls due is told once, and its mail goes once a day after the hour chosen', async () => {
  await bob.must(204, 'POST', '/notifications/read');
  await bob.must(204, 'PUT', '/notifications/choice', { digest: 'daily', digest_hour: 9 });
  await bob.must(201, 'POST', '/customers/20/follow-ups', { title: 'Look at <Brook> & co', due_on: '2026-03-03', assignee_id: bobId });
  stack.clock.set('2026-03-03T07:30:00Z'); // 8:30 in Berlin
  await stack.restart('worker');
  await until(async () => (await kinds(bob)).includes('follow_up_due'));
  assert.ok(!digests().some((mail) => mail.to.includes('bob@example.com')));
  stack.clock.set('2026-03-03T08:10:00Z');
  await stack.restart('worker');
  await until(() => digests().some((mail) => mail.to.includes('bob@example.com')));
  await stack.restart('worker');
  await until(async () => (await stack.sql(`SELECT period FROM notification_digest WHERE user_id = ${bobId}`)).length > 0);
  const mine = digests().filter((mail) => mail.to.includes('bob@example.com'));
  assert.equal(mine.length, 1);
  assert.equal(mine[0].subject, 'Dunlin: 1 new, follow-ups due: 1');
  assert.match(mine[0].text, /Follow-up due: Look at <Brook> & co \(Brook Mills\)/);
  assert.match(mine[0].html, /Look at &lt;Brook&gt; &amp; co<\/a>/);
  assert.equal((await kinds(bob)).filter((k) => k === 'follow_up_due').length, 1);
});

test('who does not want the mail gets none, and who has nothing new gets none by the hour', async () => {
  await ann.must(204, 'PUT', '/notifications/choice', { digest: 'hourly' });
  await bob.must(204, 'PUT', '/notifications/choice', { digest: 'off' });
  await ann.must(204, 'POST', '/notifications/read');
  const digest = async (at, period) => {
    const before = digests().length;
    stack.clock.set(at);
    await stack.restart('worker');
    await until(async () => (await stack.sql(`SELECT period FROM notification_digest WHERE user_id = ${annId} AND period = '${period}'`)).length === 1);
    await until(async () => (await stack.sql("SELECT id FROM staff_mail WHERE state IN ('planned', 'claimed', 'sending')")).length === 0);
    return digests().slice(before).flatMap((mail) => mail.to).filter((to) => /ann@|bob@/.test(to));
  };
  // Paris is at 11 and 12; her tasks of the day are news once
  assert.deepEqual(await digest('2026-03-04T10:00:00Z', '2026-03-04T11'), ['Ann <ann@example.com>']);
  assert.deepEqual(await digest('2026-03-04T11:00:00Z', '2026-03-04T12'), []);
});

test('a reply of the customer and mail that cannot be delivered reach those whose customer it is', async () => {
  await stack.mysql(`INSERT INTO customer_assignment (id, customer_id, user_id, known_from) VALUES (77, 20, ${annId}, '2026-01-01')`);
  await ann.must(204, 'POST', '/notifications/read');
  const { url } = await bob.must(201, 'POST', '/customers/20/portal-links', { scope: 'account' });
  const contact = await stack.portal(url);
  await contact.must(201, 'POST', '/messages', { body: 'We pay on Friday.\nRegards', client_key: 'k1' });
  const [told] = (await ann.must(200, 'GET', '/notifications?unread=true')).rows;
  assert.equal(told.kind, 'reply_waiting');
  assert.match(told.title, /We pay on Friday\.$/);
  assert.equal(told.customer.id, '20');
  assert.ok(!(await kinds(bob)).includes('reply_waiting'));
});

test('the digest says why a message has not arrived, and amounts, as its reader says them', async () => {
  const all = await allWords();
  await stack.mysql(`UPDATE user SET language = 'de' WHERE id = ${annId}`);
  await ann.must(204, 'POST', '/notifications/read');
  await ann.must(204, 'PUT', '/notifications/choice', { digest: 'hourly', time_zone: 'Europe/Paris' });
  const [{ type }] = await stack.sql("SELECT column_type AS type FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = 'outbox' AND column_name = 'cause'");
  const causes = type.match(/'(\w+)'/g).map((one) => one.slice(1, -1));
  const at = '2026-03-05T08:30:00Z';
  await stack.mysql(causes.map((cause, n) => insert('outbox', { id: 9000 + n, customer_id: 20, kind: 'manual', channel: 'email', template: 'x', state: 'failed', cause,
    not_before: '2026-03-04', actor_kind: 'system', actor_id: 'x', created_at: '2026-03-04' })
    + insert('notification', { id: 9100 + n, user_id: annId, kind: 'undeliverable', title: `Mail of 1,250.00 EUR (${cause})`, ref_kind: 'outbox', ref_id: 9000 + n, customer_id: 20, created_at: at.slice(0, 19).replace('T', ' ') })).join('')
    + insert('notification', { id: 9200, user_id: annId, kind: 'approval_waiting', title: 'Refund of 1,250.00 EUR', customer_id: 20, created_at: at.slice(0, 19).replace('T', ' ') }));
  for (const [language, hour, money] of [['de', '10', '1.250,00\u00a0€'], ['fr', '11', '1\u202f250,00\u00a0€'], ['en', '12', '€1,250.00']]) {
    const seen = digests().length;
    await stack.mysql(`UPDATE user SET language = '${language}' WHERE id = ${annId}; DELETE FROM notification_digest WHERE user_id = ${annId};`);
    stack.clock.set(`2026-03-05T${hour}:00:00Z`);
    await stack.restart('worker');
    await until(() => digests().slice(seen).some((mail) => mail.to.includes('ann@')));
    const [mail] = digests().slice(seen).filter((one) => one.to.includes('ann@'));
    const lines = mail.text.split(/\r?\n/).map((line) => line.trim());
    for (const cause of causes) {
      const words = all[language].staff[`cause.${cause}`];
      const title = lines.findIndex((line) => line.endsWith(`(${cause}) (Brook Mills)`));
      assert.equal(lines[title + 1], words, `${language}: ${cause}`);
      assert.ok(mail.html.includes(`<br>${words.replaceAll("'", '&#39;')}`) || mail.html.includes(`<br>${words}`), `${language}: ${cause} in HTML`);
    }
    assert.ok(mail.text.includes(`: Refund of ${money} (Brook Mills)`), `${language}: ${mail.text.match(/Refund.*/)}`);
    assert.ok(mail.text.includes('Mail of 1,250.00 EUR (refused)'), 'what a person wrote stays so');
  }
  await stack.mysql(`DELETE FROM notification WHERE id >= 9100; DELETE FROM outbox WHERE id >= 9000;`);
});

test('every action of the audit and every purpose of a text has words in each language', async () => {
  const all = await allWords();
  const sources = execFileSync('grep', ['-rhoE', '"[a-z_]+\\.[a-z_]+"', 'fcgi/service', 'fcgi/handler', 'fcgi/job', 'fcgi/http', '--include=*.c', '--exclude=payment_stripe*.c'], { cwd: TOP }).toString().match(/[a-z_]+\.[a-z_]+/g);
  const settings = new Set((await stack.sql('SELECT name FROM setting')).map((r) => r.name));
  const NONE = /^(company|mail|tracking|webauthn)\.|\.(csv|example|html|pdf|txt|xlsx)$/; // settings, files and addresses
  const kinds = ['customer', 'contact', 'invoice', 'credit', 'payment', 'allocation', 'reversal', 'cash_confirmation'];
  const events = [...execFileSync('grep', ['-rhoE', 'event = "[a-z_]+"', 'fcgi/service', '--include=*dispute*.c'], { cwd: TOP }).toString().matchAll(/"(\w+)"/g)].map((m) => `dispute.${m[1]}`);
  const actions = new Set([...sources.filter((one) => !NONE.test(one) && !settings.has(one)), ...events, ...kinds.flatMap((k) => [`${k}.create`, `${k}.change`]),
    ...(await stack.sql('SELECT DISTINCT action FROM audit_event')).map((r) => r.action)]);
  assert.ok(actions.size > 100);
  const purposes = (await stack.sql('SELECT purpose FROM template WHERE base_id IS NULL')).map((r) => r.purpose);
  assert.ok(purposes.length >= 6);
  for (const language of LANGUAGES) {
    assert.deepEqual([...actions].filter((one) => !all[language].staff[`audit_action.${one}`]), [], language);
    if (language !== 'en') assert.deepEqual(purposes.filter((one) => !all[language].book[one]), [], language);
  }
});

test('every kind of line on a timeline is declared and has words in each language', async () => {
  const { components } = JSON.parse((await stack.dunlin('openapi')).out);
  const kinds = components.schemas.timeline_entry.properties.kind.enum;
  const written = [...execFileSync('grep', ['-rhE', '-A4', 'struct activity (seen|line)|\\(struct activity\\)|(delivery_tell|led_tell|led_tell_customer)\\(', 'fcgi/service', '--include=*.c'], { cwd: TOP }).toString()
    .matchAll(/(?:(?<![_a-z])kind = |tell(?:_customer)?\([^"]*?)"([a-z_]+)"/g)].map((m) => m[1]);
  assert.ok(new Set(written).size > 25, `${new Set(written).size} found`);
  assert.deepEqual([...new Set(written)].filter((one) => !kinds.includes(one)), []);
  assert.deepEqual((await stack.sql('SELECT DISTINCT kind FROM activity')).map((r) => r.kind).filter((one) => !kinds.includes(one)), []);
  const all = await allWords();
  for (const language of LANGUAGES) assert.deepEqual(kinds.filter((one) => !all[language].staff[`event.${one}`]), [], language);
});

// -- search ---------------------------------------------------------------------------

const find = async (who, q) => who.must(200, 'GET', `/search?q=${encodeURIComponent(q)}`);
const names = async (q, who = bob) => (await find(who, q)).customers.map((c) => c.name);

test('customers are found by the beginning of any word, without case or accents, and by number', async () => {
  await stack.mysql([customer(40, 'Société Müller & Fils (Zürich) GmbH'), customer(41, 'Millwright Brook-Ost GmbH'), customer(42, 'The "Quoted" \\\\ Company'),
    caseOf(4001, 40, 101), caseOf(4101, 41, 101), caseOf(4201, 42, 101)].join('\n'));
  await until(async () => (await stack.sql('SELECT customer_id FROM search_dirty')).length === 0);
  assert.deepEqual(await names('mul'), ['Société Müller & Fils (Zürich) GmbH']);
  assert.deepEqual(await names('zurich'), ['Société Müller & Fils (Zürich) GmbH']);
  assert.deepEqual(await names('brook'), ['Brook Mills', 'Millwright Brook-Ost GmbH']);
  assert.deepEqual(await names('mil bro'), ['Brook Mills', 'Millwright Brook-Ost GmbH']);
  assert.deepEqual(await names('gmbh soc'), ['Société Müller & Fils (Zürich) GmbH']);
  assert.deepEqual(await names('ook'), []);
  assert.deepEqual(await names('quoted'), ['The "Quoted" \\\\ Company']);
  assert.deepEqual(await names('C20'), ['Brook Mills']);
  assert.equal((await names('c1'))[0], 'Acme Works');
  assert.deepEqual(await names('%'), []);
  assert.deepEqual(await names('_rook'), []);
});

test('a new name is found and the old one is not', async () => {
  await stack.mysql("UPDATE customer SET name = 'Renamed Timber' WHERE id = 42");
  await until(async () => (await names('timber')).length === 1);
  assert.deepEqual(await names('quoted'), []);
});

test('documents are found by number, exact ones first, and by amount in any notation', async () => {
  await stack.mysql([invoice(901, 4001, 40, 101, { number: 'RE-17', amount: 125000 }), invoice(902, 4001, 40, 101, { number: 'RE-170', amount: 125001 }),
    invoice(903, 4101, 41, 101, { number: 'JP-1', amount: 1250, currency: 'JPY' })].join('\n'));
  assert.deepEqual((await find(bob, 're-17')).items.map((i) => i.number), ['RE-17', 'RE-170']);
  assert.deepEqual((await find(bob, 'RE-170')).items.map((i) => [i.number, i.amount, i.currency, i.customer_id]), [['RE-170', '1250.01', 'EUR', '40']]);
  for (const q of ['1250.00', '1.250,00', '1,250.00']) assert.deepEqual((await find(bob, q)).amounts.map((i) => i.number), ['RE-17'], q);
  for (const q of ['1250', '1,250', '1.250']) assert.deepEqual((await find(bob, q)).amounts.map((i) => i.number).sort(), ['JP-1', 'RE-17'], q);
  assert.deepEqual((await find(bob, '1250.01')).amounts.map((i) => i.number), ['RE-170']);
  assert.deepEqual((await find(bob, '12.50')).amounts, []);
});

test('messages are found by their words', async () => {
  const { messages } = await find(bob, 'frid pay');
  assert.equal(messages.length, 1);
  assert.equal(messages[0].customer_id, '20');
  assert.match(messages[0].excerpt, /We pay on Friday/);
  assert.deepEqual((await find(bob, 'friday nobody')).messages, []);
});

test('nobody finds what is another division\'s', async () => {
  assert.deepEqual(await names('crane'), ['Crane Yards']);
  assert.deepEqual(await names('crane', ann), []);
  assert.deepEqual(await names('C30', ann), []);
  assert.deepEqual((await find(bob, 'R31')).items.map((i) => i.number), ['R31']);
  assert.deepEqual((await find(ann, 'R31')).items, []);
  assert.ok((await find(bob, '100.00')).amounts.some((i) => i.customer_id === '30'));
  assert.ok((await find(ann, '100.00')).amounts.every((i) => i.customer_id !== '30'));
  const { url } = await bob.must(201, 'POST', '/customers/30/portal-links', { scope: 'account' });
  await (await stack.portal(url)).must(201, 'POST', '/messages', { body: 'Secret of Crane: xylophone', client_key: 'k2' });
  assert.equal((await find(bob, 'xylophone')).messages.length, 1);
  assert.deepEqual((await find(ann, 'xylophone')).messages, []);
});
