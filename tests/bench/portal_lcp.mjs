// The largest contentful paint of a link out of a mail, on a phone over slow 4G (1.6 Mbit/s, 150 ms
// there and back) with a processor four times slower, nothing kept from before; beside a static
// page that says the same.
//
//    node portal_lcp.mjs [TIMES]
//
// Prints "MS FLOOR_MS", medians.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Browser } from '../harness/browser.mjs';
import { Stack } from '../harness/stack.mjs';

const TIMES = Number(process.argv[2] ?? 5);
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8, connectionType: 'cellular4g' };
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];

/** What is drawn largest, once the page says what it has to; {ms, text}. */
async function paint(browser, url) {
  const page = await browser.page({ width: 390 });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.setCacheDisabled', { cacheDisabled: true });
  await devtools.send('Network.emulateNetworkConditions', SLOW_4G);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await page.addInitScript(() => {
    window.painted = 0;
    new PerformanceObserver((list) => { window.painted = list.getEntries().at(-1).startTime; })
      .observe({ type: 'largest-contentful-paint', buffered: true });
  });
  await page.goto(url);
  await page.getByRole('button', { name: 'Continue' }).waitFor();
  await page.waitForTimeout(700); // what is drawn larger later counts, too
  const got = await page.evaluate(() => ({ ms: window.painted, text: document.body.innerText }));
  if (process.env.TRACE) {
    const sent = await page.evaluate(() => performance.getEntriesByType('resource').map((r) => `${r.startTime.toFixed(0)}-${r.responseEnd.toFixed(0)} ${r.encodedBodySize} ${r.name.replace(/.*\//, '')}`));
    console.error(`${got.ms.toFixed(0)} ms\n  ${sent.join('\n  ')}`);
  }
  await page.context().close();
  if (!got.ms) throw new Error(`${url}: nothing was painted`);
  return got;
}

/** The text of the page in plain HTML, packed as nginx packs. */
function staticPage(text) {
  const words = text.split('\n').filter(Boolean).map((line) => `<p>${line.replace(/[<&]/g, (c) => `&#${c.charCodeAt(0)};`)}</p>`);
  const body = gzipSync(`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Floor</title>${words.join('')}<button>Continue</button>`);
  return createServer((_, answer) => answer.writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' }).end(body));
}

const stack = await Stack.start({ company: 'demo', now: '2026-03-04T08:00:00Z' });
const browser = await Browser.start(stack);
let floor;
try {
  const path = new URL(stack.logins().portal_link).pathname;
  const { text } = await paint(browser, path); // the first warms what serves
  floor = staticPage(text);
  await new Promise((ok) => floor.listen(0, '127.0.0.1', ok));
  const at = `http://localhost:${floor.address().port}/`;
  const ours = [], bare = [];
  for (let k = 0; k < TIMES; k++) {
    ours.push((await paint(browser, path)).ms);
    bare.push((await paint(browser, at)).ms);
  }
  console.log(`${median(ours).toFixed(1)} ${median(bare).toFixed(1)}`);
} finally {
  floor?.close();
  await browser.stop();
  await stack.stop();
}
