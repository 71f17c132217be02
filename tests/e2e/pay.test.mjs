// A customer pays on a phone, and the collector's page shows it: four taps from a reminder's link,
// what is declined and tried again, two tabs, parts with credits, a transfer, keys alone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ledgerHolds, start, until } from '../api/pay_kit.mjs';
import { addUser } from '../api/fixture.mjs';
import { Browser } from '../harness/browser.mjs';
import { comeIn, faultsOf, settled } from './pages.mjs';

let stack, browser, clara, phone, desk;

before(async () => {
  stack = await start({ live: true });
  clara = await stack.login(await addUser(stack, 'clara@example.com', '--name', 'Clara Berg', '--role', 'manager'));
  browser = await Browser.start(stack);
  phone = await browser.page({ width: 390, expected: ['status of 409', 'status of 422'] });
  desk = await browser.page();
  await browser.signIn(desk, clara);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const button = (name, on = phone) => on.getByRole('button', { name, exact: true });
const status = (on = phone) => on.getByRole('main').getByRole('status');
const card = (on = desk) => on.getByRole('region', { name: 'Payments in the portal' });
const form = (on = phone) => on.getByRole('form', { name: /Pay|Division DE · EUR/ }).first();
const open = async (id) => (await stack.sql(`SELECT open_minor FROM item WHERE id = ${id}`))[0].open_minor;
const choose = async (number, on = phone) => on.getByRole('checkbox', { name: `Pay ${number}`, exact: true });

/** The address of a link of a customer's, as staff make it. */
const link = async (customer, scope = {}) => (await clara.must(201, 'POST', `/customers/${customer}/portal-links`, { scope: 'account', ...scope })).url;

/** The page of paying with these invoices of Acme chosen. */
async function payPage(ids, on = phone) {
  await on.goto(`/portal/pay?ids=${ids.join(',')}`);
  await form(on).waitFor();
  if (on.asked) await settled(on);
}

test('from a reminder’s link to a paid invoice in four taps; the collector’s open page shows it without a reload', async () => {
  const mail = await until(() => stack.mails().find((one) => one.to.includes('pay20@example.org')), { ms: 60000, every: 200, name: 'the reminder' });
  const url = /http\S+\/p\/[\w-]+/.exec(mail.text)[0];
  await desk.goto('/app/customers/20');
  await card().getByText('Nothing was paid in the portal yet.').waitFor();
  await settled(desk);
  await desk.evaluate(() => { window.here_ = true; });
  let taps = 0;
  const tap = async (what) => {
    taps += 1;
    await what;
  };
  await tap(phone.goto(url));
  await tap(button('Continue').tap());
  await tap(phone.getByRole('link', { name: 'Pay now' }).tap());
  await tap(button('Pay €100.00').tap());
  await phone.getByRole('heading', { name: '€100.00 paid. Thank you!' }).waitFor();
  assert.equal(taps, 4);
  await card().getByText('Paid', { exact: true }).waitFor();
  assert.match(await card().innerText(), /€100\.00/);
  assert.equal(await desk.evaluate(() => window.here_), true, 'it is the same page');
  assert.equal(await open(21), '0');
  assert.match(await phone.getByRole('main').innerText(), /R21/);
  assert.match(await status().first().innerText(), /receipt comes by mail/);
});

test('what a payment is made of, and what was reported, stand behind it for staff', async () => {
  await button('Details: payment of €100.00', desk).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByRole('table', { name: 'What it pays' }).getByText('R21').waitFor();
  await dialog.getByRole('list', { name: 'What the provider reported' }).getByText('Paid').waitFor();
  await dialog.getByText('booked').first().waitFor();
  await desk.keyboard.press('Escape');
});

test('declined: nothing is paid, the reason is said, and another try works', async () => {
  await phone.context().clearCookies();
  await comeIn(phone, await link(10, { contact_id: '101' }));
  await desk.goto('/app/customers/10');
  await card().waitFor();
  await payPage([41]);
  await form().getByLabel('What shall happen').selectOption({ label: 'It is declined' });
  await button('Pay €300.00').tap();
  await phone.getByRole('heading', { name: 'The payment was declined' }).waitFor();
  assert.match(await status().first().innerText(), /Nothing was paid, and your invoices are as before/);
  assert.equal(await open(41), '30000');
  await card().getByText('Declined').waitFor();
  assert.deepEqual(await faultsOf(browser, phone, 'pay, declined', [390]), []);
  await phone.getByRole('link', { name: 'Try again' }).tap();
  await form().waitFor();
  assert.ok(await (await choose('R41')).isChecked(), 'the same is chosen');
  await button('Pay €300.00').tap();
  await phone.getByRole('heading', { name: '€300.00 paid. Thank you!' }).waitFor();
  assert.equal(await open(41), '0');
});

test('paid a little later: on its way, then paid, without a reload', async () => {
  await payPage([42]);
  await form().getByLabel('What shall happen').selectOption({ label: 'It is paid a little later' });
  await button('Pay €300.00').tap();
  await phone.getByRole('heading', { name: '€300.00 is on its way' }).waitFor();
  await card().getByText('On its way').waitFor();
  assert.equal(await status().first().getAttribute('role'), 'status', 'a change is read aloud');
  await phone.getByRole('heading', { name: '€300.00 paid. Thank you!' }).waitFor({ timeout: 40000 });
});

test('reported twice it is paid once', async () => {
  await payPage([43]);
  await form().getByLabel('What shall happen').selectOption({ label: 'It is reported twice' });
  await button('Pay €300.00').tap();
  await phone.getByRole('heading', { name: '€300.00 paid. Thank you!' }).waitFor();
  const [{ n }] = await stack.sql('SELECT COUNT(*) AS n FROM allocation WHERE debit_item_id = 43');
  assert.equal(n, '1');
});

test('two tabs: the second is told, and goes on with the first or cancels it', async () => {
  const second = await phone.context().newPage();
  await payPage([44], second);
  // the second is not told in time: what it shows is old
  await second.route('**/payment-options', (route) => route.abort());
  await payPage([44]);
  await form().getByRole('radio', { name: /Bank transfer/ }).check();
  await button('Transfer €300.00').tap();
  await phone.getByRole('heading', { name: 'Transfer €300.00' }).waitFor();
  await button('Pay €300.00', second).click();
  await form(second).getByRole('alert').getByText('Some of this is being paid already').waitFor();
  assert.equal((await stack.sql('SELECT intent_id FROM payment_intent_line WHERE item_id = 44')).length, 1, 'one payment alone');
  await second.unroute('**/payment-options');
  await button('Look at it', second).click();
  const under = second.getByRole('region', { name: 'Under way' });
  assert.ok(await under.evaluate((el) => el === document.activeElement));
  assert.equal(await under.getByRole('link', { name: 'Go on with the payment of €300.00' }).count(), 1);
  await under.getByRole('button', { name: 'Cancel the payment of €300.00' }).click();
  await second.getByText('Cancelled. Its invoices can be paid anew.').waitFor();
  await phone.getByRole('heading', { name: 'The payment was cancelled' }).waitFor();
  await button('Pay €300.00', second).click();
  await second.getByRole('heading', { name: '€300.00 paid. Thank you!' }).waitFor();
  assert.equal(await open(44), '0');
  await second.close();
});

test('what is being paid in another tab is no longer offered, as soon as that is heard', async () => {
  const second = await phone.context().newPage();
  await payPage([53], second);
  await payPage([53]);
  await form().getByRole('radio', { name: /Bank transfer/ }).check();
  await button('Transfer €300.00').tap();
  await form(second).getByText('Being paid already').first().waitFor();
  await button('Pay', form(second)).click();
  await form(second).getByText('Choose what you want to pay.').waitFor();
  await button('Cancel').tap();
  await second.close();
});

test('paid meanwhile by another way: said, with what is left', async () => {
  await payPage([45, 46]);
  await phone.route('**/payment-options', (route) => route.abort());
  const portal = await stack.portal(await link(10));
  const made = await portal.must(201, 'POST', '/payment-intents', { provider: 'sandbox', lines: [{ invoice_id: '45' }] }, { 'idempotency-key': 'meanwhile' });
  await portal.must(200, 'POST', `/payment-intents/${made.id}/act`, { outcome: 'success' });
  // news that come later would read the page anew by themselves
  await until(async () => (await stack.sql(`SELECT untold FROM payment_intent WHERE id = ${made.id}`))[0].untold === '0', { name: 'pages were told' });
  await button('Pay €600.00').tap();
  await form().getByRole('alert').getByText('Some of this was paid meanwhile').waitFor();
  await button('Try again').waitFor();
  await phone.unroute('**/payment-options');
  // news may have had it read anew already
  await button('Try again').tap({ timeout: 2000 }).catch(() => {});
  await button('Pay €300.00').waitFor();
  assert.equal(await (await choose('R45')).count(), 0, 'what is paid is not offered any more');
  await button('Pay €300.00').tap();
  await phone.getByRole('heading', { name: '€300.00 paid. Thank you!' }).waitFor();
});

test('a part, with a credit: what is left is said before it is paid', async () => {
  await payPage([47]);
  await button('Pay a part of R47').tap();
  const part = form().getByLabel('How much of R47');
  await part.waitFor();
  assert.ok(await part.evaluate((el) => el === document.activeElement), 'it takes what is typed next');
  await part.fill('300.01');
  if (process.env.SHOTS) await phone.screenshot({ fullPage: true, path: `${process.env.SHOTS}/pay-part.png` });
  await form().getByRole('button', { name: /^Pay/ }).last().tap();
  await form().getByText('Enter an amount up to €300.00.').waitFor();
  assert.equal(await form().getByRole('button', { name: /^Pay/ }).last().innerText(), 'Pay', 'no sum is offered while a part is none');
  assert.equal(await part.getAttribute('aria-invalid'), 'true');
  await part.fill('150');
  await form().getByRole('checkbox', { name: /Payment P90/ }).check();
  await form().getByText('less €100.00 credit').waitFor();
  assert.deepEqual(await faultsOf(browser, phone, 'pay, a part with credit', [390, 820, 1440]), []);
  await phone.setViewportSize({ width: 390, height: 844 });
  await button('Pay €50.00').tap();
  await phone.getByRole('heading', { name: '€50.00 paid. Thank you!' }).waitFor();
  assert.equal(await open(47), '15000');
  assert.equal(await open(90), '0');
  await phone.getByText('Credit P90').waitFor();
});

test('less than is open, and why: the rest is a deduction that both sides see', async () => {
  await desk.goto('/app/customers/10');
  await payPage([54]);
  await button('Pay a part of R54').tap();
  await form().getByLabel('How much of R54').fill('291');
  const rest = form().getByLabel('The other €9.00');
  await rest.selectOption({ label: 'Discount taken' });
  await form().getByLabel('What should we know?').fill('Three per cent, as agreed');
  if (process.env.SHOTS) await phone.screenshot({ fullPage: true, path: `${process.env.SHOTS}/pay-short.png` });
  assert.deepEqual(await faultsOf(browser, phone, 'pay, less than is open', [390, 820, 1440]), []);
  await phone.setViewportSize({ width: 390, height: 844 });
  await button('Pay €291.00').tap();
  await phone.getByRole('heading', { name: '€291.00 paid. Thank you!' }).waitFor();
  await phone.getByText('€9.00 left out, Discount taken: Three per cent, as agreed').waitFor();
  if (process.env.SHOTS) await phone.screenshot({ fullPage: true, path: `${process.env.SHOTS}/pay-short-receipt.png` });
  await desk.getByText('Deducted €9.00 of R54').first().waitFor();
  await phone.goto('/portal/invoices/54');
  await phone.getByText('Three per cent, as agreed').first().waitFor();
});

test('where invoices are paid whole, a part needs its reason', async () => {
  await stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('portal_pay_part', '2026-01-01', 'false')");
  await payPage([55]);
  await button('Pay a part of R55').tap();
  await form().getByLabel('How much of R55').fill('280');
  await button('Pay €280.00').tap();
  const rest = form().getByLabel('The other €20.00');
  await form().getByText('Say why: here an invoice is paid whole, or its rest explained.').waitFor();
  assert.equal(await rest.getAttribute('aria-invalid'), 'true');
  await rest.selectOption({ label: 'Freight deducted' });
  await button('Pay €280.00').tap();
  await phone.getByRole('heading', { name: '€280.00 paid. Thank you!' }).waitFor();
  await stack.mysql("DELETE FROM setting WHERE name = 'portal_pay_part'");
});

test('credits alone settle an invoice', async () => {
  await payPage([11]);
  await form().getByRole('button', { name: 'Pay a part of R11' }).tap();
  await form().getByLabel('How much of R11').fill('15');
  await form().getByRole('checkbox', { name: /Payment P14/ }).check();
  await button('Settle with credit').tap();
  await phone.getByRole('heading', { name: 'Settled with your credit. Thank you!' }).waitFor();
  assert.equal(await open(11), '6000');
});

test('a transfer: recipient, IBAN, amount and reference to copy, a code for the banking app', async () => {
  await phone.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await payPage([48]);
  await form().getByRole('radio', { name: /Bank transfer/ }).check();
  await button('Transfer €300.00').tap();
  const details = phone.getByRole('region', { name: 'Bank details' });
  await details.getByText('DE89 3704 0044 0532 0130 00').waitFor();
  await details.getByRole('img', { name: 'Code of this transfer for a banking app' }).waitFor();
  const id = new URL(phone.url()).pathname.split('/').pop();
  const [{ reference }] = await stack.sql(`SELECT reference FROM payment_intent WHERE id = ${id}`);
  for (const [what, text] of [['IBAN', 'DE89370400440532013000'], ['Amount', '300.00'], ['Reference', reference]]) {
    await details.getByRole('button', { name: `Copy: ${what}` }).tap();
    await details.getByRole('status').getByText(`Copied: ${what}`).waitFor();
    assert.equal(await phone.evaluate(() => navigator.clipboard.readText()), text);
  }
  assert.deepEqual(await faultsOf(browser, phone, 'pay, a transfer', [390, 820, 1440]), []);
  await phone.setViewportSize({ width: 390, height: 844 });
  await button('Cancel').tap();
  await phone.getByRole('heading', { name: 'The payment was cancelled' }).waitFor();
});

test('each currency is paid by itself; by keys alone, with names for who hears the page', async () => {
  const page = await browser.page({ width: 1440 });
  await comeIn(page, await link(10));
  await page.goto('/portal/pay?ids=13');
  const own = page.getByRole('form', { name: 'Division US · USD' });
  await own.waitFor();
  await settled(page);
  await page.getByText('Each company and each currency is paid by itself.').waitFor();
  assert.equal(await page.getByRole('form').first().getAttribute('aria-labelledby'), await own.getAttribute('aria-labelledby'), 'what was asked for stands first');
  await page.getByRole('main').focus();
  const pressUntil = async (name, role = 'checkbox') => {
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim()).then((at) => at.startsWith(name))) return;
    }
    assert.fail(`Tab does not come to ${role} ${name}`);
  };
  await pressUntil('Pay R13');
  await page.keyboard.press('Space');
  assert.equal(await own.getByRole('checkbox', { name: 'Pay R13' }).isChecked(), false);
  await page.keyboard.press('Space');
  await pressUntil('Pay US$100.00', 'button').catch(() => pressUntil('Pay $100.00', 'button'));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: /100\.00 paid\. Thank you!/ }).waitFor();
  const tree = await page.getByRole('main').ariaSnapshot();
  assert.match(tree, /status:[^]*heading ".*100\.00 paid\. Thank you!" \[level=1\]/);
  assert.match(tree, /region "What it pays"|heading "What it pays"/);
  await page.context().close();
});

test('magnified four times, all of it can be used', async () => {
  await phone.setViewportSize({ width: 320, height: 256 });
  await payPage([49, 50]);
  assert.ok(await browser.fits(phone));
  assert.deepEqual(await browser.spills(phone), []);
  await button('Pay a part of R49').tap();
  await form().getByLabel('How much of R49').fill('1');
  await button('Pay €301.00').scrollIntoViewIfNeeded();
  await button('Pay €301.00').tap();
  await phone.getByRole('heading', { name: '€301.00 paid. Thank you!' }).waitFor();
  assert.ok(await browser.fits(phone));
  await phone.setViewportSize({ width: 390, height: 844 });
});

test('chosen in the list, paid from there', async () => {
  await phone.goto('/portal');
  await phone.getByRole('checkbox', { name: 'Choose R51' }).check();
  await phone.getByRole('checkbox', { name: 'Choose R52' }).check();
  await phone.getByRole('region', { name: 'What you chose' }).getByRole('link', { name: 'Pay now' }).tap();
  await button('Pay €600.00').waitFor();
  await form().getByRole('button', { name: 'None' }).tap();
  await form().getByRole('button', { name: /^Pay/ }).last().tap();
  await form().getByText('Choose what you want to pay.').waitFor();
});

test('who may only look is told why there is nothing to pay by', async () => {
  const page = await browser.page({ width: 390 });
  await stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('portal_link_pay', '2026-01-01', 'false')");
  await comeIn(page, await link(30));
  assert.equal(await page.getByRole('link', { name: 'Pay now' }).count(), 0);
  await page.goto('/portal/pay');
  await page.getByText('You see this account, but you do not pay here').waitFor();
  await page.context().close();
});

test('money that goes back is said to both; the ledger holds', async () => {
  await desk.goto('/app/customers/20');
  await button('Details: payment of €100.00', desk).click();
  const dialog = desk.getByRole('dialog');
  await button('Refund', dialog).click();
  await dialog.getByLabel('How much').fill('40');
  await dialog.getByLabel('Reason').fill('paid twice');
  await dialog.getByRole('button', { name: 'Refund', exact: true }).click();
  await desk.locator('.toasts').getByText('The refund is on its way.').waitFor();
  await desk.keyboard.press('Escape');
  await card().getByText('€40.00 went back').waitFor();
  await ledgerHolds(stack);
});

test('nothing complained', () => assert.deepEqual(browser.problems.filter((one) => !/status of 40[139]|status of 422|ERR_FAILED/.test(one)), []));
