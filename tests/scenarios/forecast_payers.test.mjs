// Forecasts on payers of every kind that the generator knows: prompt, slow, erratic, declining,
// those that dispute, pay in parts or break promises.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Stack, TOP, run } from '../harness/stack.mjs';

const TODAY = '2026-03-04';
const SPLIT = '2025-03-01';
// The generator lets everything that it closes be paid by today: of what was issued in the last
// months the slow payments are missing.
const UNTIL = '2025-12-01';
let stack, folder, report;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dunlin-payers-'));
  const made = await run('lua5.4', [join(TOP, 'sql/demo/generate.lua'), '--customers', '600', '--open', '1200', '--closed', '36000',
    '--today', TODAY, '--history', 'no', '--out', folder]);
  assert.equal(made.code, 0, made.err);
  stack = await Stack.start({ company: null, web: false, now: `${TODAY}T09:00:00Z` });
  const loaded = await stack.dunlin('demo', '--from', folder);
  assert.equal(loaded.code, 0, loaded.err);
  report = (await stack.dunlin('forecast', 'evaluate', '--split', SPLIT, '--until', UNTIL, '--json')).json;
});
after(async () => {
  await stack?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

/** Days off of who knows the middle delay of each customer in these very months beforehand. */
async function foreknown() {
  const rows = await stack.sql(`SELECT case_id, DATEDIFF(settled_on, due_on) days FROM instalment
    WHERE open_minor = 0 AND issued_on >= '${SPLIT}' AND issued_on < '${UNTIL}' ORDER BY case_id, days`);
  const byCase = new Map();
  for (const r of rows) byCase.set(r.case_id, [...(byCase.get(r.case_id) ?? []), Number(r.days)]);
  const off = [...byCase.values()].flatMap((all) => all.map((days) => Math.abs(days - all[all.length >> 1])));
  return off.reduce((a, b) => a + b) / off.length;
}

test('days of payment are told better than by due dates and habits, and nearly as well as can be', async () => {
  const { model, due_date, customer_median, customer_average } = report.items;
  assert.equal(report.kind, 'boosted');
  assert.ok(report.tested > 10000 && report.mondays === 24, JSON.stringify(report));
  for (const naive of [due_date, customer_median, customer_average]) assert.ok(model.mae_days < naive.mae_days, JSON.stringify(report.items));
  const least = await foreknown();
  assert.ok(model.mae_days <= 5.9, `${model.mae_days} days`);
  assert.ok(model.mae_days <= least * 1.15, `${model.mae_days} days, where ${least.toFixed(2)} can be had with foreknowledge`);
  assert.ok(model.within_7_days >= 0.7, `${model.within_7_days}`);
});

test('four of five payments fall into the range given', () => {
  const { coverage_80, width_days } = report.items.model;
  assert.ok(coverage_80 >= 0.77 && coverage_80 <= 0.83, `${coverage_80}`);
  assert.ok(width_days <= 20.5, `${width_days} days`);
});

test('the cash of the next four weeks, on the evenings of 24 Mondays', () => {
  const eur = report.cash.find((c) => c.currency === 'EUR');
  assert.ok(eur.model.weekly_wape <= 0.16, `${eur.model.weekly_wape}`);
  assert.ok(Math.abs(eur.model.four_week_error) <= 0.05, `${eur.model.four_week_error}`);
  for (const naive of [eur.due_date, eur.customer_median, eur.customer_average]) assert.ok(eur.model.weekly_wape < naive.weekly_wape);
});
