// What came after reminders, beside like items that nobody reminded of: each figure beside an
// independent computation from the rows; and who did the work.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { csv } from '../harness/sheet.mjs';
import { Stack } from '../harness/stack.mjs';
import { effectiveness, rowsOf, wilson } from '../effect_independent.mjs';
import { day, iso, random } from '../insight_independent.mjs';
import { addUser, allocation, caseOf, customer, division, insert, invoice, payment } from './fixture.mjs';

const SEED = Number(process.env.SEED ?? 20260304);
const TODAY = '2026-03-04', T = day(TODAY), PERIOD = { from: T - 119, to: T - 1 };
const BY = ['template', 'step', 'channel', 'weekday', 'hour', 'strategy'];
let stack, staff, north, world;

const PLACES = [{ id: 101, code: 'DE', zone: 'Europe/Berlin', currency: 'EUR' }, { id: 102, code: 'US', zone: 'America/New_York', currency: 'USD' }];
const localDay = (at, zone) => new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);

function message(id, of, { on, hour, ...row }) {
  const at = new Date(on * 86400000 + hour * 3600000), handed = { handed_at: at.toISOString().slice(0, 19).replace('T', ' '), handed_on: localDay(at, of.place.zone) };
  return insert('outbox', { id, case_id: of.id, customer_id: of.customer, kind: 'overdue', channel: 'email', template: 'reminder_first', step: 'first', state: 'handed_over',
    not_before: iso(on), actor_kind: 'script', actor_id: '1', created_at: iso(on), ...handed, ...row });
}
const line = (id, of, item) => insert('outbox_line', { instalment_id: item, script_id: 1, step: 'x', cycle: id, outbox_id: id, case_id: of.id, level: 1 });
const strategy = (id, name, no) => insert('script', { id, kind: 'strategy', name, created_at: '2025-01-01' })
  + [no, no + 8].map((n) => insert('script_version', { id: id + n, script_id: id, version_no: n, body: '', sha256: 'x'.repeat(32), state: 'superseded', actor_kind: 'system', actor_id: 'x', created_at: '2025-01-01' })).join('');
const decision = (id, of, version) => insert('decision', { id, run_id: 1, case_id: of.id, customer_id: of.customer, decided_on: '2026-01-01', decided_at: '2026-01-01', script_version_id: version,
  script_sha256: 'x'.repeat(32), snapshot_sha256: 'x'.repeat(32), snapshot: '{}', proposals: '[]', guards: '[]', outcome: '[]' });

/** Ninety accounts with a year of invoices, paid early, late, in part, by credit notes, taken back; and what was sent of them. */
function company() {
  const next = random(SEED), sql = [...PLACES.map((p) => division(p.id, p.code, { zone: p.zone, currency: p.currency })), strategy(700000, 'polite', 2), strategy(710000, 'short', 1)];
  let id = 10000;
  for (let k = 0; k < 90; k++) {
    const place = PLACES[k % 3 ? 0 : 1], of = { id: 2000 + k, customer: 100 + k, place }, late = [0, 5, 25, 70][next(4)], items = [];
    sql.push(customer(of.customer, `Customer ${k}`, { contact: false }), caseOf(of.id, of.customer, place.id, { currency: place.currency }));
    if (k % 4 === 0) sql.push(insert('customer_tag', { id: of.id, customer_id: of.customer, tag: 'key', origin: 'hand', known_from: '2025-01-01' }));
    for (let n = 0; n < 14; n++) {
      const item = id++, issued = T - 430 + n * 31 + next(20), due = issued + 14 + next(3) * 8, amount = [20000, 250000, 1500000][next(3)] + next(9000), pays = due - 4 + next(10) + late;
      const came = [];
      let open = amount;
      const settle = (minor, on, kind) => {
        const credit = id++;
        came.push(payment(credit, of.id, of.customer, place.id, { amount: minor, open: 0, on: iso(on), currency: place.currency }), allocation(id++, of.id, credit, item, minor, iso(on)));
        if (kind) came.push(`UPDATE item SET kind = '${kind}' WHERE id = ${credit};`);
        open -= minor;
      };
      let last = issued;
      const parts = next(8) === 0 ? [Math.floor(amount / 3), amount - Math.floor(amount / 3)] : [amount];
      parts.forEach((minor, p) => {
        const on = pays + p * 9;
        if (on >= T || next(12) === 0) return;
        settle(minor, on, next(15) === 0 ? 'credit' : null);
        last = on;
        if (next(14) || on + 12 >= T) return;
        came.push(insert('allocation', { id: id, case_id: of.id, credit_case_id: of.id, credit_item_id: id - 2, instalment_id: item, debit_item_id: item, credit_minor: -minor, debit_minor: -minor,
          effective_on: iso(on + 12), known_at: iso(on + 12), recorded_at: iso(on + 12), source_system: 'test', source_id: id++, reverses_id: id - 2 }));
        open += minor;
      });
      sql.push(invoice(item, of.id, of.customer, place.id, { amount, open, issued: iso(issued), due: iso(due), currency: place.currency, kind: next(25) ? 'invoice' : 'fee' }), ...came);
      if (!open) sql.push(`UPDATE instalment SET settled_on = '${iso(last)}' WHERE id = ${item};`);
      items.push({ item, due });
    }
    for (let n = 0; n < 9; n++) {
      const first = items[6 + next(8)], on = first.due + [-10, -3, 2, 5, 10, 20, 40, 75][next(8)], sent = id++, kind = ['upcoming', 'overdue', 'overdue', 'manual', 'system'][next(5)];
      if (on >= T || next(3) === 0) continue;
      const byHand = kind === 'manual' && next(3), version = [700002, 700010, 710001, 710009][next(4)];
      sql.push(message(sent, of, { on, hour: 5 + next(18), kind, channel: next(4) ? 'email' : 'letter', template: ['reminder_first', 'reminder_second', 'upcoming'][next(3)],
        step: kind === 'manual' ? `manual:${sent}` : ['first', 'second'][next(2)], ...(kind === 'manual' && { actor_kind: byHand ? 'user' : 'system' }),
        ...(kind === 'overdue' && next(6) && { decision_id: id }), ...(kind === 'upcoming' && { script_id: 700000 }), ...(next(12) === 0 && { beside: 1 }), ...(next(12) === 0 && { state: 'failed' }) }), decision(id++, of, version));
      for (const i of items.filter((x) => x === first || (x.due < on && next(4) === 0))) sql.push(line(sent, of, i.item));
      if (next(6) === 0) sql.push(insert('outbox_line', { instalment_id: first.item, script_id: 1, step: 'y', cycle: sent, outbox_id: sent, case_id: of.id, level: 2 }));
      if (next(9) === 0) sql.push(`UPDATE outbox_line SET void_id = outbox_id WHERE outbox_id = ${sent};`);
    }
  }
  return sql.join('\n');
}

/** Accounts on which nothing ever happened: those that something did are not all read together. */
const QUIET = customer(99, 'Quiet', { contact: false }) + `INSERT INTO case_state (id, customer_id, division_id, currency)
  SELECT seq, 99, 101, CONCAT(CHAR(65 + seq DIV 676), CHAR(65 + seq DIV 26 MOD 26), CHAR(65 + seq MOD 26)) FROM seq_1_to_1990;`;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: `${TODAY}T09:00:00Z` });
  await stack.mysql(company() + QUIET);
  world = await rowsOf(stack);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  north = await stack.login(await addUser(stack, 'norbert@example.com', '--division', 'DE'));
});
after(() => stack?.stop());

const near = (got, want, what) => assert.ok(want === null ? got === null : got !== null && Math.abs(Number(got) - want) < 0.0011, `${what}: ${got} is not ${want}`);
const span = (got, names, want, what) => names.forEach((name, k) => near(got[name], want?.[k] ?? null, `${what} ${name}`));
const cents = (text) => Number(text.replace('.', ''));

function same(got, want, what) {
  assert.deepEqual(got.map((r) => [r.currency, r.key, r.days]), want.map((r) => [r.currency, r.key, r.days]), what);
  got.forEach((g, k) => {
    const w = want[k], at = `${what} ${w.currency} ${w.key} ${w.days}`;
    for (const name of ['messages', 'messages_all', 'items_all', 'items', 'paid', 'like_items', 'like_compared', 'note']) assert.equal(g[name], w[name], `${at} ${name}`);
    assert.deepEqual([cents(g.amount), cents(g.amount_paid)], [w.amount, w.amount_paid], at);
    span(g, ['paid_percent', 'paid_low', 'paid_high'], w.share, at);
    span(g, ['amount_percent', 'amount_low', 'amount_high'], w.amount_share, at);
    span(g, ['like_percent', 'like_low', 'like_high'], w.like, at);
    span(g, ['like_amount_percent', 'like_amount_low', 'like_amount_high'], w.like_amount, at);
  });
}

const ask = (by, { from, to } = PERIOD) => `/insights/effectiveness?by=${by}&from=${iso(from)}&to=${iso(to)}`;

const notes = new Set();
for (const by of BY)
  test(`by ${by}, each figure is that of the rows (seed ${SEED})`, async () => {
    const want = effectiveness(world, { by, ...PERIOD, today: T });
    assert.ok(want.length >= 12);
    for (const r of want) notes.add(r.note);
    same(await staff.all(`${ask(by)}&limit=7`), want, by);
  });

test('something was compared, something had too few, something came too early', () => assert.deepEqual([...notes].sort(), [null, 'too_early', 'too_few_to_compare'].sort()));

test('periods, divisions, currencies, segments and a customer narrow it', async () => {
  const next = random(SEED + 1);
  for (let k = 0; k < 12; k++) {
    const from = T - 150 + next(100), to = Math.min(T, from + 10 + next(100)), by = BY[next(6)];
    same(await staff.all(ask(by, { from, to })), effectiveness(world, { by, from, to, today: T }), `${by} ${iso(from)} ${iso(to)}`);
  }
  const narrowed = async (query, wanted) => same(await staff.all(`${ask('template')}&${query}`), effectiveness(world, { by: 'template', ...PERIOD, today: T, wanted }), query);
  await narrowed('division=DE', (i) => i.division === 'DE');
  await narrowed('currency=USD', (i) => i.currency === 'USD');
  await narrowed('segment=key', (i) => (Number(i.customer_id) - 100) % 4 === 0);
  await narrowed('customer_id=101', (i) => i.customer_id === '101');
  assert.deepEqual(await staff.all(`${ask('template')}&segment=nobody`), []);
});

test('of the last days no window is over, and it says so', async () => {
  const rows = await staff.all(ask('channel', { from: T - 6, to: T }));
  assert.ok(rows.length > 0 && rows.every((r) => r.items === 0 && r.messages === 0 && r.note === 'too_early' && r.paid_percent === null && r.like_percent === null && r.items_all > 0));
});

test('by hand: three items of one letter, one paid on the seventh day, one on the eighth, one by a credit note', async () => {
  const of = { id: 9001, customer: 901, place: PLACES[0] };
  const paid = (n, on) => payment(n, 9001, 901, 101, { amount: 10000, open: 0, on }) + allocation(n + 1, 9001, n, n - 10, 10000, on);
  await stack.mysql([customer(901, 'Hand'), caseOf(9001, 901, 101), ...[1, 2, 3].map((n) => invoice(900000 + n * 100, 9001, 901, 101, { open: 0, due: '2026-01-01', issued: '2025-12-01' })),
    paid(900110, '2026-01-27'), paid(900210, '2026-01-28'), paid(900310, '2026-01-22'), "UPDATE item SET kind = 'credit' WHERE id = 900310;",
    "UPDATE instalment SET settled_on = '2026-01-28' WHERE case_id = 9001;",
    message(900500, of, { on: day('2026-01-20'), hour: 7, channel: 'letter', template: 'final' }), ...[1, 2, 3].map((n) => line(900500, of, 900000 + n * 100))].join('\n'));
  const rows = await staff.all('/insights/effectiveness?from=2026-01-20&to=2026-01-20&customer_id=901');
  const [p, low, high] = wilson(1 / 3, 3);
  assert.deepEqual(rows.map((r) => [r.key, r.days, r.messages, r.items, r.paid, r.amount, r.amount_paid, r.note]),
    [['final', 7, 1, 3, 1, '300.00', '100.00', 'too_few_to_compare'], ['final', 14, 1, 3, 2, '300.00', '200.00', 'too_few_to_compare'], ['final', 30, 1, 3, 2, '300.00', '200.00', 'too_few_to_compare']]);
  span(rows[0], ['paid_percent', 'paid_low', 'paid_high'], [p, low, high], 'by hand');
  const [hour] = await staff.all('/insights/effectiveness?by=hour&from=2026-01-20&to=2026-01-20&customer_id=901');
  assert.equal(hour.key, '08', 'seven in London is eight in Berlin');
  assert.equal((await staff.all('/insights/effectiveness?by=weekday&from=2026-01-20&to=2026-01-20&customer_id=901'))[0].key, '2');
  world = await rowsOf(stack);
});

test('who is limited to a division is told of it alone', async () => {
  same(await north.all(ask('step')), effectiveness(world, { by: 'step', ...PERIOD, today: T, wanted: (i) => i.division === 'DE' }), 'north');
  assert.deepEqual(await north.all(`${ask('step')}&division=US`), []);
  assert.deepEqual(await north.all('/insights/work?from=2026-01-01'), await staff.all('/insights/work?from=2026-01-01&division=DE'));
});

test('the file, the command and the list say the same', async () => {
  const query = `by=strategy&from=${iso(PERIOD.from)}&to=${iso(PERIOD.to)}`, rows = await staff.all(ask('strategy'));
  const got = await fetch(`${staff.base}/exports.csv?${new URLSearchParams({ path: 'insights/effectiveness', query })}`,
    { headers: { cookie: [...staff.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(csv(Buffer.from(await got.arrayBuffer())).length, rows.length);
  const { json } = await stack.dunlin('report', 'effectiveness', '--by', 'strategy', '--from', iso(PERIOD.from), '--to', iso(PERIOD.to), '--json');
  assert.deepEqual([json.by, json.from, json.to, json.as_of], ['strategy', iso(PERIOD.from), iso(PERIOD.to), TODAY]);
  assert.deepEqual(json.rows, rows);
  const plain = await stack.dunlin('report', 'effectiveness', '--by', 'step', '--division', 'DE', '--from', '2025-12-01');
  assert.equal(plain.code, 0);
  assert.match(plain.out, /EUR first: \d+ messages, \d+ items\n {3}7 days, \d+ items: +\d/);
  assert.match(plain.out, /like items without a message: +\d/);
  assert.equal((await stack.dunlin('report', 'effectiveness', '--by', 'moon')).code, 2);
});

test('the outbox is narrowed to what was sent by a template or step in a period', async () => {
  const sent = async (query, where) => {
    const rows = await staff.all(`/outbox?state=handed_over&sent_from=2026-01-05&sent_to=2026-02-10&limit=100&${query}`);
    const want = await stack.sql(`SELECT id FROM outbox WHERE state = 'handed_over' AND handed_on BETWEEN '2026-01-05' AND '2026-02-10' AND ${where}`);
    assert.ok(want.length > 3);
    assert.deepEqual(rows.map((r) => r.id).sort(), want.map((r) => r.id).sort(), query);
  };
  await sent('template=reminder_first', "template = 'reminder_first'");
  await sent('step=second', "step = 'second'");
  await sent('', 'TRUE');
  assert.equal((await staff.get('/outbox?sent_from=soon')).status, 400);
});

test('what is not proper is refused', async () => {
  for (const list of ['effectiveness', 'work'])
    for (const [bad, pointer] of [['to=2026-03-05', '?to'], ['from=2026-03-04&to=2026-03-01', '?from'], ['from=2015-01-01', '?from'], ['division=nowhere', '?division'], ['by=moon&step=moon', list === 'work' ? '?by' : '?step']]) {
      const { status, body } = await staff.get(`/insights/${list}?${bad}`);
      assert.equal(status, 400, bad);
      assert.ok(body.errors.some((e) => e.pointer === pointer), `${bad}: ${JSON.stringify(body.errors)}`);
    }
});

// -- who did the work -------------------------------------------------------------

const promise = (id, on, actor, more) => insert('promise', { id, case_id: 2001, customer_id: 101, amount_minor: 100, made_on: on, promised_on: on, judged_on: on, channel: 'call', actor_kind: actor, actor_id: '1', known_from: on, ...more });
const dispute = (id, on, actor) => insert('dispute', { id, case_id: 2001, customer_id: 101, item_id: 1, amount_minor: 100, reason_code: 'price', opened_on: on, actor_kind: actor, actor_id: '1', known_from: on });
const task = (id, at, more) => insert('follow_up', { id, customer_id: 101, case_id: 2001, kind: 'call', title: 'x', due_on: '2026-02-01', state: 'done', origin: 'script', origin_id: '1', created_at: '2026-02-01', ended_at: at, ...more });

test('work by itself and by people, week by week, is what the rows say', async () => {
  await stack.mysql([promise(1, '2026-02-09', 'contact'), promise(2, '2026-02-10', 'user'), promise(3, '2026-02-10', 'user', { plan_id: 7 }), promise(4, '2026-02-10', 'user', { plan_id: 7 }), promise(5, '2026-02-15', 'client'),
    dispute(1, '2026-02-11', 'contact'), dispute(2, '2026-02-11', 'contact'), dispute(3, '2026-02-16', 'user'),
    // 23:30 of the fifteenth in London is the sixteenth in Berlin
    task(1, '2026-02-10 12:00'), task(2, '2026-02-15 23:30', { ended_by: 1 }), task(3, '2026-02-11', { ended_by: 1, case_id: null }), task(4, '2026-02-11', { state: 'cancelled' }), task(5, null, { state: 'open' }),
    "UPDATE allocation SET source_system = 'dunlin', reason = 'portal' WHERE id % 5 = 0 AND effective_on > '2026-02-01' AND reverses_id IS NULL;"].join('\n'));
  const rows = await staff.all('/insights/work?from=2026-02-04&to=2026-02-18&limit=2');
  assert.deepEqual(rows.map((r) => [r.from, r.to]), [['2026-02-04', '2026-02-08'], ['2026-02-09', '2026-02-15'], ['2026-02-16', '2026-02-18']]);
  const said = (name) => rows.map((r) => r[name]);
  assert.deepEqual([said('promises_by_customers'), said('promises_by_staff')], [[0, 1, 0], [0, 2, 0]]);
  assert.deepEqual([said('disputes_by_customers'), said('disputes_by_staff')], [[0, 2, 0], [0, 0, 1]]);
  assert.deepEqual([said('follow_ups_by_itself'), said('follow_ups_by_hand')], [[0, 2, 0], [0, 1, 1]]);
  const count = async (sql, from, to) => Number((await stack.sql(sql.replace('BETWEEN', `BETWEEN '${from}' AND '${to}'`)))[0].n);
  for (const r of [...rows, ...await staff.all('/insights/work?from=2026-02-04&to=2026-02-18&step=day')]) {
    const sent = (who) => count(`SELECT COUNT(*) n FROM outbox WHERE state = 'handed_over' AND handed_on BETWEEN AND actor_kind ${who} 'user'`, r.from, r.to);
    const matched = (where) => count(`SELECT COUNT(*) n FROM allocation a JOIN item p ON p.id = a.credit_item_id JOIN item t ON t.id = a.debit_item_id WHERE p.kind = 'payment' AND t.kind = 'invoice' AND ${where}
      AND a.effective_on BETWEEN AND a.reverses_id IS NULL AND a.id NOT IN (SELECT reverses_id FROM allocation WHERE reverses_id IS NOT NULL)`, r.from, r.to);
    assert.deepEqual([r.messages_by_itself, r.messages_by_hand, r.payments_by_portal, r.payments_reported],
      [await sent('<>'), await sent('='), await matched("a.source_system = 'dunlin'"), await matched("a.source_system <> 'dunlin'")], r.from);
  }
  assert.ok(rows.some((r) => r.messages_by_hand) && rows.some((r) => r.payments_by_portal));
  assert.equal((await staff.all('/insights/work?from=2026-02-04&to=2026-02-18&step=day')).length, 15);
});
