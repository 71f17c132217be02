// Forecasts of payments on a real ledger: trained on what was paid before a day, tried on what
// was issued from then on.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { Stack, TOP } from '../harness/stack.mjs';

const DATA = process.env.DUNLIN_DATA ?? resolve(TOP, '../shared/data');
const FILE = join(DATA, 'ibm-ar/accounts-receivable.csv');
const skip = existsSync(FILE) || process.env.CI ? false : `no ${FILE}`;
const SPLIT = '2013-07-01';
let stack, report;

const evaluate = (...args) => stack.dunlin('forecast', 'evaluate', ...args);

before(async () => {
  if (skip) return;
  stack = await Stack.start({ web: false });
  assert.equal((await stack.dunlin('import', FILE, '--profile', 'ibm-late-payments', '--json')).code, 0);
  report = (await evaluate('--split', SPLIT, '--json')).json;
});
after(() => stack?.stop());

test('the day of payment is told within days, and better than by what is to be had for nothing', { skip }, () => {
  const { model, due_date, customer_median, customer_average } = report.items;
  assert.equal(report.trained, 1846);
  assert.equal(report.tested, 536);
  assert.equal(report.kind, 'boosted');
  assert.ok(model.mae_days <= 5.9, `${model.mae_days} days`);
  assert.ok(model.mae_days >= 5.0, `${model.mae_days} days: it knows what it cannot know`);
  assert.ok(model.within_7_days >= 0.7, `${model.within_7_days}`);
  for (const naive of [due_date, customer_median, customer_average]) assert.ok(model.mae_days < naive.mae_days);
  assert.equal(due_date.mae_days.toFixed(2), '11.11'); // what anybody can count from the file
  assert.equal(customer_median.mae_days.toFixed(1), '6.2');
});

test('four of five payments fall into the range given', { skip }, () => {
  const { coverage_80, width_days } = report.items.model;
  assert.ok(coverage_80 >= 0.77 && coverage_80 <= 0.83, `${coverage_80}`);
  assert.ok(width_days <= 20.5, `${width_days} days`);
});

test('the cash of the next four weeks, on the evenings of 24 Mondays', { skip }, () => {
  assert.equal(report.mondays, 24);
  const [usd] = report.cash;
  assert.ok(usd.model.weekly_wape <= 0.16, `${usd.model.weekly_wape}`);
  assert.ok(usd.model.four_week_wape <= 0.05, `${usd.model.four_week_wape}`);
  assert.ok(Math.abs(usd.model.four_week_error) <= 0.05, `${usd.model.four_week_error}`);
  for (const naive of [usd.due_date, usd.customer_median, usd.customer_average])
    assert.ok(usd.model.weekly_wape < naive.weekly_wape);
});

/** Each first of a month from a year after the first payment on. */
const firsts = () => Array.from({ length: 11 }, (_, k) => `2013-${String(k + 1).padStart(2, '0')}-01`);

test('ranges hold 80 % wherever a year of payments is split, as nearly as so many invoices can tell', { skip }, async () => {
  const shares = [];
  for (const split of firsts()) {
    const { items, kind, tested } = (await evaluate('--split', split, '--json')).json;
    const share = items.model.coverage_80, chance = 2 * Math.sqrt(0.8 * 0.2 / tested);
    assert.equal(kind, 'boosted', split);
    assert.ok(items.model.mae_days < items.customer_average.mae_days, split);
    assert.ok(items.model.width_days <= 20.5, `${split}: ${items.model.width_days} days`);
    assert.ok(Math.abs(share - 0.8) <= Math.max(0.03, chance), `${split}: ${share} of ${tested}`);
    shares.push(share);
  }
  const mean = shares.reduce((a, b) => a + b) / shares.length;
  assert.ok(mean >= 0.785 && mean <= 0.815, `${mean}`);
});

test('what happens on the day of the split or later has no part in the choice, nor in the model', { skip }, async () => {
  await stack.mysql(`CREATE TABLE kept_instalment AS SELECT id, settled_on FROM instalment WHERE settled_on >= '${SPLIT}';
    UPDATE instalment n JOIN kept_instalment k USING (id) SET n.settled_on = LEAST(n.settled_on + INTERVAL 30 + n.id % 60 DAY, '2013-12-31') WHERE n.open_minor = 0;
    UPDATE allocation a JOIN instalment n ON n.id = a.instalment_id JOIN kept_instalment k ON k.id = n.id SET a.effective_on = n.settled_on`);
  const other = (await evaluate('--split', SPLIT, '--json')).json;
  assert.notEqual(other.items.model.mae_days, report.items.model.mae_days, 'it is another future');
  assert.deepEqual([other.kind, other.trained, other.sha256], [report.kind, report.trained, report.sha256]);
  await stack.mysql(`UPDATE instalment n JOIN kept_instalment k USING (id) SET n.settled_on = k.settled_on;
    UPDATE allocation a JOIN kept_instalment k ON k.id = a.instalment_id SET a.effective_on = k.settled_on; DROP TABLE kept_instalment`);
});

test('the same again gives the same to the last digit', { skip }, async () => {
  assert.deepEqual((await evaluate('--split', SPLIT, '--json')).json, report);
});

test('in words, too; and a day that leaves nothing to learn from says so', { skip }, async () => {
  const plain = await evaluate('--split', SPLIT);
  assert.match(plain.out, /trained on 1846 invoices paid before 2013-07-01/);
  const early = await evaluate('--split', '2011-01-01');
  assert.equal(early.code, 1);
  assert.match(early.err, /choose another --split/);
  assert.equal((await evaluate()).code, 2);
});
