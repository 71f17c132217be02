// What a provider reports: twice, at once, late, out of order, forged, for another account.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ledgerHolds, Payer, problem, Reports, staffOf, start } from './pay_kit.mjs';

let stack, who, payer, reports, next = 41;

before(async () => {
  stack = await start({ worker: false });
  who = await staffOf(stack);
  payer = await Payer.enter(stack, who.collector);
  reports = new Reports(stack);
});
after(() => stack?.stop());

/** A payment of 300.00 that waits for its provider. */
const fresh = (more) => payer.start([String(next++)], more);
const booked = async (intent) => (await stack.sql(`SELECT COUNT(*) AS n, COALESCE(SUM(amount_minor), 0) AS minor FROM item
  WHERE kind = 'payment' AND source_id LIKE 'payment:${intent.id}%'`)).map((r) => [r.n, r.minor])[0];
const state = async (intent) => { const i = await payer.get(intent.id); return [i.state, i.captured, i.surplus, i.returned, i.lines[0].paid]; };
const tasks = async (like) => (await stack.sql(`SELECT title FROM follow_up WHERE title LIKE '${like}' ORDER BY id`)).map((f) => f.title);

test('what comes twice is booked once, one after the other and at once', async () => {
  const one = await fresh(), body = reports.body(one, 'captured');
  assert.deepEqual([await reports.send(body), await reports.send(body)].map((g) => g.body.outcome), ['booked', 'noted']);
  assert.equal(await reports.take(one, 'captured'), 'noted', 'the same payment in another report');
  const two = await fresh(), same = reports.body(two, 'captured');
  const got = await Promise.all([...Array(6)].map((_, i) => reports.send(i % 2 ? same : reports.body(two, 'captured'))));
  assert.deepEqual(got.map((g) => g.status), [200, 200, 200, 200, 200, 200]);
  assert.equal(got.filter((g) => g.body.outcome === 'booked').length, 1);
  assert.deepEqual([await booked(one), await booked(two)], [['1', '30000'], ['1', '30000']]);
  await ledgerHolds(stack);
});

test('states only rise, whatever the order', async () => {
  const table = [
    [['pending', 'captured', 'declined', 'expired', 'pending'], 'succeeded'],
    [['declined', 'pending'], 'failed'],
    [['expired', 'declined', 'pending'], 'expired'],
    [['declined', 'captured', 'declined'], 'succeeded'],
    [['expired', 'captured', 'captured'], 'succeeded'],
  ];
  for (const [words, end] of table) {
    const intent = await fresh();
    for (const word of words) await reports.take(intent, word);
    assert.deepEqual([words.join(), (await payer.get(intent.id)).state], [words.join(), end]);
    assert.deepEqual(await booked(intent), end === 'succeeded' ? ['1', '30000'] : ['0', '0']);
  }
  const given = await fresh();
  await payer.portal.must(200, 'POST', `/payment-intents/${given.id}/cancel`, {});
  assert.equal(await reports.take(given, 'captured'), 'booked', 'money that was given up counts when it comes');
  assert.equal((await payer.get(given.id)).state, 'succeeded');
  await ledgerHolds(stack);
});

test('a refund before its payment waits for it', async () => {
  const intent = await fresh();
  assert.equal(await reports.take(intent, 'refunded', { amount: '100.00', subject: 're_1' }), 'waiting');
  assert.deepEqual(await state(intent), ['open', '0.00', '0.00', '0.00', '0.00']);
  assert.equal(await reports.take(intent, 'captured'), 'booked');
  assert.deepEqual(await state(intent), ['succeeded', '300.00', '0.00', '100.00', '300.00']);
  const { events, returns } = await who.collector.must(200, 'GET', `/payment-intents/${intent.id}`);
  assert.deepEqual([events.map((e) => [e.kind, e.outcome]).sort(), returns.map((r) => [r.kind, r.amount])],
    [[['captured', 'booked'], ['refunded', 'booked']], [['refund', '100.00']]]);
  await ledgerHolds(stack);
});

test('forged, changed, old and unreadable reports change nothing', async () => {
  const intent = await fresh(), body = reports.body(intent, 'captured'), now = Math.floor(Date.now() / 1000);
  const wrong = [
    ['another key', body, reports.sign(body, { key: 'x'.repeat(64) })],
    ['a changed body', body.replace('300.00', '300.01'), reports.sign(body)],
    ['too old', body, reports.sign(body, { at: now - 301 })],
    ['too early', body, reports.sign(body, { at: now + 400 })],
    ['another time', body, reports.sign(body).replace(/t=\d+/, `t=${now + 1}`)],
    ['no signature', body, ''],
    ['half of one', body, `t=${now}`],
    ['nothing of one', body, 'v1=00'],
    ['no JSON', 'captured', reports.sign('captured')],
    ['an unknown word', reports.body(intent, 'won'), undefined],
  ];
  for (const [what, text, signature] of wrong) {
    const got = await reports.send(text, signature ?? reports.sign(text));
    assert.deepEqual([what, ...problem(got).slice(0, 2)], [what, 400, 'not-this-provider']);
  }
  assert.equal((await reports.send(body, reports.sign(body), 'transfer')).status, 404, 'one who reports nothing');
  assert.equal((await reports.send(body, reports.sign(body), 'nobody')).status, 404);
  assert.deepEqual(await state(intent), ['open', '0.00', '0.00', '0.00', '0.00']);
  assert.deepEqual(await stack.sql(`SELECT COUNT(*) AS n FROM payment_event WHERE intent_id = ${intent.id}`), [{ n: '0' }]);
  const twice = `${reports.sign(body, { key: 'old' })},${reports.sign(body).split(',')[1]}`.replace(/^t=\d+/, reports.sign(body).split(',')[0]);
  assert.equal((await reports.send(body, twice)).body.outcome, 'booked', 'one of several signatures is enough, as while a key is changed');
});

test('another account, currency or payment is refused, and a person is told', async () => {
  const intent = await fresh();
  assert.equal(await reports.take(intent, 'captured', { account: 'US' }), 'refused');
  assert.equal(await reports.take(intent, 'captured', { currency: 'USD', amount: '300.00' }), 'refused');
  assert.equal(await reports.take(intent, 'captured', { amount: '0.00' }), 'refused');
  assert.equal(await reports.take(intent, 'captured', { payment: 'sbx_987654' }), 'ignored', 'of no payment of ours');
  assert.deepEqual(await state(intent), ['open', '0.00', '0.00', '0.00', '0.00']);
  assert.deepEqual((await tasks(`Look at what sandbox reported of payment ${intent.reference}%`)).map((t) => t.split(': ')[1]).sort(),
    ['another account', 'another currency', 'no amount']);
  assert.deepEqual(await booked(intent), ['0', '0']);
});

test('amounts are the provider\'s: less leaves the rest open, more becomes credit with a task', async () => {
  const less = await fresh(), more = await fresh();
  await reports.take(less, 'captured', { amount: '120.00' });
  assert.deepEqual(await state(less), ['succeeded', '120.00', '0.00', '0.00', '120.00']);
  assert.equal(await payer.open(less.lines[0].invoice_id), '180.00');
  await reports.take(more, 'captured', { amount: '333.33' });
  assert.deepEqual(await state(more), ['succeeded', '333.33', '33.33', '0.00', '300.00']);
  assert.deepEqual(await tasks(`%${more.reference}%`), [`Apply or refund 33.33 EUR of payment ${more.reference} that nothing took`]);
  await ledgerHolds(stack);
});

test('refunds, in part and in turn, never more than was paid', async () => {
  const intent = await fresh(), item = intent.lines[0].invoice_id;
  await reports.take(intent, 'captured');
  for (const [total, outcome, open] of [['100.00', 'booked', '100.00'], ['100.00', 'noted', '100.00'], ['250.00', 'booked', '250.00'],
    ['100.00', 'noted', '250.00'], ['300.01', 'refused', '250.00'], ['300.00', 'booked', '300.00']]) {
    assert.deepEqual([total, await reports.take(intent, 'refunded', { amount: total, subject: `re_${total}` }), await payer.open(item)], [total, outcome, open]);
    await ledgerHolds(stack);
  }
  assert.equal((await payer.get(intent.id)).returned, '300.00');
  assert.equal(await reports.take(intent, 'disputed', { amount: '1.00', subject: 'dp_1' }), 'refused');
});

test('a chargeback opens what it had settled, and is given again; both in part', async () => {
  const intent = await fresh(), item = intent.lines[0].invoice_id;
  await reports.take(intent, 'captured');
  assert.equal(await reports.take(intent, 'disputed', { amount: '200.00', subject: 'dp_1' }), 'booked');
  assert.equal(await reports.take(intent, 'disputed', { amount: '200.00', subject: 'dp_1' }), 'noted', 'the same dispute');
  assert.deepEqual([await payer.open(item), (await payer.get(intent.id)).returned], ['200.00', '200.00']);
  assert.equal(await reports.take(intent, 'reinstated', { amount: '200.01', subject: 'dp_1' }), 'refused');
  assert.equal(await reports.take(intent, 'reinstated', { amount: '200.00', subject: 'dp_2' }), 'refused', 'another dispute');
  assert.equal(await reports.take(intent, 'reinstated', { amount: '150.00', subject: 'dp_1' }), 'booked');
  assert.deepEqual([await payer.open(item), (await payer.get(intent.id)).returned], ['50.00', '50.00']);
  assert.equal(await reports.take(intent, 'refunded', { amount: '250.01', subject: 're_1' }), 'refused');
  await ledgerHolds(stack);
});

test('a promise that was kept is broken by a chargeback', async () => {
  const item = String(next);
  await payer.portal.must(201, 'POST', '/promises', { invoice_ids: [item], promised_on: '2026-03-04' });
  const intent = await fresh();
  await reports.take(intent, 'captured');
  const promise = async () => {
    assert.equal((await stack.dunlin('evaluate')).code, 0);
    return (await payer.portal.must(200, 'GET', '/promises')).rows[0].state;
  };
  assert.equal(await promise(), 'kept');
  await reports.take(intent, 'disputed', { amount: '300.00', subject: 'dp_9' });
  stack.clock.advance({ days: 8 });
  assert.equal(await promise(), 'broken');
  await ledgerHolds(stack);
});

test('yen have no decimals, and a dinar has three', async () => {
  const lines = [];
  for (const [id, currency, minor] of [[501, 'JPY', 125000], [502, 'KWD', 12345]]) {
    lines.push(`INSERT INTO case_state (id, customer_id, division_id, currency) VALUES (${id}0, 10, 101, '${currency}');`,
      `INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor, open_minor, known_at, recorded_at)
       VALUES (${id}, ${id}0, 10, 101, '${currency}', 'invoice', 'debit', 'test', '${id}', 'R${id}', '2026-01-20', ${minor}, ${minor}, '2026-01-20', '2026-01-20');`,
      `INSERT INTO instalment (id, item_id, case_id, issued_on, due_on, amount_minor, open_minor, known_from) VALUES (${id}, ${id}, ${id}0, '2026-01-20', '2026-02-20', ${minor}, ${minor}, '2026-01-20');`);
  }
  await stack.mysql(lines.join('\n'));
  const yen = await payer.start(['501']), dinar = await payer.start(['502']);
  assert.deepEqual([yen.amount, dinar.amount], ['125000', '12.345']);
  assert.equal((await reports.send(reports.body(yen, 'captured', { amount: '125000.00' }))).status, 400, 'no such amount in yen');
  await reports.take(yen, 'captured', { amount: '100000' });
  await reports.take(dinar, 'captured', { amount: '12.346' });
  assert.deepEqual([await state(yen), await state(dinar)], [['succeeded', '100000', '0', '0', '100000'], ['succeeded', '12.346', '0.001', '0.000', '12.345']]);
  await ledgerHolds(stack);
});
