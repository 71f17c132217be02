// The figures of the department, each beside an independent computation from the rows of
// the ledger, on random days; and the days that the worker keeps, beside both.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { once } from '../harness/http.mjs';
import { csv } from '../harness/sheet.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser } from './fixture.mjs';
import { day, iso, ledgerOf, money, random } from '../insight_independent.mjs';

const SEED = Number(process.env.SEED ?? 20260304);
const TODAY = '2026-03-04', FIRST = '2024-03-04';
let stack, admin, erp, ledger;

before(async () => {
  stack = await Stack.start({ company: 'demo', now: `${TODAY}T09:00:00Z` });
  await stack.dunlin('evaluate');
  admin = await stack.admin();
  erp = stack.integrator();
  // what the demo company lacks: promises that were judged, and a debt that was written off and taken back
  await stack.mysql(`
    INSERT INTO promise (id, case_id, customer_id, amount_minor, made_on, promised_on, judged_on, channel, actor_kind, actor_id, known_from)
      SELECT 900000000 + c.id, c.id, c.customer_id, 1000 + c.id * 7, '2025-12-20', '2026-01-05', '2026-01-07', 'call', 'user', '1', '2025-12-20' FROM case_state c WHERE c.id % 3 = 0;
    INSERT INTO promise_state (promise_id, case_id, state, kept_minor, as_of)
      SELECT id, case_id, ELT(1 + case_id % 2, 'kept', 'partly'), amount_minor DIV (1 + case_id % 2), '2026-01-08' FROM promise WHERE id > 900000000;
    INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id, number, issued_on, amount_minor, open_minor, known_at, recorded_at)
      SELECT 910000000 + i.id, t.case_id, t.customer_id, t.division_id, t.currency, 'write_off', 'credit', 'test', CONCAT('w', i.id), CONCAT('W', i.id), '2026-02-10', 100, IF(i.id % 2, 0, 100), '2026-02-10', '2026-02-10'
        FROM instalment i JOIN item t ON t.id = i.item_id WHERE i.open_minor > 1000 AND i.issued_on < '2026-02-01' AND t.kind = 'invoice';
    INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, credit_minor, debit_minor, effective_on, known_at, recorded_at, source_system, source_id)
      SELECT w.id, w.case_id, w.case_id, w.id, w.id - 910000000, i.item_id, 100, 100, '2026-02-10', '2026-02-10', '2026-02-10', 'test', CONCAT('w', w.id)
        FROM item w JOIN instalment i ON i.id = w.id - 910000000 WHERE w.id > 910000000;
    INSERT INTO allocation (id, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, credit_minor, debit_minor, effective_on, known_at, recorded_at, reverses_id, source_system, source_id)
      SELECT id + 100000000, case_id, credit_case_id, credit_item_id, instalment_id, debit_item_id, -100, -100, '2026-02-20', '2026-02-20', '2026-02-20', id, 'test', CONCAT('b', id)
        FROM allocation WHERE id > 910000000 AND instalment_id % 2 = 0;
    UPDATE instalment i JOIN item w ON w.id = i.id + 910000000 SET i.open_minor = i.open_minor - 100 WHERE i.id % 2 = 1;
    UPDATE item t SET t.open_minor = (SELECT SUM(i.open_minor) FROM instalment i WHERE i.item_id = t.id) WHERE t.side = 'debit';`);
  assert.equal((await stack.dunlin('history', '--anew')).code, 0);
  ledger = await ledgerOf(stack);
});
after(() => stack?.stop());

const flat = (c) => Object.fromEntries(c.figures.map((f) => [`${f.name}.${f.variant}`, f.value]));

/** The report of one currency beside the independent computation. */
async function compare({ on, from, division, currency }, live = false) {
  const what = JSON.stringify({ on: iso(on), from: from && iso(from), division, currency, live });
  const args = ['report', 'metrics', '--json', '--as-of', iso(on), '--currency', currency, ...(from ? ['--from', iso(from)] : []), ...(division ? ['--division', division] : []), ...(live ? ['--live'] : [])];
  const { json } = await stack.dunlin(...args);
  assert.equal(json.source, live ? 'live' : 'history', what);
  const { balance, ...figures } = ledger.narrowed({ currency, division }).figures(on, from);
  const [got] = json.currencies;
  if (!got) return assert.equal(balance.owed, 0n, what);
  assert.deepEqual(got.buckets.map((b) => b.amount), balance.buckets.map((b) => money(b, currency)), what);
  assert.equal(got.unapplied, money(-balance.unapplied, currency), what);
  assert.equal(got.open, money(balance.open, currency), what);
  assert.equal(got.control_total, got.open, what);
  assert.ok(got.proves && json.proves, what);
  assert.deepEqual(flat(got), figures, what);
}

test(`figures of 50 random days, divisions and currencies are those of the rows (seed ${SEED})`, async () => {
  const next = random(SEED);
  const places = [...new Set([...ledger.cases.values()].map((c) => `${c.division} ${c.currency}`))].sort();
  for (let k = 0; k < 50; k++) {
    const [division, currency] = places[next(places.length)].split(' ');
    const on = day(FIRST) + 60 + next(day(TODAY) - day(FIRST) - 59);
    await compare({ on, from: next(2) ? on - next(300) : undefined, division: next(3) ? division : undefined, currency }, k % 5 === 0);
  }
});

test('every figure is known on some day, so that none was compared as nothing', async () => {
  const { currencies } = await admin.must(200, 'GET', '/insights?from=2025-12-01');
  const eur = currencies.find((c) => c.currency === 'EUR');
  assert.deepEqual(eur.figures.filter((f) => f.value === null), []);
  assert.ok(eur.figures.every((f) => f.definition.length > 20));
  const said = async (query) => (await admin.must(200, 'GET', `/insights/figures?currency=EUR&${query}`)).rows.map((r) => r.definition);
  const [english, german, french] = await Promise.all(['', 'language=de', 'language=fr-CH'].map(said));
  assert.deepEqual(english, eur.figures.map((f) => f.definition));
  for (const [k, text] of english.entries()) assert.equal(new Set([text, german[k], french[k]]).size, 3, text);
  assert.match(german[0], /Saldo/);
  assert.equal(new Set(eur.figures.map((f) => `${f.name} ${f.variant}`)).size, eur.figures.length);
  assert.ok(Number(flat(eur)['bad_debt.ratio']) > 0);
});

test('the kept days are those of the rows', async () => {
  const rows = await stack.sql('SELECT v.code, b.* FROM daily_balance b JOIN division v ON v.id = b.division_id');
  const next = random(SEED + 1);
  for (let k = 0; k < 40; k++) await dayHolds(rows[next(rows.length)]);
});

async function dayHolds(row) {
  const on = day(row.day), part = ledger.narrowed({ currency: row.currency, division: row.code }), b = part.balance(on), what = `${row.code} ${row.currency} ${row.day}`;
  const paid = part.paid(on, on), closed = part.closed(on, on), add = (list, of) => list.reduce((a, x) => a + of(x), 0n);
  assert.deepEqual(
    [row.not_due_minor, row.late_30_minor, row.late_60_minor, row.late_90_minor, row.late_91_minor, row.unapplied_minor, row.sales_minor, row.paid_minor, row.paid_days, row.late_days,
      row.late_days_floored, row.closed_n, row.closed_days].map(BigInt),
    [...b.buckets, b.unapplied, part.sales(on, on), add(paid, (p) => p.minor), add(paid, (p) => p.minor * p.days), add(paid, (p) => p.minor * p.late),
      add(paid, (p) => (p.late > 0n ? p.minor * p.late : 0n)), BigInt(closed.length), add(closed, (d) => d)], what);
}

test('today out of what is kept is today out of the ledger: customers, who owes most, the control total, what was at risk', async () => {
  const said = async (...args) => {
    const { kept_at, changed_since, source, ...rest } = (await stack.dunlin('report', 'metrics', '--json', ...args)).json;
    return { kept_at, changed_since, source, rest };
  };
  const divisions = (await stack.sql('SELECT code FROM division')).map((d) => ['--division', d.code]);
  for (const who of [[], ['--currency', 'EUR'], ...divisions]) {
    const kept = await said(...who), live = await said(...who, '--live');
    assert.deepEqual([kept.source, kept.changed_since, live.source, live.kept_at], ['history', 0, 'live', null]);
    assert.equal(kept.kept_at.slice(0, 10), TODAY);
    const owing = (r) => r.rest.currencies.filter((c) => c.customers > 0);
    assert.deepEqual({ ...kept.rest, currencies: owing(kept) }, { ...live.rest, currencies: owing(live) }, who.join(' '));
  }
  assert.ok((await said()).rest.currencies.every((c) => c.control_total === c.open && c.most_overdue.length && c.owe_most.length));
});

test('in the reporting currency balances have the rate of the day, sales each their own day\'s', async () => {
  const rates = await stack.sql("SELECT base, rate_on, rate_e8 FROM fx_rate WHERE quote = 'EUR' ORDER BY rate_on");
  const PLACES = { JPY: 0, KWD: 3 };
  const of = (currency, on) => {
    if (currency === 'EUR') return { on, e8: 100000000n };
    const list = rates.filter((r) => r.base === currency), found = list.filter((r) => day(r.rate_on) <= on).at(-1) ?? list[0];
    return found && { on: day(found.rate_on), e8: BigInt(found.rate_e8) };
  };
  const rounded = (num, den) => (num < 0n ? -((-num + den / 2n) / den) : (num + den / 2n) / den);
  const inEur = (currency, minor, e8) => rounded(minor * e8 * 100n, 100000000n * 10n ** BigInt(PLACES[currency] ?? 2));
  for (const [as_of, from] of [['2026-03-04'], ['2026-01-31', '2025-11-15'], ['2025-08-31']]) {
    const on = day(as_of), first = from ? day(from) : on - 89;
    const { in_base: base, currencies } = await admin.must(200, 'GET', `/insights?as_of=${as_of}${from ? `&from=${from}` : ''}`);
    let sales = 0n, open = 0n, months = new Map();
    for (const currency of new Set([...ledger.cases.values()].map((c) => c.currency))) {
      const part = ledger.narrowed({ currency }), rate = of(currency, on), said = base.rates.find((r) => r.currency === currency);
      if (!rate) {
        assert.equal(said.rate, null, currency);
        continue;
      }
      assert.deepEqual([said.rate_on, BigInt(said.rate.replace('.', ''))], [iso(rate.on), rate.e8], currency);
      const { buckets, unapplied } = part.balance(on);
      open += buckets.reduce((all, b) => all + inEur(currency, b, rate.e8), 0n) - inEur(currency, unapplied, rate.e8);
      const byDay = new Map();
      for (const t of part.documents) if (t.issued <= on && t.issued >= on - 1200) byDay.set(t.issued, true);
      for (const d of byDay.keys()) {
        const minor = inEur(currency, part.sales(d, d), of(currency, d).e8);
        if (d >= first) sales += minor;
        const month = iso(d).slice(0, 7);
        months.set(month, (months.get(month) ?? 0n) + minor);
      }
    }
    const what = `${as_of} of ${currencies.length} currencies`, figure = (variant) => base.figures.find((f) => f.name === 'dso' && f.variant === variant).value;
    assert.equal(base.sales, money(sales, 'EUR'), what);
    assert.equal(base.open, money(open, 'EUR'), what);
    assert.equal(Number(figure('simple')).toFixed(3), (Number(rounded(open * BigInt(on - first + 1) * 1000n, sales)) / 1000).toFixed(3), what);
    let left = open, days = 0, last = on;
    for (; ;) {
      const month = iso(last).slice(0, 7), n = last - day(`${month}-01`) + 1, sold = months.get(month) ?? 0n;
      if (sold >= left && sold > 0n) {
        assert.ok(Math.abs(Number(figure('countback')) - (days + (Number(left) * n) / Number(sold))) < 0.001, what);
        break;
      }
      left -= sold > 0n ? sold : 0n;
      days += n;
      last = day(`${month}-01`) - 1;
    }
  }
});

test('where the days lag behind what changed, they are taken only where that is asked for, and for an hour', async () => {
  const ask = (q) => admin.must(200, 'GET', `/insights${q}`);
  const before = await ask('');
  await stack.mysql('INSERT INTO daily_stale (case_id, from_on, seq) SELECT MIN(id), CURRENT_DATE, 1 FROM case_state');
  assert.equal((await ask('')).source, 'live');
  const lagging = await ask('?may_lag=true');
  assert.deepEqual([lagging.source, lagging.changed_since, lagging.kept_at], ['history', 1, before.kept_at]);
  assert.deepEqual(lagging.currencies, before.currencies);
  await stack.mysql('UPDATE daily_history SET kept_at = kept_at - INTERVAL 61 MINUTE');
  assert.equal((await ask('?may_lag=true')).source, 'live');
  await stack.mysql('UPDATE daily_history SET kept_at = kept_at + INTERVAL 61 MINUTE; DELETE FROM daily_stale');
});

test('a currency whose sales are long past is counted back over all its months', async () => {
  const { currencies } = await admin.must(200, 'GET', '/insights?as_of=2026-03-04');
  for (const c of currencies) {
    const { countback } = { countback: c.figures.find((f) => f.variant === 'countback') };
    assert.equal(countback.value, ledger.narrowed({ currency: c.currency }).countback(day(TODAY)).value);
  }
  // nothing sold in half a year: what is open reaches further back than the days read at first
  await stack.mysql(`CREATE TABLE kept_sales AS SELECT * FROM daily_balance; UPDATE daily_balance SET sales_minor = 0 WHERE day >= '2025-09-01'`);
  const reached = (await admin.must(200, 'GET', '/insights?as_of=2026-03-04&currency=EUR')).currencies[0].figures.find((f) => f.variant === 'countback');
  await stack.mysql('UPDATE daily_balance b JOIN kept_sales k USING (division_id, currency, day) SET b.sales_minor = k.sales_minor; DROP TABLE kept_sales');
  const days = day(TODAY) - day('2025-08-31');
  assert.ok(reached.note === null && Number(reached.value) > days && Number(reached.value) < days + 365, JSON.stringify(reached));
});

test('what is posted for the past mends the days from there on, and only a mended history is used', async () => {
  const [paid] = await stack.sql(`SELECT a.source_id, a.effective_on, v.code, c.currency FROM allocation a JOIN case_state c ON c.id = a.case_id JOIN division v ON v.id = c.division_id
    JOIN item p ON p.id = a.credit_item_id WHERE p.kind = 'payment' AND a.source_system = (SELECT source_system FROM item WHERE id = a.credit_item_id) AND a.effective_on BETWEEN '2025-09-01' AND '2025-10-01'
    AND NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id) ORDER BY a.id LIMIT 1`);
  const [open] = await stack.sql(`SELECT t.source_id, t.number, t.issued_on, i.due_on, t.amount_minor, t.currency, v.code, c.source_id AS customer FROM item t JOIN instalment i ON i.item_id = t.id
    JOIN customer c ON c.id = t.customer_id JOIN division v ON v.id = t.division_id WHERE t.kind = 'invoice' AND t.currency = 'EUR' AND i.open_minor = i.amount_minor AND t.source_system = 'demo-erp'
    AND t.issued_on BETWEEN '2025-11-01' AND '2026-01-15' AND (SELECT COUNT(*) FROM instalment n WHERE n.item_id = t.id) = 1 ORDER BY t.id LIMIT 1`);
  const [{ source_system: system }] = await stack.sql('SELECT source_system FROM item ORDER BY id LIMIT 1');
  const doc = open && { customer: { source_id: open.customer }, division: open.code, number: open.number, issued_on: open.issued_on, due_on: '2026-02-28', amount: money(BigInt(open.amount_minor) + 12345n, 'EUR'), currency: 'EUR' };
  await erp.must(201, 'POST', `/allocations/${system}/${paid.source_id}/reverse`, { effective_on: '2025-12-15', reason: 'returned' }, once());
  if (doc) {
    await erp.must(200, 'PUT', `/invoices/${system}/${open.source_id}`, { ...doc, source_version: 99 });
    await erp.must(201, 'PUT', `/payments/${system}/late-payment`, { customer: { source_id: open.customer }, division: open.code, issued_on: '2025-08-01', amount: '50.00', currency: 'EUR' });
    await erp.must(201, 'PUT', `/allocations/${system}/late-allocation`, { credit: { kind: 'payment', source_id: 'late-payment' }, invoice: { source_id: open.source_id }, amount: '50.00', effective_on: '2026-01-20' });
  }
  const stale = await stack.sql('SELECT from_on FROM daily_stale ORDER BY from_on');
  assert.ok(stale.length && stale[0].from_on <= paid.effective_on, 'its days are marked');
  ledger = await ledgerOf(stack);
  const eur = { on: day(TODAY), currency: 'EUR' };
  await compare(eur, true);
  assert.equal((await stack.dunlin('report', 'metrics', '--json')).json.source, 'live', 'days that do not hold are not used');
  assert.equal((await stack.dunlin('history')).code, 0);
  assert.deepEqual(await stack.sql('SELECT * FROM daily_stale'), []);
  const rows = await stack.sql(`SELECT v.code, b.* FROM daily_balance b JOIN division v ON v.id = b.division_id WHERE b.day >= '2025-07-30'`);
  const next = random(SEED + 2);
  for (let k = 0; k < 30; k++) await dayHolds(rows[next(rows.length)]);
  for (const row of rows.filter((r) => [paid.effective_on, '2025-12-15', '2025-08-01', '2026-01-20', '2026-02-28'].includes(r.day))) await dayHolds(row);
  await compare(eur);
});

test('a new day is written by the next round, and the same days are not written again', async () => {
  stack.clock.advance({ days: 2 });
  assert.match((await stack.dunlin('history')).out, /^1[0-9] days written/);
  assert.match((await stack.dunlin('history')).out, /^0 days written/);
  await compare({ on: day(TODAY) + 2, currency: 'EUR' });
});

test('the rows behind a figure add up to it, also as CSV', async () => {
  const q = 'as_of=2026-01-31&currency=EUR&from=2025-11-01';
  const { currencies: [eur] } = await admin.must(200, 'GET', `/insights?${q}`);
  const minor = (text) => BigInt(text.replace('.', ''));
  const total = (rows, of) => rows.reduce((a, r) => a + minor(of(r).amount), 0n);
  const late = await admin.all(`/insights/open-items?${q}&min_late=1&limit=100`);
  const input = (name, variant, key) => minor(eur.figures.find((f) => f.name === name && f.variant === variant).inputs.find((i) => i.name === key).value);
  assert.equal(total(late, (r) => r.open), input('past_due', 'ratio', 'past_due'));
  const all = await admin.all(`/insights/open-items?${q}`), credits = await admin.all(`/insights/credits?${q}`);
  assert.equal(total(all, (r) => r.open) + total(credits, (r) => r.open), minor(eur.open));
  assert.equal(total(await admin.all(`/insights/documents?${q}`), (r) => r.amount), input('dso', 'simple', 'sales'));
  const paid = await admin.all(`/insights/payments?${q}&limit=50`);
  assert.equal(total(paid, (r) => r.amount), input('adp', 'weighted', 'paid'));
  assert.equal((await admin.all(`/insights/closed-invoices?${q}`)).length, Number(eur.figures.find((f) => f.variant === 'unweighted').inputs[0].value));
  assert.equal((await admin.all(`/insights/promises?${q}`)).length, Number(eur.figures.find((f) => f.variant === 'kept_count').inputs[1].value));
  assert.equal((await admin.all(`/insights/disputes?${q}`)).length, Number(eur.figures.find((f) => f.variant === 'median').inputs[0].value));
  for (const [min, max, k] of [['', '0', 0], ['1', '30', 1], ['31', '60', 2], ['61', '90', 3], ['91', '', 4]]) {
    const rows = await admin.all(`/insights/open-items?${q}${min && `&min_late=${min}`}${max && `&max_late=${max}`}`);
    assert.equal(total(rows, (r) => r.open), minor(eur.buckets[k].amount), eur.buckets[k].key);
  }
  const got = await fetch(`${admin.base}/exports.csv?${new URLSearchParams({ path: 'insights/payments', query: q })}`,
    { headers: { cookie: [...admin.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(csv(Buffer.from(await got.arrayBuffer())).length, paid.length);
  assert.equal((await admin.must(201, 'POST', '/exports', { path: 'insights/figures', query: q, format: 'xlsx' })).rows, eur.figures.length);
});

test('agings of other definitions keep the balance', async () => {
  const of = async (more) => (await admin.must(200, 'GET', `/insights?as_of=2026-02-28&currency=EUR${more}`)).currencies[0];
  const minor = (text) => BigInt(text.replace('.', ''));
  const plain = await of('');
  for (const more of ['&basis=document', '&credits=aged', '&credits=netted', '&bounds=15,30,45,60,120', '&basis=document&credits=netted&bounds=7']) {
    const other = await of(more);
    assert.ok(other.proves, more);
    assert.equal(other.buckets.reduce((a, b) => a + minor(b.amount), 0n) + minor(other.unapplied), minor(plain.open), more);
  }
  assert.deepEqual((await of('&bounds=15,45')).buckets.map((b) => b.key), ['not_due', '1_15', '16_45', '46_plus']);
  for (const bad of ['bounds=30,20', 'bounds=x', 'as_of=2027-01-01', 'from=2026-03-05&as_of=2026-03-04', 'division=nowhere', 'from=2001-01-01'])
    assert.equal((await admin.get(`/insights?${bad}`)).status, 400, bad);
});

test('the trend says what the report of each month end says', async () => {
  const rows = await admin.all('/insights/trend?from=2025-06-01&as_of=2025-12-31&currency=EUR&limit=3');
  assert.deepEqual(rows.map((r) => r.to), ['2025-06-30', '2025-07-31', '2025-08-31', '2025-09-30', '2025-10-31', '2025-11-30', '2025-12-31']);
  for (const r of rows) {
    const { currencies: [c] } = await admin.must(200, 'GET', `/insights?from=${r.from}&as_of=${r.to}&currency=EUR`);
    const f = flat(c);
    assert.deepEqual([r.open, r.dso, r.cei, r.adp, r.dbt, r.past_due], [c.open, f['dso.countback'], f['cei.full_period'], f['adp.weighted'], f['dbt.floored'], f['past_due.ratio']], r.to);
  }
  const days = await admin.all('/insights/trend?step=day&from=2025-12-01&as_of=2025-12-31&currency=EUR');
  assert.equal(days.length, 31);
});

test('an integrator gets the same report', async () => {
  const mine = await admin.must(200, 'GET', '/insights?as_of=2026-01-31&division=DE');
  assert.deepEqual(await erp.must(200, 'GET', '/reports/metrics?as_of=2026-01-31&division=DE'), mine);
});

test('who is limited to a division or the own customers is told of those alone', async () => {
  const limited = await stack.login(await addUser(stack, 'nora@example.com', '--division', 'DE'));
  const all = await admin.must(200, 'GET', '/insights?as_of=2026-01-31&division=DE');
  const seen = await limited.must(200, 'GET', '/insights?as_of=2026-01-31');
  assert.deepEqual(seen.currencies, all.currencies);
  assert.deepEqual((await limited.must(200, 'GET', '/insights?as_of=2026-01-31&division=FR')).currencies, []);
  for (const list of ['open-items', 'credits', 'documents', 'payments', 'closed-invoices', 'promises', 'disputes'])
    assert.deepEqual(await limited.all(`/insights/${list}?as_of=2026-01-31`), await admin.all(`/insights/${list}?as_of=2026-01-31&division=DE`), list);
  const trend = 'from=2025-11-01&as_of=2026-01-31';
  assert.deepEqual(await limited.all(`/insights/trend?${trend}`), await admin.all(`/insights/trend?${trend}&division=DE`), 'read live, the trend is the same');
  const own = await addUser(stack, 'olaf@example.com');
  const [{ id }] = await stack.sql("SELECT id FROM user WHERE email = 'olaf@example.com'");
  const [one] = all.currencies.find((c) => c.currency === 'EUR').owe_most;
  await stack.mysql(`INSERT INTO user_sight (user_id, sees, changed_at) VALUES (${id}, 'own', '2026-01-01');
    INSERT INTO customer_assignment (id, customer_id, user_id, known_from) VALUES (990000001, ${one.customer_id}, ${id}, '2026-01-01');`);
  const mine = await (await stack.login(own)).must(200, 'GET', '/insights?as_of=2026-01-31');
  const his = await admin.must(200, 'GET', `/insights?as_of=2026-01-31&customer_id=${one.customer_id}`);
  assert.deepEqual(mine.currencies, his.currencies);
  assert.deepEqual((await admin.must(200, 'GET', `/insights?as_of=2026-01-31&collector_id=${id}`)).currencies, his.currencies);
});
