// A customer on a phone follows the link of a reminder that was really delivered.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { comeIn, delivered, settled, signIn } from './pages.mjs';

const QUESTION = 'Crate 7 came without its papers: please send the delivery note.\nThank you.';

let stack, browser, collector, mail, sent, page, token;
const asked = [];

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await delivered(stack);
  collector = await stack.collector();
  await until(async () => {
    const handed = (await collector.must(200, 'GET', '/outbox?state=handed_over&limit=100')).rows;
    mail = stack.mails().find((one) => /\/p\/[\w-]+/.test(one.text) && /^en/.test(one.headers['content-language']?.[0] ?? '')
      && handed.some((row) => row.message_id === one.messageId && row.kind === 'overdue'));
    sent = handed.find((row) => row.message_id === mail?.messageId);
    return mail !== undefined;
  }, { ms: 60000, every: 300, name: 'a reminder in English' });
  token = /\/p\/([\w-]+)/.exec(mail.text)[1];
  browser = await Browser.start(stack);
  page = await browser.page({ width: 390, expected: ['status of 401', 'net::ERR_FAILED'] });
  page.on('request', (request) => asked.push(request));
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const money = (amount, currency, locale = 'en-GB') => new Intl.NumberFormat(locale, {
  style: 'currency', currency, currencyDisplay: 'narrowSymbol', minimumFractionDigits: amount.split('.')[1]?.length ?? 0,
}).format(amount);

const row = async () => (await collector.all('/worklist?view=all&limit=200'))
  .find((one) => one.customer_id === sent.customer.id && one.currency === sent.currency);

test('the link says who invites and what it opens, and asks before it opens anything', async () => {
  await page.goto(`/p/${token}`);
  await page.getByRole('button', { name: 'Continue' }).waitFor();
  assert.match(await page.getByRole('main').innerText(), /Meridian Instruments invites you/);
  assert.equal(new URL(page.url()).pathname, '/portal', 'the secret is out of the address');
  assert.deepEqual(await page.context().cookies(), [], 'looking starts no session');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('navigation').waitFor();
});

test('what is owed and what is overdue is what the collector sees', async () => {
  const { open, overdue, currency } = await row();
  await settled(page);
  const owed = await page.getByRole('region', { name: /You owe/ }).innerText();
  assert.ok(owed.includes(money(open, currency)), owed);
  assert.ok(owed.includes(`${money(overdue, currency)} is overdue`), owed);
  const first = await page.locator('a.inv').first().innerText();
  assert.match(first, /days? overdue/, 'the oldest stands first');
});

test('what was promised and the files that are to be fetched stand below the invoices', async () => {
  const { case_id: caseId, open, currency, customer_id: id } = await row();
  await collector.must(201, 'POST', `/customers/${id}/promises`, { case_id: caseId, amount: open, promised_on: '2026-03-20' });
  await collector.must(201, 'POST', `/attachments?owner_kind=customer&owner_id=${id}&file_name=terms.txt&visible=true`, 'Terms\n', { 'content-type': 'text/plain' });
  await page.reload();
  const promised = page.getByRole('region', { name: 'What you promised' });
  await promised.waitFor();
  const text = (await promised.innerText()).replace(/\s+/g, ' ');
  assert.ok(text.includes(`${money(open, currency)} by`) && /Open/.test(text) && /Nothing of it paid yet/.test(text), text);
  await page.getByRole('link', { name: 'terms.txt' }).focus();
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
  assert.equal(file.suggestedFilename(), 'terms.txt');
  if (process.env.SHOTS) await page.screenshot({ fullPage: true, path: `${process.env.SHOTS}/portal-stands.png` });
});

test('an invoice is found by its number and shows its amounts', async () => {
  const number = /Invoice (\S+) of/.exec(mail.text)[1];
  await page.getByRole('searchbox').fill(number.toLowerCase());
  await page.waitForFunction(() => document.querySelectorAll('a.inv').length === 1);
  await page.locator('a.inv').click();
  await page.getByRole('heading', { level: 1, name: `Invoice ${number}` }).waitFor();
  assert.match(await page.getByRole('main').innerText(), /Left to pay/);
});

test('the statement closes with what is open and prints on paper without the page around it', async () => {
  await page.getByRole('link', { name: 'Statement' }).click();
  await page.getByLabel('Period').selectOption('months12');
  await settled(page);
  const { open, unapplied, currency } = await row();
  assert.equal(unapplied.replace(/[0.]/g, ''), '', 'nothing unapplied in this account');
  const closing = page.getByRole('row', { name: /Closing balance/ });
  assert.ok((await closing.innerText()).includes(money(open, currency)), await closing.innerText());
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.getByRole('navigation').isVisible(), false);
  assert.equal(await page.getByRole('button').filter({ visible: true }).count(), 0);
  assert.ok(await page.getByRole('heading', { name: 'Statement of account', level: 2 }).isVisible());
  await page.emulateMedia({ media: 'screen' });
});

test('what was paid stands with what it settled, and leads to the invoice', async () => {
  const [paid] = await stack.sql(`SELECT c.number, d.number AS invoice, c.customer_id FROM allocation a JOIN item c ON c.id = a.credit_item_id AND c.kind = 'payment'
    JOIN item d ON d.id = a.debit_item_id AND d.kind = 'invoice' AND d.customer_id = c.customer_id
    WHERE NOT EXISTS (SELECT 1 FROM allocation r WHERE r.reverses_id = a.id) AND a.reverses_id IS NULL
    AND c.issued_on = (SELECT MAX(o.issued_on) FROM item o WHERE o.customer_id = c.customer_id AND o.side = 'credit') LIMIT 1`);
  const link = await collector.must(201, 'POST', `/customers/${paid.customer_id}/portal-links`, { scope: 'account' });
  const visitor = await browser.page({ width: 390 });
  await comeIn(visitor, link.url);
  await visitor.getByRole('link', { name: 'Statement', exact: true }).click();
  await visitor.getByRole('link', { name: 'Payments and credits' }).click();
  await visitor.getByText(`Payment ${paid.number}`).waitFor();
  if (process.env.SHOTS) await visitor.screenshot({ path: `${process.env.SHOTS}/portal-payments.png` });
  await visitor.getByRole('link', { name: `Invoice ${paid.invoice}` }).first().click();
  await visitor.getByRole('heading', { level: 1, name: `Invoice ${paid.invoice}` }).waitFor();
  await visitor.context().close();
});

test('a message whose answer is lost is sent again, stored once, and stands on the timeline', async () => {
  await page.getByRole('link', { name: 'Messages' }).click();
  let lost = 0;
  await page.route('**/api/portal/v1/messages', async (route) => {
    if (route.request().method() !== 'POST' || lost++) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await page.getByLabel('Your message').fill(QUESTION);
  await page.getByRole('button', { name: 'Send' }).click();
  await until(() => lost === 2, { name: 'the second try' });
  await page.getByText('Sending …').waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('log').getByText('Crate 7 came').count(), 1);
  const [{ n }] = await stack.sql("SELECT COUNT(*) AS n FROM message WHERE body LIKE 'Crate 7 came%'");
  assert.equal(n, '1');

  const staff = await browser.page({ expected: ['status of 401'] });
  await signIn(staff, stack.logins().collector);
  await staff.goto(`/app/customers/${sent.customer.id}`);
  await settled(staff);
  const timeline = staff.getByRole('region', { name: 'Timeline' });
  assert.match(await timeline.innerText(), /Crate 7 came without its papers/);
  await staff.context().close();
});

test('a visit that ended says what to do, and keeps what was not sent in sight', async () => {
  const visitor = await browser.page({ width: 390, expected: ['status of 401'] });
  await comeIn(visitor, `${stack.url}/p/${token}`);
  await visitor.getByRole('link', { name: 'Messages' }).click();
  await settled(visitor);
  await stack.mysql("UPDATE portal_session SET revoked_at = created_at");
  await visitor.getByLabel('Your message').fill('Half a page that took an hour');
  await visitor.getByRole('button', { name: 'Send' }).click();
  await visitor.getByRole('heading', { name: 'Your visit has ended' }).waitFor();
  assert.match(await visitor.getByRole('main').innerText(), /open the link in our message again[^]*Half a page that took an hour/);
  await visitor.context().close();
  await comeIn(page, `${stack.url}/p/${token}`);
});

test('another language is chosen without losing the link, and holds inside', async () => {
  const visitor = await browser.page({ width: 390 });
  await visitor.goto(`/p/${token}`);
  await visitor.getByRole('button', { name: 'Continue' }).waitFor();
  await visitor.getByLabel('Language').selectOption('de');
  await visitor.getByRole('button', { name: 'Weiter' }).click();
  await visitor.getByRole('link', { name: 'Auszug' }).waitFor();
  assert.equal(new URL(visitor.url()).pathname, '/portal');
  const { open, currency } = await row();
  await settled(visitor);
  const owed = await visitor.getByRole('region', { name: /Sie schulden/ }).innerText();
  assert.ok(owed.includes(money(open, currency, 'de')), owed);
  await visitor.context().close();
});

test('a day is promised and a part disputed on a phone, by keys; both sides see it, and taking back undoes it', async () => {
  const taken = new Set((await stack.sql(`SELECT n.item_id FROM promise_item pi JOIN instalment n ON n.id = pi.instalment_id
    UNION SELECT item_id FROM dispute`)).map((r) => r.item_id));
  const [{ id: item, customer_id: customer }] = (await stack.sql(`SELECT i.id, i.customer_id FROM item i WHERE i.kind = 'invoice' AND i.is_open = 1
    AND i.status = 'posted' AND i.amount_minor > 5000 AND i.currency = 'EUR' AND EXISTS (SELECT 1 FROM item_line l WHERE l.item_id = i.id)
    ORDER BY i.id LIMIT 400`)).filter((r) => !taken.has(r.id));
  const link = await collector.must(201, 'POST', `/customers/${customer}/portal-links`, { scope: 'invoice', item_id: item });
  const visitor = await browser.page({ width: 390 });
  await comeIn(visitor, link.url);
  await visitor.locator('a.inv').click();
  const main = visitor.getByRole('main');

  await visitor.getByRole('button', { name: 'Something is wrong' }).press('Enter');
  const dialog = visitor.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Next' }).press('Enter');
  await dialog.getByText('Choose what it is about.').waitFor();
  await dialog.getByRole('radio', { name: 'Quality' }).press('Space');
  if (process.env.SHOTS) await visitor.screenshot({ path: `${process.env.SHOTS}/portal-dispute-1.png` });
  await dialog.getByRole('button', { name: 'Next' }).press('Enter');
  await dialog.getByText('Step 2 of 3').waitFor();
  await dialog.getByRole('radio', { name: 'A part of it' }).press('Space');
  await dialog.getByRole('button', { name: 'Next' }).press('Enter');
  await dialog.getByText(/Enter more than nothing/).waitFor();
  await dialog.getByLabel('Amount (EUR)').fill('12.50');
  await dialog.getByText(/stays payable/).waitFor();
  if (process.env.SHOTS) await visitor.screenshot({ path: `${process.env.SHOTS}/portal-dispute-2.png` });
  await dialog.getByLabel('Amount (EUR)').press('Enter');
  await dialog.getByLabel('What happened (optional)').fill('Two of the sensors are scratched.');
  await dialog.getByLabel('Files that show it (optional)').setInputFiles({ name: 'photo.txt', mimeType: 'text/plain', buffer: Buffer.from('scratched') });
  await dialog.getByRole('button', { name: 'Send' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await visitor.getByRole('status').getByText('Thank you. We look into it').waitFor();
  await main.getByRole('region', { name: 'What you dispute' }).getByText('1 file').waitFor();

  const mine = main.getByRole('region', { name: 'What you dispute' });
  await mine.getByLabel(/^Add files to the dispute of/).setInputFiles({ name: 'more.txt', mimeType: 'text/plain', buffer: Buffer.from('more of it') });
  await visitor.getByRole('status').getByText('The files are with the company.').waitFor();
  await mine.getByText('2 files').waitFor();
  assert.match(await main.innerText(), /€12\.50 is in dispute/);
  const [ours] = (await collector.must(200, 'GET', `/customers/${customer}/disputes`)).rows.filter((d) => d.item_id === item);
  assert.deepEqual([ours.amount.amount, ours.reason_code, ours.detail], ['12.50', 'quality', 'Two of the sensors are scratched.']);

  await visitor.getByRole('button', { name: 'Say when you pay' }).press('Enter');
  await dialog.getByLabel('Paid in').selectOption('2');
  assert.equal(await dialog.getByRole('list', { name: 'What you promise' }).getByRole('listitem').count(), 2);
  if (process.env.SHOTS) await visitor.screenshot({ path: `${process.env.SHOTS}/portal-promise.png` });
  const first = await dialog.getByLabel('First payment on').inputValue();
  await dialog.getByLabel('First payment on').fill('2027-01-01');
  await dialog.getByRole('button', { name: 'Promise' }).press('Enter');
  await dialog.getByText(/Choose a day from today until/).waitFor();
  await dialog.getByLabel('First payment on').fill(first);
  await dialog.getByRole('button', { name: 'Promise' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await main.getByText(/You promised/).waitFor();
  assert.equal(await visitor.getByRole('button', { name: 'Say when you pay' }).count(), 0, 'once is enough');
  const promised = (await collector.must(200, 'GET', `/customers/${customer}/promises`)).rows.filter((p) => p.channel === 'portal');
  assert.deepEqual([promised.length, promised[0].state], [2, 'open']);

  const invoicePage = visitor.url();
  await mine.getByRole('link', { name: 'Write about it' }).press('Enter');
  await main.getByText(/^About the dispute of/).waitFor();
  await visitor.getByLabel('Your message').fill('When will you know?');
  await visitor.keyboard.press('Control+Enter');
  await main.getByRole('log').getByText('When will you know?').waitFor();
  const said = await until(async () => (await collector.must(200, 'GET', `/customers/${customer}/chat`)).rows.at(-1), { name: 'the message to arrive' });
  assert.deepEqual([said.body, said.dispute_id], ['When will you know?', ours.id]);
  await visitor.goto(invoicePage);

  await main.getByRole('button', { name: 'Take back' }).press('Enter');
  await dialog.getByRole('button', { name: 'Take back' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await main.getByRole('region', { name: 'What you dispute' }).getByText('Taken back', { exact: true }).waitFor();
  assert.equal((await collector.must(200, 'GET', `/customers/${customer}/disputes`)).rows.some((d) => d.item_id === item), false);
  if (process.env.SHOTS) await visitor.screenshot({ fullPage: true, path: `${process.env.SHOTS}/portal-invoice-settled.png` });
  await visitor.context().close();
});

test('several invoices are chosen and promised together', async () => {
  const [{ customer_id: customer }] = await stack.sql(`SELECT i.customer_id FROM item i WHERE i.kind = 'invoice' AND i.is_open = 1 AND i.status = 'posted'
    AND NOT EXISTS (SELECT 1 FROM promise p WHERE p.customer_id = i.customer_id) AND NOT EXISTS (SELECT 1 FROM dispute d WHERE d.customer_id = i.customer_id)
    GROUP BY i.customer_id HAVING COUNT(*) > 2 AND COUNT(DISTINCT i.case_id) = 1 LIMIT 1`);
  const link = await collector.must(201, 'POST', `/customers/${customer}/portal-links`, { scope: 'account' });
  const visitor = await browser.page({ width: 390 });
  await comeIn(visitor, link.url);
  await settled(visitor);
  const boxes = visitor.getByRole('checkbox', { name: /^Choose (?!all)/ });
  await boxes.nth(0).press('Space');
  await boxes.nth(1).press('Space');
  const bar = visitor.getByRole('region', { name: 'What you chose' });
  await bar.getByText('2 invoices').waitFor();
  if (process.env.SHOTS) await visitor.screenshot({ path: `${process.env.SHOTS}/portal-chosen.png` });
  await bar.getByRole('button', { name: 'Say when you pay' }).press('Enter');
  const dialog = visitor.getByRole('dialog', { name: 'When will you pay these 2 invoices?' });
  await dialog.getByRole('button', { name: 'Promise' }).press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await visitor.getByText('Promised').nth(1).waitFor();
  assert.equal(await bar.count(), 0);
  const [promise] = (await collector.must(200, 'GET', `/customers/${customer}/promises`)).rows;
  assert.equal((await stack.sql(`SELECT COUNT(DISTINCT n.item_id) AS n FROM promise_item pi JOIN instalment n ON n.id = pi.instalment_id WHERE pi.promise_id = ${promise.id}`))[0].n, '2');
  await visitor.context().close();
});

test('a link to one invoice shows that one and nothing else', async () => {
  const items = await collector.all(`/customers/${sent.customer.id}/items?state=open`);
  const [one, other] = items.filter((item) => item.kind === 'invoice');
  const link = await collector.must(201, 'POST', `/customers/${sent.customer.id}/portal-links`, { scope: 'invoice', item_id: one.id });
  const visitor = await browser.page({ width: 390, expected: ['status of 404'] });
  await comeIn(visitor, link.url);
  await settled(visitor);
  assert.deepEqual(await visitor.locator('a.inv .t').allInnerTexts(), [one.number]);
  assert.equal(await visitor.getByRole('link', { name: 'Statement' }).count(), 0);
  await visitor.goto(`/portal/invoices/${other.id}`);
  await visitor.getByText('There is no such page').first().waitFor();
  await visitor.context().close();
});

test('after leaving, nothing of the account is shown, nor can be had by going back', async () => {
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('heading', { name: 'You have left' }).waitFor();
  await page.goBack();
  await page.goto('/portal/statement');
  await page.getByRole('heading', { name: 'Welcome' }).waitFor();
  assert.equal(await page.getByText(sent.customer.name).count(), 0);
});

test('the secret goes to the two requests that need it and nowhere else', async () => {
  for (const request of asked) {
    const { pathname } = new URL(request.url());
    const headers = await request.allHeaders();
    assert.ok(!(headers.referer ?? '').includes(token), `referer of ${pathname}`);
    if (pathname !== `/p/${token}` && pathname !== `/api/portal/v1/access/${token}`) {
      assert.ok(!request.url().includes(token), pathname);
    }
    if ((request.postData() ?? '').includes(token)) assert.equal(pathname, '/api/portal/v1/access');
  }
  for (const part of ['nginx', 'access', 'web', 'worker']) assert.ok(!stack.log(part).includes(token), `${part}.log`);
});

test('the pages said nothing on the console', () => {
  assert.deepEqual(browser.problems, []);
});
