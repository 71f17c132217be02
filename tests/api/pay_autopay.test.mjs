// What is collected by itself: told before, charged once, never more than was told; what is
// declined, disputed, paid meanwhile or above the limit; and no reminder of it.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, beforeEach, test } from 'node:test';
import { Stripe } from '../harness/stripe.mjs';
import { BIN } from '../harness/stack.mjs';
import { Mailing } from './mailing.mjs';
import { ledgerHolds, Payer, problem, until } from './pay_kit.mjs';

const START = '2026-03-02T09:00:00Z', TOLD = '2026-03-03T09:00:00Z', DUE = '2026-03-10', DAY = `${DUE}T09:00:00Z`;
let stripe, post, stack, n = 40;

before(async () => {
  stripe = await Stripe.start();
  post = await Mailing.start({ conf: stripe.conf });
  stack = post.stack;
  await stack.mysql("UPDATE division SET pay_providers = 'sandbox,stripe'");
  stack.clock.set(START);
  await stack.spawn('worker');
});
after(async () => {
  await stack?.stop();
  await post?.sink?.stop();
  await stripe?.stop();
});
beforeEach(() => {
  stack.clock.set(START);
  stripe.answer = null;
  stripe.asked.length = 0;
});

const settings = (values) => post.admin.must(204, 'PUT', '/api/admin/v1/settings', { values });
const take = async (event) => {
  const body = JSON.stringify(event);
  const got = await stack.client('').request('POST', '/api/payments/v1/stripe/events', body, { 'stripe-signature': stripe.sign(body), 'content-type': 'application/json' });
  assert.equal(got.status, 200, got.text);
  return got.body.outcome;
};

class Debtor {
  constructor(debt, payer) { Object.assign(this, debt, { payer, portal: payer.portal }); }

  /** Who owes 1,000.00 until then. */
  static async make({ due = DUE, ...more } = {}) {
    const debt = await post.owe(n++, { due, ...more });
    return new Debtor(debt, await Payer.enter(stack, post.admin, { scope: 'account', contact_id: String(debt.customer + 50) }, debt.customer));
  }

  async save(outcome = 'saved', provider = 'sandbox') {
    const made = await this.portal.must(201, 'POST', '/payment-methods', { account_id: String(this.case), provider });
    if (provider === 'sandbox') await this.portal.must(200, 'POST', `/payment-methods/${made.id}/act`, { outcome });
    else assert.equal(await take(stripe.entered(made)), 'booked');
    this.method = made.id;
    return made.id;
  }

  async collect(more = {}, outcome = 'saved', provider = 'sandbox') {
    const method_id = await this.save(outcome, provider);
    return this.portal.must(200, 'PUT', '/autopay', { account_id: String(this.case), method_id, ...more });
  }

  async account() { return (await this.portal.must(200, 'GET', '/payment-methods')).accounts[0]; }
  async charges() { return (await this.account()).charges.map((c) => [c.state, c.charge_on, c.amount, c.why]); }
  rows() { return stack.sql(`SELECT state, why, minor, attempt, intent_id FROM payment_charge WHERE case_id = ${this.case} ORDER BY id`); }
  intents() { return stack.sql(`SELECT id, state, amount_minor, why FROM payment_intent WHERE case_id = ${this.case} ORDER BY id`); }
  async open() { return (await this.portal.must(200, 'GET', `/invoices/${this.invoice}`)).open; }
  mails(text) { return post.sink.messages.filter((m) => m.envelope.some((to) => to.startsWith(`pay${this.customer / 100}@`)) && (m.subject + m.text).includes(text)); }
  mail(text) { return until(() => this.mails(text)[0], { ms: 20000, name: `a mail with "${text}"` }); }

  /** The worker has looked at it since. */
  async looked() {
    await stack.mysql(`UPDATE payment_autopay SET look_at = '2000-01-01' WHERE case_id = ${this.case} AND known_to IS NULL`);
    await until(async () => (await stack.sql(`SELECT look_at FROM payment_autopay WHERE case_id = ${this.case} AND known_to IS NULL`))[0].look_at > '2001', { name: 'a look' });
  }

  /** Told on the day; a few seconds for the mail to leave. */
  async told(at = TOLD) {
    stack.clock.set(at);
    await this.looked();
    stack.clock.advance({ seconds: 15 });
    await until(async () => (await stack.sql(`SELECT o.state FROM payment_charge c JOIN outbox o ON o.id = c.outbox_id WHERE c.case_id = ${this.case} AND c.state = 'planned'`))[0]?.state === 'handed_over',
      { ms: 20000, name: 'the notice' });
  }

  state(want, at = 0) { return until(async () => (await this.rows())[at]?.state === want, { ms: 20000, name: `charge ${want}` }); }
}

test('told at least three days before, charged on the due day, with a receipt and without a reminder', async () => {
  const d = await Debtor.make();
  const { notice_days: notice, accounts: [before] } = await d.collect();
  assert.deepEqual([notice, before.autopay.days_before, before.autopay.ceiling, before.autopay.by, before.charges], [3, 0, null, `Contact ${n - 1}.0`,
    [{ invoice_id: String(d.invoice), number: d.number, due_on: DUE, charge_on: DUE, amount: '1000.00', state: 'ahead', why: null }]]);
  stack.clock.set('2026-03-02T20:00:00Z');
  await d.looked();
  assert.deepEqual(await d.rows(), [], 'not yet');
  await d.told();
  const mail = await d.mail('collect');
  assert.match(mail.text, /Visa ···· 4242, 04\/28/);
  assert.match(mail.text, new RegExp(`${d.number}: .*1,000\\.00`));
  assert.deepEqual(await d.charges(), [['planned', DUE, '1000.00', null]]);
  stack.clock.set('2026-03-09T20:00:00Z');
  await d.looked();
  assert.equal((await d.intents()).length, 0, 'not before its day');
  stack.clock.set(DAY);
  await d.state('paid');
  assert.deepEqual([await d.open(), (await d.intents()).map((i) => [i.state, i.amount_minor])], ['0.00', [['succeeded', '100000']]]);
  stack.clock.advance({ seconds: 30 });
  await d.mail('payment has arrived');
  stack.clock.set('2026-03-20T09:00:00Z');
  await d.looked();
  assert.deepEqual((await post.outbox(d)).map((o) => o.template), ['payment_ahead', 'payment_receipt'], 'no notice before due, no reminder');
  await ledgerHolds(stack);
});

test('what is overdue when it is chosen is told of first; nobody reminds of it meanwhile, and why says so', async () => {
  const d = await Debtor.make({ due: '2026-02-26' });
  const { accounts: [{ charges: [next] }] } = await d.collect();
  assert.deepEqual([next.state, next.due_on, next.charge_on], ['ahead', '2026-02-26', '2026-03-05'], 'not before he is told');
  await d.told(START);
  assert.deepEqual(await d.charges(), [['planned', '2026-03-05', '1000.00', null]]);
  const why = await post.admin.must(200, 'GET', `/customers/${d.customer}/why`);
  assert.match(JSON.stringify(why), /it is collected by autopay/);
  stack.clock.set('2026-03-05T09:00:00Z');
  await d.state('paid');
  assert.deepEqual((await post.outbox(d)).filter((o) => o.template.startsWith('reminder') && o.state === 'handed_over'), [], 'one that was planned before does not leave');
  assert.equal(post.sink.messages.filter((m) => m.text.includes(d.number) && m.subject.includes('eminder')).length, 0);
});

test('where the notice leaves late, the customer has his days all the same', async () => {
  const saturday = '2026-03-07T09:00:00Z';
  stack.clock.set(saturday);
  const d = await Debtor.make({ due: '2026-03-06' });
  await d.collect();
  await d.looked();
  assert.deepEqual(await d.charges(), [['planned', '2026-03-10', '1000.00', null]]);
  stack.clock.set('2026-03-09T10:00:00Z');
  await d.mail('collect');
  stack.clock.set('2026-03-10T10:00:00Z');
  await until(async () => (await d.charges())[0][1] === '2026-03-12', { ms: 20000, name: 'put off' });
  assert.equal((await d.intents()).length, 0);
  stack.clock.set('2026-03-12T10:00:00Z');
  await d.state('paid');
});

test('what is disputed stands out of it; paid meanwhile elsewhere, only the rest is charged, or nothing', async () => {
  const part = await Debtor.make(), paid = await Debtor.make(), less = await Debtor.make();
  for (const d of [part, paid, less]) await d.collect();
  await post.admin.must(201, 'POST', `/items/${part.invoice}/disputes`, { amount: '400.00', reason_code: (await stack.sql('SELECT code FROM dispute_reason LIMIT 1'))[0].code });
  for (const d of [part, paid, less]) await d.told();
  assert.deepEqual(await part.charges(), [['planned', DUE, '600.00', null]]);
  await post.pay(paid, 990100, 100000);
  await post.pay(less, 990200, 75000);
  stack.clock.set(DAY);
  await part.state('paid');
  await paid.state('dropped');
  await less.state('paid');
  assert.deepEqual([await part.open(), await less.open(), (await paid.rows())[0].why, (await paid.intents()).length], ['400.00', '0.00', 'nothing_left', 0]);
  assert.deepEqual((await less.intents()).map((i) => i.amount_minor), ['25000']);
  await ledgerHolds(stack);
});

test('declined: the customer is told and can pay himself, a person is asked, reminders go on, nothing is tried again', async () => {
  const d = await Debtor.make();
  await d.collect({}, 'saved_declines');
  await d.told();
  stack.clock.set(DAY);
  await d.state('declined');
  stack.clock.advance({ seconds: 30 });
  const mail = await d.mail('could not collect');
  assert.match(mail.text, /\/p\/[\w-]{40}/);
  assert.deepEqual((await post.tasks(d)).map((t) => t.title), [`Autopay of ${d.number} over 1,000.00 EUR was declined: insufficient_funds`]);
  assert.deepEqual(await d.charges(), [['declined', DUE, '1000.00', 'insufficient_funds']]);
  stack.clock.set('2026-03-14T12:00:00Z');
  await until(async () => (await post.outbox(d)).some((o) => o.template === 'reminder_first'), { ms: 20000, name: 'the reminder' });
  await d.looked();
  assert.equal((await d.intents()).length, 1);
  // chosen anew, by what pays, it is collected again
  stack.clock.set('2026-03-20T09:00:00Z');
  await d.collect();
  await d.told('2026-03-20T09:00:00Z');
  stack.clock.set('2026-03-23T09:00:00Z');
  await d.state('paid', 1);
  await ledgerHolds(stack);
});

test('once more is tried where the company says so, told before; then never', async () => {
  await settings({ autopay_retry_days: '2' });
  const d = await Debtor.make();
  await d.collect({}, 'saved_declines');
  await d.told();
  stack.clock.set(DAY);
  await d.state('declined');
  await d.state('planned', 1);
  stack.clock.advance({ seconds: 30 });
  assert.match((await d.mail('try once more')).text, /3\/12\/26|12 Mar|Mar(ch)? 12|2026/);
  stack.clock.set('2026-03-12T10:00:00Z');
  await d.state('declined', 1);
  stack.clock.set('2026-03-25T10:00:00Z');
  await d.looked();
  assert.deepEqual((await d.rows()).map((r) => [r.state, r.attempt]), [['declined', '1'], ['declined', '2']]);
  await settings({ autopay_retry_days: null });
});

test('above the limit, nobody to be told, stopped by staff, taken back: not charged', async () => {
  const large = await Debtor.make(), silent = await Debtor.make({ contacts: ['pay@silent.example'] }), stopped = await Debtor.make(), back = await Debtor.make();
  await large.collect({ ceiling: '999.99' });
  for (const d of [silent, stopped, back]) await d.collect();
  await stack.mysql(`UPDATE contact SET email_consent = 0 WHERE customer_id = ${silent.customer}`);
  for (const d of [stopped, back]) await d.told();
  for (const d of [large, silent]) await d.looked();
  assert.deepEqual(await large.charges(), [['dropped', DUE, '1000.00', 'limit']]);
  assert.deepEqual(await silent.charges(), [['dropped', DUE, '1000.00', 'not_told']]);
  assert.deepEqual((await post.tasks(silent)).map((t) => t.title), [`Autopay does not collect ${silent.number}: nobody may be mailed before. Call`]);
  const after = await post.admin.must(200, 'POST', `/customers/${stopped.customer}/autopay-stop`, { account_id: String(stopped.case), reason: 'insolvent' });
  assert.deepEqual([after.accounts[0].autopay, after.accounts[0].charges], [null, []]);
  await back.portal.must(204, 'DELETE', `/payment-methods/${back.method}`);
  assert.equal((await back.account()).autopay, null);
  stack.clock.set('2026-03-14T12:00:00Z');
  await until(async () => (await post.outbox(large)).some((o) => o.template === 'reminder_first'), { ms: 20000, name: 'the reminder' });
  for (const d of [large, silent, stopped, back]) assert.equal((await d.intents()).length, 0);
  assert.deepEqual((await stopped.rows()).concat(await back.rows()).map((r) => [r.state, r.why]), [['dropped', 'insolvent'], ['dropped', 'revoked']]);
});

test('several workers at once charge once', async () => {
  const all = [];
  for (let i = 0; i < 6; i++) all.push(await Debtor.make());
  for (const d of all) await d.collect();
  for (const d of all) await d.told();
  const others = [0, 1].map(() => spawn(BIN, ['worker'], { env: stack.env, stdio: 'ignore' }));
  stack.clock.set(DAY);
  for (const d of all) await d.state('paid');
  for (const other of others) other.kill('SIGKILL');
  for (const d of all) assert.deepEqual((await d.intents()).map((i) => [i.state, i.amount_minor]), [['succeeded', '100000']]);
  await ledgerHolds(stack);
});

test('Stripe: charged there without the customer, booked by its event; events that come late or twice change nothing', async () => {
  const d = await Debtor.make();
  await d.collect({ days_before: 2 }, 'saved', 'stripe');
  await d.told('2026-03-05T09:00:00Z');
  stack.clock.set('2026-03-08T09:00:00Z');
  await d.state('charging');
  const asked = await until(() => stripe.asked.find((a) => a.path === '/v1/payment_intents'), { name: 'asked' });
  const [intent] = await d.intents(), { form } = asked;
  assert.deepEqual([asked.key, form.amount, form.currency, form.customer, form.payment_method, form.off_session, form.confirm, form['metadata[intent]']],
    [`intent-${intent.id}`, '100000', 'eur', 'cus_1', `pm_${d.method}`, 'true', 'true', intent.id]);
  const money = (type, over = {}) => stripe.event(type, { id: `pi_${intent.id}`, object: 'payment_intent', amount: 100000, amount_received: 100000, currency: 'eur',
    metadata: { intent: intent.id, charge: intent.id }, ...over });
  assert.equal(await d.open(), '1000.00', 'the answer books nothing');
  assert.deepEqual([await take(money('payment_intent.succeeded')), await take(money('payment_intent.payment_failed', { amount_received: 0 }))], ['booked', 'noted']);
  await d.state('paid');
  assert.equal(await d.open(), '0.00');
  await ledgerHolds(stack);
});

test('Stripe: refused, to be confirmed by the payer, or failed days later; an answer that got lost is asked for with the same key', async () => {
  const [refused, confirm, slow, lost] = [await Debtor.make(), await Debtor.make(), await Debtor.make(), await Debtor.make()];
  const charge = async (d, answer) => {
    stack.clock.set(START);
    await d.collect({}, 'saved', 'stripe');
    await d.told();
    stripe.answer = answer;
    stack.clock.set(DAY);
  };
  const error = (over) => ({ status: 402, body: { error: { type: 'card_error', payment_intent: { id: `pi_x${n++}`, object: 'payment_intent' }, ...over } } });
  await charge(refused, error({ code: 'card_declined', decline_code: 'expired_card' }));
  await refused.state('declined');
  assert.equal((await refused.rows())[0].why, 'expired_card');
  stripe.answer = null;
  await charge(confirm, error({ code: 'authentication_required', decline_code: 'authentication_required' }));
  await confirm.state('declined');
  stripe.answer = null;
  stack.clock.advance({ seconds: 30 });
  assert.match((await confirm.mail('could not collect')).text, /\/p\//);
  await charge(slow, { status: 200, body: { id: 'pi_slow', object: 'payment_intent', status: 'processing' } });
  await until(async () => (await slow.intents())[0]?.state === 'processing', { ms: 20000, name: 'on its way' });
  stripe.answer = null;
  const [intent] = await slow.intents();
  assert.equal(await take(stripe.event('payment_intent.payment_failed', { id: 'pi_slow', object: 'payment_intent', amount: 100000, amount_received: 0, currency: 'eur',
    metadata: { intent: intent.id, charge: intent.id }, last_payment_error: { code: 'payment_method_bank_account_blocked' } })), 'noted');
  await slow.state('declined');
  assert.equal((await slow.rows())[0].why, 'payment_method_bank_account_blocked');
  await charge(lost, 'silence');
  await until(() => stripe.asked.some((a) => a.path === '/v1/payment_intents' && a.form.payment_method === `pm_${lost.method}`), { ms: 20000, name: 'asked' });
  stripe.answer = null;
  await stack.mysql(`UPDATE payment_charge SET asked_at = '2020-01-01' WHERE case_id = ${lost.case}`);
  await until(async () => (await stack.sql(`SELECT provider_id FROM payment_intent WHERE case_id = ${lost.case}`))[0]?.provider_id, { ms: 20000, name: 'answered' });
  const keys = stripe.asked.filter((a) => a.path === '/v1/payment_intents' && a.form.payment_method === `pm_${lost.method}`).map((a) => a.key);
  assert.ok(keys.length >= 2);
  assert.equal(new Set(keys).size, 1);
  assert.equal((await lost.intents()).length, 1);
});

test('what is refused says why', async () => {
  const d = await Debtor.make(), other = await Debtor.make();
  await other.save();
  const ask = (more) => d.portal.put('/autopay', { account_id: String(d.case), method_id: null, ...more });
  assert.deepEqual(problem(await ask({ method_id: other.method })), [422, 'invalid', '/method_id is not saved for this account']);
  assert.deepEqual(problem(await ask({ account_id: String(other.case) })), [422, 'invalid', '/account_id is none of your accounts']);
  assert.deepEqual(problem(await ask({ ceiling: '0.00' })), [422, 'invalid', '/ceiling must be more than nothing']);
  assert.equal((await ask({ days_before: 31 })).status, 422);
  assert.equal((await ask()).status, 200, 'off is off');
});

test('who may turn it on is said by the company: everybody, who has a tag, nobody; what is on goes on', async () => {
  const d = await Debtor.make(), tagged = await Debtor.make(), account = { account_id: String(d.case) };
  const offered = async (who) => (await who.portal.must(200, 'GET', '/payment-methods')).accounts[0].autopay_offered;
  await d.save();
  await tagged.save();
  const set = (who, method_id = who.method) => who.portal.request('PUT', '/autopay', { account_id: String(who.case), method_id });
  const no = [422, 'invalid', '/account_id is not offered autopay: ask us'];
  assert.equal(await offered(d), true);
  assert.equal((await set(d)).status, 200);
  await settings({ autopay_who: 'nobody' });
  assert.deepEqual([await offered(d), await offered(tagged)], [false, false]);
  assert.deepEqual(problem(await set(tagged)), no);
  assert.deepEqual(problem(await set(d)), no, 'a change is a new yes');
  assert.ok((await d.portal.must(200, 'GET', '/payment-methods')).accounts[0].autopay, 'what is on goes on');
  assert.equal((await set(d, null)).status, 200, 'and can be turned off');
  await settings({ autopay_who: 'tagged', autopay_tag: 'good payer' });
  assert.deepEqual(problem(await set(tagged)), no);
  await stack.mysql(`INSERT INTO customer_tag (id, customer_id, tag, origin, known_from) VALUES (${tagged.customer}901, ${tagged.customer}, 'good payer', 'hand', '2026-01-01'),
    (${d.customer}901, ${d.customer}, 'good payer', 'hand', '2026-01-01')`);
  await stack.mysql(`UPDATE customer_tag SET known_to = '2026-02-01' WHERE customer_id = ${d.customer}`);
  assert.deepEqual([await offered(d), await offered(tagged)], [false, true]);
  assert.equal((await set(tagged)).status, 200);
  assert.deepEqual(problem(await d.portal.request('PUT', '/autopay', { ...account, method_id: d.method })), no, 'the tag was taken away');
  await settings({ autopay_who: null, autopay_tag: null });
  assert.equal(await offered(d), true);
});

test('what comes to more than the customer lets be taken is not called planned', async () => {
  const d = await Debtor.make(), small = await Debtor.make();
  const states = (answer) => answer.accounts[0].charges.map((c) => [c.amount, c.state]);
  assert.deepEqual(states(await d.collect({ ceiling: '999.99' })), [['1000.00', 'over']]);
  assert.deepEqual(states(await small.collect({ ceiling: '1000.00' })), [['1000.00', 'ahead']], 'up to it, it is');
});

test('the limit is compared with what would be taken: less what is disputed and what is being paid', async () => {
  const d = await Debtor.make(), paying = await Debtor.make();
  const said = async (who) => (await who.account()).charges.map((c) => [c.amount, c.state]);
  await post.admin.must(201, 'POST', `/items/${d.invoice}/disputes`, { amount: '400.00', reason_code: (await stack.sql('SELECT code FROM dispute_reason LIMIT 1'))[0].code });
  await d.collect({ ceiling: '600.00' });
  assert.deepEqual(await said(d), [['600.00', 'ahead']]);
  await paying.collect({ ceiling: '250.00' });
  assert.deepEqual(await said(paying), [['1000.00', 'over']]);
  await paying.payer.start([{ invoice_id: String(paying.invoice), amount: '750.00' }]);
  assert.deepEqual(await said(paying), [['250.00', 'ahead']]);
  await d.told();
  assert.deepEqual(await said(d), [['600.00', 'planned']]);
  stack.clock.set(DAY);
  await d.state('paid');
  assert.equal(await d.open(), '400.00');
});

test('nothing is collected of who is on hold, at law or closed: a person tells him; active again, it is told anew; a public body pays as anybody', async () => {
  const mark = (d, more) => post.admin.must(204, 'PUT', `/customers/${d.customer}/status`, { status: 'active', kind: 'business', reason: 'as agreed', ...more });
  const all = { on_hold: 'on hold', legal: 'at law', closed: 'closed' }, those = [];
  for (const status of Object.keys(all)) those.push([status, await Debtor.make()]);
  const body = await Debtor.make();
  for (const d of [body, ...those.map(([, one]) => one)]) await d.collect();
  await mark(body, { kind: 'public_body' });
  for (const d of [body, ...those.map(([, one]) => one)]) await d.told();
  for (const [status, d] of those) {
    await mark(d, { status });
    assert.deepEqual((await d.account()).charges.map((c) => c.state), ['held'], status);
  }
  stack.clock.set(DAY);
  await body.state('paid');
  for (const [status, d] of those) {
    await d.state('dropped');
    assert.deepEqual([(await d.rows()).map((r) => r.why), (await d.intents()).length], [['customer_held'], 0], status);
    assert.deepEqual((await post.tasks(d)).map((t) => t.title).filter((t) => t.startsWith('Autopay')),
      [`Autopay does not collect ${d.number} as announced: the customer is ${all[status]}. Tell him`]);
    const { autopay, autopay_offered: offered, charges } = await d.account();
    assert.deepEqual([autopay.held, offered, charges.map((c) => c.state)], [true, false, ['held']]);
    const again = await d.portal.request('PUT', '/autopay', { account_id: String(d.case), method_id: d.method });
    assert.deepEqual(problem(again), [422, 'invalid', '/account_id is not offered autopay: ask us']);
  }
  const [[, back], [, off]] = those;
  assert.equal((await off.portal.request('PUT', '/autopay', { account_id: String(off.case), method_id: null })).status, 200, 'off it can be turned');
  await mark(back, {});
  await back.told(DAY);
  assert.deepEqual(await back.charges(), [['planned', '2026-03-13', '1000.00', null]]);
  stack.clock.set('2026-03-13T09:00:00Z');
  await back.state('paid', 1);
  await ledgerHolds(stack);
});
