// What a customer sees and how: many invoices found, chosen and fetched; each page as a screen
// reader has it; and each usable at 400 %.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { unzip } from '../harness/sheet.mjs';
import { Stack } from '../harness/stack.mjs';
import { addressOf, comeIn, delivered, findOut, PORTAL, settled } from './pages.mjs';

let stack, browser, known, page, n;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await delivered(stack);
  ({ known } = await findOut(stack));
  const customer = known.customer;
  // An accounts-payable clerk with sixty more than a page shows.
  const [{ id, case_id: of, division_id: division, currency }] = await stack.sql(`SELECT MIN(id) AS id, case_id, division_id, currency FROM item
    WHERE customer_id = ${customer} AND kind = 'invoice' GROUP BY case_id, division_id, currency LIMIT 1`);
  assert.ok(id);
  await stack.mysql(Array.from({ length: 60 }, (_, k) => `INSERT INTO item (id, case_id, customer_id, division_id, currency, kind, side, source_system, source_id,
      number, issued_on, amount_minor, open_minor, known_at, recorded_at)
    VALUES (${7000000 + k}, ${of}, ${customer}, ${division}, '${currency}', 'invoice', 'debit', 'test', 'T${k}', 'T-${100 + k}', '2026-01-02', ${1000 + k}, ${1000 + k}, '2026-01-02', '2026-01-02');
    INSERT INTO instalment (id, item_id, case_id, issued_on, due_on, amount_minor, open_minor, known_from)
    VALUES (${7000000 + k}, ${7000000 + k}, ${of}, '2026-01-02', '2026-04-01', ${1000 + k}, ${1000 + k}, '2026-01-02');`).join('\n')
    + `INSERT INTO item_line (item_id, line_no, description, order_number, quantity, amount_minor) VALUES (7000007, 1, 'Gasket', 'ZX-77', 2, 1007);`);
  [{ n }] = await stack.sql(`SELECT COUNT(*) AS n FROM item WHERE customer_id = ${customer} AND is_open = 1 AND side = 'debit'`);
  browser = await Browser.start(stack);
  page = await browser.page({ width: 1440 });
  await comeIn(page, (await (await stack.collector()).must(201, 'POST', `/customers/${customer}/portal-links`, { scope: 'account' })).url);
  await settled(page);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const numbers = () => page.locator('a.inv .t').allInnerTexts();

test('a note on an invoice stands there and before the collector, until whoever wrote it takes it away', async () => {
  await page.goto(`${stack.url}/portal/invoices/7000007`);
  const notes = page.getByRole('region', { name: 'Notes' });
  await notes.getByRole('button', { name: 'Add note' }).click();
  await notes.getByText('Write something first.').waitFor();
  await notes.getByLabel('Write a note').fill('With Ms Lee for approval');
  await notes.getByRole('button', { name: 'Add note' }).click();
  await notes.getByText('With Ms Lee for approval').waitFor();
  assert.equal(await notes.getByLabel('Write a note').inputValue(), '');
  assert.deepEqual(await browser.axe(page), []);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/notes-portal.png`, fullPage: true });
  const staff = await browser.page({ width: 1440 });
  await browser.signIn(staff, await stack.collector());
  await staff.goto(`${stack.url}/app/customers/${known.customer}`);
  await staff.getByText('Notes of the customer on invoices').waitFor();
  await staff.locator('section', { hasText: 'Notes of the customer on invoices' }).getByText('With Ms Lee for approval').first().waitFor();
  if (process.env.SHOTS) await staff.screenshot({ path: `${process.env.SHOTS}/notes-staff.png`, fullPage: true });
  await staff.context().close();
  await notes.getByRole('button', { name: 'Remove the note' }).click();
  await notes.getByText('With Ms Lee for approval').waitFor({ state: 'detached' });
  await page.goto(`${stack.url}/portal`);
  await settled(page);
});

test('an order number finds its invoice, a filter and an order stay in the address', async () => {
  await page.getByRole('searchbox').fill('ZX-77');
  await page.waitForURL(/q=ZX-77/);
  await page.getByText('1 invoice shown').waitFor();
  assert.deepEqual(await numbers(), ['T-107']);
  await page.getByRole('searchbox').fill('');
  await page.waitForURL((url) => !url.searchParams.has('q'));
  await page.getByRole('button', { name: 'Filter' }).click();
  const form = page.getByRole('form', { name: 'Filter and sort' });
  await form.getByLabel('Amount from').fill('ten');
  await form.getByRole('button', { name: 'Show' }).click();
  assert.match(await form.innerText(), /Enter an amount such as 1250\.00/);
  await form.getByLabel('Amount from').fill('10,20');
  await form.getByLabel('Amount up to').fill('10.22');
  await form.getByLabel('Due until').fill('2026-04-01');
  await form.getByLabel('Due from').fill('2026-04-01');
  await form.getByLabel('Order').selectOption({ label: 'Highest amount first' });
  await form.getByRole('button', { name: 'Show' }).click();
  await page.waitForURL(/min=/);
  await page.locator('a.inv').first().getByText('T-122').waitFor();
  const want = (await numbers()).filter((one) => one.startsWith('T-'));
  assert.deepEqual(want, ['T-122', 'T-121', 'T-120'], page.url());
  await page.reload();
  await settled(page);
  assert.deepEqual((await numbers()).filter((one) => one.startsWith('T-')), want, 'the address keeps it');
  await page.getByRole('button', { name: 'Clear all' }).click();
  await page.waitForURL((url) => !url.searchParams.has('min'));
});

test('all that match are chosen at once, and their documents come in one file with its progress told', async () => {
  await settled(page);
  await page.getByRole('checkbox', { name: `Choose all ${n} invoices` }).check();
  const bar = page.getByRole('region', { name: 'What you chose' });
  await bar.getByText(`${n} invoices`).waitFor();
  await bar.getByRole('button', { name: 'Download' }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: 'Documents (PDFs in a ZIP)' }).click()]);
  const files = Object.keys(unzip(readFileSync(await file.path())));
  assert.equal(files.length, Number(n) + 1);
  assert.ok(files.includes('index.csv'));
  await bar.getByText('Your file is complete.').waitFor();
  assert.equal(await bar.getByRole('status').last().innerText(), 'Your file is complete.');
  await bar.getByRole('button', { name: 'Clear' }).click();
  assert.equal(await bar.count(), 0);
});

// -- as a screen reader has it -------------------------------------------------------

/** Roles and names that each page must have, a line each as Playwright writes the tree. */
const TREE = {
  'invoices': [/banner/, /region "(You owe|In \w+ you owe)/, /navigation "Sections"/, /link "Invoices"/, /main/, /heading "Invoices" \[level=1\]/, /group "Which invoices"/,
    /button "Open" \[pressed\]/, /searchbox "Search number, order, reference"/, /checkbox "Choose all \d+ invoices"/, /checkbox "Choose [^"]+"/, /link ".*(overdue|Due)/, /status: .*invoices shown/, /contentinfo/],
  'invoices, nothing found': [/heading "Invoices" \[level=1\]/, /No invoice was found/],
  'an invoice': [/heading "Invoice [^"]+" \[level=1\]/, /heading "Payments and credits" \[level=2\]/, /heading "Terms and addresses" \[level=2\]/, /term: Payment terms/, /link "Download as PDF"/, /link "All invoices"/],
  'an invoice unknown': [/heading "There is no such page"/],
  'statement': [/heading "Statement of account" \[level=1\]/, /combobox "Period"/, /table/, /columnheader "Date"/, /columnheader "Balance"/],
  'payments': [/heading "Payments and credits" \[level=1\]/, /group "Which"/, /button "All" \[pressed\]/, /link "Statement of account"/],
};

describe('each page has a tree of roles and names', () => {
  for (const [name, wanted] of Object.entries(TREE)) {
    test(name, async () => {
      const one = PORTAL.find((p) => p.name === name);
      const own = await browser.page({ width: 1440, expected: one.refused ? [`status of ${one.refused}`] : [] });
      await comeIn(own, known.link);
      await own.goto(addressOf(one, known));
      await settled(own);
      const tree = await own.locator('body').ariaSnapshot();
      for (const want of wanted) assert.match(tree, want, `${name}: ${want}\n${tree}`);
      assert.equal((tree.match(/heading "[^"]*" \[level=1\]/g) ?? []).length, 1, `${name}: one heading of the first level\n${tree}`);
      assert.doesNotMatch(tree, /- (button|link|textbox|combobox|checkbox|searchbox)(?: \[[^\]]*\])*:?\s*$/m, `${name}: something to use has no name\n${tree}`);
      const live = await own.locator('[role=status], [aria-live], output').count();
      if (name !== 'an invoice unknown') assert.ok(live >= (name === 'statement' || name.startsWith('an invoice') ? 0 : 1), `${name}: what changes is said`);
      await own.context().close();
    });
  }
});

// -- at 400 % ------------------------------------------------------------------------

describe('each page can be used at 400 %: 320 wide, read in one direction, nothing cut off', () => {
  for (const one of PORTAL.filter((p) => !p.refused || p.refused === 404)) {
    test(one.name, async () => {
      const own = await browser.page({ width: 1440, expected: one.refused ? [`status of ${one.refused}`] : [] });
      await comeIn(own, known.link);
      await own.setViewportSize({ width: 320, height: 256 });
      await own.goto(addressOf(one, known));
      await settled(own);
      assert.ok(await browser.fits(own), `${one.name}: reaches past the right edge`);
      assert.deepEqual(await browser.spills(own), [], one.name);
      const hidden = await own.evaluate(() => [...document.querySelectorAll('main a, main button, main input, main select, header button')].flatMap((el) => {
        el.scrollIntoView({ block: 'center' });
        const box = el.getBoundingClientRect();
        if (!box.width || !box.height || getComputedStyle(el).visibility === 'hidden') return [];
        const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20)];
        const top = document.elementFromPoint(x, y);
        return top && (el.contains(top) || top.contains(el) || top.closest('label')?.contains(el) || el.labels?.[0]?.contains(top)) ? [] : [`${el.tagName} "${el.textContent.trim().slice(0, 30)}" lies under ${top?.tagName}.${top?.className}`];
      }));
      assert.deepEqual(hidden, [], `${one.name}: what is to be used can be reached`);
      await own.context().close();
    });
  }
});

test('nothing of it troubled the browser', () => assert.deepEqual(browser.problems, []));
