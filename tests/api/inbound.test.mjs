// What comes back, with real servers: Exim takes the mail and returns what it cannot
// deliver, Dovecot shows the mailbox that Dunlin reads.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { MailServer, PASSWORD } from '../harness/mailserver.mjs';
import { until } from '../harness/stack.mjs';
import { addUser } from './fixture.mjs';
import { allWords, withPages } from '../harness/words.mjs';
import { Mailing } from './mailing.mjs';

const AR = 'ar@seller.example';
let servers, post;

before(async () => {
  servers = await MailServer.start({ boxes: [AR, 'anna@debtor.example', 'ben@debtor.example', 'dora@debtor.example', 'carl@debtor.example'] });
  post = await Mailing.start({
    conf: {
      smtp_url: servers.smtp, smtp_tls: 'none', mail_from: 'billing@seller.example', mail_reply: AR,
      imap_url: servers.imap, imap_tls: 'none', imap_user: AR, imap_password: PASSWORD, imap_poll_seconds: 1,
    },
  });
});
after(async () => {
  await post?.stop();
  await servers?.stop();
});

/** One look into the mailbox. */
async function fetchMail() {
  const got = await post.stack.dunlin('fetch', '--json');
  assert.equal(got.code, 0, got.err + servers.log());
  return got.json;
}

const header = (mail, name) => new RegExp(`^${name}: *(.*(?:\\n[ \\t].*)*)`, 'mi').exec(mail.text)?.[1].replace(/\n[ \t]/g, ' ');
const inbound = (where = '1') => post.stack.sql(`SELECT * FROM inbound_mail WHERE ${where} ORDER BY id`);
const messages = (c) => post.stack.sql(`SELECT * FROM message WHERE customer_id = ${c.customer} ORDER BY id`);
const suppressed = () => post.stack.sql('SELECT email, reason, detail FROM suppression WHERE known_to IS NULL ORDER BY email');

/** A reminder to these contacts, as it arrived at the first of them. */
async function remind(n, contacts) {
  const c = await post.owe(n, { contacts });
  await post.evaluate();
  assert.equal((await post.deliver()).handed_over, 1);
  const [row] = await post.outbox(c);
  const box = contacts.find((to) => servers.boxes.includes(to));
  const mail = box && await until(() => servers.mails(box).find((m) => m.text.includes(row.message_id)), { name: `mail to ${box}` });
  return { c, row, mail, reply: mail && header(mail, 'Reply-To').replace(/[<>]/g, '') };
}

const answer = ({ to, from = 'Anna <anna@debtor.example>', id, about = '', more = '', body = 'We pay on Friday.' }) =>
  `From: ${from}\nTo: ${to}\nSubject: Re: Reminder\nMessage-ID: <${id}@debtor.example>\n${about ? `In-Reply-To: ${about}\n` : ''}${more}\n${body}\n`;

const bounce = ({ to, original, reports }) => `Return-Path: <>\nFrom: Mailer-Daemon <mailer-daemon@mx.example>\nTo: ${to}\nSubject: Undelivered
Message-ID: <b${Math.random()}@mx.example>\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=xx

--xx\nContent-Type: text/plain\n\nSorry.\n\n--xx\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n
${reports.map(({ email, action = 'failed', status, words }) => `Final-Recipient: rfc822; ${email}\nAction: ${action}\nStatus: ${status}\n${words ? `Diagnostic-Code: smtp; ${words}\n` : ''}`).join('\n')}
--xx\nContent-Type: text/rfc822-headers\n\nMessage-ID: ${original}\nSubject: Reminder\n\n--xx--\n`;

test('a mail goes out through a real server, bounces, is answered with a file: all stands on the customer within one poll', async () => {
  const sent = await remind(1, ['anna@debtor.example', 'gone@debtor.example']);
  assert.match(sent.reply, /^ar\+[a-z0-9]{27,39}@seller\.example$/);
  assert.equal(header(sent.mail, 'Return-path'), `<${sent.reply}>`, 'reports come back to the same address');
  await until(() => servers.mails(AR).length === 1, { name: 'the report of Exim' });
  await servers.send('anna@debtor.example', sent.reply, `From: Anna Kern <anna@debtor.example>
To: ${sent.reply}\nSubject: Re: Reminder\nMessage-ID: <answer1@debtor.example>\nIn-Reply-To: ${sent.row.message_id}\nMIME-Version: 1.0
Content-Type: multipart/mixed; boundary=zz\n\n--zz\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n
Grüße, wir zahlen am Freitag.\n\nAm 4. März 2026 schrieb Billing:\n> Please pay R1.\n
--zz\nContent-Type: application/pdf; name="proof.pdf"\nContent-Disposition: attachment; filename="proof.pdf"\nContent-Transfer-Encoding: base64\n
${Buffer.from('%PDF-1.4 proof').toString('base64')}\n--zz--\n`);
  await until(() => servers.mails(AR).length === 2, { name: 'the answer' });
  await post.stack.spawn('worker');
  await until(async () => (await inbound()).length === 2, { ms: 10000, name: 'both taken by the worker' });
  await post.stack.kill('worker');

  assert.deepEqual((await inbound()).map((m) => [m.kind, m.state, m.why, m.marked, m.customer_id]), [
    ['bounce', 'tied', 'token', '1', String(sent.c.customer)], ['reply', 'tied', 'token', '1', String(sent.c.customer)],
  ]);
  assert.deepEqual((await post.recipients(sent.row)).map((r) => [r.email, r.state]), [['anna@debtor.example', 'handed_over'], ['gone@debtor.example', 'bounced']]);
  assert.deepEqual((await suppressed()).map((s) => [s.email, s.reason]), [['gone@debtor.example', 'hard_bounce']]);
  assert.deepEqual((await messages(sent.c)).map((m) => [m.author_kind, m.author_id, m.channel, m.body]), [
    ['contact', String(sent.c.customer + 50), 'mail', 'Grüße, wir zahlen am Freitag.'],
  ]);
  assert.deepEqual((await post.tasks(sent.c)).map((t) => [t.kind, t.state]), [['undeliverable', 'open'], ['message', 'open']]);
  const [file] = await post.stack.sql(`SELECT a.file_name, a.type, a.bytes_n, l.owner_kind, l.owner_id, l.customer_id FROM attachment a
    JOIN attachment_link l ON l.attachment_id = a.id WHERE l.customer_id = ${sent.c.customer}`);
  assert.deepEqual(file, { file_name: 'proof.pdf', type: 'application/pdf', bytes_n: '14', owner_kind: 'message',
    owner_id: (await messages(sent.c))[0].id, customer_id: String(sent.c.customer) });
  const seen = await post.activities(sent.c);
  for (const kind of ['mail_sent', 'mail_bounced', 'message']) assert.ok(seen.includes(kind), `${kind} in ${seen}`);
  assert.ok(servers.mails(AR).every((m) => m.seen), 'read means seen, after it was kept');
  const log = post.stack.log('worker');
  assert.ok(!log.includes(PASSWORD) && !log.includes(Buffer.from(PASSWORD).toString('base64')));
});

test('E9: of several recipients only the address that bounces hard is suppressed', async () => {
  const { c, row, reply } = await remind(2, ['anna@debtor.example', 'ben@debtor.example', 'dora@debtor.example']);
  servers.put(AR, bounce({ to: reply, original: row.message_id, reports: [
    { email: 'BEN@debtor.example', status: '5.0.0', words: '550 5.1.1 user unknown' },
    { email: 'dora@debtor.example', status: '5.2.2', words: '552 mailbox full' },
    { email: 'victim@other.example', status: '5.1.1', words: '550 no such user' },
  ] }));
  assert.equal((await fetchMail()).tied, 1);
  assert.deepEqual((await post.recipients(row)).map((r) => [r.email, r.state, r.detail]), [
    ['anna@debtor.example', 'handed_over', null],
    ['ben@debtor.example', 'bounced', '5.1.1 550 5.1.1 user unknown'],
    ['dora@debtor.example', 'bounced', '5.2.2 552 mailbox full'],
  ]);
  assert.deepEqual((await suppressed()).map((s) => s.email), ['ben@debtor.example', 'gone@debtor.example'], 'neither a full mailbox nor a stranger');
  assert.deepEqual((await post.tasks(c)).map((t) => [t.kind, t.priority, t.title]), [
    ['undeliverable', '1', 'Find another address: mail to ben@debtor.example came back: 5.1.1 550 5.1.1 user unknown'],
    ['undeliverable', '2', 'Not delivered: mail to dora@debtor.example came back: 5.2.2 552 mailbox full'],
  ]);
  await post.stack.clock.set('2026-03-18T09:00:00Z');
  await post.touch(c);
  await post.evaluate();
  await post.deliver();
  const again = (await post.outbox(c)).at(-1);
  assert.notEqual(again.id, row.id);
  assert.deepEqual((await post.recipients(again)).map((r) => r.email), ['anna@debtor.example', 'dora@debtor.example']);
  await post.stack.clock.set('2026-03-04T09:00:00Z');
});

test('a person lets mail go to a bounced address again, and undoes it; what the reader asked for stays', async () => {
  const [ben] = await post.stack.sql("SELECT id, customer_id FROM contact WHERE email = 'ben@debtor.example'");
  const at = `/contacts/${ben.id}/suppression`;
  const task = async () => (await post.stack.sql(`SELECT state, outcome FROM follow_up WHERE dedup_key LIKE 'bounced:%:ben@debtor.example'`))[0];
  const standing = async () => (await post.stack.sql("SELECT reason, detail FROM suppression WHERE email = 'ben@debtor.example' AND known_to IS NULL"));
  const [was] = await standing();
  assert.equal((await post.admin.post(`${at}/lift`, {})).status, 422, 'not without a reason');
  const lifted = await post.admin.post(`${at}/lift`, { reason: 'their mailbox works again' });
  assert.equal(lifted.status, 200);
  assert.deepEqual(await standing(), []);
  assert.deepEqual(await task(), { state: 'done', outcome: 'mail may go there again' });
  assert.equal((await post.stack.sql("SELECT COUNT(*) AS n FROM suppression WHERE email = 'ben@debtor.example' AND lift_reason = 'their mailbox works again' AND lifted_by IS NOT NULL"))[0].n, '1', 'never deleted');
  const [audit] = await post.stack.sql("SELECT before_json, after_json FROM audit_event WHERE action = 'suppression.lift'");
  assert.equal(JSON.parse(audit.before_json).suppressed, 'hard_bounce');
  assert.deepEqual(JSON.parse(audit.after_json), { email: 'ben@debtor.example', suppressed: null, detail: null, reason: 'their mailbox works again' });
  const { rows } = (await post.admin.get(`/customers/${ben.customer_id}/timeline?limit=5`)).body;
  assert.ok(rows.some((r) => r.title === 'Mail may go to ben@debtor.example again: their mailbox works again'));
  const none = await post.admin.post(`${at}/lift`, { reason: 'again' });
  assert.deepEqual([none.status, none.body.detail], [409, 'Mail to this address is not stopped.']);

  assert.equal((await post.admin.post(`${at}/restore`, { suppression_id: lifted.body.id })).status, 200);
  assert.deepEqual(await standing(), [was]);
  assert.deepEqual(await task(), { state: 'open', outcome: null });
  assert.equal((await post.admin.post(`${at}/restore`, { suppression_id: lifted.body.id })).status, 409, 'it is stopped already');

  await post.stack.mysql(`UPDATE contact SET email_consent = 0, opted_out_at = '2026-03-04' WHERE id = ${ben.id}`);
  const refused = await post.admin.post(`${at}/lift`, { reason: 'we want to' });
  assert.deepEqual([refused.status, refused.body.detail], [409, 'This contact asked not to be mailed. Only the customer can allow it again.']);
  await post.stack.mysql(`UPDATE contact SET email_consent = 1, opted_out_at = NULL WHERE id = ${ben.id};
    UPDATE suppression SET reason = 'complaint' WHERE email = 'ben@debtor.example' AND known_to IS NULL`);
  assert.equal((await post.admin.post(`${at}/lift`, { reason: 'we want to' })).status, 409);
  assert.equal((await post.stack.sql(`SELECT COUNT(*) AS n FROM audit_event WHERE action = 'suppression.lift'`))[0].n, '1');
});

test('a forged or altered reply token reaches nobody\'s account', async () => {
  const { c, row, reply } = await remind(3, ['anna@debtor.example']);
  const token = /\+(\w+)@/.exec(reply)[1];
  const other = token.slice(0, -26);
  const fakes = [
    reply.replace(token, token.slice(0, -1) + (token.endsWith('a') ? 'e' : 'a')),
    reply.replace(token, `${(parseInt(other, 36) - 1).toString(36)}${token.slice(-26)}`),
    reply.replace(token, '1'),
    reply.replace(token, `0${token}`),
  ];
  for (const [i, to] of fakes.entries()) servers.put(AR, answer({ to, id: `forged${i}`, about: row.message_id }));
  servers.put(AR, bounce({ to: fakes[0], original: row.message_id, reports: [{ email: 'anna@debtor.example', status: '5.1.1', words: '550 gone' }] }));
  const before = await suppressed();
  assert.deepEqual(await fetchMail(), { tied: 0, unassigned: 5, copies: 0 });
  assert.deepEqual(await messages(c), []);
  assert.deepEqual(await suppressed(), before);
  assert.deepEqual((await post.recipients(row)).map((r) => r.state), ['handed_over']);
  const kept = await inbound("why = 'forged'");
  assert.equal(kept.length, 5);
  assert.ok(kept.every((m) => m.state === 'unassigned' && m.customer_id === null && m.outbox_id === null));

  servers.put(AR, answer({ to: reply.toUpperCase(), id: 'true' }));
  assert.equal((await fetchMail()).tied, 1, 'the same one unaltered, whatever its case');
  assert.equal((await messages(c)).length, 1);
});

test('without a token only somebody the customer is known by is believed', async () => {
  const { c, row, reply } = await remind(4, ['anna@debtor.example']);
  servers.put(AR, answer({ to: AR, id: 'stranger', from: 'eve@evil.example', about: row.message_id }));
  servers.put(AR, answer({ to: AR, id: 'known', about: row.message_id }));
  servers.put(AR, answer({ to: AR, id: 'nothing' }));
  servers.put(AR, answer({ to: AR, id: 'guess', about: row.message_id.replace(/@.*/, '@evil.example>') }));
  assert.deepEqual(await fetchMail(), { tied: 1, unassigned: 3, copies: 0 });
  servers.put(AR, answer({ to: reply, id: 'from home', from: 'anna@home.example', body: 'From my own address.' }));
  assert.equal((await fetchMail()).tied, 1, 'who has the token was given it');
  assert.deepEqual((await inbound(`customer_id = ${c.customer}`)).map((m) => [m.why, m.from_email, m.foreign_sender]), [
    ['reference', 'anna@debtor.example', '0'], ['token', 'anna@home.example', '1'],
  ]);
  assert.deepEqual((await messages(c)).map((m) => [/^mail:\d+$/.test(m.author_id), m.body]), [[false, 'We pay on Friday.'], [true, 'From my own address.']]);
});

test('an out-of-office note is told on the timeline and waits for nobody', async () => {
  const { c, reply } = await remind(5, ['anna@debtor.example']);
  servers.put(AR, answer({ to: reply, id: 'away', more: 'Auto-Submitted: auto-replied\n', body: 'Back on Monday.' }));
  assert.equal((await fetchMail()).tied, 1);
  assert.deepEqual(await messages(c), []);
  assert.deepEqual(await post.tasks(c), []);
  assert.equal((await post.activities(c)).at(-1), 'mail_auto');
  assert.deepEqual(await post.stack.sql(`SELECT * FROM inbox_thread WHERE customer_id = ${c.customer}`), []);
});

test('each message is taken once, whatever the mailbox does', async () => {
  const { c, reply } = await remind(6, ['anna@debtor.example']);
  const text = answer({ to: reply, id: 'once' });
  servers.put(AR, text);
  assert.equal((await fetchMail()).tied, 1);
  assert.deepEqual(await fetchMail(), { tied: 0, unassigned: 0, copies: 0 });
  servers.put(AR, text);
  assert.deepEqual(await fetchMail(), { tied: 0, unassigned: 0, copies: 1 }, 'a copy of it');
  servers.put(AR, answer({ to: reply, id: 'once', from: 'eve@evil.example', body: 'Other words under the same Message-ID.' }));
  assert.equal((await fetchMail()).tied, 1, 'which is no copy');

  const before = (await inbound()).length;
  await post.stack.mysql('UPDATE mailbox SET uidvalidity = uidvalidity + 1; UPDATE inbound_mail SET uidvalidity = uidvalidity + 1');
  assert.deepEqual(await fetchMail(), { tied: 0, unassigned: 0, copies: servers.mails(AR).length }, 'a mailbox that was made anew holds copies only');
  assert.equal((await inbound()).length, before + servers.mails(AR).length);
  assert.equal((await messages(c)).length, 2);

  // as if the worker had died between its commit and the mark
  const [last] = (await inbound()).slice(-1);
  await post.stack.mysql(`UPDATE inbound_mail SET marked = 0 WHERE id = ${last.id}`);
  await fetchMail();
  assert.equal((await inbound(`id = ${last.id}`))[0].marked, '1');
});

test('a timeline with what came back reads German and French', async () => {
  const { c, row, reply } = await remind(70, ['anna@debtor.example', 'ben@debtor.example']);
  servers.put(AR, bounce({ to: reply, original: row.message_id, reports: [
    { email: 'ben@debtor.example', status: '5.1.1', words: '550 user unknown' }, { email: 'other@elsewhere.example', status: '5.1.1' }, { email: 'anna@debtor.example', action: 'delayed', status: '4.4.1' }] }));
  servers.put(AR, answer({ to: reply, id: 'away70', more: 'Auto-Submitted: auto-replied\n', body: 'Back on Monday.' }));
  servers.put(AR, answer({ to: reply, id: 'words70', body: 'We pay soon.' }));
  assert.equal((await fetchMail()).tied, 3);
  const [{ conversation_id: thread }] = (await post.admin.must(200, 'GET', `/inbox?customer_id=${c.customer}`)).rows;
  for (const what of ['done', 'reopen']) await post.admin.must(200, 'POST', `/inbox/${thread}/${what}`, what === 'done' ? {} : undefined);
  for (const call of [{ outcome: 'no_answer', note: 'Nobody.' }, { outcome: 'voicemail' }]) await post.admin.must(201, 'POST', `/customers/${c.customer}/calls`, call);
  const events = await post.admin.all(`/customers/${c.customer}/timeline`);
  const kinds = new Set(events.map((one) => one.kind));
  for (const kind of ['mail_sent', 'mail_bounced', 'mail_delayed', 'mail_auto', 'message', 'message_done', 'message_reopened', 'call']) assert.ok(kinds.has(kind), kind);
  const words = await allWords();
  await withPages(async (load) => {
    const { said } = await load('/src/core/i18n.ts'), { setBook, unknownPhrases } = await load('/src/core/phrases.ts');
    for (const language of ['de', 'fr']) {
      setBook(words[language].book);
      for (const event of events) {
        if (['message', 'note', 'follow_up'].includes(event.kind)) continue; // words of people, and tasks
        assert.notEqual(said(event.title), event.title, `${language}: ${event.title}`);
        assert.notEqual(words[language].staff[`event.${event.kind}`], words.en.staff[`event.${event.kind}`], event.kind);
      }
      assert.deepEqual(unknownPhrases(), [], language);
    }
  });
});

test('a reply by mail to a message about a dispute lands in that dispute', async () => {
  const { c: { invoice: item } } = await remind(71, ['anna@debtor.example']);
  const [reason] = (await post.admin.must(200, 'GET', '/dispute-reasons')).rows;
  const { id: dispute } = await post.admin.must(201, 'POST', `/items/${item}/disputes`, { reason_code: reason.code, amount: '100.00', detail: 'The price' });
  await post.admin.must(201, 'POST', `/disputes/${dispute}/messages`, { body: 'Which price do you mean?' });
  const [{ id: conversation }] = await post.stack.sql(`SELECT id FROM conversation WHERE dispute_id = ${dispute}`);
  await post.admin.must(201, 'POST', `/inbox/${conversation}/answer`, { body: 'By mail: which price, please?', by: 'mail', to: 'anna@debtor.example' });
  assert.equal((await post.deliver()).handed_over, 1);
  const mail = await until(() => servers.mails('anna@debtor.example').find((m) => m.text.includes('By mail: which price')), { name: 'the question' });
  servers.put(AR, answer({ to: header(mail, 'Reply-To').replace(/[<>]/g, ''), id: 'dispute71', about: header(mail, 'Message-ID'), body: 'That of line two.' }));
  assert.equal((await fetchMail()).tied, 1);
  assert.ok(JSON.stringify(await post.admin.must(200, 'GET', `/disputes/${dispute}`)).includes('That of line two.'));
  assert.deepEqual((await post.stack.sql(`SELECT conversation_id FROM message WHERE body LIKE 'That of line two%'`)).map((m) => m.conversation_id), [conversation]);
});

test('a reply waits in the inbox with its figures, and the answer by mail comes back into the same conversation', async () => {
  const { c, reply } = await remind(8, ['anna@debtor.example']);
  const item = c.invoice;
  servers.put(AR, answer({ to: reply, id: 'wait', from: 'Anna Kern <anna@debtor.example>', body: 'The price is wrong. We pay EUR 400.00 on 12 March.\n\n> Please pay R8.' }));
  assert.equal((await fetchMail()).tied, 1);
  const list = (await post.admin.must(200, 'GET', '/inbox?limit=100')).rows;
  const row = list.find((r) => r.customer.id === String(c.customer));
  assert.deepEqual([row.item_number, row.channel, row.author_name, row.overdue], ['R8', 'mail', 'Contact 8.0', { amount: '1000.00', currency: 'EUR' }]);
  assert.deepEqual(list.map((r) => r.waiting_since), list.map((r) => r.waiting_since).sort());
  const thread = await post.admin.must(200, 'GET', `/inbox/${row.conversation_id}`);
  assert.equal(thread.messages.length, 1);
  assert.match(thread.messages[0].full, /> Please pay R8/);
  assert.deepEqual(thread.promise, { on: '2026-03-12', amount: '400.00', words: 'We pay EUR 400.00 on 12 March.' });
  assert.deepEqual(thread.dispute, { reason_code: 'price', words: 'The price is wrong.' });
  assert.deepEqual((await post.stack.sql(`SELECT * FROM promise WHERE customer_id = ${c.customer} UNION ALL SELECT * FROM promise WHERE case_id = ${c.case}`)), [], 'nothing is recorded by itself');
  assert.deepEqual(thread.addresses.map((a) => [a.email, a.known, a.last]), [['anna@debtor.example', true, true]]);

  const count = await post.admin.must(200, 'GET', '/inbox/summary');
  await post.admin.must(201, 'POST', `/inbox/${row.conversation_id}/answer`, { body: 'Dear Anna,\n\nthank you.', by: 'mail', client_key: 'k' });
  await post.admin.must(201, 'POST', `/inbox/${row.conversation_id}/answer`, { body: 'Dear Anna,\n\nthank you.', by: 'mail', client_key: 'k' });
  assert.equal((await post.admin.must(200, 'GET', '/inbox/summary')).waiting, count.waiting - 1);
  assert.deepEqual((await post.tasks(c)).map((t) => [t.kind, t.state, t.outcome]), [['message', 'done', 'answered']]);
  assert.equal((await post.deliver()).handed_over, 1, 'once');
  const mail = await until(() => servers.mails('anna@debtor.example').find((m) => m.text.includes('Dear Anna')), { name: 'the answer' });
  assert.equal(header(mail, 'In-Reply-To'), '<wait@debtor.example>');
  assert.equal(header(mail, 'Subject'), 'Re: Reminder');
  assert.equal(header(mail, 'Auto-Submitted'), undefined, 'a person wrote it');
  const back = header(mail, 'Reply-To').replace(/[<>]/g, '');
  assert.notEqual(back, reply);
  servers.put(AR, answer({ to: back, id: 'again', body: 'Fine.' }));
  assert.equal((await fetchMail()).tied, 1);
  const after = await post.admin.must(200, 'GET', `/inbox/${row.conversation_id}`);
  assert.deepEqual(after.messages.map((m) => [m.author_kind, m.channel, m.body.split('\n')[0], m.outbox_state]), [
    ['contact', 'mail', 'The price is wrong. We pay EUR 400.00 on 12 March.', null], ['user', 'mail', 'Dear Anna,', 'handed_over'], ['contact', 'mail', 'Fine.', null],
  ]);
  assert.equal(after.item_id, String(item));

  const [colleague] = after.colleagues;
  await post.admin.must(200, 'POST', `/inbox/${row.conversation_id}/assign`, { assignee_id: colleague.id });
  assert.equal((await post.admin.must(200, 'GET', `/inbox/${row.conversation_id}`)).assignee.id, colleague.id);
  await post.admin.must(422, 'POST', `/inbox/${row.conversation_id}/assign`, { assignee_id: '999999' });
  await post.admin.must(200, 'POST', `/inbox/${row.conversation_id}/done`, { outcome: 'all said' });
  await post.admin.must(409, 'POST', `/inbox/${row.conversation_id}/done`, {});
  assert.ok(!(await post.admin.must(200, 'GET', '/inbox?limit=100')).rows.some((r) => r.conversation_id === row.conversation_id));
});

test('an answer by mail carries copies, the statement and files, kept as they went, within the limits of a mail', async () => {
  const { c, reply } = await remind(41, ['carl@debtor.example']);
  servers.put(AR, answer({ to: reply, id: 'copy please', from: 'Carl <carl@debtor.example>', body: 'Please send a copy of R41.' }));
  assert.equal((await fetchMail()).tied, 1);
  const row = (await post.admin.must(200, 'GET', '/inbox?limit=100')).rows.find((r) => r.customer.id === String(c.customer));
  const at = `/inbox/${row.conversation_id}`;
  const hand = (bytes, name) => post.admin.request('POST', `/attachments/unsent?${new URLSearchParams({ file_name: name, customer_id: c.customer })}`, bytes, { 'content-type': 'application/octet-stream' });
  const write = (more) => post.admin.request('POST', `${at}/answer`, { body: 'Dear Carl,\n\nhere it is.', by: 'mail', ...more });

  for (const id of ['999999', '802' /* of another customer */]) {
    const got = await write({ item_ids: [id] });
    assert.deepEqual([got.status, got.body.errors[0].pointer], [422, '/item_ids/0']);
  }
  const large = await Promise.all([97, 98].map((letter) => hand(Buffer.alloc(6 << 20, letter), `large${letter}.txt`)));
  const refused = await write({ file_ids: large.map((got) => got.body.id) });
  assert.deepEqual([refused.status, refused.body.errors], [422, [{ pointer: '/file_ids', message: 'the files are too large for a mail: at most 10 MB in 50 files' }]]);

  const note = (await hand(Buffer.from('Signed by Carl on 3 March.'), 'delivery note.txt')).body;
  const sent = await write({ item_ids: [String(c.invoice)], statement: true, file_ids: [note.id], client_key: 'copy' });
  assert.equal(sent.status, 201, JSON.stringify(sent.body));
  assert.equal((await write({ item_ids: [String(c.invoice)], statement: true, file_ids: [note.id], client_key: 'copy' })).status, 201, 'twice is once');
  const planned = (await post.admin.must(200, 'GET', at)).messages.at(-1);
  assert.deepEqual(planned.documents.map((d) => [d.kind, d.number, d.seq]), [['invoice', 'R41', null], ['statement', null, null]]);
  assert.equal((await post.deliver()).handed_over, 1);
  const mail = await until(() => servers.mails('carl@debtor.example').find((m) => m.text.includes('here it is')), { name: 'the answer' });
  assert.deepEqual([...mail.text.matchAll(/^Content-Type: ([\w/]+)/gmi)].map((m) => m[1]).filter((type) => type !== 'multipart/mixed').sort(),
    ['application/pdf', 'application/pdf', 'text/plain', 'text/plain']);
  const said = (await post.admin.must(200, 'GET', at)).messages.at(-1);
  assert.deepEqual([said.outbox_state, said.files.map((f) => f.file_name), said.documents.map((d) => [d.kind, d.seq])],
    ['handed_over', ['delivery note.txt'], [['invoice', 1], ['statement', 2]]]);
  const kept = (await post.admin.must(200, 'GET', `/outbox/${said.outbox_id}/documents`)).rows;
  assert.deepEqual(kept.map((d) => d.kind), ['invoice', 'statement', 'file']);
  assert.equal((await post.admin.request('GET', `/outbox/${said.outbox_id}/documents/3`)).status, 200);
  const line = (await post.admin.must(200, 'GET', `/customers/${c.customer}/timeline?limit=50`)).rows.map((r) => r.title);
  for (const title of ['With the answer: copies of R41; account statement', 'File attached: delivery note.txt']) assert.ok(line.includes(title), JSON.stringify(line));
  const [audit] = await post.stack.sql(`SELECT after_json FROM audit_event WHERE action = 'message.answer' AND customer_id = ${c.customer}`);
  assert.match(audit.after_json, new RegExp(`"documents":"?.{0,2}${c.invoice}.*"statement":"true"`));
});

test('a stranger is answered only where a person says so, and nobody whose mail comes back', async () => {
  const { c, reply } = await remind(9, ['anna@debtor.example', 'dead@debtor.example']);
  servers.put(AR, answer({ to: reply, id: 'strange', from: 'x@elsewhere.example' }));
  await fetchMail();
  await post.stack.mysql("INSERT INTO suppression (id, email, reason, known_from) VALUES (1, 'dead@debtor.example', 'hard_bounce', '2026-01-01')");
  const row = (await post.admin.must(200, 'GET', '/inbox?limit=100')).rows.find((r) => r.customer.id === String(c.customer));
  const thread = await post.admin.must(200, 'GET', `/inbox/${row.conversation_id}`);
  assert.equal(thread.messages[0].foreign, true);
  assert.equal(thread.messages[0].from_email, 'x@elsewhere.example');
  const at = `/inbox/${row.conversation_id}/answer`;
  await post.admin.must(422, 'POST', at, { body: 'Who are you?', by: 'mail' });
  await post.admin.must(422, 'POST', at, { body: 'Who are you?', by: 'mail', to: 'dead@debtor.example' });
  await post.admin.must(422, 'POST', at, { body: 'Who are you?', by: 'mail', to: 'anybody@else.example' });
  assert.equal((await post.admin.must(200, 'GET', `/inbox/${row.conversation_id}`)).messages.length, 1);
  await post.admin.must(201, 'POST', at, { body: 'Who are you?', by: 'mail', to: 'x@elsewhere.example' });
  await post.stack.mysql("INSERT INTO suppression (id, email, reason, known_from) VALUES (2, 'x@elsewhere.example', 'hard_bounce', '2026-01-01')");
  assert.equal((await post.deliver()).failed, 1, 'the last look sees what came back meanwhile');
});

test('mail that is nobody\'s is tied by hand, by who sees everything', async () => {
  const { c, reply } = await remind(10, ['anna@debtor.example']);
  const bad = reply.replace(/@/, 'x@');
  servers.put(AR, `From: anna@debtor.example\nTo: ${bad}\nSubject: Lost\nMessage-ID: <lost@x>\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=q\n
--q\nContent-Type: text/plain\n\nWhere does this go?\n--q\nContent-Type: application/pdf; name=lost.pdf\nContent-Transfer-Encoding: base64\n\n${Buffer.from('%PDF-1.4 lost').toString('base64')}\n--q--\n`);
  servers.put(AR, answer({ to: AR, id: 'spam', body: 'Buy now.' }));
  await fetchMail();
  const all = (await post.admin.must(200, 'GET', '/unassigned-mail?limit=100')).rows;
  const [lost, spam] = ['Lost', 'Re: Reminder'].map((s) => all.filter((m) => m.subject === s).at(-1));
  assert.deepEqual([lost.why, lost.files, lost.named_customer], ['forged', 1, null]);
  assert.equal((await post.admin.must(200, 'GET', `/unassigned-mail/${lost.id}`)).files[0].file_name, 'lost.pdf');
  await post.admin.must(422, 'POST', `/unassigned-mail/${lost.id}/assign`, { customer_id: '999999' });
  await post.admin.must(422, 'POST', `/unassigned-mail/${lost.id}/assign`, { customer_id: String(c.customer), item_id: '402' });

  const some = await addUser(post.stack, 'some@example.org', '--division', 'MAIN');
  const limited = await post.stack.login(some);
  assert.deepEqual((await limited.must(200, 'GET', '/unassigned-mail')).rows, []);
  assert.equal((await limited.must(200, 'GET', '/inbox/summary')).unassigned, null);
  await limited.must(404, 'GET', `/unassigned-mail/${lost.id}`);
  await limited.must(404, 'POST', `/unassigned-mail/${lost.id}/assign`, { customer_id: String(c.customer) });

  await post.admin.must(200, 'POST', `/unassigned-mail/${lost.id}/assign`, { customer_id: String(c.customer), item_id: String(c.invoice) });
  await post.admin.must(404, 'POST', `/unassigned-mail/${lost.id}/assign`, { customer_id: String(c.customer) });
  assert.deepEqual((await messages(c)).map((m) => m.body), ['Where does this go?']);
  const row = (await post.admin.must(200, 'GET', '/inbox?limit=100')).rows.find((r) => r.customer.id === String(c.customer));
  assert.equal((await post.admin.must(200, 'GET', `/inbox/${row.conversation_id}`)).messages[0].files[0].file_name, 'lost.pdf');
  await post.admin.must(200, 'POST', `/unassigned-mail/${spam.id}/drop`);
  assert.ok(!(await post.admin.must(200, 'GET', '/unassigned-mail?limit=100')).rows.some((m) => m.id === spam.id));
});

test('another division\'s conversation is not there', async () => {
  const { c, reply } = await remind(11, ['anna@debtor.example']);
  servers.put(AR, answer({ to: reply, id: 'div' }));
  await fetchMail();
  const row = (await post.admin.must(200, 'GET', '/inbox?limit=100')).rows.find((r) => r.customer.id === String(c.customer));
  await post.stack.mysql("INSERT INTO division (id, code, name, country, time_zone, currency, created_at) VALUES (77, 'OTHER', 'Other', 'DE', 'Europe/Berlin', 'EUR', '2026-01-01')");
  const other = await post.stack.login(await addUser(post.stack, 'other@example.org', '--division', 'OTHER'));
  assert.deepEqual((await other.must(200, 'GET', '/inbox')).rows, []);
  assert.equal((await other.must(200, 'GET', '/inbox/summary')).waiting, 0);
  const unknown = await other.must(404, 'GET', '/inbox/999999999');
  for (const [method, path, body] of [['GET', ''], ['POST', '/answer', { body: 'x', by: 'portal' }], ['POST', '/assign', {}], ['POST', '/done', {}]]) {
    const got = await other.must(404, method, `/inbox/${row.conversation_id}${path}`, body);
    assert.equal(got.type, unknown.type);
  }
});

test('opened and followed is recorded only where the company allows it, and no link leads where a request says', async () => {
  const plain = (mail) => mail.text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, x) => String.fromCharCode(parseInt(x, 16)));
  const off = await remind(12, ['anna@debtor.example']);
  assert.ok(!plain(off.mail).includes('/api/portal/v1/mail/'), 'off unless somebody turns it on');

  await post.stack.mysql(`INSERT INTO setting (name, known_from, value) VALUES ('tracking.opens', '2026-01-01', 'true'), ('tracking.clicks', '2026-01-01', 'true')`);
  const on = await remind(13, ['anna@debtor.example']);
  const text = plain(on.mail);
  const [picture] = /http[^"]*\/opened/.exec(text);
  const [link] = /http[^"]*\/links\/1(?=")/.exec(text);
  const [direct] = /http[^"\s]*\/p\/[\w-]{43}/.exec(text);
  const seen = async () => (await post.admin.must(200, 'GET', `/outbox/${on.row.id}`)).events.map((e) => [e.kind, e.times, e.url]);
  assert.deepEqual(await seen(), []);

  const got = await fetch(picture);
  assert.deepEqual([got.status, got.headers.get('content-type'), got.headers.get('set-cookie'), (await got.arrayBuffer()).byteLength], [200, 'image/gif', null, 43]);
  await fetch(picture);
  const follow = (url) => fetch(url, { redirect: 'manual' });
  const led = await follow(link);
  assert.deepEqual([led.status, led.headers.get('location'), led.headers.get('set-cookie')], [302, direct, null]);
  assert.deepEqual(await seen(), [['opened', 2, null], ['clicked', 1, null]]);

  const door = `${post.stack.url}/portal`;
  for (const bad of [link.replace('/links/1', '/links/2'), link.replace(/mail\/./, 'mail/z'), link.replace('/links/1', '/links/x'), link.replace(/mail\/\w+/, 'mail/x')]) {
    const answer = await follow(bad);
    assert.deepEqual([answer.status, answer.headers.get('location')], [302, door], bad);
  }
  const asked = await follow(`${link}?url=https://evil.example`);
  assert.ok(asked.status === 400 || asked.headers.get('location') === direct);
  assert.equal((await fetch(picture.replace(/mail\/./, 'mail/z'))).status, 200, 'nobody learns whether a token is good');
  assert.deepEqual(await seen(), [['opened', 2, null], ['clicked', 1, null]]);
  const [{ body_html: kept }] = await post.outbox(on.c);
  assert.ok(!kept.includes('/api/portal/v1/mail/') && !kept.includes(direct.split('/').pop()));

  await post.stack.mysql(`UPDATE access_link SET revoked_at = '2026-01-02' WHERE outbox_id = ${on.row.id}`);
  assert.equal((await follow(link)).headers.get('location'), door, 'a way in that was closed stays closed');
  await post.stack.mysql("DELETE FROM setting WHERE name LIKE 'tracking.%'");
  await fetch(picture);
  assert.equal((await seen())[0][1], 2, 'nothing more is recorded once it is off');
});

test('what was read can be moved away instead', async () => {
  const { reply } = await remind(7, ['anna@debtor.example']);
  servers.put(AR, answer({ to: reply, id: 'moved' }));
  post.stack.env.DUNLIN_IMAP_MOVE_TO = 'Read by Dunlin';
  try {
    assert.equal((await fetchMail()).tied, 1);
    assert.ok(servers.mails(AR, 'Read by Dunlin').some((m) => m.text.includes('<moved@')));
    assert.ok(!servers.mails(AR).some((m) => m.text.includes('<moved@')));
  } finally {
    delete post.stack.env.DUNLIN_IMAP_MOVE_TO;
  }
});

test('a mailbox that cannot be read is told, without the password', async () => {
  post.stack.env.DUNLIN_IMAP_PASSWORD = 'wrong horse';
  try {
    const got = await post.stack.dunlin('fetch', '--json');
    assert.equal(got.code, 1);
    assert.ok(!got.err.includes('wrong horse'));
    assert.match((await post.stack.sql('SELECT fault FROM mailbox'))[0].fault, /refuses the login/);
  } finally {
    delete post.stack.env.DUNLIN_IMAP_PASSWORD;
  }
  await fetchMail();
  assert.equal((await post.stack.sql('SELECT fault FROM mailbox'))[0].fault, null);
});
