// Whose figures: by division, currency, segment, collector and customer, as these stood in the evening
// of the day that is asked for, each beside an independent computation; and the rows behind what a
// figure was computed from, which add up to it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser } from './fixture.mjs';
import { day, iso, ledgerOf, money, random } from '../insight_independent.mjs';

const SEED = Number(process.env.SEED ?? 20260304), TODAY = '2026-03-04', T = day(TODAY);
let stack, admin, ledger, held, user;

before(async () => {
  stack = await Stack.start({ company: 'demo', now: `${TODAY}T09:00:00Z` });
  await stack.dunlin('evaluate');
  admin = await stack.admin();
  await addUser(stack, 'carla@example.com');
  [{ id: user }] = await stack.sql("SELECT id FROM user WHERE email = 'carla@example.com'");
  // a segment that customers came into and left, a collector whose customers went to and fro; half of the customers were recorded late
  await stack.mysql(`UPDATE customer SET recorded_at = IF(id % 2, '2024-06-01 10:00:00', '2025-10-10 10:00:00');
    INSERT INTO customer_tag (id, customer_id, tag, origin, known_from, known_to)
      SELECT 970000000 + id, id, 'then', 'hand', IF(id % 3, '2025-03-10 08:00:00', '2025-10-10 09:00:00'), IF(id % 5 < 3, IF(id % 5, '2025-12-20 23:30:00', '2025-10-10 11:00:00'), NULL) FROM customer WHERE id % 4;
    INSERT INTO customer_tag (id, customer_id, tag, origin, known_from, known_to)
      SELECT id + 5000000, customer_id, tag, 'import', known_from, known_to FROM customer_tag WHERE tag = 'then' AND customer_id % 3 = 1;
    INSERT INTO customer_assignment (id, customer_id, division_id, user_id, known_from, known_to)
      SELECT 980000000 + id, id, IF(id % 3, NULL, (SELECT MIN(division_id) FROM case_state c WHERE c.customer_id = customer.id)), ${user}, '2025-05-05 08:00:00', IF(id % 7 < 3, '2026-01-15 08:00:00', NULL) FROM customer WHERE id % 2;
    INSERT INTO phone_call (id, customer_id, case_id, user_id, outcome, called_at)
      SELECT 960000000 + id, customer_id, id, ${user}, 'reached', TIMESTAMP('2026-01-02', '10:00:00') + INTERVAL id % 50 DAY FROM case_state WHERE id % 3 = 0;
    INSERT INTO promise (id, case_id, customer_id, amount_minor, made_on, promised_on, judged_on, channel, actor_kind, actor_id, known_from)
      SELECT 900000000 + c.id, c.id, c.customer_id, 1000 + c.id * 7, '2025-12-20', '2026-01-05', '2026-01-07', 'call', 'user', '${user}', '2025-12-20' FROM case_state c WHERE c.id % 3 = 0;
    INSERT INTO promise_state (promise_id, case_id, state, kept_minor, as_of)
      SELECT id, case_id, ELT(1 + case_id % 2, 'kept', 'partly'), amount_minor DIV (1 + case_id % 2), '2026-01-08' FROM promise WHERE id > 900000000;
    INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor, open_minor, known_at, recorded_at)
      SELECT 910000000 + i.id, t.case_id, t.customer_id, t.division_id, t.currency, 'write_off', 'credit', 'test', CONCAT('w', i.id), CONCAT('W', i.id), '2026-01-10', 100, IF(i.id % 2, 0, 100), '2026-01-10', '2026-01-10'
        FROM instalment i JOIN item t ON t.id = i.item_id WHERE i.open_minor > 1000 AND i.issued_on < '2026-01-01' AND t.kind = 'invoice';
    INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, credit_minor, debit_minor, effective_on, known_at, recorded_at, source_system, source_id)
      SELECT w.id, w.case_id, w.case_id, w.id, w.id - 910000000, i.item_id, 100, 100, '2026-01-10', '2026-01-10', '2026-01-10', 'test', CONCAT('w', w.id)
        FROM item w JOIN instalment i ON i.id = w.id - 910000000 WHERE w.id > 910000000;
    INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, credit_minor, debit_minor, effective_on, known_at, recorded_at, reverses_id, source_system, source_id)
      SELECT id + 100000000, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, -100, -100, '2026-01-20', '2026-01-20', '2026-01-20', id, 'test', CONCAT('b', id)
        FROM allocation WHERE id > 910000000 AND instalment_id % 2 = 0;
    UPDATE instalment i JOIN item w ON w.id = i.id + 910000000 SET i.open_minor = i.open_minor - 100 WHERE i.id % 2 = 1;
    UPDATE item t SET t.open_minor = (SELECT SUM(i.open_minor) FROM instalment i WHERE i.item_id = t.id) WHERE t.side = 'debit';`);
  ledger = await ledgerOf(stack);
  held = {
    recorded: new Map((await stack.sql('SELECT id, recorded_at FROM customer')).map((c) => [c.id, day(c.recorded_at.slice(0, 10))])),
    tags: await stack.sql("SELECT customer_id, known_from, known_to FROM customer_tag WHERE tag = 'then'"),
    own: await stack.sql(`SELECT a.customer_id, v.code AS division, a.known_from, a.known_to FROM customer_assignment a LEFT JOIN division v ON v.id = a.division_id WHERE a.user_id = ${user}`),
  };
});
after(() => stack?.stop());

/** What stood of a customer in the evening of that day, or of the day on which it was recorded. */
const stood = (rows, c, on) => rows.filter((r) => {
  const evening = Math.max(on, held.recorded.get(c.customer_id));
  return r.customer_id === c.customer_id && day(r.known_from.slice(0, 10)) <= evening && (!r.known_to || day(r.known_to.slice(0, 10)) > evening);
});
const AMONG = {
  segment: (on) => ['segment=then', (c) => stood(held.tags, c, on).length > 0],
  collector: (on) => [`collector_id=${user}`, (c) => stood(held.own, c, on).some((a) => !a.division || a.division === c.division)],
  customer: (_, next) => {
    const list = [...ledger.cases.values()], { customer_id } = list[next(list.length)];
    return [`customer_id=${customer_id}`, (c) => c.customer_id === customer_id];
  },
};

for (const [name, narrow] of Object.entries(AMONG))
  test(`by ${name}: figures of random days, with and without a division, are those of the rows (seed ${SEED})`, async () => {
    const next = random(SEED + name.length), places = [...new Set([...ledger.cases.values()].map((c) => `${c.division} ${c.currency}`))].sort();
    let known = 0;
    for (let k = 0; k < 17; k++) {
      const [division, currency] = places[next(places.length)].split(' '), on = k === 0 ? T : T - next(400), from = next(2) ? on - next(200) : undefined;
      const [query, among] = narrow(on, next), place = next(3) ? undefined : division;
      const what = `${iso(on)} ${currency} ${place} ${query}`;
      const got = await admin.must(200, 'GET', `/insights?as_of=${iso(on)}&currency=${currency}&${query}${from === undefined ? '' : `&from=${iso(from)}`}${place ? `&division=${place}` : ''}`);
      const { balance, ...figures } = ledger.narrowed({ currency, division: place, among }).figures(on, from), [c] = got.currencies;
      if (!c) {
        assert.equal(balance.owed, 0n, what);
        continue;
      }
      assert.deepEqual(c.buckets.map((b) => b.amount), balance.buckets.map((b) => money(b, currency)), what);
      assert.deepEqual([c.unapplied, c.open, c.control_total, got.proves], [money(-balance.unapplied, currency), money(balance.open, currency), money(balance.open, currency), true], what);
      assert.deepEqual(Object.fromEntries(c.figures.map((f) => [`${f.name}.${f.variant}`, f.value])), figures, what);
      known += c.figures.filter((f) => f.value !== null).length;
    }
    assert.ok(known > 60, `${known} figures were known`);
  });

test('a segment that customers left is what it was: on the page of a day, of its rows, of the trend up to it', async () => {
  const owed = async (on) => (await admin.must(200, 'GET', `/insights?as_of=${on}&currency=EUR&segment=then`)).currencies[0]?.open;
  const [then, now] = [await owed('2025-12-15'), await owed('2025-12-25')];
  assert.notEqual(then, now);
  const sum = (rows) => rows.reduce((all, r) => all + BigInt(r.open.amount.replace('.', '')), 0n);
  for (const on of ['2025-12-15', '2025-12-25']) {
    const rows = await admin.all(`/insights/open-items?as_of=${on}&currency=EUR&segment=then`), credits = await admin.all(`/insights/credits?as_of=${on}&currency=EUR&segment=then`);
    assert.equal(money(sum(rows) + sum(credits), 'EUR'), on === '2025-12-15' ? then : now);
    const trend = await admin.all(`/insights/trend?from=2025-12-01&as_of=${on}&currency=EUR&segment=then`);
    assert.equal(trend.at(-1).open, on === '2025-12-15' ? then : now);
  }
  const command = async (...more) => (await stack.dunlin('report', 'metrics', '--json', '--currency', 'EUR', ...more)).json.currencies[0].open;
  assert.equal(await command('--segment', 'then', '--as-of', '2025-12-15'), then);
  assert.equal(await command('--collector', user, '--as-of', '2025-12-15'), (await admin.must(200, 'GET', `/insights?as_of=2025-12-15&currency=EUR&collector_id=${user}`)).currencies[0].open);
});

const minor = (text) => BigInt(text.replace('.', ''));
const total = (rows, of) => rows.reduce((all, r) => all + minor(of(r).amount), 0n);

test('what is at risk, lost, taken back and disputed has rows that add up', async () => {
  const q = 'as_of=2026-01-31&currency=EUR&from=2025-11-01', { currencies: [eur] } = await admin.must(200, 'GET', `/insights?${q}`);
  const input = (name, key) => minor(eur.figures.find((f) => f.name === name).inputs.find((i) => i.name === key).value);
  const risk = await admin.all(`/insights/at-risk?${q}&limit=20`);
  assert.deepEqual([total(risk, (r) => r.amount), total(risk, (r) => r.unpaid)], [input('at_risk', 'billed'), input('at_risk', 'unpaid')]);
  assert.ok(risk.length > 2 && input('at_risk', 'billed') > 0n);
  const lost = await admin.all(`/insights/documents?${q}&which=write_offs&limit=20`), back = await admin.all(`/insights/documents?${q}&which=recoveries&limit=20`);
  assert.deepEqual([total(lost, (r) => r.amount), total(back, (r) => r.amount)], [input('bad_debt', 'written_off'), input('bad_debt', 'recovered')]);
  assert.ok(back.length && lost.length > back.length);
  const disputed = await admin.all(`/insights/disputed?${q}&limit=5`);
  assert.equal(total(disputed, (r) => r.disputed), input('disputed', 'disputed'));
  assert.ok(disputed.length > 1 && disputed.every((r) => minor(r.disputed.amount) <= minor(r.overdue.amount)));
});

test('what a collector did, and what came of it, has rows that add up', async () => {
  const q = 'as_of=2026-02-20&from=2025-12-15';
  for (const more of ['', '&division=DE', '&segment=then']) {
    const { collectors } = await admin.must(200, 'GET', `/insights?${q}${more}`), mine = collectors.find((c) => c.user_id === user);
    const rows = (list) => admin.all(`/insights/${list}?${q}${more}&by=${user}&limit=20`);
    const contacts = await rows('contacts'), promises = await rows('promises-obtained'), received = await rows('received');
    const among = more.includes('segment') ? AMONG.segment(day('2026-02-20'))[1] : (c) => !more || c.division === 'DE';
    const whose = new Set([...ledger.cases.values()].filter(among).map((c) => c.customer_id));
    const calls = (await stack.sql(`SELECT id, customer_id FROM phone_call WHERE user_id = ${user} AND called_at >= '2025-12-15' AND called_at < '2026-02-21' ORDER BY id`)).filter((c) => whose.has(c.customer_id));
    assert.deepEqual(contacts.map((c) => c.id), calls.map((c) => c.id), more);
    assert.deepEqual([contacts.length, promises.length], [mine.contacts, mine.promises], more);
    assert.ok(contacts.length > 2 && received.length > 2, more);
    for (const { currency, amount } of mine.received) assert.equal(money(total(received.filter((r) => r.amount.currency === currency), (r) => r.amount), currency), amount, more);
  }
  assert.equal((await admin.get(`/insights/received?${q}`)).status, 400, 'whose is asked');
});

test('who is limited to a division has the rows of it alone', async () => {
  const limited = await stack.login(await addUser(stack, 'nora@example.com', '--division', 'DE'));
  for (const list of ['at-risk', 'disputed', 'documents?which=recoveries', `contacts?by=${user}`, `promises-obtained?by=${user}`, `received?by=${user}`]) {
    const at = `/insights/${list}${list.includes('?') ? '&' : '?'}as_of=2026-01-31`, rows = await limited.all(at);
    assert.deepEqual(rows, await admin.all(`${at}&division=DE`), list);
    assert.ok(rows.length, list);
  }
});
