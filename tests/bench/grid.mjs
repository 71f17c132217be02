// The worklist of the whole ledger in real Chromium, as a person with a keyboard and a mouse
// meets it. node grid.mjs PORT ROW, with the cookie of BENCH_COOKIE; SHOTS=folder keeps
// pictures. Prints a line each "NAME VALUE UNIT": medians of three where it can be repeated.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Browser } from '../harness/browser.mjs';

const [port, row] = process.argv.slice(2).map(Number);
const [name, value] = process.env.BENCH_COOKIE.split('=');
const url = `http://localhost:${port}`;
const TIMES = 3, LONG_MS = 50, PAGES = 200, DRAGS = 60;
const browser = await Browser.start({ url });

const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const say = (what, number, unit) => console.log(`${what} ${number.toFixed(1)} ${unit}`);

async function shot(page, what) {
  if (!process.env.SHOTS) return;
  mkdirSync(process.env.SHOTS, { recursive: true });
  await page.screenshot({ path: join(process.env.SHOTS, `grid-${what}.png`) });
}

/** From the start of the navigation to the frame that shows the first row. */
const firstRow = (page) => page.evaluate(() => new Promise((done) => {
  const look = () => {
    if (document.querySelector('[role="row"].row [role="gridcell"]:not(.wait)')) requestAnimationFrame(() => done(performance.now()));
    else requestAnimationFrame(look);
  };
  look();
}));

async function open(path) {
  const page = await browser.page();
  await browser.signIn(page, { cookies: new Map([[name, value]]) });
  page.setDefaultTimeout(120000);
  await page.goto(path, { waitUntil: 'commit' });
  return { page, ms: await firstRow(page) };
}

/** The rows of the first page in a page that has nothing else. */
async function openPlain(html) {
  const page = await browser.page();
  await page.route('**/plain', (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }));
  await page.goto('/plain', { waitUntil: 'commit' });
  const ms = await firstRow(page);
  await page.context().close();
  return ms;
}

const count = (page) => page.evaluate(() => document.querySelectorAll('*').length);

async function heap(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.enable').then(() => devtools.send('Performance.getMetrics'));
  await devtools.detach();
  return metrics.find((m) => m.name === 'JSHeapUsedSize').value / 1048576;
}

/** Frames from now on, until the function it gives is called. */
async function watchFrames(page) {
  await page.evaluate(() => {
    const seen = [];
    let last = performance.now(), on = true;
    const next = (now) => { seen.push(now - last); last = now; if (on) requestAnimationFrame(next); };
    requestAnimationFrame(next);
    window.framesSeen = () => { on = false; return seen; };
  });
  return () => page.evaluate(() => window.framesSeen());
}

/** Until no row in sight waits for its data. */
const filled = (page) => page.waitForFunction(() => document.querySelector('[role="row"].row') && !document.querySelector('[role="row"].row .wait'), null, { polling: 'raf' });

const grid = (page) => page.getByRole('grid', { name: 'Worklist' });

async function timed(what) {
  const began = performance.now();
  await what();
  return performance.now() - began;
}

const opened = [], plain = [];
for (let n = 0; n < TIMES; n++) {
  const { page, ms } = await open('/?view=all');
  opened.push(ms);
  await filled(page);
  const body = await page.evaluate(() => [...document.querySelectorAll('[role="row"].row')].map((r) => r.outerHTML).join(''));
  plain.push(await openPlain(`<!doctype html><title>rows</title><div role="grid">${body}</div>`));
  await page.context().close();
}
say('grid-first', median(opened), 'ms');
say('grid-first-floor', median(plain), 'ms');

const { page } = await open('/?view=all');
await filled(page);
await shot(page, 'first');
let most = await count(page);
const nodesAtFirst = most;

// The keyboard: page by page, then to the end.
await grid(page).focus();
let stop = await watchFrames(page);
for (let n = 0; n < PAGES; n++) await page.keyboard.press('PageDown');
await filled(page);
let frames = await stop();
most = Math.max(most, await count(page));
const keyed = await timed(async () => { await page.keyboard.press('End'); await filled(page); });
await shot(page, 'end');
say('grid-end', keyed, 'ms');

// The bar: to the row in the middle in steps, as a hand drags it.
await page.keyboard.press('Home');
await filled(page);
stop = await watchFrames(page);
const dragged = await timed(async () => {
  for (let n = 1; n <= DRAGS; n++) {
    await grid(page).evaluate((el, part) => { el.scrollTop = part; return new Promise((r) => { requestAnimationFrame(r); }); }, (row * 36 * n) / DRAGS);
    if (n % 10 === 0) most = Math.max(most, await count(page));
  }
  await filled(page);
});
frames = frames.concat(await stop());
await shot(page, 'middle');
const at = await page.evaluate(() => Math.max(...[...document.querySelectorAll('[role="row"].row')].map((r) => Number(r.getAttribute('aria-rowindex')))));
if (at < row) throw new Error(`row ${row} is not in sight, but ${at}`);
say('grid-drag', dragged, 'ms');
frames.sort((a, b) => a - b);
say('grid-frame-p95', frames[Math.floor(frames.length * 0.95)], 'ms');
say('grid-frames-long', frames.filter((f) => f > LONG_MS).length / frames.length * 100, '%');
say('grid-nodes', most, 'nodes');
say('grid-nodes-grown', most / nodesAtFirst, 'times');
say('grid-heap', await heap(page), 'MiB');

// An order and a filter over all of it.
const answered = (part) => page.waitForResponse((r) => r.url().includes('/worklist?') && r.url().includes(part));
const sorts = [];
for (const sort of ['sort=-days', 'sort=days', 'sort=-days']) {
  sorts.push(await timed(async () => {
    const got = answered(sort);
    await grid(page).getByRole('button', { name: /^Days/ }).click();
    await got;
    await filled(page);
  }));
}
say('grid-sort', median(sorts), 'ms');
const filters = [];
for (const q of ['ber', 'son', '123']) {
  const got = answered(`q=${q}`);
  filters.push(await timed(async () => {
    await page.getByLabel('Search name or number').fill(q);
    await got;
    await filled(page);
  }));
}
await shot(page, 'filter');
say('grid-filter', median(filters), 'ms');
if (browser.problems.length) throw new Error(browser.problems.join('\n'));
await browser.stop();
