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
