// Every page and state in light and dark, on phone, tablet and desktop: nothing that axe-core
// objects to, nothing past the right edge, no word on the console, no breach of the policy.
// SHOTS=folder keeps a picture of each.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { faintTexts } from '../harness/contrast.mjs';
import { Stack, TOP, run } from '../harness/stack.mjs';
import { allWords, speak } from '../harness/words.mjs';
import { drawn, faultsOfDialog, furnish, portalVisits, sourceOf, visits } from './dialogs.mjs';
import { GATES, PERSON, PORTAL, STAFF, addressOf, evaluated, faultsOf, findOut, go, settled } from './pages.mjs';

const EDGES = [320, 360, 480, 600, 700, 768, 900, 1024, 1280, 1440, 1920];
// A browser with a coarse pointer lays out otherwise than one with a mouse.
const HANDS = [[390, 820], [1440]];

const ENGLISH = (await allWords()).en;

let stack, browser, staff, contact, person, known;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  ({ known, contact, person } = await findOut(stack));
  staff = await stack.admin();
  await furnish(stack, { staff, contact }, known);
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const expected = (one) => (one.refused ? [typeof one.refused === 'number' ? `status of ${one.refused}` : one.refused] : []);

/** A page that somebody is in already; one that is acted on begins in a profile of its own. */
async function take(idle, one, widths, enter) {
  const page = (!one.act && idle.get(widths)?.pop()) || await browser.page({ width: widths[0] });
  page.expected = expected(one);
  if (page.url() === 'about:blank') await enter(page);
  await page.setViewportSize({ width: widths[0], height: 900 });
  return page;
}

/** What is wrong with a page in both themes at the widths of one kind of hand. */
async function look(idle, one, widths, enter) {
  const page = await take(idle, one, widths, enter);
  await page.goto(addressOf(one, known));
  await settled(page);
  if (one.act) {
    await one.act(page);
    await settled(page);
  }
  const faults = await faultsOf(browser, page, one.name, widths);
  if (widths.length === 1) faults.push(...await overflows(page));
  if (one.act) await page.context().close();
  else idle.set(widths, [...idle.get(widths) ?? [], page]);
  return faults;
}

async function overflows(page) {
  const faults = [];
  for (const width of EDGES) {
    await page.setViewportSize({ width, height: 900 });
    if (!await browser.fits(page)) faults.push(`${width}: reaches past the right edge`);
  }
  return faults;
}

function looks(title, pages, enter) {
  describe(title, { concurrency: 3 }, () => {
    const idle = new Map();
    after(() => Promise.all([...idle.values()].flat().map((page) => page.context().close())));
    for (const one of pages) {
      test(one.name, async () => {
        const faults = [];
        for (const widths of HANDS) faults.push(...await look(idle, one, widths, enter));
        assert.deepEqual(faults, []);
      });
    }
  });
}

looks('staff see', STAFF, (page) => browser.signIn(page, staff));
looks('customers see', PORTAL, (page) => browser.signIn(page, contact));
looks('people with an account see', PERSON, (page) => browser.signIn(page, person));
looks('before anybody is in', GATES, () => {});

const DIALOGS = [
  ...visits(speak(ENGLISH.staff)).map((visit) => ({ ...visit, words: speak(ENGLISH.staff), who: () => staff })),
  ...portalVisits(speak(ENGLISH.portal)).map((visit) => ({ ...visit, words: speak(ENGLISH.portal), who: () => contact })),
];

describe('what opens on a page', { concurrency: 3 }, () => {
  const idle = new Map();
  after(() => Promise.all([...idle.values()].flat().map((page) => page.context().close())));
  for (const { path, first, opens, words, who } of DIALOGS) {
    test(path(new Proxy({}, { get: (_, name) => name })), async () => {
      const faults = [];
      const page = idle.get(who())?.pop() ?? await browser.page({ width: 1440 });
      if (page.url() === 'about:blank') await browser.signIn(page, who());
      await first?.(page);
      await go(page, path(known));
      for (const one of opens) faults.push(...await faultsOfDialog(browser, page, one, words));
      // what is written and not saved keeps a page from being left
      if (opens.some(({ before }) => before)) await page.context().close();
      else idle.set(who(), [...idle.get(who()) ?? [], page]);
      assert.deepEqual(faults, []);
    });
  }

  test('is looked at, every one of it', () => {
    const looked = DIALOGS.flatMap(({ opens }) => opens);
    for (const [file, count] of Object.entries(drawn())) {
      const here = looked.filter(({ of }) => of === file);
      assert.ok(here.length >= count, `${file} opens ${count}; tests/e2e/dialogs.mjs has ${here.length} of them`);
    }
    for (const { of, title } of looked) {
      const source = sourceOf(of);
      const made = [...source.matchAll(/`([a-z_.]+)\$\{/g)].map(([, start]) => start);
      assert.ok(source.includes(`'${title}'`) || made.some((start) => title.startsWith(start)), `${of} says nothing by ${title}`);
    }
  });
});

test('text that is too faint is found, in either theme, however it became so', async () => {
  const page = await browser.page({ width: 1440 });
  await browser.signIn(page, staff);
  await page.goto('/app/outbox');
  await settled(page);
  const paint = (where, css) => page.evaluate(([selector, text]) => document.querySelectorAll(selector).forEach((el) => { el.style.cssText = text; }), [where, css]);
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme });
    for (const [css, part] of [['color: color-mix(in srgb, var(--text) 40%, var(--surface))', 'h1'], ['opacity: .4', 'main'], ['background: var(--text)', 'main']]) {
      await paint(part, css);
      assert.match((await faintTexts(page)).join(), /h1.*contrast \d\.\d\d of/, `${theme}: ${css}`);
      await paint(part, '');
      assert.deepEqual(await faintTexts(page), [], theme);
    }
  }
  await page.context().close();
});

test('50 changes of page leave no more nodes behind', async () => {
  const page = await browser.page({ width: 1440 });
  await browser.signIn(page, staff);
  const cdp = await page.context().newCDPSession(page);
  await page.goto('/app/worklist?view=all');
  const walk = async (times) => {
    for (let i = 0; i < times; i++) {
      for (const name of ['Customers', 'Outbox', 'Worklist']) {
        await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
        await settled(page);
      }
    }
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Memory.getDOMCounters')).nodes;
  };
  await cdp.send('HeapProfiler.enable');
  const first = await walk(2);
  const last = await walk(16);
  await page.context().close();
  assert.ok(last < first * 1.2, `${first} nodes at first, ${last} after 48 more changes`);
});

test('what a page must load is inside its budget', async () => {
  const got = await run('node', [join(TOP, 'www/scripts/budget.mjs')]);
  assert.equal(got.code, 0, got.out);
});

test('no page said anything on the console or broke the policy', () => {
  assert.deepEqual(browser.problems, []);
});
