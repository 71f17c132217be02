// Every staff page by keys and for a screen reader: what it is called, where its parts are, that
// each thing to press has a name and is reached by Tab, that `?` lists the keys there are, and
// that what an action did is said.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { STAFF, addressOf, evaluated, findOut, settled } from './pages.mjs';

let stack, browser, staff, known;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  ({ known } = await findOut(stack));
  staff = await stack.admin();
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

async function come(path, options) {
  const page = await browser.page({ expected: ['status of 404'], ...options });
  await browser.signIn(page, staff);
  await page.goto(path);
  await settled(page);
  return page;
}

/** What a screen reader would miss. */
const faultsOfNames = (page) => page.evaluate(() => {
  const faults = [];
  const seen = (el) => el.checkVisibility();
  const named = (el) => (el.getAttribute('aria-label') || el.getAttribute('aria-labelledby') || el.title || el.textContent.trim()
    || [...(el.labels ?? [])].map((label) => label.textContent.trim()).join('') || el.getAttribute('aria-hidden') === 'true');
  const say = (el) => el.outerHTML.replace(/\s+/g, ' ').slice(0, 90);
  if (document.querySelectorAll('main').length !== 1) faults.push('not one main');
  if ([...document.querySelectorAll('main h1')].filter(seen).length !== 1) faults.push(`${document.querySelectorAll('main h1').length} h1`);
  if (!document.title.includes('Dunlin')) faults.push(`is called ${document.title}`);
  if (!document.querySelector('[role="status"][aria-live="polite"]')) faults.push('nothing tells what actions did');
  for (const el of document.querySelectorAll('a[href], button, input, select, textarea, [role="grid"], [role="tablist"], [role="tabpanel"], nav, section')) {
    if (seen(el) && el.type !== 'hidden' && !named(el)) faults.push(`no name: ${say(el)}`);
  }
  for (const el of document.querySelectorAll('[aria-controls], [aria-labelledby], [aria-describedby]')) {
    for (const name of ['aria-labelledby', 'aria-describedby']) {
      for (const id of (el.getAttribute(name) ?? '').split(' ').filter(Boolean)) if (seen(el) && !document.getElementById(id)) faults.push(`${name} leads nowhere: ${say(el)}`);
    }
  }
  for (const table of document.querySelectorAll('table')) if (!table.querySelector('th')) faults.push(`a table without heads: ${say(table)}`);
  return faults;
});

/** What Tab does not come to, though a mouse does. */
async function faultsOfTab(page) {
  const [wanted] = await page.evaluate(() => {
    // behind a dialog that is open nothing is to be reached
    const where = document.querySelector('dialog[open]') ?? document.querySelector('main');
    const free = [...where.querySelectorAll('a[href], button, input, select, textarea, summary')]
      .filter((el) => el.checkVisibility() && !el.disabled && el.tabIndex >= 0 && !el.closest('[role="grid"]')).slice(0, 25);
    free.forEach((el, index) => { el.dataset.stop = index; });
    window.reached_ = new Set();
    document.addEventListener('focusin', (event) => event.target.dataset?.stop && window.reached_.add(event.target.dataset.stop));
    where.focus();
    return [free.length];
  });
  for (let i = 0; i < wanted + 12; i++) {
    // Tab indents in an editor, until Escape
    if (await page.evaluate(() => Boolean(document.activeElement?.shadowRoot))) await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
  }
  return page.evaluate(() => [...document.querySelectorAll('[data-stop]')].filter((el) => !window.reached_.has(el.dataset.stop) && !(el.type === 'radio' && !el.checked))
    .map((el) => `Tab does not reach ${el.outerHTML.replace(/\s+/g, ' ').slice(0, 90)}`));
}

describe('a page has names and is reached by keys', { concurrency: 2 }, () => {
  for (const one of STAFF.filter(({ act }) => !act)) {
    test(one.name, async () => {
      const page = await come(addressOf(one, known));
      assert.deepEqual([...await faultsOfNames(page), ...await faultsOfTab(page)], []);
      await page.context().close();
    });
  }
});

describe('? lists the keys there are, and gives the focus back', () => {
  for (const [path, keys] of [
    ['/app/customers/{customer}', ['E', 'S', 'C', 'P', 'D', 'N', 'F', 'M', 'U', '/', 'Ctrl+K', '?']],
    ['/app/inbox', ['J', 'K', 'Enter', 'R', 'P', 'D', 'E', 'U', '/', 'Ctrl+K', '?']],
    ['/app/follow-ups', ['J', 'K', 'E', 'S', 'A', 'U', '/', 'Ctrl+K', '?']],
    ['/app/promises', ['J', 'K', '/', 'Ctrl+K', '?']],
    ['/app/scripts', ['Tab', 'Esc', 'Tab', '/', 'Ctrl+K', '?']],
    ['/app/users', ['/', 'Ctrl+K', '?']],
  ]) {
    test(path, async () => {
      const page = await come(path.replace('{customer}', () => known.customer));
      const first = page.getByRole('main').getByRole('button').first();
      await first.focus();
      await page.keyboard.press('?');
      const dialog = page.getByRole('dialog', { name: 'Keys' });
      await dialog.waitFor();
      assert.deepEqual(await dialog.locator('kbd').allTextContents(), keys);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      assert.ok(await first.evaluate((el) => el === document.activeElement));
      await page.context().close();
    });
  }
});

test('the letters of a session act on the page of the customer, each as it does there', async () => {
  const shown = async (page, letter) => {
    await page.keyboard.press(letter);
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    const title = await dialog.getByRole('heading').first().textContent();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    return title;
  };
  const row = (await staff.must(200, 'GET', `/customers/${known.customer}`)).cases[0].row;
  const session = await come(`/app/session?view=all&q=${row.number}`);
  await session.getByRole('button', { name: 'Dispute D' }).and(session.locator(':enabled')).waitFor();
  const page = await come(`/app/customers/${known.customer}?case=${row.case_id}`);
  for (const letter of 'cpdnfm') assert.equal(await shown(page, letter), await shown(session, letter), letter);
  await staff.must(201, 'POST', `/customers/${known.customer}/follow-ups`, { title: 'Ask by letter', due_on: '2026-03-01', case_id: row.case_id });
  assert.equal(await shown(page, 's'), await shown(session, 's'), 's');
  await page.keyboard.press('e');
  await page.getByRole('status').filter({ hasText: 'Done: ' }).waitFor();
  await session.context().close();
  await page.context().close();
});

test('what an action did is said where a screen reader hears it', async () => {
  const page = await come('/app/follow-ups?view=all');
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await page.getByRole('status').filter({ hasText: 'Follow-up done.' }).waitFor();
  await page.context().close();
});

test('no page said anything on the console or broke the policy', () => {
  assert.deepEqual(browser.problems, []);
});
