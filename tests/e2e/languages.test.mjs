// The pages in other languages and mirrored: all words are there, and they fit.
// SHOTS=folder keeps a picture of each mirrored page.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';
import { allWords, faultsOfWords, speak, textsOn, withPages } from '../harness/words.mjs';
import { furnish, open, portalVisits, shut, visits } from './dialogs.mjs';
import { GATES, PERSON, PORTAL, STAFF, addressOf, evaluated, findOut, go, settled } from './pages.mjs';

const SHOTS = process.env.SHOTS;
const WORDS = await allWords();

let stack, browser, staff, contact, person, known;

before(async () => {
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
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

const isStaff = ({ path }) => typeof path === 'string' && path.startsWith('/app');
/** Pages, who looks at them, whose words they say. */
const sets = () => [[STAFF, staff, 'staff'], [PORTAL, contact, 'portal'], [PERSON, person, 'portal'],
  [GATES.filter(isStaff), null, 'staff'], [GATES.filter((one) => !isStaff(one)), null, 'portal']];
const EXPECTED = ['status of 40', 'status of 410'];

describe('every page', { concurrency: 3 }, () => {
  for (const [locale, lang] of [['de-DE', 'de'], ['fr-FR', 'fr']]) {
    test(`in ${lang} fits a small phone`, async () => {
      const faults = [];
      for (const [pages, client, entry] of sets()) {
        const page = await browser.page({ width: 390, locale, expected: EXPECTED });
        if (client) await browser.signIn(page, client);
        for (const one of pages.filter(({ act }) => !act)) {
          await go(page, addressOf(one, known));
          if (await page.locator('html').getAttribute('lang') !== lang) faults.push(`${one.name}: is not in ${lang}`);
          faults.push(...faultsOfWords(await textsOn(page), WORDS[lang][entry], { english: WORDS.en[entry], book: WORDS[lang].book }).map((fault) => `${one.name}: ${fault}`));
          for (const width of [1440, 390, 320]) {
            await page.setViewportSize({ width, height: 844 });
            if (!await browser.fits(page)) faults.push(`${one.name}: reaches past the right edge at ${width}`);
            faults.push(...(await browser.spills(page)).map((fault) => `${one.name} ${width}: ${fault}`));
            if (SHOTS && width !== 320) await page.screenshot({ fullPage: true, path: join(SHOTS, `${one.name.replace(/\W+/g, '-')}-${width}-${lang}.png`) });
          }
        }
        await page.context().close();
      }
      assert.deepEqual(faults, []);
    });
  }

  test('laid out from right to left fits a phone and a desk', async () => {
    const faults = [];
    for (const [pages, client, entry] of sets()) {
      const page = await browser.page({ width: 1440, expected: EXPECTED });
      await page.addInitScript(() => localStorage.setItem('dunlin.locale', 'ar-XB'));
      if (client) await browser.signIn(page, client);
      for (const one of pages.filter(({ act }) => !act)) {
        await go(page, addressOf(one, known));
        if (await page.evaluate(() => getComputedStyle(document.body).direction) !== 'rtl') faults.push(`${one.name}: is not mirrored`);
        faults.push(...faultsOfWords(await textsOn(page), WORDS.en[entry]).map((fault) => `${one.name}: ${fault}`));
        for (const width of [390, 820, 1440]) {
          await page.setViewportSize({ width, height: 900 });
          await settled(page);
          if (!await browser.fits(page)) faults.push(`${one.name}: reaches past an edge at ${width}`);
          faults.push(...(await browser.spills(page)).map((fault) => `${one.name} ${width}: ${fault}`));
          if (SHOTS) await page.screenshot({ fullPage: true, path: join(SHOTS, `${one.name.replace(/\W+/g, '-')}-${width}-rtl.png`) });
        }
      }
      await page.context().close();
    }
    assert.deepEqual(faults, []);
  });
});

describe('what opens on a page', { concurrency: 3 }, () => {
  for (const [lang, stored] of [['de', 'de'], ['fr', 'fr'], ['en', 'ar-XB']]) {
    test(`${stored === lang ? `in ${lang}` : 'from right to left'} says all in it and fits`, async () => {
      const faults = [];
      for (const [entry, all, client] of [['staff', visits, staff], ['portal', portalVisits, contact]]) {
        const says = speak(WORDS[lang][entry], { mirrored: stored !== lang });
        const page = await browser.page({ width: 1440 });
        await page.addInitScript((locale) => localStorage.setItem('dunlin.locale', locale), stored);
        await browser.signIn(page, client);
        let written = false; // and not saved: a page asks before it is left so
        for (const { path, first, opens } of all(says)) {
          await first?.(page);
          await (written ? page.goto(path(known)) : go(page, path(known)));
          await settled(page);
          written = opens.some(({ before }) => before);
          for (const one of opens) {
            const widths = one.widths ?? [1440, 320];
            await page.setViewportSize({ width: widths[0], height: 900 });
            const where = await open(page, one, says);
            await settled(page);
            const texts = await textsOn(page, where);
            const left = lang === 'en' ? {} : { english: WORDS.en[entry], book: WORDS[lang].book };
            const found = faultsOfWords(texts, WORDS[lang][entry], left);
            for (const width of widths) {
              await page.setViewportSize({ width, height: 900 });
              found.push(...(await browser.spills(page, where)).map((fault) => `${width}: ${fault}`));
              if (SHOTS) await page.screenshot({ path: join(SHOTS, `dialog-${`${one.of.slice(6)} ${one.title}`.replace(/\W+/g, '-')}-${width}-${stored}.png`) });
            }
            await page.setViewportSize({ width: widths[0], height: 900 });
            await shut(page);
            faults.push(...found.map((fault) => `${one.of} ${one.title}: ${fault}`));
          }
      }
      await page.context().close();
      }
      assert.deepEqual(faults, []);
    });
  }
});

// Words that people wrote themselves stay as they are.
const OWN_WORDS = new Set(['note', 'message', 'tag']);

async function sentencesOfTheServer() {
  const found = new Set();
  const keep = (...texts) => texts.filter(Boolean).forEach((text) => found.add(text));
  for (const row of await staff.all('/worklist')) keep(row.reason);
  for (const row of await staff.all('/outbox')) keep(row.reason);
  for (const task of await staff.all('/follow-ups')) if (task.kind !== 'by_hand') keep(task.title);
  for (const { id } of (await staff.must(200, 'GET', '/customers?limit=60')).rows) {
    for (const event of await staff.all(`/customers/${id}/timeline`)) {
      const own = OWN_WORDS.has(event.kind) || (event.kind.startsWith('follow_up') && event.actor.kind === 'user');
      if (!own) keep(event.title);
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
  await withPages(async (load) => {
    const { said } = await load('/src/core/i18n.ts');
    const { setBook, unknownPhrases } = await load('/src/core/phrases.ts');
    for (const language of ['de', 'fr']) {
      setBook(WORDS[language].book);
      sentences.forEach(said);
      assert.deepEqual(unknownPhrases(), [], language);
    }
  });
});

test('in English, too, a sentence of the server writes an amount as the page does', async () => {
  const page = await browser.page({ width: 1440 });
  await browser.signIn(page, await stack.collector());
  const found = [];
  for (const path of ['/app/worklist', `/app/customers/${known.customer}`, '/app/follow-ups', '/app/promises', '/app/disputes']) {
    await page.goto(path);
    await settled(page);
    const text = await page.locator('main').innerText();
    // but for the subjects of mails: those are as they went out
    found.push(...[...text.matchAll(/.*\d (?:EUR|USD|GBP|CHF)\b.*/g)].map(([line]) => `${path}: ${line}`).filter((line) => !line.includes(': Mail ')));
  }
  assert.deepEqual(found, []);
  await page.goto('/app/worklist');
  await settled(page);
  assert.match(await page.locator('main').innerText(), /[€$£][\d,.]+ broken/, 'there is one to be seen');
  await page.context().close();
});

test('what can be done with a follow-up is called by its title in the reader\'s language', async () => {
  const page = await browser.page({ width: 1440, locale: 'fr-FR' });
  await browser.signIn(page, staff);
  const english = (await staff.all('/follow-ups')).filter(({ kind }) => kind === 'call').map(({ title }) => title);
  assert.ok(english.length, 'there are calls to make');
  await page.goto('/app/follow-ups?view=all');
  await settled(page);
  const labels = () => page.locator('[aria-label], h2').evaluateAll((all) => all.map((el) => el.ariaLabel ?? el.textContent));
  const faults = (list) => list.filter((label) => english.some((title) => label.includes(title)));
  const row = page.locator('main [aria-label]').filter({ hasText: /./ });
  assert.ok(await row.count(), 'there is something to do');
  assert.deepEqual(faults(await labels()), []);
  await page.keyboard.press('j');
  await page.keyboard.press('s');
  await page.getByRole('dialog').waitFor();
  assert.deepEqual(faults(await labels()), []);
  await page.context().close();
});

test('no page said anything on the console or broke the policy', () => {
  assert.deepEqual(browser.problems, []);
});
