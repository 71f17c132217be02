// A customer's people as staff see them: invited on the customer's page, in by the mail that
// comes, changed, sent out again; and the portal seen as that customer sees it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { SmtpSink } from '../harness/smtp_sink.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser, COMPANY } from '../api/fixture.mjs';
import { settled } from './pages.mjs';

const EMAIL = 'pay10@example.org';

let stack, sink, browser, clara, staff, desk, phone;

before(async () => {
  sink = await SmtpSink.start();
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z',
    conf: { smtp_url: sink.url, smtp_tls: 'none', mail_from: 'ar@seller.example' } });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com', '--name', 'Clara');
  staff = await stack.login(clara);
  browser = await Browser.start(stack);
  desk = await browser.page();
  await browser.signIn(desk, staff);
  phone = await browser.page({ width: 390, expected: [/status of 40[134]/] });
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
  await sink?.stop();
});

const card = () => desk.getByRole('region', { name: 'Portal access' });
const button = (name, on = desk) => on.getByRole('button', { name, exact: true });
const dialog = () => desk.getByRole('dialog');
const said = (text) => desk.locator('.toasts').getByText(text).waitFor();

/** The link that the newest mail to somebody holds. */
async function linkTo(email) {
  assert.equal((await stack.dunlin('deliver')).code, 0);
  const mail = sink.messages.filter(({ envelope }) => envelope.some((to) => to.includes(email))).at(-1);
  assert.ok(mail, `no mail to ${email}`);
  return /\/portal\/invitation#[\w-]{43}/.exec(mail.text)[0];
}

async function openCustomer() {
  await desk.goto('/app/customers/10');
  await card().waitFor();
  await settled(desk);
}

test('nobody has an account: the card says so, and a contact is invited by keys alone', async () => {
  await openCustomer();
  await card().getByText('Nobody of Acme Works has an account yet.').waitFor();
  await button('Invite', card()).focus();
  await desk.keyboard.press('Enter');
  assert.equal(await dialog().getByLabel('Who').inputValue(), '101', 'its contact is proposed');
  assert.equal(await dialog().getByLabel('E-mail').inputValue(), EMAIL);
  assert.equal(await dialog().getByLabel('Role').inputValue(), 'admin', 'the first one may invite the others');
  await desk.keyboard.press('Control+Enter');
  await said(`Invitation sent to ${EMAIL}.`);
  await card().getByText('good until 16 Mar').waitFor();
  assert.ok(await desk.evaluate(() => document.activeElement.textContent.includes('Invite')), 'the focus is back');
});

test('what is not right is said at its field; the invitation stays one', async () => {
  await button('Invite', card()).click();
  await dialog().getByLabel('Who').selectOption({ label: 'Somebody else' });
  await dialog().getByRole('button', { name: 'Send invitation' }).click();
  await dialog().getByText('Enter a name.').waitFor();
  await dialog().getByLabel('Name').fill('Nils');
  await dialog().getByLabel('E-mail').fill('nowhere');
  await dialog().getByRole('button', { name: 'Send invitation' }).click();
  const field = dialog().getByLabel('E-mail');
  await desk.waitForFunction(() => document.querySelector('dialog[open] input[type="email"]').getAttribute('aria-invalid') === 'true');
  assert.equal(await field.getAttribute('aria-invalid'), 'true');
  await desk.keyboard.press('Escape');
  const [{ n }] = await stack.sql('SELECT COUNT(*) AS n FROM portal_invitation');
  assert.equal(n, '1');
});

test('sent again, the older link is void and the new one lets in', async () => {
  const old = await linkTo(EMAIL);
  await button('Send again: invitation of Contact of Acme Works', card()).click();
  await said(`Sent to ${EMAIL} again. The earlier link no longer works.`);
  await settled(desk);
  const link = await linkTo(EMAIL);
  assert.notEqual(link, old);
  await phone.goto(old);
  await phone.getByText('This invitation is no longer good').waitFor();
  await phone.goto('about:blank');
  await phone.goto(link);
  await button('Accept', phone).click();
  await phone.getByRole('navigation').waitFor();
  await openCustomer();
  const list = card().getByRole('list', { name: 'Portal access' });
  await list.getByText('Contact of Acme Works').waitFor();
  assert.match(await list.innerText(), /Admin/);
  assert.match(await list.innerText(), /last seen/);
  const [row] = await stack.sql('SELECT contact_id FROM portal_membership WHERE customer_id = 10 AND known_to IS NULL');
  assert.equal(row.contact_id, '101', 'whom it was for at first');
});

test('one that is over says so, and can be withdrawn', async () => {
  await staff.must(201, 'POST', '/customers/10/portal-invitations', { email: 'otto@example.org', name: 'Otto', role: 'viewer' });
  await stack.mysql("UPDATE portal_invitation SET expires_at = created_at + INTERVAL 1 MICROSECOND WHERE name = 'Otto'");
  stack.clock.set('2026-03-02T09:01:00Z');
  await openCustomer();
  await card().getByText('Expired 2 Mar').waitFor();
  await button('Withdraw the invitation of Otto', card()).click();
  await said('The invitation of Otto is withdrawn.');
  await card().getByText('otto@example.org').waitFor({ state: 'detached' });
});

test('the portal as the customer sees it: said before, seen by both sides, kept', async () => {
  await button('See as customer', card()).click();
  for (const text of ['and change nothing', 'see your name while you look', 'kept in the audit', 'after half an hour']) await dialog().getByText(text).waitFor();
  assert.equal((await stack.sql("SELECT id FROM audit_event WHERE action = 'support.open'")).length, 0, 'nothing before it is confirmed');
  assert.equal(await dialog().getByRole('checkbox').count(), 0, 'the company lets nobody act for customers');
  await dialog().getByLabel('As').selectOption({ label: 'Contact of Acme Works' });
  const opened = desk.context().waitForEvent('page');
  await dialog().getByRole('button', { name: 'Open the portal' }).click();
  const view = await opened;
  await view.getByText('You see the portal as the customer sees it.').waitFor();
  await said(/open in another tab until/);
  await phone.reload();
  await phone.getByText('Clara of the company is looking at this page as you see it.').waitFor();
  const [row] = await stack.sql("SELECT actor_id, customer_id FROM audit_event WHERE action = 'support.open'");
  assert.deepEqual({ ...row }, { actor_id: String(clara.id), customer_id: '10' });
  await button('Leave', view).click();
  await view.close();
});

test('a role is changed, an access ended: the person is out at once', async () => {
  await button('Change the role of Contact of Acme Works', card()).click();
  await dialog().getByLabel('Role').selectOption({ label: 'Payer' });
  await dialog().getByText('Also promises payments and disputes invoices.').waitFor();
  await button('Save', dialog()).click();
  await said('Contact of Acme Works is Payer from now on.');
  await phone.goto('/portal');
  await phone.getByRole('navigation').waitFor();
  assert.equal(await phone.getByRole('link', { name: 'People' }).count(), 0, 'it holds from the next request');
  await button('End access of Contact of Acme Works', card()).click();
  await dialog().getByText('It holds at once').waitFor();
  await button('End access', dialog()).click();
  await said('Contact of Acme Works has no access any more.');
  await card().getByText('Nobody of Acme Works has an account yet.').waitFor();
  await phone.goto('/portal');
  await phone.getByLabel('E-mail').waitFor();
});

test('who may only read sees who comes in, and no way to change it', async () => {
  const vera = await stack.login(await addUser(stack, 'vera@example.com', '--role', 'viewer'));
  await vera.must(200, 'GET', '/customers/10/portal-people');
  const page = await browser.page();
  await browser.signIn(page, vera);
  await page.goto('/app/customers/10');
  const region = page.getByRole('region', { name: 'Portal access' });
  await region.getByText('Nobody of Acme Works').waitFor();
  assert.equal(await button('Invite', region).count(), 0);
  assert.equal(await button('See as customer', region).count(), 1);
});

test('nothing complained', () => assert.deepEqual(browser.problems.filter((p) => !/status of 422/.test(p)), []));
