// The figures beside a computation that has exported CSV files alone, on random days. INSIGHT_DAYS
// says on how many (12), SEED which.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { asked, differences, exported, REPORTS } from '../insight_exported.mjs';
import { iso } from '../insight_independent.mjs';
import { insert } from './fixture.mjs';

const TODAY = '2026-03-04', DAYS = Number(process.env.INSIGHT_DAYS ?? 12), SEED = Number(process.env.SEED ?? 20260304);
let stack, admin, ledger;

before(async () => {
  stack = await Stack.start({ company: 'demo', now: `${TODAY}T09:00:00Z` });
  await stack.dunlin('evaluate');
  admin = await stack.admin();
  const [user] = await stack.sql("SELECT id, email FROM user WHERE role = 'admin' ORDER BY id LIMIT 1");
  await stack.mysql(Object.entries(REPORTS).map(([view, columns], k) => insert('saved_report',
    { id: 500 + k, user_id: Number(user.id), name: `exported ${view}`, view, definition: JSON.stringify({ columns }), changed_at: TODAY })).join(''));
  const run = async (args) => {
    const got = await stack.dunlin(...args);
    assert.equal(got.code, 0, `${args.join(' ')}: ${got.err}`);
    return got.out;
  };
  ledger = await exported(run, stack.var, user.email, TODAY);
});
after(() => stack?.stop());

test('the exported rows are the ledger', async () => {
  const [{ n }] = await stack.sql('SELECT COUNT(*) AS n FROM allocation');
  assert.equal(ledger.allocations.length, Number(n));
  assert.ok(ledger.allocations.some((a) => a.reverses_id), 'reversals are among them');
});

test(`the report says of ${DAYS} random days, divisions and currencies what the files say, and the control identity holds (seed ${SEED})`, async () => {
  const known = new Set();
  for (const ask of asked(ledger, TODAY, DAYS, SEED)) {
    const query = new URLSearchParams({ as_of: iso(ask.on), currency: ask.currency, ...(ask.from && { from: iso(ask.from) }), ...(ask.division && { division: ask.division }) });
    const report = await admin.must(200, 'GET', `/insights?${query}`);
    assert.deepEqual(differences(ledger, ask, report), [], JSON.stringify({ ...ask, on: iso(ask.on) }));
    for (const f of report.currencies[0]?.figures ?? []) if (f.value !== null) known.add(`${f.name}.${f.variant}`);
  }
  assert.ok(known.size >= 15, `only ${[...known]} were known on any of them`);
});

test('a figure that is off is seen', async () => {
  const [ask] = asked(ledger, TODAY, 1, SEED);
  const report = await admin.must(200, 'GET', `/insights?as_of=${iso(ask.on)}&currency=${ask.currency}${ask.division ? `&division=${ask.division}` : ''}${ask.from ? `&from=${iso(ask.from)}` : ''}`);
  report.currencies[0].figures[0].value = '1.0';
  report.currencies[0].control_total = '1.00';
  assert.deepEqual(differences(ledger, ask, report).map(([name]) => name), ['identity', 'dso.countback']);
});
