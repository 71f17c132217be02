// When the money comes, in a real browser: beside an open invoice of a customer, with its reasons.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { evaluated, settled } from './pages.mjs';

let stack, browser, collector, page, item;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  collector = await stack.collector();
  const [row] = await until(async () => {
    const { rows } = await collector.must(200, 'GET', '/insights/expected-cash/items?limit=1');
    return rows.length && rows;
  }, { ms: 60000 });
  item = row;
  browser = await Browser.start(stack);
  page = await browser.page();
  await browser.signIn(page, collector);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

test('an open invoice says when it is expected; why, stands behind it', async () => {
  await page.goto(`/app/customers/${item.customer_id}`);
  await settled(page);
  const row = page.getByRole('row').filter({ hasText: item.number });
  const said = row.getByText(/^expected /);
  await said.waitFor();
  assert.equal(await row.getByText(/In four of five cases/).isVisible(), false);
  await said.focus();
  await page.keyboard.press('Enter');
  await row.getByText(/In four of five cases from .* to .*\./).waitFor();
  await row.getByText(/pays? .* due|Promised for/).waitFor();
  assert.deepEqual(await browser.axe(page), []);
});
