// A customer saves what he pays with on a phone and turns autopay on; the collector's page shows
// it and stops it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { start } from '../api/pay_kit.mjs';
import { addUser } from '../api/fixture.mjs';
import { Browser } from '../harness/browser.mjs';
import { faultsOf, settled } from './pages.mjs';

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
  await phone.goto(url);
  await phone.getByRole('button', { name: 'Continue', exact: true }).tap();
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
