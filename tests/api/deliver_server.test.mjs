// What becomes of a message, with a mail server that does what mail servers do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { SmtpSink } from '../harness/smtp_sink.mjs';
import { Mailing } from './mailing.mjs';

let post;

before(async () => { post = await Mailing.start(); });
after(() => post?.stop());
beforeEach(() => post.fresh());

test('a_busy_server_is_tried_again', async () => {
  const c = await post.owe(6);
  await post.evaluate();
  post.sink.answer = (verb) => (verb === 'DATA' ? '451 4.3.0 busy' : undefined);
  assert.equal((await post.deliver()).later, 1);
  let [m] = await post.outbox(c);
  assert.equal(m.state, 'planned');
  assert.match(m.reason, /try 1: 451 4\.3\.0 busy/);
  const wait = (row) => (new Date(`${row.retry_at}Z`) - Date.now()) / 60000;
  assert.ok(wait(m) > 0.8 && wait(m) <= 1, `${wait(m)} minutes`);
  assert.equal((await post.deliver()).later, 0, 'not before its time');
  await post.hurry(m);
  assert.equal((await post.deliver()).later, 1);
  [m] = await post.outbox(c);
  assert.ok(wait(m) > 1.8 && wait(m) <= 2, `${wait(m)} minutes`);
  assert.equal((await post.lines(c))[0].handed_on, null, 'the level has not risen');

  post.sink.answer = () => undefined;
  await post.hurry(m);
  assert.equal((await post.deliver()).handed_over, 1);
  [m] = await post.outbox(c);
  assert.equal(m.attempts, '3');
  assert.deepEqual((await post.attempts(m)).map((a) => a.outcome), ['retry', 'retry', 'handed_over']);
  assert.equal(post.sink.messages.length, 1);
});

test('no server at all is tried again, for a day', async () => {
  const c = await post.owe(7);
  await post.evaluate();
  post.sink.answer = (verb) => (verb === 'CONNECT' ? null : undefined);
  assert.equal((await post.deliver()).later, 1);
  let [m] = await post.outbox(c);
  assert.equal(m.state, 'planned');
  await post.stack.mysql(`UPDATE outbox_attempt SET real_at = real_at - INTERVAL 25 HOUR WHERE outbox_id = ${m.id}`);
  await post.hurry(m);
  assert.equal((await post.deliver()).later + 0, 1);
  [m] = await post.outbox(c);
  assert.equal(m.state, 'failed');
  assert.equal(m.reason, 'not accepted within a day');
  assert.deepEqual((await post.tasks(c)).map((t) => [t.kind, t.dedup_key, t.state]), [['undeliverable', `failed:${m.id}`, 'open']]);
});

test('a_refused_mail_becomes_a_follow_up', async () => {
  const c = await post.owe(8);
  await post.evaluate();
  post.sink.answer = (verb) => (verb === '.' ? '554 5.7.1 no thanks' : undefined);
  assert.equal((await post.deliver()).failed, 1);
  const [m] = await post.outbox(c);
  assert.equal(m.state, 'failed');
  assert.equal(m.reply, '554 5.7.1 no thanks');
  assert.deepEqual((await post.tasks(c)).map((t) => [t.kind, t.dedup_key]), [['undeliverable', `failed:${m.id}`]]);
  assert.ok((await post.activities(c)).includes('mail_failed'));
  const [line] = await post.lines(c);
  assert.deepEqual([line.handed_on, line.void_id], [null, '0'], 'the step is held, not taken');

  post.sink.answer = () => undefined;
  await post.touch(c);
  await post.evaluate();
  await post.deliver();
  assert.equal(post.sink.messages.length, 0, 'it is not sent again by itself');
});

test('a_person_may_send_again', async () => {
  const [m] = (await post.stack.sql(`SELECT * FROM outbox WHERE state = 'failed' AND reply LIKE '554%'`));
  const c = { case: m.case_id, customer: m.customer_id };
  assert.ok((await post.admin.post(`/outbox/${m.id}/retry`, { reason: 'address corrected' })).status >= 400, 'not without confirmation');
  assert.equal((await post.admin.post(`/outbox/${m.id}/retry`, { confirm: true, reason: 'address corrected' })).status, 200);
  assert.equal((await post.deliver()).handed_over, 1);
  const [again] = await post.outbox(c);
  assert.equal(again.state, 'handed_over');
  assert.equal(again.message_id, m.message_id, 'a second copy could be known for one');
  assert.deepEqual((await post.tasks(c)).map((t) => t.state), ['done']);
  assert.equal((await post.lines(c))[0].handed_on, '2026-03-04');
});

test('an answer that never came makes a mail uncertain, and it is not sent again', async () => {
  const c = await post.owe(10);
  await post.evaluate();
  post.sink.answer = (verb) => (verb === '.' ? null : undefined);
  assert.equal((await post.deliver()).uncertain, 1);
  let [m] = await post.outbox(c);
  assert.equal(m.state, 'uncertain');
  assert.deepEqual((await post.tasks(c)).map((t) => [t.kind, t.dedup_key, t.priority]), [['uncertain_mail', `uncertain:${m.id}`, '1']]);
  post.sink.answer = () => undefined;
  await post.touch(c);
  await post.evaluate();
  await post.deliver();
  assert.equal(post.sink.seen.length, 1);
  assert.equal((await post.outbox(c)).length, 1);

  const link = (mail) => /\/p\/([\w-]{43})/.exec(mail.text)[1];
  assert.equal((await post.admin.post(`/outbox/${m.id}/retry`, { confirm: true, reason: 'it never arrived' })).status, 200);
  assert.equal((await post.deliver()).handed_over, 1);
  assert.equal(post.sink.seen.length, 2);
  assert.equal(post.sink.seen[0].messageId, post.sink.seen[1].messageId);
  assert.equal(link(post.sink.seen[0]), link(post.sink.seen[1]), 'the same way in');
  [m] = await post.outbox(c);
  assert.equal(m.state, 'handed_over');
});

test('one refused address does not keep the others from the mail', async () => {
  const c = await post.owe(11, { contacts: ['one@debtor.example', 'two@debtor.example', 'ONE@debtor.example'] });
  await post.evaluate();
  post.sink.answer = (verb, to) => (verb === 'RCPT' && to.includes('two@') ? '550 5.1.1 no such user' : undefined);
  assert.equal((await post.deliver()).handed_over, 1);
  assert.deepEqual(post.sink.messages[0].envelope, ['one@debtor.example']);
  const [m] = await post.outbox(c);
  assert.deepEqual((await post.recipients(m)).map((r) => [r.email, r.state, r.detail]), [
    ['one@debtor.example', 'handed_over', null],
    ['two@debtor.example', 'rejected', '550 5.1.1 no such user'],
  ]);
  assert.deepEqual((await post.tasks(c)).map((t) => [t.kind, t.dedup_key, t.priority]), [['undeliverable', `rejected:${m.id}`, '3']]);
  const [link] = await post.stack.sql(`SELECT contact_id FROM access_link WHERE outbox_id = ${m.id}`);
  assert.equal(link.contact_id, null, 'a link that several read is nobody\'s own');
});

test('a login is given to the server and to nobody else', async () => {
  const c = await post.owe(29);
  const guarded = await SmtpSink.start({ auth: { user: 'ar', password: 'correct horse' } });
  const env = { DUNLIN_SMTP_URL: guarded.url, DUNLIN_SMTP_USER: 'ar', DUNLIN_SMTP_PASSWORD: 'wrong horse' };
  await post.evaluate();
  try {
    const wrong = await post.deliver(env);
    assert.equal(wrong.later, 1, 'a wrong password is ours to mend: the mail waits');
    const [m] = await post.outbox(c);
    await post.hurry(m);
    const right = await post.deliver({ ...env, DUNLIN_SMTP_PASSWORD: 'correct horse' });
    assert.equal(right.handed_over, 1);
    assert.equal(guarded.messages.length, 1);
    const kept = JSON.stringify([await post.outbox(c), await post.attempts(m)]);
    for (const text of [wrong.log, right.log, kept]) {
      for (const secret of ['horse', Buffer.from('\0ar\0correct horse').toString('base64')]) assert.ok(!text.includes(secret));
    }
  } finally {
    await guarded.stop();
  }
});

test('a certificate that nobody vouches for gets neither login nor mail', async () => {
  const c = await post.owe(30);
  const [key, cert] = ['key.pem', 'cert.pem'].map((f) => join(post.stack.var, f));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const tls = await SmtpSink.start({ auth: { user: 'ar', password: 'x' }, tls: { key: readFileSync(key), cert: readFileSync(cert) } });
  const env = { DUNLIN_SMTP_URL: tls.url, DUNLIN_SMTP_TLS: 'starttls', DUNLIN_SMTP_USER: 'ar', DUNLIN_SMTP_PASSWORD: 'x' };
  await post.evaluate();
  try {
    assert.equal((await post.deliver(env)).later, 1);
    assert.ok(tls.verbs.includes('STARTTLS'));
    assert.ok(!tls.verbs.some((v) => ['AUTH', 'MAIL', 'RCPT', 'DATA'].includes(v)), tls.verbs.join(' '));
  } finally {
    await tls.stop();
  }
  await post.hurry((await post.outbox(c))[0]);
  await post.deliver();
});

test('no more goes out in a minute than is allowed', async () => {
  for (let n = 400; n < 406; n++) await post.owe(n);
  await post.evaluate();
  const began = Date.now();
  assert.equal((await post.deliver({ DUNLIN_MAIL_RATE: '120' })).handed_over, 6);
  const took = Date.now() - began;
  assert.ok(took >= 1500, `six in ${took} ms, two a second at most`);
  const order = post.sink.messages.map((m) => Number(/\d+/.exec(m.envelope[0])[0]));
  assert.equal(new Set(order).size, 6);
});

// A server that takes 120 messages in four seconds instead of a minute, so that nobody waits
// six minutes for the same figures.
test('E7 700 messages at 120 a window by three processes at once: none refused, all sent, in order', async () => {
  const windowMs = 4000, most = 120, count = 700;
  await post.oweMany(1000, count);
  await post.evaluate();
  const queue = (await post.stack.sql(`SELECT r.number FROM outbox o JOIN customer r ON r.id = o.customer_id WHERE o.state = 'planned' ORDER BY o.not_before, o.id`))
    .map((r) => Number(r.number.slice(1)));
  assert.equal(queue.length, count);
  const came = [];
  post.sink.answer = (verb) => {
    if (verb !== 'DATA') return undefined;
    const now = Date.now();
    came.push(now);
    return came.length > most && now - came.at(-most - 1) < windowMs ? '451 4.7.1 too many messages' : undefined;
  };
  const env = { DUNLIN_MAIL_RATE: String(most), DUNLIN_MAIL_RATE_SECONDS: String(windowMs / 1000) };
  const got = await Promise.all([1, 2, 3].map(() => post.deliver(env)));
  assert.deepEqual(got.map((one) => one.later), [0, 0, 0], 'nothing was refused for now');
  assert.equal(got.reduce((sum, one) => sum + one.handed_over, 0), count);
  assert.ok(got.every((one) => one.handed_over > 0), 'each had a part in it');
  const took = came.at(-1) - came[0];
  assert.ok(took >= (count / most - 1) * windowMs && took < count / most * windowMs * 2.5, `${took} ms`);
  const sent = post.sink.messages.map((m) => Number(/\d+/.exec(m.envelope[0])[0]));
  assert.equal(new Set(sent).size, count, 'each once');
  const place = new Map(queue.map((n, i) => [n, i]));
  const off = Math.max(...sent.map((n, i) => Math.abs(place.get(n) - i)));
  assert.ok(off <= 15, `a message came ${off} places from its own`);
});

const row = async (m) => (await post.admin.get(`/outbox/${m.id}`)).body;
const counts = (got) => [got.status, got.body.count, got.body.excluded?.map((x) => x.why)];

test('the queue says why a mail has not arrived, what to do, and when it is tried next', async () => {
  const busy = await post.owe(50), refused = await post.owe(51), gone = await post.owe(52), lost = await post.owe(53);
  await post.evaluate();
  const to = (n, verb, argument, text) => post.sink.current?.includes(`pay${n}@`) && verb === argument ? text : undefined;
  post.sink.answer = (verb, argument) => {
    if (verb === 'RCPT') post.sink.current = argument;
    if (verb === 'RCPT' && argument.includes('pay52@')) return '550 5.1.1 no such user';
    return to(50, verb, '.', '451 4.3.0 busy') ?? to(51, verb, '.', '554 5.7.1 no') ?? (post.sink.current?.includes('pay53@') && verb === '.' ? null : undefined);
  };
  await post.deliver();
  const found = {};
  for (const [name, c] of Object.entries({ busy, refused, gone, lost })) {
    const [m] = await post.outbox(c);
    const got = await row(m);
    found[name] = [got.state, got.cause, got.remedy, got.next_try_at !== null];
    if (name === 'busy') assert.equal(new Date(got.next_try_at).getTime(), Math.floor(new Date(`${m.retry_at.replace(' ', 'T')}Z`).getTime()));
  }
  assert.deepEqual(found, {
    busy: ['planned', 'server_busy', 'wait', true],
    refused: ['failed', 'refused', 'retry', false],
    gone: ['failed', 'address_refused', 'change_address', false],
    lost: ['uncertain', 'unknown', 'settle', false],
  });
  for (const cause of ['server_busy', 'refused', 'address_refused', 'unknown']) {
    const { rows } = (await post.admin.get(`/outbox?cause=${cause}&limit=100`)).body;
    assert.ok(rows.length > 0 && rows.every((r) => r.cause === cause), cause);
  }
  const any = (await post.admin.get('/outbox?cause=any&limit=100')).body.rows;
  assert.ok(any.length >= 4 && any.every((r) => r.cause && r.remedy));
  const [m] = await post.outbox(gone);
  const [reader] = (await row(m)).recipients;
  assert.deepEqual([reader.state, reader.contact_id, reader.suppressed], ['rejected', '5250', null]);
});

test('a person says whether an uncertain mail arrived', async () => {
  const lost = { case: 5301, customer: 5300 };
  const other = await post.owe(54);
  await post.evaluate();
  post.sink.answer = (verb) => (verb === '.' ? null : undefined);
  await post.deliver();
  const [a] = await post.outbox(lost), [b] = await post.outbox(other);
  assert.equal((await post.admin.post(`/outbox/${a.id}/settle`, { arrived: true })).status, 422);
  assert.equal((await post.admin.post(`/outbox/${a.id}/settle`, { arrived: true, reason: 'they answered it' })).status, 200);
  assert.equal((await post.outbox(lost))[0].state, 'handed_over');
  assert.equal((await post.lines(lost))[0].handed_on, '2026-03-04', 'its step is taken');
  assert.deepEqual((await post.tasks(lost)).map((t) => t.state), ['done']);
  assert.equal((await post.admin.post(`/outbox/${a.id}/settle`, { arrived: false, reason: 'no' })).status, 409, 'once');

  assert.equal((await post.admin.post(`/outbox/${b.id}/settle`, { arrived: false, reason: 'the server never saw it' })).status, 200);
  const after = await row(b);
  assert.deepEqual([after.state, after.cause, after.remedy], ['failed', 'not_arrived', 'retry']);
  assert.equal((await post.lines(other))[0].handed_on, null);
  const [audit] = await post.stack.sql(`SELECT before_json, after_json FROM audit_event WHERE action = 'outbox.not_arrived' AND object_id = ${b.id}`);
  assert.deepEqual([JSON.parse(audit.before_json), JSON.parse(audit.after_json)], [{ state: 'uncertain' }, { state: 'failed', reason: 'the server never saw it' }]);
});

test('E10 failed mail is sent again in bulk: never without a choice, what may have arrived is left out', async () => {
  const failed = (await post.stack.sql("SELECT id FROM outbox WHERE state = 'failed' AND case_id IN (5101, 5201, 5401) ORDER BY case_id")).map((m) => m.id);
  assert.equal(failed.length, 3);
  const doubt = await post.owe(55);
  await post.evaluate();
  post.sink.answer = (verb) => (verb === '.' ? null : undefined);
  await post.deliver();
  post.sink.answer = () => undefined;
  const [u] = await post.outbox(doubt);
  for (const body of [{}, { ids: [] }, { ids: [], confirm: true, reason: 'all' }, { ids: failed, reason: 'x' }]) {
    assert.equal((await post.admin.post('/outbox/retry', body)).status, 422, JSON.stringify(body));
  }
  await post.stack.mysql("INSERT INTO suppression (id, email, reason, known_from) VALUES (1, 'pay52@debtor.example', 'hard_bounce', '2026-03-04')");
  const ids = [...failed, u.id, '999999999', failed[0]];
  assert.deepEqual(counts(await post.admin.post('/outbox/retry/preview', { ids })), [200, 2, ['nobody', 'unknown', 'not_found']]);
  assert.equal((await post.outbox({ case: 5101 }))[0].state, 'failed', 'a look changes nothing');
  assert.deepEqual(counts(await post.admin.post('/outbox/retry', { ids, confirm: true, reason: 'server mended' })), [200, 2, ['nobody', 'unknown', 'not_found']]);
  assert.deepEqual(counts(await post.admin.post('/outbox/retry', { ids: [failed[0]], confirm: true, reason: 'twice' })), [200, 0, ['not_failed']]);
  post.sink.seen.length = 0;
  assert.equal((await post.deliver()).handed_over, 2);
  assert.equal(post.sink.seen.length, 2);
});

test('in the folder a message is never in doubt', async () => {
  const c = await post.owe(31);
  const env = { DUNLIN_SMTP_URL: '' };
  await post.evaluate();
  assert.equal((await post.deliver(env)).handed_over, 1);
  assert.equal(post.stack.mails().length, 1);
  const [m] = await post.outbox(c);
  assert.equal(post.stack.mails()[0].messageId, m.message_id);

  // as if it had died between the rename and the commit
  await post.stack.mysql(`UPDATE outbox SET state = 'sending', handed_at = NULL, handed_on = NULL, claimed_by = 'folder gone', lease_until = '2020-01-01' WHERE id = ${m.id};
    UPDATE outbox_line SET handed_on = NULL WHERE outbox_id = ${m.id}; UPDATE outbox_recipient SET state = 'planned' WHERE outbox_id = ${m.id};`);
  await post.deliver(env);
  assert.equal((await post.outbox(c))[0].state, 'handed_over');
  assert.equal(post.stack.mails().length, 1);
  assert.equal((await post.lines(c))[0].handed_on, '2026-03-04');
  assert.deepEqual(await post.tasks(c), []);

  // as if it had died before the rename
  const d = await post.owe(32);
  await post.evaluate();
  await post.stack.mysql(`UPDATE outbox SET state = 'sending', attempts = 1, message_id = '<000000000001.x@y>', claimed_by = 'folder gone', lease_until = '2020-01-01' WHERE case_id = ${d.case}`);
  await post.deliver(env);
  let [n] = await post.outbox(d);
  assert.equal(n.state, 'planned');
  await post.hurry(n);
  await post.deliver(env);
  [n] = await post.outbox(d);
  assert.equal(n.state, 'handed_over');
  assert.equal(post.stack.mails().length, 2);
});

test('a claim whose worker died is planned again, what it was sending becomes uncertain', async () => {
  const claimed = await post.owe(33), sending = await post.owe(34);
  await post.evaluate();
  await post.stack.mysql(`UPDATE outbox SET state = 'claimed', claimed_by = 'smtp gone', lease_until = '2020-01-01' WHERE case_id = ${claimed.case};
    UPDATE outbox SET state = 'sending', attempts = 1, claimed_by = 'smtp gone', lease_until = '2020-01-01', message_id = '<1@x>' WHERE case_id = ${sending.case};`);
  const got = await post.deliver();
  assert.equal(got.handed_over, 1);
  assert.equal((await post.outbox(claimed))[0].state, 'handed_over');
  const [m] = await post.outbox(sending);
  assert.equal(m.state, 'uncertain');
  assert.deepEqual((await post.tasks(sending)).map((t) => t.dedup_key), [`uncertain:${m.id}`]);
  assert.deepEqual(post.sink.seen.map((s) => s.envelope[0]), ['pay33@debtor.example']);
});

