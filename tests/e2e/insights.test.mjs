// The figures of the department as a person reads them: each opens its rows, the address
// holds what was chosen, the line is a table, too, and reads with the keyboard.
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

const go = async (query = '') => {
  await page.goto(`/app/insights${query}`);
  await settled(page);
};
const eur = async (query = '') => (await staff.must(200, 'GET', `/insights?currency=EUR${query}`)).currencies[0];
const milli = (c, name, variant) => Number(c.figures.find((f) => f.name === name && f.variant === variant).value);

test('a day that has not come is said to have no figures, until one is chosen that has', async () => {
  await go('?as_of=2099-01-01');
  await page.getByRole('alert').getByText('There are no figures of “2099-01-01”').waitFor();
  await page.getByLabel('As of').fill('2026-03-01');
  await page.getByLabel('As of').press('Enter');
  await page.getByRole('status').getByText('1 Mar 2026').waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
});

test('a tile says its figure by its usual definition, and what that is when asked', async () => {
  await go();
  const c = await eur();
  const tile = page.getByRole('article', { name: 'Days sales outstanding' });
  await tile.getByText(`${milli(c, 'dso', 'countback').toFixed(1)} days`).waitFor();
  await tile.locator('summary').press('Enter');
  await tile.getByText('The open balance is used up by the sales of the newest month').waitFor();
  assert.ok((await tile.textContent()).includes(`${milli(c, 'dso', 'simple').toFixed(1)} days`), 'the other definitions stand beside it');
});

test('a figure and a bar open the rows they were computed from', async () => {
  await go();
  await page.getByRole('link', { name: /^Past due:/ }).click();
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('rows'), 'open:1:');
  const late = await staff.all('/insights/open-items?currency=EUR&min_late=1');
  const rows = page.getByRole('region', { name: /^Rows:/ }).last().locator('tbody tr');
  assert.equal(await rows.count(), Math.min(late.length, 50));
  await page.getByRole('link', { name: '31 to 60 days' }).click();
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('rows'), 'open:31:60');
  await page.getByRole('heading', { name: 'Rows: What was owed, 31 to 60 days' }).waitFor();
  await page.goBack();
  await page.getByRole('heading', { name: 'Rows: What was owed, Overdue' }).waitFor();
});

test('what went into a figure opens its own rows, which add up to it', async () => {
  await go('?as_of=2026-01-31');
  const c = await eur('&as_of=2026-01-31'), unpaid = c.figures.find((f) => f.name === 'at_risk').inputs.find((i) => i.name === 'unpaid').value;
  const tile = page.getByRole('article', { name: 'At risk' });
  await tile.locator('summary').press('Enter');
  await tile.locator('dd').first().getByRole('link').click();
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('rows'), 'at_risk');
  const card = page.getByRole('region', { name: /^Rows: Billed/ }).first();
  const rows = await staff.all('/insights/at-risk?as_of=2026-01-31&currency=EUR');
  assert.ok(rows.length > 0);
  while (await card.getByRole('button', { name: 'Show more' }).count()) {
    await card.getByRole('button', { name: 'Show more' }).click();
    await settled(page);
  }
  const [said] = /[\d,]+\.\d\d/.exec(await card.getByRole('status').last().textContent()) ?? [''];
  assert.equal(said.replaceAll(',', ''), unpaid);
  const cei = page.getByRole('article', { name: 'Collection effectiveness' });
  await cei.locator('summary').press('Enter');
  await cei.locator('dd').getByRole('link').first().click();
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('rows'), 'open:::2025-12-31');
});

test('one customer, another way of aging, and aging over time', async () => {
  const [{ customer_id: id, name }] = (await eur()).owe_most;
  await go(`?customer_id=${id}&currency=EUR`);
  await page.getByText(name).first().waitFor();
  const mine = await eur(`&customer_id=${id}&basis=document&bounds=7,14,30,60,90`);
  const aging = page.getByRole('region', { name: /^Aging/ }).first();
  await aging.getByLabel('Aged by').selectOption('document');
  await aging.getByLabel('Bounds in days').selectOption('7,14,30,60,90');
  await settled(page);
  await aging.getByRole('link', { name: '91 days and more' }).waitFor();
  assert.equal(await aging.locator('tbody tr').count(), mine.buckets.length + 2);
  await go('?currency=EUR&line=aging');
  const card = page.getByRole('region', { name: 'Over time' });
  await card.getByRole('button', { name: 'Show as table' }).click();
  await card.getByRole('row', { name: /December 2025/ }).getByRole('link').nth(1).click();
  await settled(page);
  const at = new URL(page.url()).searchParams;
  assert.deepEqual([at.get('rows'), at.get('as_of')], ['open:1:30', '2025-12-31']);
});

test('a chosen day and division stand in the address and in the figures', async () => {
  await go('?as_of=2026-01-31&division=DE');
  const c = await eur('&as_of=2026-01-31&division=DE');
  await page.getByRole('article', { name: 'Days to pay' }).getByText(`${milli(c, 'adp', 'weighted').toFixed(1)} days`).waitFor();
  await page.getByLabel('Segment').selectOption({ index: 1 });
  await settled(page);
  assert.ok(new URL(page.url()).searchParams.get('segment'));
  assert.equal(new URL(page.url()).searchParams.get('division'), 'DE');
});

test('the line over time is a table, too, and each of its months leads there', async () => {
  await go();
  const card = page.getByRole('region', { name: 'Over time' });
  const december = card.getByRole('link', { name: /^December 2025:/ });
  await december.focus();
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('as_of'), '2025-12-31');
  await card.getByRole('button', { name: 'Show as table' }).click();
  await card.getByRole('row', { name: /December 2025/ }).waitFor();
});

test('what worked: the messages of a step, what was paid after them, and the way to them', async () => {
  await stack.mysql("UPDATE outbox SET handed_on = '2026-02-10', handed_at = '2026-02-10 09:00:00' WHERE state = 'handed_over' AND id % 3 > 0");
  await go('?currency=EUR&period=365');
  const card = page.getByRole('region', { name: 'What worked' }).first();
  await card.getByLabel('By', { exact: true }).selectOption('step');
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('worked'), 'step');
  const [row] = (await staff.must(200, 'GET', '/insights/effectiveness?by=step&from=2025-03-05&to=2026-03-04&currency=EUR')).rows.filter((r) => r.key === 'first' && r.days === 7);
  assert.ok(row.items > 0, 'a window is over');
  const line = card.getByRole('row', { name: /^Reminder 1/ });
  await line.getByText(`${Number(row.paid_percent).toFixed(1)}%`, { exact: true }).first().waitFor();
  await card.getByText('Definition').press('Enter');
  await card.getByText(/An item is an instalment of an invoice/).waitFor();
  await page.getByRole('region', { name: 'By itself and by people' }).first().getByRole('row', { name: /^Messages sent/ }).waitFor();
  assert.deepEqual(await browser.axe(page), []);
  await line.getByRole('link').click();
  await settled(page);
  const mails = await staff.all('/outbox?state=handed_over&step=first&sent_from=2025-03-05&sent_to=2026-03-04');
  assert.ok(mails.length > 0 && mails.every((m) => m.step === 'first' && m.state === 'handed_over'));
  await page.getByRole('button', { name: /Reminder 1 · sent from .*show all again/ }).click();
  await settled(page);
  assert.equal(new URL(page.url()).searchParams.get('step'), null);
});

test('where no reminder was sent, it says what is needed', async () => {
  await go('?as_of=2024-03-06&period=30');
  await page.getByText('No reminder of this period named an open invoice').waitFor();
  await page.getByText(/Seven days later their first shares stand here/).waitFor();
});
