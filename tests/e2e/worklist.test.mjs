// The worklist's filters, orders and what is done for many at once, in a real browser, on rows that the engine wrote.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { evaluated, settled } from './pages.mjs';

const SHOTS = process.env.SHOTS;
let stack, browser, boss;

before(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  boss = await stack.admin();
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

async function open(path, options) {
  const page = await browser.page(options);
  await browser.signIn(page, boss);
  await page.goto(path);
  await settled(page);
  return page;
}

const shot = async (page, name) => SHOTS && page.screenshot({ path: `${SHOTS}/${name}.png` });
/** How many rows the grid says it has. */
const rowsOf = async (page) => Number(await page.getByRole('grid').first().getAttribute('aria-rowcount')) - 1;

/** The page shows as many rows as the server has of these; the worker may write between the two looks. */
const shows = (page, of, name) => until(async () => {
  const wanted = (await boss.all('/worklist?view=all&limit=500')).filter(of).length;
  if (wanted > 0 && await rowsOf(page) === wanted) return true;
  await page.reload();
  await settled(page);
  return false;
}, { name });

test('a strategy and a next action are chosen among those that rows have, and find them', async () => {
  const page = await open('/app/worklist?view=all');
  for (const [label, option, of] of [['Strategy', 'High risk', (r) => r.strategy === 'High risk'], ['Next action', 'Call', (r) => r.next_action === 'call']]) {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Filter' });
    await dialog.getByLabel(label, { exact: true }).selectOption({ label: option });
    await shot(page, 'filter');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: `Remove filter ${option}` }).waitFor();
    await settled(page);
    await shows(page, of, option);
    await page.getByRole('button', { name: `Remove filter ${option}` }).click();
    await settled(page);
  }
  await page.context().close();
});

test('a tag that somebody put by hand is a view of its own', async () => {
  const [row] = await boss.all('/worklist?view=all&limit=500');
  await boss.must(201, 'POST', `/customers/${row.customer_id}/tags`, { tag: 'trade-fair' });
  assert.equal((await stack.dunlin('evaluate', '--json')).code, 0);
  const page = await open('/app/worklist?view=all');
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('menuitemradio', { name: /Trade-fair/ }).click();
  await settled(page);
  assert.equal(await rowsOf(page), (await boss.all('/worklist?tag=trade-fair')).length);
  assert.deepEqual(browser.problems, []);
  await page.context().close();
});

test('a message goes to everything that matches, loaded or not: how many, who not and why, confirmed', async () => {
  const page = await browser.page({ expected: ['status of 503'] });
  await browser.signIn(page, boss);
  await stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('mail.confirm_above', '2026-01-01', '2')");
  // of the rows, the first 30 come and no more
  await page.route(/\/worklist\?.*cursor=/, (route) => route.fulfill({ status: 503 }));
  await page.route(/\/worklist\?(?!.*cursor=).*limit=200/, (route) => route.continue({ url: route.request().url().replace('limit=200', 'limit=30') }));
  await page.goto('/app/worklist?view=all');
  await page.getByLabel('Select all loaded rows').check();
  const { cases } = await boss.must(200, 'GET', '/worklist/summary?view=all');
  assert.ok(cases > 100, 'more than one chunk');
  await page.getByRole('button', { name: `Select all ${cases} that match` }).click();
  const bar = page.getByRole('group', { name: 'Selected rows' });
  await bar.getByText(`${cases}`, { exact: true }).waitFor();
  await bar.getByRole('button', { name: 'Message' }).click();
  const dialog = page.getByRole('dialog', { name: `Message to ${cases} accounts` });
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByText(/messages go, asking for/).waitFor();
  const send = dialog.getByRole('button', { name: /^Send \d+ messages/ });
  const count = Number(/\d+/.exec(await send.innerText())[0]);
  const out = Number((await dialog.getByText(/accounts are left out/).innerText()).match(/\d+/)[0]);
  assert.equal(count + out, cases);
  assert.ok(count > 2, `${count} messages`);
  assert.equal(await send.isDisabled(), true, 'the number is typed first');
  await dialog.getByLabel(`Type ${count} to confirm`).fill(String(count));
  await shot(page, 'bulk-message-all');
  const [{ n: before }] = await stack.sql("SELECT COUNT(*) AS n FROM outbox WHERE kind = 'manual'");
  await send.click();
  await dialog.getByText(new RegExp(`^${count} messages are on their way`)).waitFor({ timeout: 60000 });
  await shot(page, 'bulk-message-sent');
  const [{ n }] = await stack.sql("SELECT COUNT(*) AS n FROM outbox WHERE kind = 'manual'");
  assert.equal(Number(n) - Number(before), count);
  assert.deepEqual(browser.problems, []);
  await page.context().close();
});

test('a note, a call and a follow-up of a colleague go on many at once', async () => {
  const page = await open('/app/worklist?view=all');
  const bar = page.getByRole('group', { name: 'Selected rows' });
  const dialog = page.getByRole('dialog');
  const boxes = page.getByRole('grid', { name: 'Worklist' }).locator('.row input[type=checkbox]');
  const count = async (sql) => Number((await stack.sql(`SELECT COUNT(*) AS n FROM ${sql}`))[0].n);
  const choose = async (name) => {
    for (let k = 0; k < 3; k++) await boxes.nth(k).check();
    await shot(page, 'bulk-bar');
    await bar.getByRole('button', { name, exact: true }).click();
  };
  await choose('Note');
  await dialog.getByRole('textbox', { name: 'Note' }).fill('Fair in May\nbring the new terms');
  await shot(page, 'bulk-note');
  await dialog.getByRole('button', { name: 'Note on 3 accounts' }).click();
  await dialog.getByText('3 notes added.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  assert.equal(await count("note WHERE body LIKE 'Fair in May%'"), 3);

  await choose('Call');
  await dialog.getByLabel('How it ended').selectOption({ label: 'Voicemail' });
  await dialog.getByLabel('What was said').fill('left word of the fair');
  await shot(page, 'bulk-call');
  await dialog.getByRole('button', { name: 'Record 3 calls' }).click();
  await dialog.getByText('3 calls recorded.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  await choose('Follow-up');
  await dialog.getByLabel('What to do').fill('Ask for the date, Mara');
  const [mara] = (await boss.all('/colleagues')).filter((one) => one.name.startsWith('Mara'));
  await dialog.getByLabel('Whose it is').selectOption({ label: mara.name });
  await dialog.getByLabel('Also where a follow-up is open already').check();
  await dialog.getByRole('button', { name: /^Set \d follow-up/ }).click();
  await dialog.getByText(/follow-ups? set\./).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  assert.equal(await count(`follow_up WHERE title = 'Ask for the date, Mara' AND assignee_id = ${mara.id}`), 3);
  await page.context().close();
});

test('a note and a call go on chosen invoices of a customer', async () => {
  const row = (await boss.all('/worklist?view=overdue&limit=500')).find((one) => one.items > 2);
  const page = await open(`/app/customers/${row.customer_id}?case=${row.case_id}`);
  const items = page.getByRole('region', { name: 'Open items' }).or(page.locator('section', { has: page.locator('#items-title') })).first();
  const boxes = items.locator('tbody input[type=checkbox]:not([disabled])');
  for (const [button, label, text, submit] of [['Note', 'Note', 'These two come with the next run', 'Add note'], ['Call', 'What was said (optional)', 'spoke of these two', 'Record call']]) {
    for (let k = 0; k < 2; k++) await boxes.nth(k).check();
    await shot(page, `items-${button}`);
    await items.getByRole('group').getByRole('button', { name: button, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: label }).first().fill(text);
    await dialog.getByRole('button', { name: submit }).click();
    await dialog.waitFor({ state: 'hidden' });
  }
  const [note] = await stack.sql("SELECT COUNT(*) AS n FROM note_item i JOIN note o ON o.id = i.note_id WHERE o.body LIKE 'These two%'");
  assert.equal(Number(note.n), 2);
  assert.deepEqual(browser.problems, []);
  await page.context().close();
});

test('amounts are typed as the reader writes them, and the tile of mail filters', async () => {
  const page = await open('/app/worklist?view=all&min_overdue=2000', { locale: 'de' });
  const filter = async (label, text) => {
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Filter' });
    await dialog.getByLabel(label, { exact: true }).fill(text);
    await dialog.getByRole('button', { name: 'Anwenden' }).click();
    return dialog;
  };
  const dialog = await filter('Überfällig in EUR, mindestens', '1.250.50');
  await dialog.getByText('Geben Sie einen Betrag ein, etwa 1250,50.').waitFor();
  await shot(page, 'filter-de');
  await dialog.getByLabel('Überfällig in EUR, mindestens', { exact: true }).fill('1.250,50');
  await dialog.getByRole('button', { name: 'Anwenden' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await settled(page);
  assert.match(page.url(), /min_overdue=1250\.5(&|$)/);
  await shows(page, (r) => Number(r.overdue_base) >= 1250.5, 'overdue');
  await (await filter('Bestritten in EUR, mindestens', '0,01')).waitFor({ state: 'hidden' });
  await settled(page);
  await shows(page, (r) => Number(r.overdue_base) >= 1250.5 && Number(r.disputed) > 0, 'disputed');
  await page.goto('/app/worklist?view=all');
  await settled(page);
  await page.getByRole('link', { name: /^Mail nicht zugestellt|^Nicht zugestellt/ }).first().click();
  await settled(page);
  assert.match(page.url(), /\/app\/worklist\?view=all&undelivered=true/);
  await shows(page, (r) => r.causes.some((cause) => ['mail_failed', 'mail_uncertain'].includes(cause)), 'mail');
  assert.deepEqual(browser.problems, []);
  await page.context().close();
});
