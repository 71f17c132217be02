// A customer on a phone and a collector at a desk write to each other, each in a browser of his own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { addUser, COMPANY } from '../api/fixture.mjs';
import { comeIn, faultsOf } from './pages.mjs';

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const ROUNDS = Number(process.env.CHAT_ROUNDS ?? 1);
let stack, browser, clara, phone, desk;

before(async () => {
  stack = await Stack.start({ now: '2026-03-04T09:00:00Z', live: true, worker: true });
  await stack.mysql(COMPANY);
  clara = await stack.login(await addUser(stack, 'clara@example.com', '--name', 'Clara Berg'));
  const { url } = await clara.must(201, 'POST', '/customers/10/portal-links', { scope: 'account', contact_id: '101' });
  browser = await Browser.start(stack);
  phone = await browser.page({ width: 390, expected: ['status of 50', 'net::ERR'] });
  desk = await browser.page({ expected: ['status of 50', 'net::ERR'] });
  await comeIn(phone, url);
  await browser.signIn(desk, clara);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const log = (page) => page.getByRole('log');

test('what one writes the other sees without a reload, in a region that is read aloud', async () => {
  await phone.getByRole('navigation').getByRole('link', { name: 'Messages' }).click();
  await phone.getByLabel('Your message').fill('Is R11 really open?');
  await phone.keyboard.press('Control+Enter');
  await log(phone).getByText('Is R11 really open?').waitFor();
  await desk.goto('/app/inbox');
  await desk.getByRole('link', { name: /Acme Works/ }).first().click();
  await log(desk).getByText('Is R11 really open?').waitFor();
  await phone.getByText('· Read').waitFor();
  await desk.getByRole('textbox', { name: 'Answer' }).fill('It is: 75 EUR.');
  await phone.getByText(/is writing/).waitFor();
  await desk.keyboard.press('Control+Enter');
  await log(phone).getByText('It is: 75 EUR.').waitFor();
  await log(desk).getByText('Read', { exact: true }).waitFor();
  await phone.getByText(/is here/).waitFor();
});

test('a file goes along and is saved on the other side', async () => {
  await phone.getByLabel('Add files').setInputFiles({ name: 'slip.png', mimeType: 'image/png', buffer: PNG });
  await phone.getByRole('button', { name: 'Take out slip.png' }).waitFor();
  await phone.getByText('slip.png', { exact: true }).waitFor();
  await phone.getByLabel('Your message').fill('Paid, see the slip.');
  await phone.keyboard.press('Control+Enter');
  const link = log(desk).getByRole('link', { name: 'slip.png' });
  await link.waitFor();
  const [file] = await Promise.all([desk.waitForEvent('download'), link.click()]);
  assert.equal(file.suggestedFilename(), 'slip.png');
});

test('what is written while the server is away arrives once when it is back; a reload keeps it and the draft', async () => {
  await stack.kill('web', 'SIGKILL');
  await phone.getByLabel('Your message').fill('Written in a tunnel');
  await phone.keyboard.press('Control+Enter');
  await phone.getByText('Sending …').waitFor();
  await phone.getByLabel('Your message').fill('and a draft');
  await stack.spawn('web');
  await stack.ready();
  await phone.reload();
  await log(phone).getByText('Written in a tunnel').waitFor();
  await log(desk).getByText('Written in a tunnel').waitFor();
  assert.equal(await log(desk).getByText('Written in a tunnel').count(), 1);
  assert.equal(await phone.getByLabel('Your message').inputValue(), 'and a draft');
  assert.equal((await stack.sql('SELECT COUNT(*) AS n FROM message WHERE body = \'Written in a tunnel\''))[0].n, '1');
});

test('a file whose answer is lost is there once, survives a reload, and goes with the message', async () => {
  let tries = 0;
  await phone.route('**/attachments/unsent?*', async (route) => {
    tries += 1;
    if (tries > 1) return route.continue();
    await route.fetch(); // it got there
    return route.abort();
  });
  await phone.getByLabel('What you attach').selectOption({ label: 'Proof of payment' });
  await phone.getByLabel('Add files').setInputFiles({ name: 'lost.png', mimeType: 'image/png', buffer: PNG });
  await phone.getByText('lost.png', { exact: true }).waitFor();
  assert.equal(tries, 2);
  await phone.unroute('**/attachments/unsent?*');
  await phone.reload();
  await phone.getByText('lost.png', { exact: true }).waitFor();
  assert.equal(await phone.getByText('lost.png', { exact: true }).count(), 1);
  await phone.getByLabel('Your message').fill('It was lost on the way');
  await phone.keyboard.press('Control+Enter');
  await log(desk).getByRole('link', { name: 'lost.png' }).waitFor();
  await log(desk).getByText(/^Proof of payment · /).waitFor();
  await log(phone).getByText('Proof of payment').waitFor();
  assert.equal((await stack.sql("SELECT COUNT(*) AS n FROM attachment WHERE file_name = 'lost.png'"))[0].n, '1');
  assert.equal(await phone.getByRole('button', { name: 'Take out lost.png' }).count(), 0);
});

test('a file that is not sent after all is taken out for good', async () => {
  await phone.getByLabel('Add files').setInputFiles({ name: 'wrong.png', mimeType: 'image/png', buffer: PNG });
  await phone.getByText('wrong.png', { exact: true }).waitFor();
  const gone = phone.waitForResponse((response) => response.request().method() === 'DELETE');
  await phone.getByRole('button', { name: 'Take out wrong.png' }).click();
  assert.equal((await gone).status(), 204);
  const asked = phone.waitForResponse((response) => response.url().endsWith('/attachments/unsent'));
  await phone.reload();
  assert.deepEqual((await (await asked).json()).rows, []);
  assert.equal(await phone.getByText('wrong.png', { exact: true }).count(), 0);
});

test('the line of events comes back by itself within seconds of a server that was away', async () => {
  const line = (status) => phone.waitForResponse((response) => response.url().endsWith('/api/portal/v1/events') && response.status() === status, { timeout: 30000 });
  await stack.kill('web', 'SIGKILL');
  const shut = line(503);
  await stack.restart('nginx'); // an open line outlives the server behind it
  await shut;
  const back = line(200);
  await stack.spawn('web');
  await stack.ready();
  await back;
});

test('whatever is killed, each message stands once, in one order, with its file, on both pages', async () => {
  let over = false;
  const sides = [[phone, 'phone', 'Your message'], [desk, 'desk', 'Answer']].map(([page, name, box]) => ({ page, name, box, wrote: [], files: [] }));
  const write = async (side) => {
    const field = side.page.getByRole('textbox', { name: side.box });
    for (let n = 1; !over; n++) {
      const text = `${side.name} says ${n}`;
      if (n % 3 === 0) {
        const name = `${side.name}-${n}.png`;
        await side.page.locator('input[type=file]').setInputFiles({ name, mimeType: 'image/png', buffer: PNG });
        if (side.page === phone) await phone.getByText(name, { exact: true }).waitFor({ timeout: 30000 });
        side.files.push(name);
      }
      await field.fill(text);
      await field.press('Control+Enter');
      await until(async () => await field.inputValue() === '', { ms: 30000, name: `${text} to be taken` });
      side.wrote.push(text);
      await sleep(150);
    }
  };
  const busy = sides.map(write);
  // on a busy machine as many rounds as it takes until each has sent files through them
  for (let round = 0; round < ROUNDS || (round < 10 * ROUNDS && !sides.every(({ files }) => files.length > 1)); round++) {
    for (const part of ['nginx', 'web', 'worker', 'mariadb']) {
      await sleep(900);
      await stack.restart(part, 'SIGKILL');
      await stack.ready();
    }
  }
  await sleep(900);
  over = true;
  await Promise.all(busy);

  const all = sides.flatMap(({ wrote }) => wrote).sort();
  assert.ok(sides.every(({ files }) => files.length), 'each has sent a file');
  const seen = [];
  for (const { page, name } of sides) {
    const texts = () => log(page).getByText(/^(phone|desk) says \d+$/).allInnerTexts();
    await until(async () => (await texts()).length >= all.length && !await page.getByText('Sending …').count(), { ms: 30000, name: `all on the ${name}` });
    seen.push(await texts());
    for (const file of sides.flatMap(({ files }) => files)) assert.equal(await log(page).getByRole('link', { name: file }).count(), 1, `${file} on the ${name}`);
  }
  assert.deepEqual([...seen[0]].sort(), all, 'each once');
  assert.deepEqual(seen[1], seen[0], 'in the same order');
  for (const { name, wrote } of sides) assert.deepEqual(seen[0].filter((text) => text.startsWith(name)), wrote);
});

test('a page of the customer shows what others do without a reload', async () => {
  const page = await browser.page();
  await browser.signIn(page, clara);
  const listening = page.waitForResponse((response) => response.url().endsWith('/api/collector/v1/events'));
  await page.goto('/app/customers/10');
  await page.getByRole('heading', { level: 1, name: 'Acme Works' }).waitFor();
  await listening;
  await clara.must(201, 'POST', '/customers/10/holds', { item_id: '12', reason: 'told by somebody else', until: '2026-03-10' });
  await page.getByText('told by somebody else').first().waitFor();
});

test('both pages are sound', async () => {
  await phone.setViewportSize({ width: 390, height: 844 });
  assert.deepEqual(await faultsOf(browser, phone, 'portal-chat', [390]), []);
  assert.deepEqual(await faultsOf(browser, desk, 'inbox-chat', [1440]), []);
  assert.deepEqual(browser.problems, []);
  if (process.env.SHOTS) {
    await phone.screenshot({ fullPage: true, path: `${process.env.SHOTS}/chat-phone.png` });
    await desk.screenshot({ fullPage: true, path: `${process.env.SHOTS}/chat-desk.png` });
  }
});
