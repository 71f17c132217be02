// What the shell brings along: notifications that come while one looks, and search.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { evaluated, faultsOf, settled } from './pages.mjs';

let stack, browser, collector, admin, me;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, live: true, now: '2026-03-04T08:00:00Z' });
  admin = await stack.admin();
  collector = await stack.collector();
  await until(async () => (await stack.sql('SELECT customer_id FROM search_dirty LIMIT 1')).length === 0);
  me = (await collector.must(200, 'GET', '/session')).user.id;
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const one = async (sql) => Object.values((await stack.sql(sql))[0])[0];

describe('notifications', () => {
  let page, customer;

  before(async () => {
    customer = await one('SELECT customer_id FROM worklist_row ORDER BY case_id LIMIT 1');
    // what fell due in the demo company is told first, what its first evaluation asks for included
    await evaluated(stack);
    await until(async () => (await stack.sql(`SELECT f.id FROM follow_up f WHERE f.state = 'open' AND f.assignee_id = ${me} AND f.due_on BETWEEN '2026-02-25' AND '2026-03-04'
      AND NOT EXISTS (SELECT 1 FROM notification n WHERE n.user_id = ${me} AND n.kind = 'follow_up_due' AND n.ref_id = f.id)`)).length === 0, { ms: 90000, every: 500 });
    await collector.must(204, 'POST', '/notifications/read');
    page = await browser.page();
    await browser.signIn(page, collector);
    await page.goto('/app/customers');
    await page.getByRole('button', { name: 'Notifications' }).waitFor();
  });
  after(() => page?.context().close());

  const assign = (title) => admin.must(201, 'POST', `/customers/${customer}/follow-ups`, { title, due_on: '2026-03-05', assignee_id: me });

  test('are counted the moment they are committed, in every tab of the browser', async () => {
    const other = await page.context().newPage();
    await other.goto('/app/outbox');
    await other.getByRole('button', { name: 'Notifications' }).waitFor();
    await page.waitForTimeout(500);
    await assign('Call about the missing copy');
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor({ timeout: 5000 });
    await other.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor({ timeout: 5000 });
    // the tab with the connection goes, the other takes over
    await page.goto('about:blank');
    await assign('And about the discount');
    await other.getByRole('button', { name: 'Notifications, 2 unread' }).waitFor({ timeout: 5000 });
    await other.close();
    await page.goto('/app/customers');
    await page.getByRole('button', { name: 'Notifications, 2 unread' }).waitFor();
  });

  test('open by key, lead to what they are about and are read then', async () => {
    await page.getByRole('button', { name: 'Notifications, 2 unread' }).press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Notifications' });
    await dialog.getByText('And about the discount').waitFor();
    assert.deepEqual(await faultsOf(browser, page, 'bell'), []);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/app/customers/${customer}`);
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).waitFor();
    await dialog.waitFor({ state: 'detached' });
  });

  test('come into an open list, and all of them are read at once', async () => {
    await page.getByRole('button', { name: 'Notifications, 1 unread' }).click();
    const dialog = page.getByRole('dialog', { name: 'Notifications' });
    await dialog.getByText('Call about the missing copy').waitFor();
    await assign('Came while it was open');
    await dialog.getByText('Came while it was open').waitFor({ timeout: 5000 });
    await dialog.getByRole('button', { name: 'Mark all as read' }).click();
    await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
    await dialog.getByLabel('By mail').selectOption('Never');
    await page.getByText('Saved.').waitFor();
    assert.equal((await collector.must(200, 'GET', '/notifications/choice')).digest, 'off');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});

describe('the palette', () => {
  let page, customer, invoice;

  before(async () => {
    [customer] = await stack.sql(`SELECT c.id, c.number, c.name FROM worklist_row w JOIN customer c ON c.id = w.customer_id
      WHERE c.name LIKE '% %' ORDER BY w.case_id LIMIT 1`);
    [invoice] = await stack.sql(`SELECT number, customer_id FROM item WHERE kind = 'invoice' AND customer_id = ${customer.id} ORDER BY id LIMIT 1`);
    page = await browser.page();
    await browser.signIn(page, collector);
    await page.goto('/app/worklist?view=all');
    await page.getByRole('button', { name: 'Search and commands' }).waitFor();
  });
  after(() => page?.context().close());

  const open = async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and commands' }).and(page.locator(':focus')).waitFor();
  };
  const option = (name) => page.getByRole('option', { name }).first();

  test('opens by Ctrl+K, offers pages, and goes there by Enter', async () => {
    await open();
    await page.keyboard.type('outb');
    await option(/^Outbox/).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/app/outbox');
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor({ state: 'detached' });
  });

  test('finds a customer by the beginning of a word, an invoice by number, and goes there', async () => {
    await open();
    await page.keyboard.type(customer.name.split(' ')[1].slice(0, 5).toLowerCase());
    await option(new RegExp(customer.number)).waitFor();
    assert.deepEqual(await faultsOf(browser, page, 'palette'), []);
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.keyboard.press('Control+a');
    await page.keyboard.type(invoice.number.toLowerCase());
    await option(new RegExp(`^${invoice.number} `)).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/app/customers/${invoice.customer_id}`);
  });

  test('offers what was opened last, moves by arrows and closes by Escape', async () => {
    await page.locator('#main').focus();
    await page.keyboard.press('/');
    const selected = page.locator('[role="option"][aria-selected="true"]');
    await page.getByText('Opened last').waitFor();
    assert.match(await selected.innerText(), new RegExp(`^${invoice.number}`));
    assert.deepEqual(await faultsOf(browser, page, 'palette-empty'), []);
    await page.keyboard.press('ArrowUp');
    assert.match(await selected.innerText(), /^Notifications/);
    await page.keyboard.press('ArrowDown');
    assert.match(await selected.innerText(), new RegExp(`^${invoice.number}`));
    await page.keyboard.press('Escape');
    await page.getByRole('combobox', { name: 'Search and commands' }).waitFor({ state: 'detached' });
  });

  test('says when nothing is found, and an older answer never replaces a newer one', async () => {
    await open();
    await page.route('**/search?q=slow*', async (route) => {
      await new Promise((done) => { setTimeout(done, 800); });
      await route.continue().catch(() => {});
    });
    await page.keyboard.type('slow');
    await page.waitForTimeout(300);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('zzzzzz');
    await page.getByText('Nothing found.').waitFor();
    await page.waitForTimeout(900);
    assert.equal(await page.getByText('Nothing found.').count(), 1);
    await page.keyboard.press('Escape');
  });
});

test('an admin searches the audit, sees what an entry changed, and proves that all of it is there', async () => {
  const user = (await admin.must(200, 'GET', '/api/admin/v1/users')).rows.find((one) => one.role === 'viewer' || one.role === 'collector');
  await admin.must(200, 'PUT', `/api/admin/v1/users/${user.id}`, { name: user.name, role: 'manager', status: 'active', language: 'de', divisions: [] },
    { 'if-match': `"${user.version}"` });
  const page = await browser.page();
  await browser.signIn(page, admin);
  await page.goto('/app/audit');
  await page.getByLabel('Action').selectOption({ label: 'User changed' });
  await page.waitForURL(/action=user\.change/);
  await settled(page);
  const entries = page.getByRole('region', { name: 'Audit' }).getByRole('button', { name: /User changed/ });
  await entries.first().click();
  await page.getByText(/^user\.change From 127\.0\.0\.1, request/).waitFor();
  await page.getByRole('row', { name: `role ${user.role} manager` }).waitFor();
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByText(/The audit is whole/).waitFor();
  assert.deepEqual(await faultsOf(browser, page, 'audit'), []);
  await page.context().close();
});

test('an admin makes a role of the company’s own, gives it to somebody, and cannot take it away while it is had', async () => {
  const page = await browser.page({ expected: ['status of 409'] });
  await browser.signIn(page, admin);
  await page.goto('/app/users');
  await settled(page);
  await page.getByRole('button', { name: 'Add role' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the role').fill('Credit control');
  await dialog.getByLabel('Agree to what is above a limit').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Role Credit control added.').waitFor();
  await page.getByRole('columnheader', { name: 'Credit control' }).waitFor();
  const user = (await admin.must(200, 'GET', '/api/admin/v1/users')).rows.find((one) => one.role === 'viewer' || one.role === 'collector' || one.role === 'manager');
  await page.getByRole('button', { name: `Change ${user.name}`, exact: true }).click();
  await dialog.getByLabel('Role').selectOption('Credit control');
  await dialog.getByText('See customers, items and reports · Notes, calls, follow-ups, promises, disputes, holds · Agree to what is above a limit').waitFor();
  assert.deepEqual(await faultsOf(browser, page, 'roles'), []);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('row', { name: new RegExp(`${user.name}.*Credit control`) }).waitFor();
  await page.getByRole('button', { name: 'Remove the role Credit control' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByText('Somebody has this role: give them another one first.').waitFor();
  await page.context().close();
});

test('nothing on the console, no breach of the policy', () => assert.deepEqual(browser.problems, []));
