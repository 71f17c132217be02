// A collector's morning and an admin's change of rule, in a real browser against the demo company.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { delivered, settled, signIn } from './pages.mjs';

const TODAY = '2026-03-04';
const DAY_MS = 86400000;
const later = (day, days) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
const isWeekday = (day) => ![0, 6].includes(new Date(day).getUTCDay());
const shortDay = (day) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day));

let stack, browser, collector;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: `${TODAY}T08:00:00Z` });
  await delivered(stack);
  collector = await stack.collector();
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

/** Somebody's page, signed in through the login page; the console may say that nobody was signed in before. */
async function asPerson(login, expected = []) {
  const page = await browser.page({ expected: ['status of 401', ...expected] });
  await signIn(page, login);
  return page;
}

async function showAll(page) {
  await page.getByRole('tab', { name: /^All/ }).click();
  await settled(page);
}

const rows = (page) => page.getByRole('grid', { name: 'Worklist' }).locator('[role="row"].row');
const activeRow = (page) => page.locator('[role="row"][data-active]');

describe('a collector', () => {
  let page;

  before(async () => {
    page = await asPerson(stack.logins().collector);
  });
  after(() => page?.context().close());

  test('sees the customers by priority, and why the first stands first', async () => {
    await showAll(page);
    const listed = await collector.must(200, 'GET', '/worklist?view=all&limit=10');
    const scores = await rows(page).locator('[role="gridcell"]:nth-child(2)').allInnerTexts();
    assert.deepEqual(scores.slice(0, 10).map(Number), listed.rows.map((row) => Math.round(Number(row.score))));
    assert.deepEqual(scores.map(Number), scores.map(Number).toSorted((a, b) => b - a));
    const panel = page.locator('section.peek');
    await panel.getByRole('heading', { name: listed.rows[0].name }).waitFor();
    const written = listed.rows[0].reason.replace(/([\d,]+\.\d+) ([A-Z]{3})\b/g, (_, amount, currency) =>
      new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amount.replaceAll(',', '')));
    assert.ok((await panel.innerText()).replaceAll('\u00a0', ' ').includes(written.replaceAll('\u00a0', ' ')), written);
    const { contributions } = await collector.must(200, 'GET', `/worklist/${listed.rows[0].case_id}`);
    const why = await panel.innerText();
    for (const one of contributions) assert.ok(why.includes(`+${Number(Number(one.points).toFixed(1))}`), `${one.name} in ${why}`);
  });

  test('opens one and sees the open items, the reminder just sent, and why the next date', async () => {
    const sent = (await collector.must(200, 'GET', '/outbox?state=handed_over&limit=100')).rows
      .find((row) => row.kind === 'overdue' && row.handed_at.startsWith(TODAY));
    await page.getByRole('textbox', { name: /Search name/ }).or(page.getByRole('searchbox')).first().fill(sent.customer.name);
    await page.waitForFunction((name) => [...document.querySelectorAll('[role="row"].row')].every((row) => row.innerText.includes(name))
      && document.querySelector('[role="row"].row'), sent.customer.name);
    await rows(page).first().dblclick();
    await page.getByRole('heading', { level: 1, name: sent.customer.name }).waitFor();
    await settled(page);

    const items = await collector.must(200, 'GET', `/customers/${sent.customer.id}/items?state=open`);
    const table = await page.getByRole('table').filter({ hasText: items.rows[0].number }).innerText();
    for (const item of items.rows.slice(0, 10)) assert.ok(table.includes(item.number), item.number);

    const timeline = page.getByRole('region', { name: 'Timeline' });
    await timeline.getByRole('link', { name: `Mail sent: ${sent.subject}` }).first().waitFor();
    assert.ok(stack.mails().some((mail) => mail.subject === sent.subject && mail.messageId === sent.message_id));

    const why = await collector.must(200, 'GET', `/customers/${sent.customer.id}/why`);
    const box = page.getByRole('region', { name: 'Why did nothing happen?' });
    assert.match(await box.locator('.sentence').innerText(), /\w+ .*\w+/);
    const told = await box.innerText();
    assert.match(told, new RegExp(`Next date\\s+${shortDay(why.next.on)} · \\w`));
  });

  test('moves with J and K, selects with X and opens with Enter, but only while the list has the focus', async () => {
    await page.goto('/app/worklist?view=all');
    await settled(page);
    const grid = page.getByRole('grid', { name: 'Worklist' });
    const at = async () => Number(await activeRow(page).getAttribute('aria-rowindex'));
    assert.equal(await at(), 2, 'the first row is open from the start');

    await page.getByRole('button', { name: 'Filter' }).press('j');
    assert.equal(await at(), 2, 'J elsewhere does nothing');
    await grid.focus();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    assert.equal(await at(), 4);
    await page.keyboard.press('k');
    assert.equal(await at(), 3);
    await page.keyboard.press('x');
    assert.equal(await activeRow(page).getAttribute('aria-selected'), 'true');
    await page.keyboard.press('Escape');
    assert.equal(await activeRow(page).getAttribute('aria-selected'), 'false');

    await page.keyboard.press('/');
    await page.keyboard.type('jjx');
    assert.equal(await page.evaluate(() => document.activeElement.value), 'jjx', 'letters typed are letters');
    await page.waitForURL(/q=jjx/);
    await page.keyboard.press('Escape');
    await page.waitForURL((url) => !url.searchParams.has('q') && url.searchParams.has('open'));
    await settled(page);
    assert.equal(await grid.evaluate((node) => node === document.activeElement), true, 'Escape leads back to the list');
    const name = (await collector.must(200, 'GET', '/worklist?view=all&limit=1')).rows[0].name;
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await grid.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name }).waitFor();
  });
});

describe('an admin', () => {
  let page, chosen;

  /** A case of the standard strategy with nothing overdue whose first reminder is next, on a working day now and then. */
  async function choose() {
    const all = await collector.all('/worklist?view=all&limit=200');
    for (const row of all) {
      if (row.strategy !== 'Standard' || row.next_action !== 'send reminder_first' || row.next_on <= TODAY || Number(row.overdue)) continue;
      const why = await whyOf(row);
      const items = await collector.all(`/customers/${row.customer_id}/items?state=open&case_id=${row.case_id}`);
      const due = later(row.next_on, -3);
      const item = items.find((one) => one.instalments.length === 1 && one.due_on === due);
      if (item && why.next?.step === 'first' && dayOf(why, item.number) === row.next_on && isWeekday(later(due, 5))) return { row, due, number: item.number };
    }
    throw new Error('no case waits for its first reminder');
  }

  const whyOf = (row) => collector.must(200, 'GET', `/customers/${row.customer_id}/why?case_id=${row.case_id}`);
  const dayOf = (why, number) => why.steps.find((step) => step.step === 'first').instalments.find((one) => one.number === number)?.day;

  /** Whether an evaluation as of that day would send the first reminder of the chosen case. */
  async function firstGoesOn(day) {
    const got = await stack.dunlin('evaluate', '--as-of', day, '--dry-run', '--json');
    assert.equal(got.code, 0, got.err);
    return got.json.acting.some((one) => one.case_id === chosen.row.case_id && one.messages.some((message) => message.step === 'first'));
  }

  /** Puts text in the place of other text in a line of the editor, key by key. */
  async function retype(line, before, text) {
    const found = page.locator('.cm-line', { hasText: line }).first();
    await found.click();
    const whole = await found.innerText();
    await page.keyboard.press('End');
    for (let i = whole.length; i > whole.indexOf(before) + before.length; i--) await page.keyboard.press('ArrowLeft');
    for (const _ of before) await page.keyboard.press('Backspace');
    await page.keyboard.type(text);
  }

  const activeNo = async () => (await stack.sql("SELECT v.version_no FROM script s JOIN script_version v ON v.id = s.active_version_id WHERE s.name = 'standard' AND s.kind = 'strategy'"))[0].version_no;

  before(async () => {
    chosen = await choose();
    page = await asPerson(stack.logins().admin, ['status of 422']);
  });
  after(() => page?.context().close());

  test('cannot put a faulty script in force: the fault is shown in its line, the old one stays active', async () => {
    const before = await activeNo();
    await page.getByRole('navigation').getByRole('link', { name: 'Scripts' }).click();
    await page.locator('a[href="/app/scripts/strategy/standard"]').click();
    await page.locator('.cm-line', { hasText: 'id = "first"' }).first().waitFor();
    await retype('min_gap = days(5)', 'days(5)', 'days(5');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.locator('.cm-lintRange-error, .cm-lint-marker-error').first().waitFor();
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('dialog').getByRole('button', { name: /Save/ }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await activeNo(), before);
    assert.equal(dayOf(await whyOf(chosen.row), chosen.number), later(chosen.due, 3), 'the old rule decides');
    await page.locator('.cm-line', { hasText: 'min_gap' }).first().click();
    for (let i = 0; i < 20 && await page.getByText('Not saved').count(); i++) await page.keyboard.press('ControlOrMeta+z');
    assert.equal(await page.getByText('Not saved').count(), 0);
  });

  test('moves the first reminder from +3 to +5, activates it, and the next evaluation follows', async () => {
    const { row, due, number } = chosen;
    assert.ok(await firstGoesOn(later(due, 3)), 'before: three days after due');

    await retype('id = "first"', 'after_due(3)', 'after_due(5)');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await page.getByRole('button', { name: 'Save as draft' }).click();
    await page.getByRole('dialog').getByLabel('What changed (optional)').fill('Two days more before the first reminder');
    await page.getByRole('dialog').getByRole('button', { name: /Save/ }).click();
    await page.getByRole('button', { name: 'Activate…' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: /Activate/ }).click();
    await page.getByRole('dialog').getByRole('status').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();

    assert.equal(dayOf(await whyOf(row), number), later(due, 5));
    assert.ok(!await firstGoesOn(later(due, 3)), 'after: not yet three days after due');
    assert.ok(await firstGoesOn(later(due, 5)), 'after: five days after due');

    // The worker, never restarted, looks at the cases of the strategy again.
    const now = await until(async () => {
      const next = await collector.must(200, 'GET', `/worklist/${row.case_id}`);
      return next.next_on !== row.next_on && next;
    }, { ms: 30000, every: 200, name: 'the worker to follow the new version' });
    const { next } = await whyOf(row);
    assert.equal(now.next_on, next.on);

    await page.goto(`/app/customers/${row.customer_id}?case=${row.case_id}`);
    await settled(page);
    const told = await page.getByRole('region', { name: 'Why did nothing happen?' }).innerText();
    assert.ok(told.includes(shortDay(next.on)), told);
    if (next.step === 'first') assert.equal(next.on, later(due, 5));
  });
});

test('the pages said nothing on the console', () => {
  assert.deepEqual(browser.problems, []);
});
