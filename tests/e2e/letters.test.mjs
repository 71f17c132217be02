// Letters for post in the pages, by keys alone: written, put into a batch, printed, taken out,
// marked as posted.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { insert } from '../api/fixture.mjs';
import { Mailing } from '../api/mailing.mjs';
import { Browser } from '../harness/browser.mjs';
import { settled } from './pages.mjs';

const SHOTS = process.env.SHOTS;
let post, browser, page;

before(async () => {
  post = await Mailing.start();
  browser = await Browser.start(post.stack);
  page = await browser.page({ width: 1440 });
  await browser.signIn(page, post.admin);
});
after(async () => {
  await browser?.stop();
  await post?.stop();
});

async function shot(name) {
  if (!SHOTS) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ fullPage: true, path: join(SHOTS, `${name}.png`) });
}

const key = async (locator, name = 'Enter') => { await locator.focus(); await page.keyboard.press(name); };

test('a letter goes from the message dialog to the post', async () => {
  const [paid, ...rest] = [await post.owe(31), await post.owe(32), await post.owe(33)];
  for (const [k, c] of [paid, ...rest].entries()) {
    await post.stack.mysql(insert('address', { id: c.customer, customer_id: c.customer, kind: 'billing', line1: `${k + 1} Mill Lane`, postcode: '10115', city: 'Berlin', country: 'DE', known_from: '2026-01-01' }));
  }
  await page.goto('/app/letters');
  await page.getByText('No letter waits').waitFor();
  await settled(page);
  await shot('letters-none');

  // one by hand, in the dialog, the others as it sends them
  await page.goto(`/app/customers/${paid.customer}?case=${paid.case}`);
  await settled(page);
  await key(page.getByRole('button', { name: 'Message', exact: true }).first());
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('By', { exact: true }).selectOption('letter');
  assert.equal(await dialog.getByLabel('Attach invoices').count(), 1, 'files go into the same envelope');
  await key(dialog.getByRole('button', { name: 'Preview' }));
  await dialog.getByText('1 Mill Lane').waitFor();
  await shot('letters-dialog');
  await key(dialog.getByRole('button', { name: 'Send', exact: true }));
  await dialog.getByRole('button', { name: 'Undo' }).waitFor();
  await page.keyboard.press('Escape');
  for (const c of rest) await post.admin.must(201, 'POST', `/customers/${c.customer}/mail`, { case_id: String(c.case), item_ids: [String(c.invoice)], template: 'reminder_first', channel: 'letter' });
  post.stack.clock.set(new Date(post.stack.clock.now().getTime() + 11000));
  await post.pay(paid, 3190, 100000);

  await page.goto('/app/outbox');
  await settled(page);
  await key(page.getByRole('link', { name: /Letters for post/ }));
  await page.getByRole('heading', { level: 1, name: 'Letters for post' }).waitFor();
  await settled(page);
  await shot('letters-waiting');
  await key(page.getByRole('button', { name: 'Make batch' }));
  await dialog.getByText('2 letters go into the batch').waitFor();
  assert.match(await dialog.getByRole('region', { name: '1 letter is left out' }).innerText(), /Customer 31\s+settled/);
  await shot('letters-make');
  await key(dialog.getByLabel(/Print on both sides/), 'Space');
  await key(dialog.getByRole('button', { name: /^Make batch/ }));
  await page.getByRole('heading', { level: 1, name: /^Batch of/ }).waitFor();
  await settled(page);
  assert.deepEqual(await browser.axe(page), []);

  const [file] = await Promise.all([page.waitForEvent('download'), key(page.getByRole('link', { name: 'Open file to print' }))]);
  assert.match(file.suggestedFilename(), /^letters-\d+\.pdf$/);
  await page.getByText('Whether it was posted is not known').waitFor();
  await shot('letters-batch');
  await key(page.getByRole('button', { name: 'Take out the letter to Customer 32' }));
  await dialog.getByText('destroy the paper').waitFor();
  await dialog.getByLabel('Reason').fill('torn');
  await page.keyboard.press('Enter');
  await page.getByText('Taken out: it waits again.').waitFor();
  await key(page.getByRole('button', { name: 'Mark as posted' }));
  await dialog.getByText('This cannot be undone').waitFor();
  await shot('letters-mark');
  await key(dialog.getByRole('button', { name: 'Mark as posted' }));
  await page.getByText('Posted on').first().waitFor();
  await settled(page);
  await shot('letters-posted');
  assert.deepEqual([(await post.outbox(rest[0]))[0].state, (await post.outbox(rest[1]))[0].state], ['planned', 'handed_over']);

  await page.goto(`/app/customers/${rest[1].customer}`);
  await page.getByText('Letter posted').first().waitFor();
  await page.setViewportSize({ width: 320, height: 800 });
  await page.goto('/app/letters');
  await settled(page);
  assert.equal(await page.evaluate(() => document.scrollingElement.scrollWidth), 320);
  await shot('letters-320');
});

test('a letter without an address is mended where the outbox tells of it, and sent again', async () => {
  await page.setViewportSize({ width: 1440, height: 900 });
  const c = await post.owe(40);
  await post.stack.mysql(insert('address', { id: c.customer, customer_id: c.customer, kind: 'billing', line1: '4 Mill Lane', postcode: '10115', city: 'Berlin', country: 'DE', known_from: '2026-01-01' }));
  await post.admin.must(201, 'POST', `/customers/${c.customer}/mail`, { case_id: String(c.case), item_ids: [String(c.invoice)], template: 'reminder_first', channel: 'letter', attach: ['invoice'] });
  post.stack.clock.set(new Date(post.stack.clock.now().getTime() + 11000));
  await post.stack.mysql(`UPDATE address SET line1 = '' WHERE id = ${c.customer}`);
  const [{ id }] = await post.outbox(c);
  await post.admin.must(201, 'POST', '/letter-batches', { outbox_ids: [String(id)] });
  await page.goto(`/app/outbox/${id}?cause=no_address`);
  await page.getByText('No address that a letter can be posted to').nth(1).waitFor();
  await settled(page);
  assert.deepEqual(await browser.axe(page), []);
  await shot('outbox-no-address');
  await key(page.getByRole('button', { name: 'Enter the address' }));
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.getByLabel('Town').inputValue(), 'Berlin');
  await key(dialog.getByRole('button', { name: 'Save' }));
  await dialog.getByText('Enter street and number').waitFor();
  await dialog.getByLabel('Street and number').fill('8 New Lane');
  await shot('address-dialog');
  await page.keyboard.press('Enter');
  await page.getByText('Address saved.').waitFor();
  await key(page.getByRole('button', { name: 'Send again' }));
  await dialog.getByLabel('Reason').fill('the address is there');
  await key(dialog.getByRole('checkbox'), 'Space');
  await page.keyboard.press('Enter');
  await page.getByText('waits').first().waitFor();
  const again = await post.admin.must(201, 'POST', '/letter-batches', { outbox_ids: [String(id)] });
  assert.deepEqual([again.letters, again.pages], [1, 2]);
  await page.goto(`/app/letters/${again.id}`);
  await page.getByText('1 enclosure, 2 pages in all').waitFor();
  await settled(page);
  await shot('letters-enclosed');
  await page.goto(`/app/customers/${c.customer}`);
  await page.getByText('8 New Lane').first().waitFor();
});
