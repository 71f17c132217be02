// The pages in other languages and mirrored: all words are there, and they fit.
// SHOTS=folder keeps a picture of each mirrored page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, TOP } from '../harness/stack.mjs';
import { PORTAL, STAFF, addressOf, evaluated, findOut, settled } from './pages.mjs';

const SHOTS = process.env.SHOTS;
let stack, browser, staff, contact, known;

before(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  ({ known, contact } = await findOut(stack));
  staff = await stack.admin();
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

describe('every page', { concurrency: 2 }, () => {
  for (const [locale, lang] of [['de-DE', 'de'], ['fr-FR', 'fr']]) {
    test(`in ${lang} fits a small phone`, async () => {
      const faults = [];
      for (const [pages, client] of [[STAFF, staff], [PORTAL, contact]]) {
        const page = await browser.page({ width: 390, locale, expected: ['status of 404'] });
        await browser.signIn(page, client);
        for (const one of pages.filter(({ act }) => !act)) {
          await page.goto(addressOf(one, known));
          await settled(page);
          if (await page.locator('html').getAttribute('lang') !== lang) faults.push(`${one.name}: is not in ${lang}`);
          for (const width of [320, 390]) {
            await page.setViewportSize({ width, height: 844 });
            if (!await browser.fits(page)) faults.push(`${one.name}: reaches past the right edge at ${width}`);
          }
        }
        await page.context().close();
      }
      assert.deepEqual(faults, []);
    });
  }

  test('laid out from right to left fits a phone and a desk', async () => {
    const faults = [];
    for (const [pages, client] of [[STAFF, staff], [PORTAL, contact]]) {
      const page = await browser.page({ width: 1440, expected: ['status of 404'] });
      await page.addInitScript(() => localStorage.setItem('dunlin.locale', 'ar-XB'));
      await browser.signIn(page, client);
      for (const one of pages.filter(({ act }) => !act)) {
        await page.goto(addressOf(one, known));
        await settled(page);
        if (await page.evaluate(() => getComputedStyle(document.body).direction) !== 'rtl') faults.push(`${one.name}: is not mirrored`);
        for (const width of [390, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await settled(page);
          if (!await browser.fits(page)) faults.push(`${one.name}: reaches past an edge at ${width}`);
          if (SHOTS) await page.screenshot({ fullPage: true, path: join(SHOTS, `${one.name.replace(/\W+/g, '-')}-${width}-rtl.png`) });
        }
      }
      await page.context().close();
    }
    assert.deepEqual(faults, []);
  });
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

test('no page said anything on the console or broke the policy', () => {
  assert.deepEqual(browser.problems, []);
});
