// The queue worked through with keys alone, and the team led by its manager, in a real browser.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { evaluated, settled } from './pages.mjs';

const SHOTS = process.env.SHOTS;
let stack, browser, staff, boss;

before(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  staff = await stack.collector();
  boss = await stack.admin();
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

async function open(session, path, options) {
  const page = await browser.page(options);
  await browser.signIn(page, session);
  await page.goto(path);
  await settled(page);
  return page;
}

/** By Tab alone to the control of that name. */
async function tabTo(page, name) {
  for (let i = 0; i < 20; i++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const e = document.activeElement;
      return e?.labels?.[0]?.textContent?.trim() ?? e?.textContent?.trim() ?? '';
    });
    if (name.test(here)) return;
  }
  throw new Error(`no way by keys to ${name}`);
}

const shot = async (page, name) => SHOTS && page.screenshot({ path: `${SHOTS}/${name}.png` });
const heading = (page) => page.getByRole('region', { name: 'Session', exact: true }).getByRole('heading', { level: 2 }).first();

test('a session goes through the queue with keys alone and keeps its place', async () => {
  const queue = (await staff.must(200, 'GET', '/worklist?view=overdue&sort=-overdue&limit=200')).rows;
  const page = await open(staff, '/app/worklist?view=value');
  await page.getByRole('link', { name: 'Start session' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(`1 of ${queue.length}`).waitFor();
  await page.getByRole('heading', { level: 2, name: queue[0].name }).waitFor();
  await settled(page);
  await shot(page, 'session');

  await page.keyboard.press('n');
  await page.getByRole('dialog').getByRole('textbox').first().waitFor();
  if (!await page.evaluate(() => document.activeElement?.matches('textarea'))) await tabTo(page, /^Note$/);
  await page.keyboard.type('spoke to nobody, jkn');
  await tabTo(page, /^(Add|Keep|Save) note/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });

  await page.keyboard.press('c');
  await page.getByRole('dialog', { name: /^Call with/ }).waitFor();
  await tabTo(page, /^What was said/);
  await page.keyboard.type('pays on Friday');
  await tabTo(page, /^Record call/);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const told = (await staff.must(200, 'GET', `/customers/${queue[0].customer_id}/timeline`)).rows.map((one) => one.kind);
  assert.ok(told.includes('note') && told.includes('call'), told.join());

  await page.keyboard.press('j');
  await page.getByRole('heading', { level: 2, name: queue[1].name }).waitFor();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { level: 2, name: queue[2].name }).waitFor();
  await page.keyboard.press('k');
  await page.getByRole('heading', { level: 2, name: queue[1].name }).waitFor();
  await page.reload();
  await page.getByText(`2 of ${queue.length}`).waitFor();
  assert.equal(await heading(page).innerText(), queue[1].name, 'a reload keeps the place');
  await settled(page);

  await page.keyboard.press('p');
  await page.getByRole('dialog', { name: /promise/i }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('j');
  await page.getByRole('heading', { level: 2, name: queue[2].name }).waitFor();

  await page.getByRole('button', { name: 'End session' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('3 accounts looked at').waitFor();
  assert.match(await page.getByRole('list').last().innerText(), /1 call\s+1 note|1 note\s+1 call/);
  await shot(page, 'session-end');
  await page.keyboard.press('Escape');
  await page.getByRole('grid', { name: 'Worklist' }).waitFor();
  await page.close();
});

test('the queue goes on after its first page, and is over after its last case', async () => {
  const page = await open(staff, '/app/worklist?view=value');
  await page.evaluate(() => sessionStorage.clear());
  await page.route(/\/worklist\?.*limit=200/, (route) => route.continue({ url: route.request().url().replace('limit=200', 'limit=30') }));
  const { cases } = await staff.must(200, 'GET', '/worklist/summary?view=overdue');
  assert.ok(cases > 60, `${cases} cases are more than two pages`);
  await page.getByRole('link', { name: 'Start session' }).focus();
  await page.keyboard.press('Enter');
  for (let n = 1; n <= cases; n++) {
    await page.getByText(`${n} of ${cases}`, { exact: true }).waitFor();
    await heading(page).waitFor();
    await page.keyboard.press('j');
  }
  await page.getByText(`${cases} accounts looked at`).waitFor();
  await page.context().close();
});

test('a view is made of filters, columns and order, saved, and opened again from its address', async () => {
  const page = await open(staff, '/app/worklist?view=value&min_days=10');
  await page.getByRole('button', { name: 'Views', exact: true }).click();
  await page.getByRole('menuitem', { name: /Views and columns/ }).or(page.getByRole('menuitemradio', { name: /Views and columns/ })).or(page.getByRole('menuitemcheckbox', { name: /Views and columns/ })).first().click();
  const dialog = page.getByRole('dialog', { name: 'Views and columns' });
  await dialog.getByLabel('Why', { exact: true }).check();
  await dialog.getByLabel('Aging', { exact: true }).uncheck();
  await shot(page, 'views');
  await dialog.getByLabel('Name', { exact: true }).fill('Late and big');
  await dialog.getByLabel('Share it with everybody').check();
  await dialog.getByRole('button', { name: /Save this view/ }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('columnheader', { name: 'Why', exact: true }).waitFor();
  assert.equal(await page.getByRole('columnheader', { name: 'Aging', exact: true }).count(), 0);
  assert.match(page.url(), /saved=\d+/);
  const theirs = await open(boss, '/app/worklist?view=all');
  await theirs.getByRole('button', { name: 'Views', exact: true }).click();
  await theirs.getByText('Late and big').click();
  await theirs.getByRole('columnheader', { name: 'Why', exact: true }).waitFor();
  assert.match(theirs.url(), /min_days=10/);
  await settled(theirs);
  await shot(theirs, 'worklist-saved');
  await theirs.close();
  await page.close();
});

test('a bulk action takes everything that matches, after it said what that is', async () => {
  const page = await open(staff, '/app/worklist?view=value');
  const { cases } = await staff.must(200, 'GET', '/worklist/summary?view=overdue');
  await page.getByLabel('Select all loaded rows').check();
  const all = page.getByRole('button', { name: `Select all ${cases} that match` });
  if (await all.count()) await all.click();
  await page.getByRole('group', { name: 'Selected rows' }).getByRole('button', { name: 'Follow-up' }).click();
  const dialog = page.getByRole('dialog', { name: 'Follow-up for the selected' });
  const preview = await staff.must(200, 'POST', '/worklist/preview?view=overdue', { action: 'follow_up' });
  await dialog.getByRole('button', { name: new RegExp(`Set ${preview.case_ids.length} follow-up`) }).waitFor();
  await shot(page, 'bulk');
  await dialog.getByLabel('What to do').fill('Ask for the date');
  await dialog.getByRole('button', { name: new RegExp(`Set ${preview.case_ids.length} follow-up`) }).click();
  await dialog.getByText(new RegExp(`^${preview.case_ids.length} follow-ups? set`)).waitFor();
  const [{ n }] = await stack.sql("SELECT COUNT(*) AS n FROM follow_up WHERE title = 'Ask for the date'");
  assert.equal(Number(n), preview.case_ids.length);
  await page.close();
});

test('an assignment of many and what was done with a follow-up are undone', async () => {
  const owned = () => stack.sql('SELECT customer_id, user_id, portfolio FROM customer_assignment WHERE known_to IS NULL ORDER BY customer_id');
  const before = await owned();
  const page = await open(boss, '/app/worklist?view=value');
  await page.getByLabel('Select all loaded rows').check();
  await page.getByRole('group', { name: 'Selected rows' }).getByRole('button', { name: 'Assign' }).click();
  const dialog = page.getByRole('dialog', { name: 'Assign customers' });
  await dialog.getByRole('button', { name: /^Assign \d+ customer/ }).click();
  await dialog.getByText(/customers? assigned\./).waitFor();
  assert.notDeepEqual(await owned(), before);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/customers? given back\./).waitFor();
  assert.deepEqual(await owned(), before, 'each is with whom it was');

  // amounts and days are written otherwise on the page
  const task = (await boss.must(200, 'GET', '/follow-ups')).rows.find(({ title }) => !/\d [A-Z]{3}\b|\d{4}-/.test(title));
  const standing = async () => (await stack.sql(`SELECT state, assignee_id FROM follow_up WHERE id = ${task.id}`))[0];
  const was = await standing();
  await page.goto(`/app/customers/${task.customer.id}`);
  await settled(page);
  const give = page.getByRole('button', { name: `Give to a colleague: ${task.title}` }).first();
  await give.click();
  await page.getByRole('menuitemradio', { checked: false }).first().click();
  await page.getByText(/^Now with /).waitFor();
  assert.notEqual((await standing()).assignee_id, was.assignee_id);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/^Taken back: Now with /).waitFor();
  assert.deepEqual(await standing(), was);
  await page.context().close();
});

test('a manager sees the team, sets a target and gives a portfolio away', async () => {
  const page = await open(boss, '/app/team');
  const before = await boss.must(200, 'GET', '/team');
  const from = before.members.find((one) => one.customers > 0);
  const to = before.members.find((one) => one.active && one.user.id !== from.user.id);
  await shot(page, 'team');
  await page.getByRole('button', { name: `Set targets of ${from.user.name}` }).click();
  await page.getByRole('dialog').getByLabel('Accounts worked').fill('20');
  await page.getByRole('dialog').getByRole('button', { name: 'Set targets' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: new RegExp(from.user.name) }).getByText(/of 20$/).waitFor();
  await page.getByRole('button', { name: `Reassign customers of ${from.user.name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('New owner').selectOption({ label: to.user.name });
  await dialog.getByLabel(/^Portfolio/).fill('North');
  await dialog.getByRole('button', { name: /^Assign \d+ customer/ }).click();
  await dialog.getByText(/customers? assigned\./).waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  const after = await boss.must(200, 'GET', '/team');
  assert.equal(after.members.find((one) => one.user.id === from.user.id).customers, 0);
  assert.ok(after.portfolios.some((one) => one.name === 'North' && one.user.id === to.user.id));
  await page.close();
});

test('nothing of it objects to axe, breaks the policy or reaches past the edge', async () => {
  for (const theme of ['light', 'dark']) {
    for (const width of [390, 820, 1440]) {
      for (const path of ['/app/session?view=all', '/app/team', '/app/worklist?view=exceptions']) {
        const page = await open(boss, path, { theme, width });
        assert.deepEqual(await browser.axe(page), [], `${path} ${theme} ${width}`);
        assert.ok(await browser.fits(page), `${path} ${width}`);
        await shot(page, `${path.replace(/\W+/g, '-')}-${theme}-${width}`);
        await page.context().close();
      }
    }
  }
  assert.deepEqual(browser.problems, []);
});
