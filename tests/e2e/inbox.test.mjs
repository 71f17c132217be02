// The inbox in a real browser: through it by keys, what is proposed taken with one, and the answer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { COMPANY, insert } from '../api/fixture.mjs';
import { faultsOf, settled } from './pages.mjs';

let stack, browser, admin;

const said = (id, conversation, customer, body, at) => insert('message', {
  id, conversation_id: conversation, customer_id: customer, author_kind: 'contact', author_id: `${customer}1`, channel: 'mail', body, created_at: at,
}) + insert('inbound_mail', {
  id: id + 500, mailbox: 'm', uidvalidity: 1, uid: id, raw_hash: 'x', kind: 'reply', state: 'tied', why: 'token', from_email: `pay${customer}@example.org`,
  subject: 'Re: Reminder', body: `${body}\n\n> Please pay.`, received_at: at, customer_id: customer, posted_id: id, message_id: `<m${id}@debtor.example>`,
});
const talk = (id, customer, caseId, item, at) => insert('conversation', { id, customer_id: customer, item_id: item, subject: 'R', created_at: at, last_at: at })
  + insert('inbox_thread', { conversation_id: id, customer_id: customer, case_id: caseId, waiting_since: at });

before(async () => {
  stack = await Stack.start({ now: '2026-03-04T09:00:00Z' });
  await stack.mysql([COMPANY,
    talk(901, 10, 1001, 11, '2026-03-02 08:00:00'), said(911, 901, 10, 'Sorry for the delay. We will transfer EUR 60.00 on 12 March.', '2026-03-02 08:00:00'),
    talk(902, 20, 2001, 21, '2026-03-03 08:00:00'), said(912, 902, 20, 'The goods arrived damaged, see the picture.', '2026-03-03 08:00:00'),
    talk(903, 30, 3001, null, '2026-03-03 09:00:00'), said(913, 903, 30, 'Thank you for your patience.', '2026-03-03 09:00:00'),
    'UPDATE inbound_mail SET foreign_sender = 1, from_email = \'private@home.example\' WHERE posted_id = 913;',
    insert('inbound_mail', { id: 700, mailbox: 'm', uidvalidity: 1, uid: 700, raw_hash: 'x', kind: 'reply', state: 'unassigned', why: 'forged',
      from_email: 'eve@evil.example', subject: 'About my account', body: 'Please change the bank details.', received_at: '2026-03-03' }),
  ].join('\n'));
  browser = await Browser.start(stack);
  admin = await stack.admin();
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const SHOTS = process.env.SHOTS;
const shot = (page, name) => SHOTS && page.screenshot({ path: `${SHOTS}/${name}.png` });
const thread = (page) => page.getByRole('article');

test('the inbox is worked through by keys', async () => {
  const page = await browser.page();
  await browser.signIn(page, admin);
  await page.goto('/app/inbox');
  await settled(page);
  const nav = page.getByRole('navigation', { name: 'Main' });
  await nav.getByRole('link', { name: 'Inbox 4' }).waitFor();
  const names = await page.getByRole('tabpanel').locator('.name').allTextContents();
  assert.deepEqual(names, ['Acme Works', 'Brook Mills', 'Crane Yards'], 'oldest first');

  await page.keyboard.press('j');
  await thread(page).getByText('May be a promise of €60.00').waitFor();
  await page.keyboard.press('p');
  const dialog = page.getByRole('dialog');
  assert.equal(await dialog.locator('input[type="date"]').inputValue(), '2026-03-12');
  assert.match(await dialog.locator('input').first().inputValue(), /^60\.00$/);
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
  const [promise] = await stack.sql('SELECT amount_minor, promised_on, channel FROM promise WHERE customer_id = 10');
  assert.deepEqual(promise, { amount_minor: '6000', promised_on: '2026-03-12', channel: 'mail' });

  await page.keyboard.press('r');
  await page.keyboard.type('Thank you, noted.');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Answered.').waitFor();
  await thread(page).getByText('Thank you, noted.').waitFor();
  assert.equal((await stack.sql("SELECT to_email FROM outbox_answer"))[0].to_email, 'pay10@example.org');

  await page.goto('/app/inbox');
  await settled(page);
  await page.keyboard.press('j');
  await thread(page).getByText('May be a dispute: Quality').waitFor();
  await page.keyboard.press('d');
  await dialog.waitFor();
  await dialog.locator('button[type="submit"]').click();
  await dialog.waitFor({ state: 'detached' });
  const [dispute] = await stack.sql('SELECT item_id, reason_code, detail FROM dispute WHERE customer_id = 20');
  assert.deepEqual(dispute, { item_id: '21', reason_code: 'quality', detail: 'The goods arrived damaged, see the picture.' });
  await page.goto('/app/inbox/902');
  await settled(page);
  await page.keyboard.press('e');
  await thread(page).getByText('From another address').waitFor();
  await page.keyboard.press('u');
  await thread(page).getByText('The goods arrived damaged, see the picture.').first().waitFor();
  await nav.getByRole('link', { name: 'Inbox 3' }).waitFor();
  await page.keyboard.press('e');
  await thread(page).getByText('From another address').waitFor();
  await nav.getByRole('link', { name: 'Inbox 2' }).waitFor();

  await page.getByRole('tab', { name: /Unassigned mail/ }).click();
  await page.getByRole('link', { name: /About my account/ }).click();
  await thread(page).getByText('Do not trust what it says of itself', { exact: false }).waitFor();
  await thread(page).getByLabel('Find a customer').fill('crane');
  await thread(page).getByRole('button', { name: 'Assign to Crane Yards' }).click();
  await page.getByText('Assigned to Crane Yards.').waitFor();
  assert.equal((await stack.sql('SELECT customer_id FROM inbound_mail WHERE id = 700'))[0].customer_id, '30');
  assert.deepEqual(browser.problems, []);
});

test('what is finished is found again: by its tab, its customer, and from the timeline', async () => {
  const page = await browser.page();
  await browser.signIn(page, admin);
  await page.goto('/app/inbox');
  await page.getByRole('tab', { name: 'Finished' }).click();
  await page.getByRole('tabpanel').locator('.name').first().waitFor();
  assert.deepEqual((await page.getByRole('tabpanel').locator('.name').allTextContents()).sort(), ['Acme Works', 'Brook Mills']);
  await page.getByLabel('Find a customer').fill('brook');
  await page.getByRole('button', { name: /^Brook Mills/ }).click();
  await page.getByText('Of Brook Mills', { exact: true }).waitFor();
  await page.getByRole('tabpanel').getByRole('link', { name: /Brook Mills/ }).click();
  await thread(page).getByText('The goods arrived damaged, see the picture.').first().waitFor();
  assert.match(page.url(), /inbox\/902\?tab=finished&customer=20$/);

  await page.goto('/app/customers/10?kind=message');
  await page.getByRole('link', { name: /Thank you, noted/ }).click();
  await thread(page).getByText('Thank you, noted.').waitFor();
  assert.match(page.url(), /inbox\/901$/);
  assert.deepEqual(browser.problems, []);
});

test('an answer by mail takes a copy, the statement and a file', async () => {
  await stack.mysql([insert('conversation', { id: 904, customer_id: 20, item_id: 21, subject: 'R', created_at: '2026-03-03', last_at: '2026-03-03' }),
    insert('inbox_thread', { conversation_id: 904, customer_id: 20, case_id: 2001, waiting_since: '2026-03-03 08:00:00' }),
    said(914, 904, 20, 'Please send us a copy of R21.', '2026-03-03 08:00:00')].join('\n'));
  const page = await browser.page();
  await browser.signIn(page, admin);
  await page.goto('/app/inbox/904');
  await settled(page);
  await thread(page).getByRole('textbox', { name: 'Answer' }).fill('Here it is.');
  await thread(page).getByText('Copies of documents').click();
  await thread(page).getByRole('checkbox', { name: /R21/ }).check();
  await thread(page).getByRole('checkbox', { name: 'Account statement' }).check();
  await thread(page).getByLabel('Files', { exact: true }).setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('signed') });
  await shot(page, 'answer-files');
  await thread(page).getByRole('button', { name: 'Send' }).click();
  await page.getByText('Answered.').waitFor();
  const files = thread(page).getByRole('list', { name: 'Files' }).last();
  for (const name of ['Copy of R21', 'Account statement', 'note.txt']) await files.getByText(name).waitFor();
  await shot(page, 'answer-sent');
  const [row] = await stack.sql('SELECT a.attach_statement, i.item_id FROM outbox_answer a JOIN outbox_answer_item i ON i.outbox_id = a.outbox_id');
  assert.deepEqual(row, { attach_statement: '1', item_id: '21' });
  assert.deepEqual(browser.problems, []);
  await page.context().close();
});

test('it reads well at every width, in both themes, for everybody', async () => {
  await stack.mysql(`UPDATE inbox_thread SET waiting_since = '2026-03-02 08:00:00'; UPDATE inbound_mail SET state = 'unassigned', why = 'forged', posted_id = NULL WHERE id = 700;`);
  const faults = [];
  for (const width of [390, 820, 1440]) {
    const page = await browser.page({ width });
    await browser.signIn(page, admin);
    for (const [name, path] of [['list', '/app/inbox'], ['thread', '/app/inbox/901'], ['lost', '/app/inbox/lost/700'], ['none', '/app/inbox?tab=mine'], ['finished', '/app/inbox?tab=finished'], ['of one', '/app/inbox/903?tab=finished&customer=30']]) {
      await page.goto(path);
      faults.push(...await faultsOf(browser, page, `inbox ${name}`, [width]));
    }
    await page.context().close();
  }
  assert.deepEqual(faults, []);
  assert.deepEqual(browser.problems, []);
});
