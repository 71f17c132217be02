// Passwords of staff in the browser: a forgotten one by the link of a mail, one's own with the old
// one, and an admin who has to set up a second factor first.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { addUser } from '../api/fixture.mjs';

let stack, browser, clara;
const NEW = 'a passphrase of many words';

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  clara = await addUser(stack, 'clara@example.com');
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

test('a forgotten password: too short and mistyped are told, then it is set, and signs in', async () => {
  await stack.client().must(204, 'POST', '/password-resets', { email: clara.email });
  assert.equal((await stack.dunlin('deliver')).code, 0);
  const [mail] = stack.mails().filter((m) => m.to.includes(clara.email));
  const page = await browser.page({ width: 390, expected: ['status of 401'] });
  await page.goto(new URL(/http\S+\/app\/reset#[\w-]+/.exec(mail.text)[0]).href.replace(stack.url, ''));
  const set = page.getByRole('button', { name: 'Set password' });
  await page.getByLabel('New password', { exact: true }).fill('short');
  await set.click();
  await page.getByText('At least 12 characters are needed').first().waitFor();
  await page.getByLabel('New password', { exact: true }).fill(NEW);
  await page.getByLabel('New password once more').fill('something else that is long');
  await set.click();
  await page.getByText('The two are not the same.').waitFor();
  assert.deepEqual(await browser.axe(page), []);
  await page.getByLabel('New password once more').fill(NEW);
  await set.click();
  await page.getByText('Your password is changed').waitFor();
  clara.password = NEW;
  assert.equal((await stack.client().post('/session', { email: clara.email, password: NEW })).status, 200);
  await page.context().close();
});

test('one\'s own password wants the old one, and both fields are empty afterwards', async () => {
  const page = await browser.page({ expected: ['status of 403'] });
  await browser.signIn(page, await stack.login(clara));
  await page.goto('/app/account');
  const [old, fresh, again] = [page.getByLabel('Your password now'), page.getByLabel('New password', { exact: true }), page.getByLabel('New password once more')];
  const change = page.getByRole('button', { name: 'Change password' });
  await fresh.fill('another passphrase of words');
  await again.fill('another passphrase of words');
  await change.click();
  await page.getByText('Enter your password as it is now').waitFor();
  await old.fill('not my password at all');
  await change.click();
  await page.getByText('is wrong', { exact: false }).first().waitFor();
  await old.fill(clara.password);
  await change.click();
  await page.getByRole('status').filter({ hasText: 'password' }).first().waitFor();
  for (const field of [old, fresh, again]) assert.equal(await field.inputValue(), '');
  await page.context().close();
});

test('an admin without a second factor sees that first, in the same card', async () => {
  const page = await browser.page();
  const admin = await addUser(stack, 'eve@example.com', '--role', 'admin');
  await browser.signIn(page, await stack.login(admin));
  await stack.mysql("UPDATE user SET totp_sealed = NULL WHERE email = 'eve@example.com'; UPDATE session SET mfa = 0 WHERE user_id = (SELECT id FROM user WHERE email = 'eve@example.com')");
  await page.goto('/app/worklist');
  await page.getByRole('region', { name: 'Set up your second factor' }).waitFor();
  assert.deepEqual(await browser.axe(page), []);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/enrol.png` });
  await page.context().close();
});

test('nothing of it troubled the browser', () => assert.deepEqual(browser.problems, []));
