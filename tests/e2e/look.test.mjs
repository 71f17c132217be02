// Every page and state in light and dark, on phone, tablet and desktop: nothing that axe-core
// objects to, nothing past the right edge, no word on the console, no breach of the policy.
// SHOTS=folder keeps a picture of each.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, TOP, run } from '../harness/stack.mjs';
import { GATES, PORTAL, STAFF, evaluated, settled } from './pages.mjs';

const SHOTS = process.env.SHOTS;
const EDGES = [320, 360, 480, 600, 700, 768, 900, 1024, 1280, 1440, 1920];
// A browser with a coarse pointer lays out otherwise than one with a mouse.
const HANDS = [[390, 820], [1440]];
// The themes differ in colours alone: what else axe knows holds for both.
const COLOURS = ['color-contrast', 'link-in-text-block'];

let stack, browser, staff, contact;
const known = {};

async function findOut() {
  const collector = await stack.collector();
  const { rows } = await collector.must(200, 'GET', '/worklist?view=overdue&limit=1');
  known.customer = rows[0].customer_id;
  known.mail = (await collector.must(200, 'GET', '/outbox?limit=1')).rows[0].id;
  known.dispute = (await collector.must(200, 'GET', '/disputes?limit=1')).rows[0].id;
  known.link = stack.logins().portal_link;
  known.token = new URL(known.link).pathname.split('/').pop();
  contact = await stack.portal(known.link);
  known.invoice = (await contact.must(200, 'GET', '/invoices?limit=1')).rows[0].id;
  await contact.must(201, 'POST', '/messages', { body: 'Please send a copy of this invoice.', client_key: 'look', invoice_id: known.invoice });
  await collector.must(201, 'POST', `/customers/${known.customer}/document-requests`,
    { kind: 'proof_of_delivery', body: 'Please send the signed delivery note.', due_on: '2026-03-16' });
  const short = await collector.must(201, 'POST', `/customers/${known.customer}/portal-links`, { scope: 'account', days: 1 });
  known.expired = new URL(short.url).pathname.split('/').pop();
  await stack.mysql(`UPDATE access_link SET expires_at = created_at WHERE token_hash = UNHEX(SHA2('${known.expired}', 256))`);
}

before(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  await findOut();
  staff = await stack.admin();
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const expected = (one) => (one.refused ? [typeof one.refused === 'number' ? `status of ${one.refused}` : one.refused] : []);
const label = (name) => name.replace(/\W+/g, '-');

/** What is wrong with a page in both themes at the widths of one kind of hand. */
async function faultsOf(one, widths, enter) {
  const faults = [];
  const page = await browser.page({ width: widths[0], expected: expected(one) });
  await enter(page);
  await page.goto(typeof one.path === 'function' ? one.path(known) : one.path);
  await settled(page);
  if (one.act) {
    await one.act(page);
    await settled(page);
  }
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : width < 1000 ? 1180 : 900 });
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      if (SHOTS) await page.screenshot({ fullPage: true, path: join(SHOTS, `${label(one.name)}-${width}-${theme}.png`) });
      faults.push(...(await browser.axe(page, theme === 'dark' ? COLOURS : undefined)).map((fault) => `${width} ${theme}: ${fault}`));
    }
  }
  if (widths.length === 1) faults.push(...await overflows(page));
  await page.context().close();
  return faults;
}

/** Nothing reaches past the right edge, of the window or of the part of it that scrolls. */
const fits = async (page) => await browser.fits(page)
  && page.evaluate(() => [...document.querySelectorAll('main')].every((main) => main.scrollWidth <= main.clientWidth));

async function overflows(page) {
  const faults = [];
  for (const width of EDGES) {
    await page.setViewportSize({ width, height: 900 });
    await settled(page);
    if (!await fits(page)) faults.push(`${width}: reaches past the right edge`);
  }
  return faults;
}

function looks(title, pages, enter) {
  describe(title, { concurrency: 2 }, () => {
    for (const one of pages) {
      test(one.name, async () => {
        const faults = [];
        for (const widths of HANDS) faults.push(...await faultsOf(one, widths, enter));
        assert.deepEqual(faults, []);
      });
    }
  });
}

looks('staff see', STAFF, (page) => browser.signIn(page, staff));
looks('customers see', PORTAL, (page) => browser.signIn(page, contact));
looks('before anybody is in', GATES, () => {});

describe('in German and French', () => {
  for (const [locale, lang] of [['de-DE', 'de'], ['fr-FR', 'fr']]) {
    test(`every page of ${lang} fits a small phone`, async () => {
      const faults = [];
      for (const [pages, client] of [[STAFF, staff], [PORTAL, contact]]) {
        const page = await browser.page({ width: 390, locale, expected: ['status of 404'] });
        await browser.signIn(page, client);
        for (const one of pages.filter(({ act }) => !act)) {
          await page.goto(typeof one.path === 'function' ? one.path(known) : one.path);
          await settled(page);
          if (await page.locator('html').getAttribute('lang') !== lang) faults.push(`${one.name}: is not in ${lang}`);
          for (const width of [320, 390]) {
            await page.setViewportSize({ width, height: 844 });
            if (!await fits(page)) faults.push(`${one.name}: reaches past the right edge at ${width}`);
          }
        }
        await page.context().close();
      }
      assert.deepEqual(faults, []);
    });
  }
});

// Words that people wrote themselves stay as they are.
const OWN_WORDS = new Set(['note', 'message', 'hold', 'tag']);

async function sentencesOfTheServer() {
  const found = new Set();
  const keep = (...texts) => texts.filter(Boolean).forEach((text) => found.add(text));
  for (const row of await staff.all('/worklist')) keep(row.reason);
  for (const row of await staff.all('/outbox')) keep(row.reason);
  for (const task of await staff.all('/follow-ups')) if (task.kind !== 'by_hand') keep(task.title);
  for (const { id } of (await staff.must(200, 'GET', '/customers?limit=60')).rows) {
    for (const event of await staff.all(`/customers/${id}/timeline`)) {
      if (!OWN_WORDS.has(event.kind) && event.actor.kind !== 'user') keep(event.title);
    }
    const { cases } = await staff.must(200, 'GET', `/customers/${id}`);
    for (const one of cases) {
      const why = await staff.must(200, 'GET', `/customers/${id}/why?case_id=${one.case_id}`);
      keep(why.sentence, ...why.steps.flatMap((step) => step.instalments.map((part) => part.detail)));
    }
  }
  return [...found];
}

test('what the server says is said in German and French, too', async () => {
  const sentences = await sentencesOfTheServer();
  assert.ok(sentences.length > 200, `${sentences.length} sentences`);
  const { createServer } = createRequire(join(TOP, 'www/package.json'))('vite');
  const vite = await createServer({ root: join(TOP, 'www'), server: { middlewareMode: true, hmr: false, ws: false }, appType: 'custom', logLevel: 'error' });
  try {
    const { said } = await vite.ssrLoadModule('/src/core/i18n.ts');
    const { setBook, unknownPhrases } = await vite.ssrLoadModule('/src/core/phrases.ts');
    for (const language of ['de', 'fr']) {
      setBook((await vite.ssrLoadModule(`/src/i18n/phrases.${language}.ts`)).default);
      sentences.forEach(said);
      assert.deepEqual(unknownPhrases(), [], language);
    }
  } finally {
    await vite.close();
  }
});

test('laid out from right to left, every page fits a phone and a desk', async () => {
  const faults = [];
  for (const [pages, client] of [[STAFF, staff], [PORTAL, contact]]) {
    const page = await browser.page({ width: 1440, expected: ['status of 404'] });
    await page.addInitScript(() => localStorage.setItem('dunlin.locale', 'ar-XB'));
    await browser.signIn(page, client);
    for (const one of pages.filter(({ act }) => !act)) {
      await page.goto(typeof one.path === 'function' ? one.path(known) : one.path);
      await settled(page);
      if (await page.evaluate(() => getComputedStyle(document.body).direction) !== 'rtl') faults.push(`${one.name}: is not mirrored`);
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        await settled(page);
        if (!await fits(page)) faults.push(`${one.name}: reaches past an edge at ${width}`);
        if (SHOTS) await page.screenshot({ fullPage: true, path: join(SHOTS, `${label(one.name)}-${width}-rtl.png`) });
      }
    }
    await page.context().close();
  }
  assert.deepEqual(faults, []);
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
