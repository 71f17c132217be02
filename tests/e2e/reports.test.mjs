// A report as a person makes it: columns, a filter, a look, kept, fetched as a file, sent to a
// colleague, changed and removed; and what is missing is said beside its field.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { evaluated, settled } from './pages.mjs';

let stack, browser, page, staff;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  staff = await stack.admin();
  browser = await Browser.start(stack);
  page = await browser.page({ width: 1440 });
  await browser.signIn(page, staff);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

test('a report is defined, looked at, kept and sent', async () => {
  await page.goto('/app/reports');
  await settled(page);
  await page.getByText('No report yet').waitFor();
  await page.getByRole('button', { name: 'New report' }).press('Enter');
  await page.getByRole('button', { name: 'Save report' }).press('Enter');
  await page.getByText('Give it a name.').waitFor();
  await page.getByText('Choose a column.').waitFor();
  await page.getByRole('textbox', { name: 'Name' }).fill('Overdue by customer');
  for (const name of ['Customer number', 'Customer', 'Open']) await page.getByRole('checkbox', { name, exact: true }).check();
  await page.getByRole('checkbox', { name: /^Sum the amounts/ }).check();
  await page.getByRole('button', { name: 'Add a filter' }).press('Enter');
  const filter = page.getByRole('group', { name: 'Filter 1' });
  await filter.getByLabel('Column').selectOption({ label: 'Due' });
  await filter.getByLabel('Condition').selectOption({ label: 'is at most' });
  await filter.getByLabel('Value').fill('today-1');
  await page.getByLabel('Order').selectOption({ label: 'Open' });
  await page.getByRole('checkbox', { name: 'Largest first' }).check();
  await page.getByRole('button', { name: 'Show the first rows' }).press('Enter');
  const rows = page.getByRole('region', { name: 'First rows' }).last().locator('tbody tr');
  await rows.first().waitFor();
  const asked = { view: 'open_items', definition: { columns: ['customer_number', 'customer_name', 'open'], filters: [{ column: 'due_on', is: 'at_most', value: 'today-1' }], grouped: true, order: [{ column: 'open', descending: true }] } };
  const got = await staff.must(200, 'POST', '/reports/look', asked);
  assert.equal(await rows.count(), got.rows.length);
  assert.ok((await rows.first().textContent()).includes(got.rows[0][2]));
  await page.getByLabel('How often').selectOption({ label: 'Every week' });
  await page.getByLabel('On', { exact: true }).selectOption({ label: 'Friday' });
  await page.getByRole('button', { name: 'Save report' }).press('Enter');
  await page.getByText('Choose somebody to send it to.').waitFor();
  await page.getByRole('group', { name: 'To' }).getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Save report' }).press('Enter');
  await page.getByRole('cell', { name: 'Every week' }).waitFor();
  const { reports: [kept] } = await staff.must(200, 'GET', '/reports');
  assert.deepEqual([kept.name, kept.every, kept.on_day, kept.at_hour, kept.recipient_ids.length], ['Overdue by customer', 'week', 5, 7, 1]);
  assert.deepEqual(kept.definition.filters, asked.definition.filters);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Excel, Overdue by customer' }).click()]);
  assert.equal(download.suggestedFilename(), 'Overdue by customer 2026-03-04.xlsx');
});

test('it is changed and removed', async () => {
  await page.goto('/app/reports');
  await settled(page);
  await page.getByRole('link', { name: 'Overdue by customer', exact: true }).press('Enter');
  await page.getByRole('textbox', { name: 'Name' }).fill('Late');
  await page.getByLabel('How often').selectOption({ label: 'Never' });
  await page.getByRole('button', { name: 'Save report' }).press('Enter');
  await page.getByRole('link', { name: 'Late', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Remove', exact: true }).last().press('Enter');
  await page.getByRole('button', { name: 'Remove for good' }).press('Enter');
  await page.getByText('No report yet').waitFor();
});
