// Mail to a customer who is away from the conversation: his words come after a while, once until
// he has read, to whoever may be mailed, by day; his answer by mail lands where it belongs. With
// real servers: Exim takes the mail, Dovecot shows the mailbox that Dunlin reads.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { MailServer, PASSWORD } from '../harness/mailserver.mjs';
import { until } from '../harness/stack.mjs';
import { Mailing } from './mailing.mjs';

const AR = 'ar@seller.example', ANNA = 'anna@debtor.example', BEN = 'ben@debtor.example';
const START = '2026-03-04T09:00:00Z';
let servers, post, n = 10;

before(async () => {
  servers = await MailServer.start({ boxes: [AR, ANNA, BEN] });
  post = await Mailing.start({
    conf: {
      smtp_url: servers.smtp, smtp_tls: 'none', mail_from: 'billing@seller.example', mail_reply: AR,
      imap_url: servers.imap, imap_tls: 'none', imap_user: AR, imap_password: PASSWORD, imap_poll_seconds: 1,
    },
  });
});
beforeEach(() => post.stack.clock.set(START));
after(async () => {
  await post?.stop();
  await servers?.stop();
});

/** A customer of these contacts, and the first of them in the portal. */
async function customer(contacts, { sql = '' } = {}) {
  const c = await post.owe(n++, { contacts });
  if (sql) await post.stack.mysql(sql.replaceAll('$C', c.customer));
  const { url } = await post.admin.must(201, 'POST', `/customers/${c.customer}/portal-links`, { scope: 'account', contact_id: String(c.customer + 50) });
  return { ...c, portal: await post.stack.portal(url) };
}

let keys = 0;
const write = (c, body, more = {}) => post.admin.must(201, 'POST', `/customers/${c.customer}/messages`, { body, client_key: `n${keys++}`, ...more });
const ask = (c, body) => c.portal.must(201, 'POST', '/messages', { body, client_key: `n${keys++}` });
const read = async (c) => {
  const { rows } = await c.portal.must(200, 'GET', '/chat');
  await c.portal.must(200, 'POST', '/live', { chat: true, read_up_to: rows.at(-1).seq });
};
const later = async (minutes = 6) => {
  post.stack.clock.advance({ minutes });
  return post.deliver();
};
const notices = (c) => post.stack.sql(`SELECT * FROM outbox WHERE customer_id = ${c.customer} AND template = 'chat_notice' ORDER BY id`);
const mailsTo = (box, text) => servers.mails(box).filter((m) => m.text.includes(text));
const header = (mail, name) => new RegExp(`^${name}: *(.*(?:\\n[ \\t].*)*)`, 'mi').exec(mail.text)?.[1].replace(/\n[ \t]/g, ' ');
const arrived = (box, text) => until(() => mailsTo(box, text)[0], { name: `"${text}" at ${box}` });

test('who is away gets one mail with all that was said, once until he has read; his answer by mail stands in the thread', async () => {
  const c = await customer([ANNA], { sql: `INSERT INTO customer_assignment (id, customer_id, user_id, known_from)
    SELECT 77, $C, id, '2026-01-01' FROM user WHERE role = 'admin' LIMIT 1` });
  await ask(c, 'Where is the delivery note?');
  await write(c, 'Here it is.');
  assert.equal((await post.deliver()).handed_over, 0, 'not at once: he may be there');
  assert.deepEqual(await notices(c), []);
  await write(c, 'And the second page.');
  assert.equal((await later()).handed_over, 1);
  const mail = await arrived(ANNA, 'Here it is.');
  assert.ok(mail.text.includes('And the second page.'));
  const link = /http:\S+\/p\/([\w-]+)/.exec(mail.text);
  assert.ok(link, 'with a way in');
  const [row] = await notices(c);
  assert.ok(!row.body_text.includes(link[1]), 'what is kept lets nobody in');
  assert.equal(header(mail, 'Auto-Submitted'), 'auto-generated');
  await write(c, 'One more.');
  assert.equal((await later(60)).handed_over, 0, 'he was written to, and has not read');
  assert.equal((await notices(c)).length, 1);

  await servers.send(ANNA, header(mail, 'Reply-To').replace(/[<>]/g, ''),
    `From: Anna <${ANNA}>\nTo: ${AR}\nSubject: Re: message\nMessage-ID: <back1@debtor.example>\n\nThank you, we pay.\n`);
  await until(() => servers.mails(AR).some((m) => m.text.includes('Thank you, we pay.')), { name: 'the answer' });
  assert.equal((await post.stack.dunlin('fetch', '--json')).json.tied, 1);
  const rows = await post.stack.sql(`SELECT conversation_id, channel, author_id, body FROM message WHERE customer_id = ${c.customer} ORDER BY seq`);
  assert.deepEqual([rows.at(-1).channel, rows.at(-1).author_id, rows.at(-1).body], ['mail', String(c.customer + 50), 'Thank you, we pay.']);
  assert.equal(new Set(rows.map((r) => r.conversation_id)).size, 1, 'in the same conversation');
  assert.deepEqual((await post.stack.sql(`SELECT title FROM notification WHERE kind = 'reply_waiting' AND customer_id = ${c.customer} ORDER BY id`)).map((t) => t.title),
    [`Contact ${n - 1}.0: Where is the delivery note?`, 'Anna: Thank you, we pay.'], 'and whose customer it is hears of both, at once or by digest');

  await write(c, 'Good.');
  assert.equal((await later()).handed_over, 1, 'an answer is reading, too');
  const second = await arrived(ANNA, 'Good.');
  assert.ok(!second.text.includes('One more.'), 'what he read is not told again');
});

test('whoever is in the portal has read it, and gets no mail; read between plan and departure, it does not leave', async () => {
  const c = await customer([ANNA]);
  await write(c, 'Are you there?');
  await read(c);
  assert.equal((await later()).handed_over, 0);
  assert.deepEqual(await notices(c), []);

  await write(c, 'Still there?');
  post.stack.clock.set('2026-03-04T22:00:00Z'); // planned for the morning, by the rules of the United States
  await post.stack.mysql(`UPDATE customer SET country = 'US', time_zone = 'UTC' WHERE id = ${c.customer}`);
  assert.equal((await post.deliver()).handed_over, 0);
  const [planned] = await notices(c);
  assert.deepEqual([planned.state, planned.not_before.slice(0, 16)], ['planned', '2026-03-05 08:00'], 'quiet hours hold');
  await read(c);
  post.stack.clock.set('2026-03-05T08:00:00Z');
  assert.deepEqual({ ...await post.deliver(), log: '' }, { handed_over: 0, later: 0, failed: 0, uncertain: 0, cancelled: 1, log: '' });
  const [gone] = await notices(c);
  assert.deepEqual([gone.state, gone.reason], ['cancelled', 'it was read in the portal']);
  assert.equal(mailsTo(ANNA, 'Still there?').length, 0);
  assert.ok(!(await post.activities(c)).includes('mail_cancelled'), 'and the timeline is spared it');
});

test('it goes to whoever wrote last, else to a contact for bills, and never to who must not be mailed', async () => {
  const stop = (email) => post.stack.mysql(`INSERT INTO suppression (id, email, reason, known_from) VALUES (${900 + keys++}, '${email}', 'by_hand', '2026-01-01')`);
  const lift = () => post.stack.mysql("DELETE FROM suppression WHERE id >= 900 AND reason = 'by_hand'");
  const c = await customer([ANNA, BEN]);
  const { url } = await post.admin.must(201, 'POST', `/customers/${c.customer}/portal-links`, { scope: 'account', contact_id: String(c.customer + 51) });
  await ask({ portal: await post.stack.portal(url) }, 'Ben here');
  await write(c, 'For Ben');
  assert.equal((await later()).handed_over, 1);
  await arrived(BEN, 'For Ben');
  assert.equal(mailsTo(ANNA, 'For Ben').length, 0);

  const d = await customer([ANNA, BEN]);
  await stop(ANNA);
  await write(d, 'To whom it may reach');
  assert.equal((await later()).handed_over, 1);
  await arrived(BEN, 'To whom it may reach');
  await lift();

  const e = await customer([ANNA], { sql: `UPDATE contact SET email_consent = 0 WHERE customer_id = $C;
    INSERT INTO customer_assignment (id, customer_id, user_id, known_from) SELECT 78, $C, id, '2026-01-01' FROM user WHERE role = 'admin' LIMIT 1` });
  await write(e, 'Nobody hears');
  assert.equal((await later()).handed_over, 0);
  assert.deepEqual(await notices(e), []);
  await write(e, 'Nor this');
  assert.equal((await later(60)).handed_over, 0);
  const calls = () => post.stack.sql(`SELECT kind, title, assignee_id, state, dedup_key FROM follow_up WHERE customer_id = ${e.customer} AND dedup_key LIKE 'unheard:%' ORDER BY id`);
  const [{ id: boss }] = await post.stack.sql("SELECT id FROM user WHERE role = 'admin' LIMIT 1");
  assert.deepEqual((await calls()).map((t) => [t.kind, t.title, t.assignee_id, t.state]),
    [['call', 'What was written in the portal is not read, and nobody may be mailed: call', boss, 'open']], 'whose customer it is calls instead, asked once');
  await read(e);
  await write(e, 'A new one');
  await later(60);
  assert.equal((await calls()).length, 2, 'what comes after he has read is another stretch');
  await write(e, 'About the invoice', { item_id: String(e.invoice) });
  await later(60);
  assert.deepEqual((await calls()).map((t) => t.title).at(-1), `What was written about ${e.number} in the portal is not read, and nobody may be mailed: call`);

  const f = await customer([ANNA]);
  await write(f, 'Too late');
  post.stack.clock.set('2026-03-04T22:00:00Z');
  await post.stack.mysql(`UPDATE customer SET country = 'US', time_zone = 'UTC' WHERE id = ${f.customer}`);
  await post.deliver();
  await stop(ANNA);
  post.stack.clock.set('2026-03-05T08:00:00Z');
  assert.equal((await post.deliver()).failed, 1, 'stopped meanwhile: a person is told');
  assert.deepEqual((await notices(f)).map((o) => [o.state, o.cause]), [['failed', 'suppressed']]);
  await lift();
});

test('whoever has an account is led to the sign-in, in his language, with no link that anybody could use', async () => {
  const c = await customer([ANNA]);
  await post.stack.mysql(`INSERT INTO person (id, email, name, language, created_at) VALUES (${c.customer + 9}, '${BEN}', 'Ben', 'de', '2026-01-01');
    INSERT INTO portal_membership (person_id, customer_id, role, known_from) VALUES (${c.customer + 9}, ${c.customer}, 'viewer', '2026-01-01');`);
  await write(c, 'First');
  const [{ id: conversation }] = await post.stack.sql(`SELECT id FROM conversation WHERE customer_id = ${c.customer}`);
  await post.stack.mysql(`START TRANSACTION; UPDATE chat_stream SET last_seq = last_seq + 1 WHERE customer_id = ${c.customer};
    INSERT INTO message (id, conversation_id, customer_id, seq, author_kind, author_id, channel, body, created_at, client_key)
    SELECT ${c.customer + 8}, ${conversation}, ${c.customer}, last_seq, 'contact', 'person:${c.customer + 9}', 'portal', 'Hier Ben', '2026-03-04 09:00:00', 'p' FROM chat_stream WHERE customer_id = ${c.customer};
    INSERT INTO chat_read SELECT ${conversation}, 'contact', 'person:${c.customer + 9}', last_seq, '2026-03-04 09:00:00' FROM chat_stream WHERE customer_id = ${c.customer}; COMMIT;`);
  await write(c, 'Guten Morgen, Ben', { item_id: String(c.invoice) });
  await write(c, 'Guten Tag, Ben');
  assert.equal((await later()).handed_over, 2, 'each conversation its own');
  const mail = await arrived(BEN, 'Guten Tag, Ben');
  assert.match(mail.text, /hat Ihnen im Kundenportal geschrieben/);
  assert.match(mail.text, /\/portal\/messages/);
  assert.doesNotMatch(mail.text, /\/p\/[\w-]{20}/);
  assert.match((await arrived(ANNA, 'Guten Morgen, Ben')).text, new RegExp(`about invoice ${c.number}`));
});

test('it is no reminder: neither the gap between reminders nor the limit of contacts counts it', async () => {
  const c = await customer([ANNA]);
  await write(c, 'Hello');
  assert.equal((await later()).handed_over, 1);
  await post.touch(c);
  await post.evaluate();
  assert.deepEqual((await post.outbox(c)).map((o) => [o.template, o.state]), [['reminder_first', 'planned']]);
});

test('killed and started again, several workers plan and send it once', async () => {
  const c = await customer([ANNA]);
  await write(c, 'Once only');
  post.stack.clock.advance({ minutes: 6 });
  await post.stack.mysql(`UPDATE outbox SET state = 'cancelled' WHERE state = 'planned'`);
  for (let i = 0; i < 4; i++) {
    const all = [post.stack.dunlin('deliver'), post.stack.dunlin('deliver'), post.stack.dunlin('deliver')];
    await post.stack.spawn('worker');
    await Promise.all(all);
    await post.stack.kill('worker', 'SIGKILL');
  }
  await post.stack.mysql("UPDATE outbox SET lease_until = '2020-01-01' WHERE state IN ('claimed', 'sending')");
  await post.deliver();
  const rows = await notices(c);
  assert.equal(rows.length, 1);
  assert.ok(['handed_over', 'uncertain'].includes(rows[0].state), rows[0].state);
  await until(() => rows[0].state === 'uncertain' || mailsTo(ANNA, 'Once only').length > 0);
  assert.ok(mailsTo(ANNA, 'Once only').length <= 1);
});
