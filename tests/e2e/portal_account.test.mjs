// A person at a customer in a real browser: invited, in by a code, by a passkey, with colleagues;
// and staff who see the same.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { codeFor, forget, invitationTo, member } from '../api/portal_people.mjs';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { faultsOf, settled } from './pages.mjs';
import { addUser, COMPANY } from '../api/fixture.mjs';

let stack, browser, staff, page;
const email = 'anna@example.org';

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  browser = await Browser.start(stack);
  page = await browser.page({ width: 390, expected: [/status of 40[1349]/, /status of 403/] });
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const button = (name, on = page) => on.getByRole('button', { name, exact: true });
const leave = async () => {
  await button('Leave').click();
  await page.getByText('You have left').waitFor();
};

test('an invitation at 390 px: looked at, accepted, and in', async () => {
  await staff.must(201, 'POST', '/customers/10/portal-invitations', { email, name: 'Anna', role: 'admin' });
  const token = await invitationTo(stack, email);
  await page.goto(`/portal/invitation#${token}`);
  await page.getByRole('heading', { name: 'Join Acme Works' }).waitFor();
  assert.ok(!page.url().includes(token), 'the secret is out of the address');
  assert.deepEqual(await faultsOf(browser, page, 'invitation', [390]), []);
  await page.getByLabel('Your name').fill('Anna Adams');
  await button('Accept').click();
  await page.getByRole('navigation').waitFor();
});

test('account and people look right and are reached by their names', async () => {
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await page.getByRole('heading', { name: 'My account' }).waitFor();
  assert.deepEqual(await faultsOf(browser, page, 'my account', [390, 1440]), []);
  await page.goto('/portal/people');
  await page.getByRole('heading', { name: 'People', exact: true }).waitFor();
  assert.deepEqual(await faultsOf(browser, page, 'people', [390, 1440]), []);
  await page.setViewportSize({ width: 390, height: 844 });
});

test('what comes by mail is chosen by the keyboard; what nobody would get then stays chosen', async () => {
  await page.goto('/portal/account');
  const gets = page.getByRole('region', { name: 'What you get by mail' });
  const box = (name) => gets.getByRole('checkbox', { name, exact: true });
  await box('Statements').focus();
  await page.keyboard.press('Space');
  await page.getByText('Saved').first().waitFor();
  assert.ok(await box('Statements').evaluate((el) => el === document.activeElement), 'the focus stays');
  await box('Invoices and reminders').check();
  await settled(page);
  await stack.mysql("UPDATE contact SET roles = 'legal' WHERE customer_id = 10 AND email <> 'anna@example.org'");
  await box('Invoices and reminders').click();
  await page.getByText('Somebody must get invoices and reminders by mail').waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('section[aria-labelledby="p-gets"] input')].filter((one) => one.checked).length === 2);
  const [{ roles }] = await stack.sql("SELECT roles + 0 AS roles FROM contact WHERE customer_id = 10 AND email = 'anna@example.org'");
  assert.equal(roles, '3');
  if (process.env.SHOTS) await gets.screenshot({ path: `${process.env.SHOTS}/gets.png` });
  await stack.mysql("UPDATE contact SET roles = 'billing' WHERE customer_id = 10");
  await page.goto('/portal/people');
});

test('a colleague is invited, and comes in', async () => {
  const invite = page.locator('section', { has: page.getByRole('heading', { name: 'Invite a colleague' }) });
  await invite.getByLabel('Name').fill('Ben');
  await invite.getByLabel('E-mail').fill('ben@example.org');
  await button('Send invitation').click();
  await page.getByText('Invitation sent to ben@example.org.').waitFor();
  const token = await invitationTo(stack, 'ben@example.org');
  const other = await browser.page({ width: 390, locale: 'de-DE' });
  await other.goto(`/portal/invitation#${token}`);
  await button('Annehmen', other).click();
  await other.getByRole('navigation').waitFor();
  await other.context().close();
  await page.reload();
  await page.getByText('ben@example.org').first().waitFor();
});

test('a passkey is added, and signs in again', async () => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } });
  await page.goto('/portal/account');
  await button('Add a passkey').click();
  await page.getByText('Passkey added.').first().waitFor();
  await page.getByText('since 2 Mar 2026').waitFor();
  await leave();
  await button('Use a passkey').click();
  await page.getByRole('navigation').waitFor();
  const [{ via, mfa }] = await stack.sql('SELECT via, mfa FROM portal_session ORDER BY created_at DESC LIMIT 1');
  assert.deepEqual([via, mfa], ['passkey', '1']);
});

test('a code by mail signs in; a wrong one says so', async () => {
  await leave();
  await forget(stack);
  await page.getByLabel('E-mail').fill(email);
  await button('Send me a code').click();
  await page.getByLabel('Code from the mail').fill('00000000');
  await button('Sign in').click();
  await page.getByText('That is not right, or no longer valid.').waitFor();
  assert.deepEqual(await faultsOf(browser, page, 'sign in', [390]), []);
  await page.getByLabel('Code from the mail').fill(await codeFor(stack, email));
  await button('Sign in').click();
  await page.getByRole('navigation').waitFor();
});

test('staff see what the customer sees, and both see that', async () => {
  const view = await browser.page({ width: 1440 });
  await browser.signIn(view, staff);
  await view.goto('/portal');
  await view.getByText('Welcome').waitFor();
  const { people } = await staff.must(200, 'GET', '/customers/10/portal-people');
  await staff.must(200, 'POST', '/customers/10/portal-view', { person_id: people.find((p) => p.email === email).id });
  await browser.signIn(view, staff);
  await view.goto('/portal');
  await view.getByText('You see the portal as the customer sees it.').waitFor();
  await settled(view);
  assert.equal(await view.getByRole('link', { name: 'Account', exact: true }).count(), 0);
  await page.reload();
  await page.getByText('of the company is looking at this page as you see it.').waitFor();
  assert.deepEqual(await faultsOf(browser, page, 'looked at', [390]), []);
  staff.cookies.delete('dunlin_portal');
});

test('a person of two customers switches between them', async () => {
  await member(stack, staff, 20, email, 'viewer');
  await page.goto('/portal/account');
  await page.getByRole('combobox', { name: 'Customer', exact: true }).selectOption({ label: 'Brook Mills · C20' });
  await page.getByText('Brook Mills').first().waitFor();
  assert.equal(await page.getByRole('link', { name: 'People' }).count(), 0, 'no admin there');
});

test('nothing complained', () => assert.deepEqual(browser.problems.filter((p) => !/status of 40[19]/.test(p)), []));
