// From a planned message to one that is handed over, with a mail server that does what
// mail servers do.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { SmtpSink } from '../harness/smtp_sink.mjs';
import { run, Stack, BIN } from '../harness/stack.mjs';
import { insert, invoice, payment } from './fixture.mjs';

const NOW = '2026-03-04T09:00:00Z';
let stack, sink, admin, division;

before(async () => {
  sink = await SmtpSink.start();
  stack = await Stack.start({ now: NOW, conf: { smtp_url: sink.url, smtp_tls: 'none', mail_from: 'ar@seller.example' } });
  admin = await stack.admin();
  [division] = await stack.sql('SELECT id, name FROM division');
});
after(async () => {
  await stack?.stop();
  await sink?.stop();
});
beforeEach(() => {
  sink.answer = () => undefined;
  sink.messages.length = sink.seen.length = 0;
});

/** A customer with an invoice of 1,000.00 that was due on 28 February, so that the first
 * reminder is due today. Ids follow from the number. */
async function owe(n, { contacts = [`pay${n}@debtor.example`], language = 'en', name = `Customer ${n}`, amount = 100000, due = '2026-02-28' } = {}) {
  const known = { known_from: '2026-01-01', recorded_at: '2026-01-01' };
  const c = { customer: n * 100, case: n * 100 + 1, invoice: n * 100 + 2, number: `R${n}` };
  await stack.mysql([
    insert('customer', { id: c.customer, source_system: 'test', source_id: n, number: `C${n}`, name, country: 'DE', language, ...known }),
    ...contacts.map((email, i) => insert('contact', {
      id: n * 100 + 50 + i, customer_id: c.customer, source_system: 'test', source_id: `${n}-${i}`, name: `Contact ${n}.${i}`, email, ...known,
    })),
    insert('case_state', { id: c.case, customer_id: c.customer, division_id: division.id, currency: 'EUR' }),
    invoice(c.invoice, c.case, c.customer, division.id, { amount, due, issued: '2026-01-28', number: c.number }),
  ].join('\n'));
  return c;
}

const touch = (c) => stack.mysql(`UPDATE case_state SET touch_seq = touch_seq + 1, next_at = '1000-01-01' WHERE id = ${c.case}`);

async function evaluate() {
  const got = await stack.dunlin('evaluate', '--json');
  assert.equal(got.code, 0, got.err);
}

async function deliver(env = {}) {
  const got = await run(BIN, ['deliver', '--json'], { env: { ...stack.env, ...env } });
  assert.ok([0, 3].includes(got.code), got.err);
  return { ...JSON.parse(got.out), log: got.err };
}

const outbox = (c) => stack.sql(`SELECT * FROM outbox WHERE case_id = ${c.case} ORDER BY id`);
const lines = (c) => stack.sql(`SELECT * FROM outbox_line WHERE case_id = ${c.case} ORDER BY outbox_id, instalment_id`);
const recipients = (m) => stack.sql(`SELECT * FROM outbox_recipient WHERE outbox_id = ${m.id} ORDER BY email`);
const attempts = (m) => stack.sql(`SELECT * FROM outbox_attempt WHERE outbox_id = ${m.id} ORDER BY attempt`);
const tasks = (c) => stack.sql(`SELECT * FROM follow_up WHERE case_id = ${c.case} ORDER BY id`);
const activities = async (c) => (await stack.sql(`SELECT kind FROM activity WHERE customer_id = ${c.customer} ORDER BY id`)).map((a) => a.kind);
const pay = async (c, id, minor) => {
  const left = `open_minor = open_minor - ${minor}`;
  await stack.mysql(`${payment(id, c.case, c.customer, division.id, { amount: minor, open: 0, on: '2026-03-04' })}
    ${insert('allocation', { id: id + 1, case_id: c.case, credit_case_id: c.case, credit_item_id: id, instalment_id: c.invoice, debit_item_id: c.invoice,
    credit_minor: minor, debit_minor: minor, effective_on: '2026-03-04', known_at: '2026-03-04', recorded_at: '2026-03-04', source_system: 'test', source_id: id })}
    UPDATE item SET ${left} WHERE id = ${c.invoice}; UPDATE instalment SET ${left}, settled_on = IF(open_minor = 0, '2026-03-04', settled_on) WHERE id = ${c.invoice};`);
  await touch(c);
};
/** Makes a message that waits for its next try due at once. */
const hurry = (m) => stack.mysql(`UPDATE outbox SET retry_at = '2020-01-01' WHERE id = ${m.id}`);

test('a reminder says what is owed, to whom, and how to get into the portal', async () => {
  const c = await owe(1, { name: 'Müller & <b>Söhne</b>' });
  await evaluate();
  const [planned] = await outbox(c);
  assert.equal(planned.state, 'planned');
  assert.equal((await deliver()).handed_over, 1);

  const [mail] = sink.messages;
  assert.equal(sink.messages.length, 1);
  assert.deepEqual(mail.envelope, ['pay1@debtor.example']);
  assert.equal(mail.from, `${division.name} <ar@seller.example>`);
  assert.match(mail.subject, /Payment reminder/);
  assert.match(mail.text, /Invoice R1 of 28 Jan 2026, due 28 Feb 2026: €1,000\.00/);
  assert.match(mail.text, /Total: €1,000\.00/);
  assert.ok(!mail.html.includes('<b>Söhne'), 'a name in the HTML is escaped');
  assert.match(mail.headers['auto-submitted'][0], /auto-generated/);
  assert.ok(!mail.headers['list-unsubscribe']);

  const [m] = await outbox(c);
  assert.equal(m.state, 'handed_over');
  assert.equal(m.handed_on, '2026-03-04');
  assert.equal(m.total_minor, '100000');
  assert.equal(m.message_id, mail.messageId);
  assert.equal(m.subject, mail.subject);
  assert.match(m.reply, /250 2\.0\.0 kept/);
  assert.deepEqual((await recipients(m)).map((r) => [r.email, r.state]), [['pay1@debtor.example', 'handed_over']]);
  assert.deepEqual((await attempts(m)).map((a) => a.outcome), ['handed_over']);
  assert.deepEqual((await lines(c)).map((l) => [l.step, l.open_minor, l.handed_on, l.void_id]), [['first', '100000', '2026-03-04', '0']]);
  const [state] = await stack.sql(`SELECT last_contact_on, touched_by FROM case_state WHERE id = ${c.case}`);
  assert.deepEqual({ ...state }, { last_contact_on: '2026-03-04', touched_by: 'mail_sent' });
  assert.ok((await activities(c)).includes('mail_sent'));

  const [, link] = /(http\S+\/p\/[\w-]{43})/.exec(mail.text);
  const portal = await stack.portal(link);
  const summary = await portal.must(200, 'GET', '/summary');
  assert.equal(summary.balances[0].open.amount ?? summary.balances[0].open, '1000.00');
  assert.ok(mail.html.includes(`href="${link}"`));
});

test('the secret of a portal link stands in the mail and nowhere else', async () => {
  const c = await owe(2);
  await evaluate();
  const { log } = await deliver();
  const [, token] = /\/p\/([\w-]{43})/.exec(sink.messages[0].text);
  const [m] = await outbox(c);
  assert.match(m.body_text, /\/p\/…/);
  for (const text of [m.body_text, m.body_html, log, stack.log('web')]) assert.ok(!text.includes(token));
  const [row] = await stack.sql(`SELECT HEX(token_hash) AS hash, contact_id, scope FROM access_link WHERE outbox_id = ${m.id}`);
  assert.equal(row.hash.length, 64);
  assert.equal(row.contact_id, String(2 * 100 + 50));
});

test('evaluated and delivered again and again, a step is taken once', async () => {
  const c = await owe(3);
  for (let i = 0; i < 4; i++) {
    await touch(c);
    await evaluate();
    await deliver();
  }
  assert.equal(sink.messages.length, 1);
  assert.equal((await outbox(c)).length, 1);
});

test('two deliverers at once send each message once', async () => {
  const all = [];
  for (let n = 300; n < 330; n++) all.push(await owe(n));
  await evaluate();
  const got = await Promise.all([deliver(), deliver(), deliver()]);
  assert.equal(got.reduce((sum, g) => sum + g.handed_over, 0), 30);
  assert.equal(sink.messages.length, 30);
  assert.equal(new Set(sink.messages.map((m) => m.messageId)).size, 30);
});

test('the text is in the reader\'s language, amounts and dates too', async () => {
  await owe(4, { language: 'de' });
  await owe(5, { language: 'pl' });
  await evaluate();
  await deliver();
  const to = (n) => sink.messages.find((m) => m.envelope[0] === `pay${n}@debtor.example`);
  assert.match(to(4).subject, /Zahlungserinnerung/);
  assert.match(to(4).text, /28\.02\.2026: 1\.000,00\s€/);
  assert.match(to(5).subject, /Payment reminder/);
});

test('a busy server is tried again', async () => {
  const c = await owe(6);
  await evaluate();
  sink.answer = (verb) => (verb === 'DATA' ? '451 4.3.0 busy' : undefined);
  assert.equal((await deliver()).later, 1);
  let [m] = await outbox(c);
  assert.equal(m.state, 'planned');
  assert.match(m.reason, /try 1: 451 4\.3\.0 busy/);
  const wait = (row) => (new Date(`${row.retry_at}Z`) - Date.now()) / 60000;
  assert.ok(wait(m) > 0.8 && wait(m) <= 1, `${wait(m)} minutes`);
  assert.equal((await deliver()).later, 0, 'not before its time');
  await hurry(m);
  assert.equal((await deliver()).later, 1);
  [m] = await outbox(c);
  assert.ok(wait(m) > 1.8 && wait(m) <= 2, `${wait(m)} minutes`);
  assert.equal((await lines(c))[0].handed_on, null, 'the level has not risen');

  sink.answer = () => undefined;
  await hurry(m);
  assert.equal((await deliver()).handed_over, 1);
  [m] = await outbox(c);
  assert.equal(m.attempts, '3');
  assert.deepEqual((await attempts(m)).map((a) => a.outcome), ['retry', 'retry', 'handed_over']);
  assert.equal(sink.messages.length, 1);
});

test('no server at all is tried again, for a day', async () => {
  const c = await owe(7);
  await evaluate();
  sink.answer = (verb) => (verb === 'CONNECT' ? null : undefined);
  assert.equal((await deliver()).later, 1);
  let [m] = await outbox(c);
  assert.equal(m.state, 'planned');
  await stack.mysql(`UPDATE outbox_attempt SET real_at = real_at - INTERVAL 25 HOUR WHERE outbox_id = ${m.id}`);
  await hurry(m);
  assert.equal((await deliver()).later + 0, 1);
  [m] = await outbox(c);
  assert.equal(m.state, 'failed');
  assert.equal(m.reason, 'not accepted within a day');
  assert.deepEqual((await tasks(c)).map((t) => [t.kind, t.dedup_key, t.state]), [['undeliverable', `failed:${m.id}`, 'open']]);
});

test('a refused mail becomes a follow-up', async () => {
  const c = await owe(8);
  await evaluate();
  sink.answer = (verb) => (verb === '.' ? '554 5.7.1 no thanks' : undefined);
  assert.equal((await deliver()).failed, 1);
  const [m] = await outbox(c);
  assert.equal(m.state, 'failed');
  assert.equal(m.reply, '554 5.7.1 no thanks');
  assert.deepEqual((await tasks(c)).map((t) => [t.kind, t.dedup_key]), [['undeliverable', `failed:${m.id}`]]);
  assert.ok((await activities(c)).includes('mail_failed'));
  const [line] = await lines(c);
  assert.deepEqual([line.handed_on, line.void_id], [null, '0'], 'the step is held, not taken');

  sink.answer = () => undefined;
  await touch(c);
  await evaluate();
  await deliver();
  assert.equal(sink.messages.length, 0, 'it is not sent again by itself');
});

test('a person may send again', async () => {
  const [m] = (await stack.sql(`SELECT * FROM outbox WHERE state = 'failed' AND reply LIKE '554%'`));
  const c = { case: m.case_id, customer: m.customer_id };
  assert.ok((await admin.post(`/outbox/${m.id}/retry`, { reason: 'address corrected' })).status >= 400, 'not without confirmation');
  assert.equal((await admin.post(`/outbox/${m.id}/retry`, { confirm: true, reason: 'address corrected' })).status, 200);
  assert.equal((await deliver()).handed_over, 1);
  const [again] = await outbox(c);
  assert.equal(again.state, 'handed_over');
  assert.equal(again.message_id, m.message_id, 'a second copy could be known for one');
  assert.deepEqual((await tasks(c)).map((t) => t.state), ['done']);
  assert.equal((await lines(c))[0].handed_on, '2026-03-04');
});

test('a planned mail can be cancelled', async () => {
  const c = await owe(9);
  await evaluate();
  const [m] = await outbox(c);
  assert.equal((await admin.post(`/outbox/${m.id}/cancel`, { reason: 'I called them' })).status, 200);
  assert.equal((await deliver()).handed_over, 0);
  await evaluate();
  await deliver();
  assert.equal(sink.messages.length, 0);
  const all = await outbox(c);
  assert.deepEqual(all.map((o) => [o.state, o.reason]), [['cancelled', 'I called them']], 'nor is the step planned again');
  assert.equal((await admin.post(`/outbox/${m.id}/cancel`, { reason: 'twice' })).status, 409);
});

test('an answer that never came makes a mail uncertain, and it is not sent again', async () => {
  const c = await owe(10);
  await evaluate();
  sink.answer = (verb) => (verb === '.' ? null : undefined);
  assert.equal((await deliver()).uncertain, 1);
  let [m] = await outbox(c);
  assert.equal(m.state, 'uncertain');
  assert.deepEqual((await tasks(c)).map((t) => [t.kind, t.dedup_key, t.priority]), [['uncertain_mail', `uncertain:${m.id}`, '1']]);
  sink.answer = () => undefined;
  await touch(c);
  await evaluate();
  await deliver();
  assert.equal(sink.seen.length, 1);
  assert.equal((await outbox(c)).length, 1);

  const link = (mail) => /\/p\/([\w-]{43})/.exec(mail.text)[1];
  assert.equal((await admin.post(`/outbox/${m.id}/retry`, { confirm: true, reason: 'it never arrived' })).status, 200);
  assert.equal((await deliver()).handed_over, 1);
  assert.equal(sink.seen.length, 2);
  assert.equal(sink.seen[0].messageId, sink.seen[1].messageId);
  assert.equal(link(sink.seen[0]), link(sink.seen[1]), 'the same way in');
  [m] = await outbox(c);
  assert.equal(m.state, 'handed_over');
});

test('one refused address does not keep the others from the mail', async () => {
  const c = await owe(11, { contacts: ['one@debtor.example', 'two@debtor.example', 'ONE@debtor.example'] });
  await evaluate();
  sink.answer = (verb, to) => (verb === 'RCPT' && to.includes('two@') ? '550 5.1.1 no such user' : undefined);
  assert.equal((await deliver()).handed_over, 1);
  assert.deepEqual(sink.messages[0].envelope, ['one@debtor.example']);
  const [m] = await outbox(c);
  assert.deepEqual((await recipients(m)).map((r) => [r.email, r.state, r.detail]), [
    ['one@debtor.example', 'handed_over', null],
    ['two@debtor.example', 'rejected', '550 5.1.1 no such user'],
  ]);
  assert.deepEqual((await tasks(c)).map((t) => [t.kind, t.dedup_key, t.priority]), [['undeliverable', `rejected:${m.id}`, '3']]);
  const [link] = await stack.sql(`SELECT contact_id FROM access_link WHERE outbox_id = ${m.id}`);
  assert.equal(link.contact_id, null, 'a link that several read is nobody\'s own');
});

test('what is paid, held, disputed or promised between planning and sending is not asked for', async () => {
  const paid = await owe(12), part = await owe(13), held = await owe(14), disputed = await owe(15), promised = await owe(16), law = await owe(17);
  await evaluate();
  await pay(paid, 90120, 100000);
  await pay(part, 90130, 40000);
  const who = { actor_kind: 'user', actor_id: '1', known_from: '2026-03-04' };
  await stack.mysql([
    insert('hold', { id: 9014, customer_id: held.customer, kind: 'manual', reason: 'talks', known_from: '2026-03-04' }),
    insert('dispute', { id: 9015, case_id: disputed.case, customer_id: disputed.customer, item_id: disputed.invoice, amount_minor: 100000,
      reason_code: 'quality', opened_on: '2026-03-04', ...who }),
    insert('promise', { id: 9016, case_id: promised.case, customer_id: promised.customer, amount_minor: 100000, made_on: '2026-03-04',
      promised_on: '2026-03-20', judged_on: '2026-03-23', channel: 'call', ...who }),
    `UPDATE customer SET status = 'legal' WHERE id = ${law.customer};`,
  ].join('\n'));
  const got = await deliver();
  assert.deepEqual([got.handed_over, got.cancelled], [1, 5]);
  const reason = async (c) => (await outbox(c))[0].reason;
  assert.equal(await reason(paid), 'settled');
  assert.equal(await reason(held), 'held');
  assert.equal(await reason(disputed), 'disputed');
  assert.equal(await reason(promised), 'promised');
  assert.equal(await reason(law), 'the customer is at law');
  for (const c of [paid, held, disputed, promised, law]) {
    const [m] = await outbox(c);
    assert.equal(m.state, 'cancelled');
    assert.equal((await lines(c))[0].void_id, m.id, 'the step may be planned again');
  }
  assert.match(sink.messages[0].text, /Total: €600\.00/);
  assert.ok(!sink.messages[0].text.includes('1,000'));
  assert.equal((await outbox(part))[0].total_minor, '60000');
  assert.equal((await lines(part))[0].open_minor, '60000');
  await evaluate();
  assert.equal((await deliver()).handed_over, 0, 'and nothing of it is planned again while that lasts');
});

test('a payment that comes while other messages are being sent is seen', async () => {
  const cases = [await owe(18), await owe(19)];
  await evaluate();
  let release, first;
  const reached = new Promise((ok) => { first = ok; });
  sink.answer = (verb) => {
    if (verb !== 'MAIL') return undefined;
    first();
    return new Promise((ok) => { release = ok; });
  };
  const delivering = deliver();
  await reached;
  const states = await Promise.all(cases.map(async (c) => (await outbox(c))[0].state));
  const waiting = cases[states.indexOf('claimed')];
  assert.deepEqual([...states].sort(), ['claimed', 'sending']);
  await pay(waiting, 90180, 100000);
  sink.answer = () => undefined;
  release(undefined);
  const got = await delivering;
  assert.deepEqual([got.handed_over, got.cancelled], [1, 1]);
  assert.equal((await outbox(waiting))[0].reason, 'settled');
});

test('credit that covers what is overdue stops a reminder', async () => {
  const c = await owe(20);
  await evaluate();
  await stack.mysql(payment(9020, c.case, c.customer, division.id, { amount: 100000, open: 100000, on: '2026-03-04' }));
  await deliver();
  const [m] = await outbox(c);
  assert.deepEqual([m.state, m.reason], ['cancelled', 'covered by credit']);
});

test('a due date that was moved stops a reminder', async () => {
  const c = await owe(21);
  await evaluate();
  await stack.mysql(`UPDATE instalment SET due_on = '2026-03-31' WHERE id = ${c.invoice}`);
  await deliver();
  const [m] = await outbox(c);
  assert.deepEqual([m.state, m.reason], ['cancelled', 'no longer overdue']);
});

test('everything overdue is in the total, whatever step it is at', async () => {
  const c = await owe(22);
  await stack.mysql(invoice(2299, c.case, c.customer, division.id, { amount: 5050, due: '2026-03-02', number: 'R22-new' })
    + invoice(2298, c.case, c.customer, division.id, { amount: 7000, due: '2026-03-30', number: 'R22-later' }));
  await evaluate();
  await deliver();
  assert.match(sink.messages[0].text, /R22-new .*€50\.50/);
  assert.match(sink.messages[0].text, /Total: €1,050\.50/);
  assert.ok(!sink.messages[0].text.includes('R22-later'));
  assert.deepEqual((await lines(c)).map((l) => l.instalment_id), [String(c.invoice)], 'mentioned is not taken');
});

test('nobody to write to cancels the mail and asks a person', async () => {
  const c = await owe(23);
  await evaluate();
  await stack.mysql(`UPDATE contact SET email_consent = 0 WHERE customer_id = ${c.customer}`);
  await deliver();
  const [m] = await outbox(c);
  assert.deepEqual([m.state, m.reason], ['cancelled', 'nobody to write to']);
  assert.deepEqual((await tasks(c)).map((t) => t.dedup_key), [`no_recipient:${c.case}`]);
  await stack.mysql(`UPDATE contact SET email_consent = 1 WHERE customer_id = ${c.customer}`);
  await touch(c);
  await evaluate();
  await stack.mysql(insert('suppression', { id: 9023, email: 'PAY23@debtor.example', reason: 'hard_bounce', known_from: '2026-03-04' }));
  await deliver();
  assert.deepEqual((await outbox(c)).map((o) => o.reason), ['nobody to write to', 'nobody to write to']);
  assert.equal(sink.messages.length, 0);
});

test('the recipients are those of the moment of sending', async () => {
  const c = await owe(24, { contacts: ['old@debtor.example'] });
  await evaluate();
  await stack.mysql(`UPDATE contact SET active = 0 WHERE customer_id = ${c.customer};
    ${insert('contact', { id: 2499, customer_id: c.customer, source_system: 'test', source_id: '24-new', name: 'New', email: 'new@debtor.example', known_from: '2026-03-04', recorded_at: '2026-03-04' })}`);
  await deliver();
  assert.deepEqual(sink.messages[0].envelope, ['new@debtor.example']);
  assert.match(sink.messages[0].to, /^New <new@debtor\.example>$/);
});

test('a text that cannot be written fails alone', async () => {
  const bad = await owe(25, { language: 'fr' }), good = await owe(26);
  const where = `template_id = (SELECT id FROM template WHERE code = 'reminder_first') AND language = 'fr' AND active = 1`;
  const [was] = await stack.sql(`SELECT body_text FROM template_version WHERE ${where}`);
  await stack.mysql(`UPDATE template_version SET body_text = 'Bonjour {{nom}}' WHERE ${where}`);
  await evaluate();
  const got = await deliver();
  await stack.mysql(`UPDATE template_version SET body_text = '${was.body_text.replace(/['\\]/g, '\\$&')}' WHERE ${where}`);
  assert.deepEqual([got.handed_over, got.failed], [1, 1]);
  const [m] = await outbox(bad);
  assert.deepEqual([m.state, m.reason], ['failed', 'template reminder_first (fr): text, line 1: there is no field {{nom}}']);
  assert.equal((await tasks(bad))[0].kind, 'undeliverable');
  assert.equal((await outbox(good))[0].state, 'handed_over');
});

test('a name with a line break in it injects nothing', async () => {
  const c = await owe(27);
  await stack.mysql(`UPDATE contact SET name = 'Eve\\r\\nBcc: all@evil.example' WHERE customer_id = ${c.customer}`);
  await evaluate();
  assert.equal((await deliver()).failed, 1);
  assert.equal(sink.seen.length, 0);
  assert.equal((await outbox(c))[0].reason, 'a recipient is no address');
});

test('a fee is claimed with the hand-over of its step, once', async () => {
  const folder = mkdtempSync(join(stack.var, 'lua-'));
  const text = readFileSync('lua/strategies/standard.lua', 'utf8').replace('send = "reminder_first" }', 'send = "final_notice", fee = percent("10") }');
  execFileSync('mkdir', ['-p', join(folder, 'strategies')]);
  writeFileSync(join(folder, 'strategies/standard.lua'), text);
  const push = await stack.dunlin('script', 'push', join(folder, 'strategies/standard.lua'));
  assert.equal(push.code, 0, push.err + push.out);
  const active = await stack.dunlin('script', 'activate', 'strategy', 'standard');
  assert.equal(active.code, 0, active.err + active.out);

  const c = await owe(28);
  await evaluate();
  sink.answer = (verb) => (verb === 'DATA' ? '451 busy' : undefined);
  await deliver();
  const fees = () => stack.sql(`SELECT i.number, i.amount_minor, i.open_minor, n.due_on, f.base_minor, f.rate_e6, f.days, f.basis
    FROM fee_claim f JOIN item i ON i.id = f.item_id JOIN instalment n ON n.item_id = i.id WHERE f.case_id = ${c.case}`);
  assert.deepEqual(await fees(), [], 'not before it is handed over');
  sink.answer = () => undefined;
  await hurry((await outbox(c))[0]);
  await deliver();
  assert.match(sink.messages[0].text, /fixed sum of €100\.00/);
  assert.match(sink.messages[0].text, /Total: €1,000\.00/);
  assert.deepEqual((await fees()).map((f) => ({ ...f })), [{
    number: 'R28-first', amount_minor: '10000', open_minor: '10000', due_on: '2026-03-04', base_minor: '100000', rate_e6: '100000', days: '4', basis: 'contract',
  }]);
  for (let i = 0; i < 3; i++) {
    await touch(c);
    await evaluate();
    await deliver();
  }
  assert.equal((await fees()).length, 1);
  await stack.dunlin('script', 'activate', 'strategy', 'standard', '1');
});

test('a login is given to the server and to nobody else', async () => {
  const c = await owe(29);
  const guarded = await SmtpSink.start({ auth: { user: 'ar', password: 'correct horse' } });
  const env = { DUNLIN_SMTP_URL: guarded.url, DUNLIN_SMTP_USER: 'ar', DUNLIN_SMTP_PASSWORD: 'wrong horse' };
  await evaluate();
  try {
    const wrong = await deliver(env);
    assert.equal(wrong.later, 1, 'a wrong password is ours to mend: the mail waits');
    const [m] = await outbox(c);
    await hurry(m);
    const right = await deliver({ ...env, DUNLIN_SMTP_PASSWORD: 'correct horse' });
    assert.equal(right.handed_over, 1);
    assert.equal(guarded.messages.length, 1);
    const kept = JSON.stringify([await outbox(c), await attempts(m)]);
    for (const text of [wrong.log, right.log, kept]) {
      for (const secret of ['horse', Buffer.from('\0ar\0correct horse').toString('base64')]) assert.ok(!text.includes(secret));
    }
  } finally {
    await guarded.stop();
  }
});

test('a certificate that nobody vouches for gets neither login nor mail', async () => {
  const c = await owe(30);
  const [key, cert] = ['key.pem', 'cert.pem'].map((f) => join(stack.var, f));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-keyout', key, '-out', cert], { stdio: 'ignore' });
  const tls = await SmtpSink.start({ auth: { user: 'ar', password: 'x' }, tls: { key: readFileSync(key), cert: readFileSync(cert) } });
  const env = { DUNLIN_SMTP_URL: tls.url, DUNLIN_SMTP_TLS: 'starttls', DUNLIN_SMTP_USER: 'ar', DUNLIN_SMTP_PASSWORD: 'x' };
  await evaluate();
  try {
    assert.equal((await deliver(env)).later, 1);
    assert.ok(tls.verbs.includes('STARTTLS'));
    assert.ok(!tls.verbs.some((v) => ['AUTH', 'MAIL', 'RCPT', 'DATA'].includes(v)), tls.verbs.join(' '));
  } finally {
    await tls.stop();
  }
  await hurry((await outbox(c))[0]);
  await deliver();
});

test('no more goes out in a minute than is allowed', async () => {
  for (let n = 400; n < 406; n++) await owe(n);
  await evaluate();
  const began = Date.now();
  assert.equal((await deliver({ DUNLIN_MAIL_RATE: '120' })).handed_over, 6);
  const took = Date.now() - began;
  assert.ok(took >= 1500, `six in ${took} ms, two a second at most`);
  const order = sink.messages.map((m) => Number(/\d+/.exec(m.envelope[0])[0]));
  assert.equal(new Set(order).size, 6);
});

test('in the folder a message is never in doubt', async () => {
  const c = await owe(31);
  const env = { DUNLIN_SMTP_URL: '' };
  await evaluate();
  assert.equal((await deliver(env)).handed_over, 1);
  assert.equal(stack.mails().length, 1);
  const [m] = await outbox(c);
  assert.equal(stack.mails()[0].messageId, m.message_id);

  // as if it had died between the rename and the commit
  await stack.mysql(`UPDATE outbox SET state = 'sending', handed_at = NULL, handed_on = NULL, claimed_by = 'folder gone', lease_until = '2020-01-01' WHERE id = ${m.id};
    UPDATE outbox_line SET handed_on = NULL WHERE outbox_id = ${m.id}; UPDATE outbox_recipient SET state = 'planned' WHERE outbox_id = ${m.id};`);
  await deliver(env);
  assert.equal((await outbox(c))[0].state, 'handed_over');
  assert.equal(stack.mails().length, 1);
  assert.equal((await lines(c))[0].handed_on, '2026-03-04');
  assert.deepEqual(await tasks(c), []);

  // as if it had died before the rename
  const d = await owe(32);
  await evaluate();
  await stack.mysql(`UPDATE outbox SET state = 'sending', attempts = 1, message_id = '<000000000001.x@y>', claimed_by = 'folder gone', lease_until = '2020-01-01' WHERE case_id = ${d.case}`);
  await deliver(env);
  let [n] = await outbox(d);
  assert.equal(n.state, 'planned');
  await hurry(n);
  await deliver(env);
  [n] = await outbox(d);
  assert.equal(n.state, 'handed_over');
  assert.equal(stack.mails().length, 2);
});

test('a claim whose worker died is planned again, what it was sending becomes uncertain', async () => {
  const claimed = await owe(33), sending = await owe(34);
  await evaluate();
  await stack.mysql(`UPDATE outbox SET state = 'claimed', claimed_by = 'smtp gone', lease_until = '2020-01-01' WHERE case_id = ${claimed.case};
    UPDATE outbox SET state = 'sending', attempts = 1, claimed_by = 'smtp gone', lease_until = '2020-01-01', message_id = '<1@x>' WHERE case_id = ${sending.case};`);
  const got = await deliver();
  assert.equal(got.handed_over, 1);
  assert.equal((await outbox(claimed))[0].state, 'handed_over');
  const [m] = await outbox(sending);
  assert.equal(m.state, 'uncertain');
  assert.deepEqual((await tasks(sending)).map((t) => t.dedup_key), [`uncertain:${m.id}`]);
  assert.deepEqual(sink.seen.map((s) => s.envelope[0]), ['pay33@debtor.example']);
});

test('the ledger holds its checks after all of that', async () => {
  const got = await stack.dunlin('check-sql', '--data');
  assert.equal(got.code, 0, got.out + got.err);
});
