// Paying at Stripe in a real browser: to its page, which is on another site, and back, signed in as before.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addUser } from '../api/fixture.mjs';
import { ledgerHolds, start } from '../api/pay_kit.mjs';
import { Browser } from '../harness/browser.mjs';
import { Stripe } from '../harness/stripe.mjs';
import { comeIn, settled } from './pages.mjs';

let stripe, stack, browser, phone;

before(async () => {
  stripe = await Stripe.start();
  stack = await start({ worker: false, conf: stripe.conf });
  stripe.webhook = `${stack.url}/api/payments/v1/stripe/events`;
  await stack.mysql("UPDATE division SET pay_providers = 'stripe'");
  const clara = await stack.login(await addUser(stack, 'clara@example.com'));
  const { url } = await clara.must(201, 'POST', '/customers/10/portal-links', { scope: 'account', contact_id: '101' });
  browser = await Browser.start(stack);
  phone = await browser.page({ width: 390, expected: ['favicon.ico', 'status of 404'] });
  await comeIn(phone, url);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
  await stripe?.stop();
});

const form = () => phone.getByRole('form', { name: 'Division DE · EUR' });

async function choose(number) {
  await phone.goto('/portal/pay');
  await form().getByRole('button', { name: 'None', exact: true }).tap();
  await form().getByRole('checkbox', { name: `Pay ${number}` }).check();
}
async function toStripe(amount) {
  await form().getByRole('button', { name: /^Pay €/ }).tap();
  await phone.getByRole('heading', { name: `Pay ${amount} eur` }).waitFor();
  assert.ok(phone.url().startsWith(`${stripe.url}/c/pay/cs_test_`), 'on its page');
}

test('paid there, back here, booked and saved', async () => {
  await choose('R41');
  await form().getByRole('checkbox', { name: 'Save it for the next payments and autopay' }).check();
  await toStripe('30000');
  await phone.getByRole('button', { name: 'Pay' }).tap();
  await phone.getByRole('heading', { name: '€300.00 paid. Thank you!' }).waitFor();
  assert.equal(new URL(phone.url()).origin, stack.url);
  await phone.getByText('Saved for the next payments: Visa ···· 4242, 04/28.').waitFor();
  await settled(phone);
  assert.deepEqual((await stack.sql("SELECT state, captured_minor FROM payment_intent")).map((p) => [p.state, p.captured_minor]), [['succeeded', '30000']]);
  await ledgerHolds(stack);
});

test('left there, back here: it can be gone on with, or given up and paid anew', async () => {
  await choose('R42');
  await toStripe('30000');
  await phone.getByRole('link', { name: 'Back' }).tap();
  await phone.getByRole('heading', { name: 'Payment of €300.00' }).waitFor();
  const on = phone.getByRole('link', { name: /^Go on at / });
  assert.ok((await on.getAttribute('href')).startsWith(`${stripe.url}/c/pay/`));
  await phone.getByRole('button', { name: 'Cancel', exact: true }).tap();
  await phone.getByRole('heading', { name: 'The payment was cancelled' }).waitFor();
  assert.equal(stripe.asked.at(-1).path.endsWith('/expire'), true, 'its page is closed');
  await phone.getByRole('link', { name: 'Pay anew' }).tap();
  await form().getByRole('checkbox', { name: 'Pay R42' }).waitFor();
  assert.equal(await form().getByRole('checkbox', { name: 'Pay R42' }).isChecked(), true);
  await settled(phone);
  assert.deepEqual(browser.problems, []);
});
