// A customer saves what he pays with on a phone and turns autopay on; the collector's page shows
// it and stops it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from '../api/pay_kit.mjs';
import { addUser } from '../api/fixture.mjs';
import { Browser } from '../harness/browser.mjs';
import { comeIn, faultsOf, settled } from './pages.mjs';

let stack, browser, clara, phone, desk;

before(async () => {
  stack = await start({ live: true, worker: false });
  clara = await stack.login(await addUser(stack, 'clara@example.com', '--name', 'Clara Berg', '--role', 'manager'));
  browser = await Browser.start(stack);
  phone = await browser.page({ width: 390 });
  desk = await browser.page();
  await browser.signIn(desk, clara);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const account = (on = phone) => on.getByRole('region', { name: 'Division DE · EUR' });
const button = (name, on = account()) => on.getByRole('button', { name, exact: true });

test('saved, collected by itself, seen and stopped by staff, removed', async () => {
  const { url } = await clara.must(201, 'POST', '/customers/10/portal-links', { scope: 'account', contact_id: '101' });
  await comeIn(phone, url);
  await phone.goto('/portal/payments');
  await phone.getByRole('link', { name: 'Payment methods and autopay' }).tap();
  await account().getByText('Nothing is saved yet.').waitFor();
  await account().getByText('Save something to pay with first.').waitFor();
  await button('Save a trial card').tap();
  await button('It is saved').tap();
  await account().getByText('Visa ···· 4242, 04/28').first().waitFor();
  await account().getByLabel('When').selectOption('2');
  await account().getByLabel(/At most/).fill('many');
  await button('Turn autopay on').tap();
  await account().getByText('Enter an amount, or nothing.').waitFor();
  await account().getByLabel(/At most/).fill('1,000.00');
  await button('Turn autopay on').tap();
  await account().getByText('On: each invoice is collected 2 days before it is due, from Visa ···· 4242, 04/28.').waitFor();
  await account().getByText(/at least 3 days before each charge/).waitFor();
  await account().getByText(/Nothing above €1,000\.00 is collected/).waitFor();
  await account().getByText('planned', { exact: true }).first().waitFor();
  await account().getByText('on 5 Mar 2026').first().waitFor(); // told three days before, though it is overdue
  await settled(phone);
  assert.deepEqual(await faultsOf(browser, phone, 'payment methods'), []);
  await phone.setViewportSize({ width: 390, height: 844 });

  await desk.goto('/app/customers/10');
  const card = desk.getByRole('region', { name: 'Payments in the portal' });
  await card.getByText('Autopay is on').waitFor();
  await card.getByText('at most €1,000.00 each time').waitFor();
  await settled(desk);
  assert.deepEqual(await faultsOf(browser, desk, 'what a customer saved'), []);
  await button('Stop autopay', card).click();
  await button('Stop autopay', card).click();
  await card.getByText('Say why.').waitFor();
  await card.getByLabel('Why it is stopped').fill('asked by telephone');
  await button('Stop autopay', card).click();
  await card.getByText('Autopay is on').waitFor({ state: 'detached' });

  await phone.reload();
  await account().getByText('Off: you pay each invoice yourself.').waitFor();
  await button('Remove Visa ···· 4242, 04/28').tap();
  await account().getByText('Nothing is saved yet.').waitFor();
});

test('paid with a yes to saving: it is there for autopay; without, nothing is kept', async () => {
  const pay = async (number, yes) => {
    await phone.goto('/portal/pay');
    const form = phone.getByRole('form', { name: 'Division DE · EUR' });
    await form.getByRole('button', { name: 'None', exact: true }).tap();
    await form.getByRole('checkbox', { name: `Pay ${number}` }).check();
    await form.getByRole('radio', { name: /Trial payment/ }).check();
    const box = form.getByRole('checkbox', { name: 'Save it for the next payments and autopay' });
    assert.equal(await box.isChecked(), false, 'nobody is asked by a tick that is there already');
    await form.getByText(/You can take it back at any time under Payment methods/).waitFor();
    if (yes) await box.check();
    await settled(phone);
    if (yes) assert.deepEqual(await faultsOf(browser, phone, 'saving while paying'), []);
    await phone.setViewportSize({ width: 390, height: 844 });
    await form.getByRole('button', { name: /^Pay €/ }).tap();
    await phone.getByRole('heading', { name: /paid\. Thank you!/ }).waitFor();
    await settled(phone);
  };
  await pay('R41', false);
  assert.equal(await phone.getByText(/Saved for the next payments/).count(), 0);
  await pay('R42', true);
  await phone.getByText('Saved for the next payments: Visa ···· 4242, 04/28.').waitFor();
  assert.deepEqual(await faultsOf(browser, phone, 'saved while paying'), []);
  await phone.setViewportSize({ width: 390, height: 844 });
  await phone.getByRole('link', { name: 'Payment methods and autopay' }).tap();
  await account().getByText('Visa ···· 4242, 04/28').first().waitFor();
  await button('Turn autopay on').waitFor();
  assert.deepEqual(browser.problems, []);
});

test('where autopay is not offered the page says so; what goes beyond the limit is the customer\'s to pay', async () => {
  await account().getByLabel(/At most/).fill('100.00');
  await button('Turn autopay on').tap();
  await account().getByText('above your limit: pay it yourself').first().waitFor();
  assert.deepEqual(await faultsOf(browser, phone, 'autopay above the limit'), []);
  await phone.setViewportSize({ width: 390, height: 844 });
  const admin = await stack.admin();
  await admin.must(204, 'PUT', '/api/admin/v1/settings', { values: { autopay_who: 'tagged' } });
  await phone.reload();
  await account().getByText(/Autopay is not offered for this account|It goes on as it is/).first().waitFor();
  assert.equal(await button('Save changes').count(), 0);
  await button('Turn autopay off').tap();
  await account().getByText('Autopay is not offered for this account. Write to us if you would like it.').waitFor();
  assert.equal(await button('Turn autopay on').count(), 0);
  await settled(phone);
  assert.deepEqual(await faultsOf(browser, phone, 'autopay not offered'), []);
});
