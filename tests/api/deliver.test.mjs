// What a message says when it leaves, and what keeps it from leaving.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { insert, invoice, payment } from './fixture.mjs';
import { until } from '../harness/stack.mjs';
import { Mailing } from './mailing.mjs';

let post;

before(async () => { post = await Mailing.start(); });
after(() => post?.stop());
beforeEach(() => post.fresh());

test('a reminder says what is owed, to whom, and how to get into the portal', async () => {
  const c = await post.owe(1, { name: 'Müller & <b>Söhne</b>' });
  await post.evaluate();
  const [planned] = await post.outbox(c);
  assert.equal(planned.state, 'planned');
  assert.equal((await post.deliver()).handed_over, 1);

  const [mail] = post.sink.messages;
  assert.equal(post.sink.messages.length, 1);
  assert.deepEqual(mail.envelope, ['pay1@debtor.example']);
  assert.equal(mail.from, `${post.division.name} <ar@seller.example>`);
  assert.match(mail.subject, /Payment reminder/);
  assert.match(mail.text, /Invoice R1 of 28 Jan 2026, due 28 Feb 2026: €1,000\.00/);
  assert.match(mail.text, /Total: €1,000\.00/);
  assert.ok(!mail.html.includes('<b>Söhne'), 'a name in the HTML is escaped');
  assert.match(mail.headers['auto-submitted'][0], /auto-generated/);
  assert.ok(!mail.headers['list-unsubscribe']);

  const [m] = await post.outbox(c);
  assert.equal(m.state, 'handed_over');
  assert.equal(m.handed_on, '2026-03-04');
  assert.equal(m.total_minor, '100000');
  assert.equal(m.message_id, mail.messageId);
  assert.equal(m.subject, mail.subject);
  assert.match(m.reply, /250 2\.0\.0 kept/);
  assert.deepEqual((await post.recipients(m)).map((r) => [r.email, r.state]), [['pay1@debtor.example', 'handed_over']]);
  assert.deepEqual((await post.attempts(m)).map((a) => a.outcome), ['handed_over']);
  assert.deepEqual((await post.lines(c)).map((l) => [l.step, l.open_minor, l.handed_on, l.void_id]), [['first', '100000', '2026-03-04', '0']]);
  const [state] = await post.stack.sql(`SELECT last_contact_on, touched_by FROM case_state WHERE id = ${c.case}`);
  assert.deepEqual({ ...state }, { last_contact_on: '2026-03-04', touched_by: 'mail_sent' });
  assert.ok((await post.activities(c)).includes('mail_sent'));

  const [, link] = /(http\S+\/p\/[\w-]{43})/.exec(mail.text);
  const portal = await post.stack.portal(link);
  const summary = await portal.must(200, 'GET', '/summary');
  assert.equal(summary.balances[0].open.amount ?? summary.balances[0].open, '1000.00');
  assert.ok(mail.html.includes(`href="${link}"`));
});

test('the secret of a portal link stands in the mail and nowhere else', async () => {
  const c = await post.owe(2);
  await post.evaluate();
  const { log } = await post.deliver();
  const [, token] = /\/p\/([\w-]{43})/.exec(post.sink.messages[0].text);
  const [m] = await post.outbox(c);
  assert.match(m.body_text, /\/p\/…/);
  for (const text of [m.body_text, m.body_html, log, post.stack.log('web')]) assert.ok(!text.includes(token));
  const [row] = await post.stack.sql(`SELECT HEX(token_hash) AS hash, contact_id, scope FROM access_link WHERE outbox_id = ${m.id}`);
  assert.equal(row.hash.length, 64);
  assert.equal(row.contact_id, String(2 * 100 + 50));
});

test('evaluated and delivered again and again, a step is taken once', async () => {
  const c = await post.owe(3);
  for (let i = 0; i < 4; i++) {
    await post.touch(c);
    await post.evaluate();
    await post.deliver();
  }
  assert.equal(post.sink.messages.length, 1);
  assert.equal((await post.outbox(c)).length, 1);
});

test('two deliverers at once send each message once', async () => {
  const all = [];
  for (let n = 300; n < 330; n++) all.push(await post.owe(n));
  await post.evaluate();
  const got = await Promise.all([post.deliver(), post.deliver(), post.deliver()]);
  assert.equal(got.reduce((sum, g) => sum + g.handed_over, 0), 30);
  assert.equal(post.sink.messages.length, 30);
  assert.equal(new Set(post.sink.messages.map((m) => m.messageId)).size, 30);
});

test('the text is in the reader\'s language, amounts and dates too', async () => {
  await post.owe(4, { language: 'de' });
  await post.owe(5, { language: 'pl' });
  await post.evaluate();
  await post.deliver();
  const to = (n) => post.sink.messages.find((m) => m.envelope[0] === `pay${n}@debtor.example`);
  assert.match(to(4).subject, /Zahlungserinnerung/);
  assert.match(to(4).text, /28\.02\.2026: 1\.000,00\s€/);
  assert.match(to(5).subject, /Payment reminder/);
});

test('a_planned_mail_can_be_cancelled', async () => {
  const c = await post.owe(9);
  await post.evaluate();
  const [m] = await post.outbox(c);
  assert.equal((await post.admin.post(`/outbox/${m.id}/cancel`, { reason: 'I called them' })).status, 200);
  assert.equal((await post.deliver()).handed_over, 0);
  await post.evaluate();
  await post.deliver();
  assert.equal(post.sink.messages.length, 0);
  const all = await post.outbox(c);
  assert.deepEqual(all.map((o) => [o.state, o.reason]), [['cancelled', 'I called them']], 'nor is the step planned again');
  assert.equal((await post.admin.post(`/outbox/${m.id}/cancel`, { reason: 'twice' })).status, 409);
});

test('what is paid, held, disputed or promised between planning and sending is not asked for', async () => {
  const paid = await post.owe(12), part = await post.owe(13), held = await post.owe(14), disputed = await post.owe(15), promised = await post.owe(16), law = await post.owe(17);
  await post.evaluate();
  await post.pay(paid, 90120, 100000);
  await post.pay(part, 90130, 40000);
  const who = { actor_kind: 'user', actor_id: '1', known_from: '2026-03-04' };
  await post.stack.mysql([
    insert('hold', { id: 9014, customer_id: held.customer, kind: 'manual', reason: 'talks', known_from: '2026-03-04' }),
    insert('dispute', { id: 9015, case_id: disputed.case, customer_id: disputed.customer, item_id: disputed.invoice, amount_minor: 100000,
      reason_code: 'quality', opened_on: '2026-03-04', ...who }),
    insert('promise', { id: 9016, case_id: promised.case, customer_id: promised.customer, amount_minor: 100000, made_on: '2026-03-04',
      promised_on: '2026-03-20', judged_on: '2026-03-23', channel: 'call', ...who }),
    `UPDATE customer SET status = 'legal' WHERE id = ${law.customer};`,
  ].join('\n'));
  const got = await post.deliver();
  assert.deepEqual([got.handed_over, got.cancelled], [1, 5]);
  const reason = async (c) => (await post.outbox(c))[0].reason;
  assert.equal(await reason(paid), 'settled');
  assert.equal(await reason(held), 'held');
  assert.equal(await reason(disputed), 'disputed');
  assert.equal(await reason(promised), 'promised');
  assert.equal(await reason(law), 'the customer is at law');
  for (const c of [paid, held, disputed, promised, law]) {
    const [m] = await post.outbox(c);
    assert.equal(m.state, 'cancelled');
    assert.equal((await post.lines(c))[0].void_id, m.id, 'the step may be planned again');
  }
  assert.match(post.sink.messages[0].text, /Total: €600\.00/);
  assert.ok(!post.sink.messages[0].text.includes('1,000'));
  assert.equal((await post.outbox(part))[0].total_minor, '60000');
  assert.equal((await post.lines(part))[0].open_minor, '60000');
  await post.evaluate();
  assert.equal((await post.deliver()).handed_over, 0, 'and nothing of it is planned again while that lasts');
});

test('a payment that comes while other messages are being sent is seen', async () => {
  const cases = [await post.owe(18), await post.owe(19)];
  await post.evaluate();
  let release, first;
  const reached = new Promise((ok) => { first = ok; });
  post.sink.answer = (verb) => {
    if (verb !== 'MAIL') return undefined;
    first();
    return new Promise((ok) => { release = ok; });
  };
  const delivering = post.deliver();
  await reached;
  const states = await Promise.all(cases.map(async (c) => (await post.outbox(c))[0].state));
  const waiting = cases[states.indexOf('claimed')];
  assert.deepEqual([...states].sort(), ['claimed', 'sending']);
  await post.pay(waiting, 90180, 100000);
  post.sink.answer = () => undefined;
  release(undefined);
  const got = await delivering;
  assert.deepEqual([got.handed_over, got.cancelled], [1, 1]);
  assert.equal((await post.outbox(waiting))[0].reason, 'settled');
});

test('what changes for one message while another of its batch is on the wire is seen', async () => {
  const cases = [];
  for (let n = 60; n < 67; n++) cases.push({ n, ...(await post.owe(n)) });
  await post.evaluate();
  let release, first;
  const reached = new Promise((ok) => { first = ok; });
  post.sink.answer = (verb, argument) => {
    if (verb !== 'RCPT') return undefined;
    first(Number(/pay(\d+)@/.exec(argument)[1]));
    return new Promise((ok) => { release = ok; });
  };
  const delivering = post.deliver();
  const onWire = await reached;
  const [held, disputed, promised, moved, bounced, law] = cases.filter((c) => c.n !== onWire);
  const who = { actor_kind: 'user', actor_id: '1', known_from: '2026-03-04' };
  const touched = `UPDATE case_state SET touch_seq = touch_seq + 1 WHERE id IN (${[held, disputed, promised, moved, law].map((c) => c.case)});`;
  await post.stack.mysql(['START TRANSACTION;',
    insert('hold', { id: 9060, customer_id: held.customer, kind: 'manual', reason: 'talks', known_from: '2026-03-04' }),
    insert('dispute', { id: 9061, case_id: disputed.case, customer_id: disputed.customer, item_id: disputed.invoice, amount_minor: 40000,
      reason_code: 'quality', opened_on: '2026-03-04', ...who }),
    insert('promise', { id: 9062, case_id: promised.case, customer_id: promised.customer, amount_minor: 100000, made_on: '2026-03-04',
      promised_on: '2026-03-20', judged_on: '2026-03-23', channel: 'call', ...who }),
    `UPDATE contact SET email = 'moved@debtor.example' WHERE customer_id = ${moved.customer};`,
    // the same address bounced for somebody else: this customer's case is not touched by that
    insert('suppression', { id: 9063, email: `pay${bounced.n}@debtor.example`, reason: 'hard_bounce', known_from: '2026-03-04' }),
    `UPDATE customer SET status = 'legal' WHERE id = ${law.customer};`, touched, 'COMMIT;'].join('\n'));
  post.sink.answer = () => undefined;
  release(undefined);
  const got = await delivering;
  const state = async (c) => { const [m] = await post.outbox(c); return [m.state, m.reason]; };
  assert.deepEqual(await state(held), ['cancelled', 'held']);
  assert.deepEqual(await state(promised), ['cancelled', 'promised']);
  assert.deepEqual(await state(law), ['cancelled', 'the customer is at law']);
  assert.deepEqual(await state(bounced), ['cancelled', 'nobody to write to']);
  assert.deepEqual([got.handed_over, got.cancelled], [3, 4]);
  assert.deepEqual(post.sink.messages.map((m) => m.envelope[0]).sort(),
    [`pay${onWire}@debtor.example`, `pay${disputed.n}@debtor.example`, 'moved@debtor.example'].sort());
  assert.equal((await post.outbox(disputed))[0].total_minor, '60000');
});

test('what was sent is recorded though somebody is at the case of the next message', async () => {
  const cases = [await post.owe(70), await post.owe(71)];
  await post.evaluate();
  let release, first;
  const reached = new Promise((ok) => { first = ok; });
  post.sink.answer = (verb) => {
    if (verb !== '.') return undefined;
    first();
    return new Promise((ok) => { release = ok; });
  };
  const delivering = post.deliver();
  await reached;
  const state = async (c) => (await post.outbox(c))[0].state;
  const [sent, next] = (await state(cases[0])) === 'sending' ? cases : [...cases].reverse();
  const busy = post.stack.mysql(`START TRANSACTION; SELECT id FROM case_state WHERE id = ${next.case} FOR UPDATE; DO SLEEP(40);`).catch(() => undefined);
  const sleeper = await until(async () => (await post.stack.sql("SELECT id FROM information_schema.processlist WHERE state = 'User sleep'"))[0]?.id, { name: 'the lock' });
  post.sink.answer = () => undefined;
  release(undefined);
  await until(async () => (await state(sent)) === 'handed_over', { name: 'the record' });
  assert.equal(await state(next), 'claimed');
  await post.stack.mysql(`KILL ${sleeper}`);
  await busy;
  assert.equal((await delivering).handed_over, 2);
});

test('what the company sets takes effect with the next batch', async () => {
  await post.owe(67);
  await post.evaluate();
  const set = (value) => post.stack.mysql(`UPDATE setting SET known_to = '2026-03-04' WHERE name = 'company.footer' AND known_to IS NULL;
    ${insert('setting', { name: 'company.footer', known_from: value === 'one' ? '2026-03-05' : '2026-03-06', value: `"Register ${value}"` })}`);
  await set('one');
  await post.deliver();
  await post.owe(68);
  await post.evaluate();
  await set('two');
  await post.deliver();
  assert.deepEqual(post.sink.messages.map((m) => /Register (\w+)/.exec(m.text)?.[1]), ['one', 'two']);
  await post.stack.mysql("DELETE FROM setting WHERE name = 'company.footer'");
});

test('credit that covers what is overdue stops a reminder', async () => {
  const c = await post.owe(20);
  await post.evaluate();
  await post.stack.mysql(payment(9020, c.case, c.customer, post.division.id, { amount: 100000, open: 100000, on: '2026-03-04' }));
  await post.deliver();
  const [m] = await post.outbox(c);
  assert.deepEqual([m.state, m.reason], ['cancelled', 'covered by credit']);
});

test('a due date that was moved stops a reminder', async () => {
  const c = await post.owe(21);
  await post.evaluate();
  await post.stack.mysql(`UPDATE instalment SET due_on = '2026-03-31' WHERE id = ${c.invoice}`);
  await post.deliver();
  const [m] = await post.outbox(c);
  assert.deepEqual([m.state, m.reason], ['cancelled', 'no longer overdue']);
});

test('everything overdue is in the total, whatever step it is at', async () => {
  const c = await post.owe(22);
  await post.stack.mysql(invoice(2299, c.case, c.customer, post.division.id, { amount: 5050, due: '2026-03-02', number: 'R22-new' })
    + invoice(2298, c.case, c.customer, post.division.id, { amount: 7000, due: '2026-03-30', number: 'R22-later' }));
  await post.evaluate();
  await post.deliver();
  assert.match(post.sink.messages[0].text, /R22-new .*€50\.50/);
  assert.match(post.sink.messages[0].text, /Total: €1,050\.50/);
  assert.ok(!post.sink.messages[0].text.includes('R22-later'));
  assert.deepEqual((await post.lines(c)).map((l) => l.instalment_id), [String(c.invoice)], 'mentioned is not taken');
});

test('nobody to write to cancels the mail and asks a person', async () => {
  const c = await post.owe(23);
  await post.evaluate();
  await post.stack.mysql(`UPDATE contact SET email_consent = 0 WHERE customer_id = ${c.customer}`);
  await post.deliver();
  const [m] = await post.outbox(c);
  assert.deepEqual([m.state, m.reason], ['cancelled', 'nobody to write to']);
  assert.deepEqual((await post.tasks(c)).map((t) => t.dedup_key), [`no_recipient:${c.case}`]);
  await post.stack.mysql(`UPDATE contact SET email_consent = 1 WHERE customer_id = ${c.customer}`);
  await post.touch(c);
  await post.evaluate();
  await post.stack.mysql(insert('suppression', { id: 9023, email: 'PAY23@debtor.example', reason: 'hard_bounce', known_from: '2026-03-04' }));
  await post.deliver();
  assert.deepEqual((await post.outbox(c)).map((o) => o.reason), ['nobody to write to', 'nobody to write to']);
  assert.equal(post.sink.messages.length, 0);
});

test('the recipients are those of the moment of sending', async () => {
  const c = await post.owe(24, { contacts: ['old@debtor.example'] });
  await post.evaluate();
  await post.stack.mysql(`UPDATE contact SET active = 0 WHERE customer_id = ${c.customer};
    ${insert('contact', { id: 2499, customer_id: c.customer, source_system: 'test', source_id: '24-new', name: 'New', email: 'new@debtor.example', known_from: '2026-03-04', recorded_at: '2026-03-04' })}`);
  await post.deliver();
  assert.deepEqual(post.sink.messages[0].envelope, ['new@debtor.example']);
  assert.match(post.sink.messages[0].to, /^New <new@debtor\.example>$/);
});

test('a text that cannot be written fails alone', async () => {
  const bad = await post.owe(25, { language: 'fr' }), good = await post.owe(26);
  const where = `template_id = (SELECT id FROM template WHERE code = 'reminder_first') AND language = 'fr' AND active = 1`;
  const [was] = await post.stack.sql(`SELECT body_text FROM template_version WHERE ${where}`);
  await post.stack.mysql(`UPDATE template_version SET body_text = 'Bonjour {{nom}}' WHERE ${where}`);
  await post.evaluate();
  const got = await post.deliver();
  await post.stack.mysql(`UPDATE template_version SET body_text = '${was.body_text.replace(/['\\]/g, '\\$&')}' WHERE ${where}`);
  assert.deepEqual([got.handed_over, got.failed], [1, 1]);
  const [m] = await post.outbox(bad);
  assert.deepEqual([m.state, m.reason], ['failed', 'template reminder_first (fr): text, line 1: there is no field {{nom}}']);
  assert.equal((await post.tasks(bad))[0].kind, 'undeliverable');
  assert.equal((await post.outbox(good))[0].state, 'handed_over');
});

test('a name with a line break in it injects nothing', async () => {
  const c = await post.owe(27);
  await post.stack.mysql(`UPDATE contact SET name = 'Eve\\r\\nBcc: all@evil.example' WHERE customer_id = ${c.customer}`);
  await post.evaluate();
  assert.equal((await post.deliver()).failed, 1);
  assert.equal(post.sink.seen.length, 0);
  assert.equal((await post.outbox(c))[0].reason, 'a recipient is no address');
});

test('a fee is claimed with the hand-over of its step, once', async () => {
  const folder = mkdtempSync(join(post.stack.var, 'lua-'));
  const text = readFileSync('lua/strategies/standard.lua', 'utf8').replace('send = "reminder_first" }', 'send = "final_notice", fee = percent("10") }');
  execFileSync('mkdir', ['-p', join(folder, 'strategies')]);
  writeFileSync(join(folder, 'strategies/standard.lua'), text);
  const push = await post.stack.dunlin('script', 'push', join(folder, 'strategies/standard.lua'));
  assert.equal(push.code, 0, push.err + push.out);
  const active = await post.stack.dunlin('script', 'activate', 'strategy', 'standard');
  assert.equal(active.code, 0, active.err + active.out);

  const c = await post.owe(28);
  await post.evaluate();
  post.sink.answer = (verb) => (verb === 'DATA' ? '451 busy' : undefined);
  await post.deliver();
  const fees = () => post.stack.sql(`SELECT i.number, i.amount_minor, i.open_minor, n.due_on, f.base_minor, f.rate_e6, f.days, f.basis
    FROM fee_claim f JOIN item i ON i.id = f.item_id JOIN instalment n ON n.item_id = i.id WHERE f.case_id = ${c.case}`);
  assert.deepEqual(await fees(), [], 'not before it is handed over');
  post.sink.answer = () => undefined;
  await post.hurry((await post.outbox(c))[0]);
  await post.deliver();
  assert.match(post.sink.messages[0].text, /fixed sum of €100\.00/);
  assert.match(post.sink.messages[0].text, /Total: €1,000\.00/);
  assert.deepEqual((await fees()).map((f) => ({ ...f })), [{
    number: 'R28-first', amount_minor: '10000', open_minor: '10000', due_on: '2026-03-04', base_minor: '100000', rate_e6: '100000', days: '4', basis: 'contract',
  }]);
  for (let i = 0; i < 3; i++) {
    await post.touch(c);
    await post.evaluate();
    await post.deliver();
  }
  assert.equal((await fees()).length, 1);

  const both = await post.owe(29);
  await post.stack.mysql(invoice(2903, both.case, both.customer, post.division.id, { amount: 50000, due: '2026-02-28', issued: '2026-01-28', number: 'R29B' }));
  await post.touch(both);
  await post.evaluate();
  await post.deliver();
  assert.deepEqual(await post.stack.sql(`SELECT i.number, i.open_minor, n.amount_minor, f.base_minor, e.kind FROM fee_claim f JOIN item i ON i.id = f.item_id
    JOIN instalment n ON n.item_id = i.id JOIN item_event e ON e.item_id = i.id WHERE f.case_id = ${both.case} ORDER BY i.number`).then((rows) => rows.map((r) => ({ ...r }))), [
    { number: 'R29-first', open_minor: '10000', amount_minor: '10000', base_minor: '100000', kind: 'issued' },
    { number: 'R29B-first', open_minor: '5000', amount_minor: '5000', base_minor: '50000', kind: 'issued' },
  ], 'both fees of one message');
  const told = (await post.admin.all(`/customers/${both.customer}/timeline?kind=fee`)).map((l) => l.title).sort();
  assert.deepEqual(told, ['Fee of 100.00 EUR claimed on R29', 'Fee of 50.00 EUR claimed on R29B']);
  await post.stack.dunlin('script', 'activate', 'strategy', 'standard', '1');
});

test('the ledger holds its checks after all of that', async () => {
  const got = await post.stack.dunlin('check-sql', '--data');
  assert.equal(got.code, 0, got.out + got.err);
});
