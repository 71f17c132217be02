// Real Chromium for the end-to-end tests, through playwright-core of www/.
//
//    const browser = await Browser.start(stack);
//    const page = await browser.page({ theme: 'dark', width: 390 });
//    await page.goto('/');
//    await browser.axe(page);        // [] or the violations, in short
//    browser.problems                // console errors, exceptions, policy reports
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { TOP } from './stack.mjs';

const need = createRequire(join(TOP, 'www/package.json'));
const HEIGHT = { 390: 844, 820: 1180, 1440: 900 };

/** What a change of the window's size sets off has been done and drawn, as it is before a person sees it. */
const drawn = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

export class Browser {
  static async start(stack) {
    const { chromium } = need('playwright-core');
    const own = new Browser();
    own.stack = stack;
    own.problems = [];
    own.chromium = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync),
      args: process.getuid() === 0 ? ['--no-sandbox'] : [],
    });
    return own;
  }

  /**
   * A page in a browser profile of its own. expected: console texts that are no problem, which
   * page.expected changes. page.asked holds the requests that are not answered yet, live events apart; page.askedEver counts all.
   */
  async page({ theme = 'light', width = 1440, locale = 'en-GB', expected = [] } = {}) {
    const context = await this.chromium.newContext({
      baseURL: this.stack.url, colorScheme: theme, locale, timezoneId: 'Europe/Zurich',
      viewport: { width, height: HEIGHT[width] ?? 900 }, hasTouch: width < 1000,
    });
    context.setDefaultTimeout(15000);
    const page = await context.newPage();
    page.expected = expected;
    page.asked = new Set();
    page.askedEver = 0;
    page.on('request', (request) => {
      if (request.resourceType() === 'eventsource') return;
      page.asked.add(request);
      page.askedEver++;
    });
    for (const over of ['requestfinished', 'requestfailed']) page.on(over, (request) => page.asked.delete(request));
    const problem = (kind, text) => {
      if (!page.expected.some((e) => (e instanceof RegExp ? e.test(text) : text.includes(e)))) {
        this.problems.push(`${kind} on ${new URL(page.url()).pathname}: ${text}`);
      }
    };
    page.on('console', (m) => m.type() === 'error' && problem('console', m.text()));
    page.on('pageerror', (e) => problem('exception', e.message));
    await page.exposeFunction('reportPolicy', (text) => problem('policy', text));
    await page.addInitScript(() => document.addEventListener('securitypolicyviolation',
      (e) => window.reportPolicy(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile ?? ''}:${e.lineNumber}`)));
    return page;
  }

  /** Signed in through the login page's own API, with the cookie in the page's profile. */
  async signIn(page, session) {
    await page.context().addCookies([...session.cookies].map(([name, value]) => (
      { name, value, domain: 'localhost', path: '/', httpOnly: true, sameSite: 'Lax' })));
  }

  /** What axe-core finds against WCAG 2.2 AA, a line each. within: a selector. */
  async axe(page, within) {
    this.axeSource ??= readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
    if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(this.axeSource);
    const found = await page.evaluate((where) => window.axe.run(where ?? document, {
      resultTypes: ['violations'],
      preload: false, // no rule of these reads style sheets
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    }), within);
    return found.violations.flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary}`));
  }

  /** True when nothing reaches past the right edge, of the window or of the part of it that scrolls. */
  async fits(page) {
    await drawn(page);
    return page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth
      && [...document.querySelectorAll('main')].every((main) => main.scrollWidth <= main.clientWidth));
  }

  /**
   * What sticks out at the side, a line each: an element past the edge of the window (or of what
   * is named), a text past its own box or cut off without a sign. What scrolls sideways may.
   */
  async spills(page, within = 'body') {
    await drawn(page);
    return page.evaluate((selector) => {
      const root = [...document.querySelectorAll(selector)].at(-1);
      const edge = selector === 'body' ? { left: 0, right: window.innerWidth } : root.getBoundingClientRect();
      const faults = [];
      const name = (el) => `${el.tagName.toLowerCase()}.${[...el.classList].join('.')} "${el.textContent.trim().replace(/\s+/g, ' ').slice(0, 40)}"`;
      if (selector !== 'body' && (edge.left < -1 || edge.right > window.innerWidth + 1)) faults.push(`${name(root)} reaches past the window`);
      const look = (el) => {
        const style = getComputedStyle(el);
        if (style.display === 'none' || style.visibility === 'hidden' || (style.position === 'absolute' && style.clipPath !== 'none') || el.matches('svg, .skip')) return;
        const box = el.getBoundingClientRect();
        if (box.width && (box.left < edge.left - 1 || box.right > edge.right + 1)) {
          faults.push(`${name(el)} reaches past the side`);
          return;
        }
        const words = [...el.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        const wider = el.clientWidth > 0 && el.scrollWidth > el.clientWidth + 1;
        if (words && wider && style.display !== 'inline' && style.overflowX !== 'auto' && style.overflowX !== 'scroll'
          && !(style.overflowX !== 'visible' && style.textOverflow === 'ellipsis')) faults.push(`${name(el)} is wider than its place`);
        if (style.overflowX === 'auto' || style.overflowX === 'scroll') return;
        if (style.overflowX === 'hidden' && wider && !words && style.textOverflow !== 'ellipsis') faults.push(`${name(el)} cuts off what is in it`);
        for (const child of el.children) look(child);
      };
      look(root);
      return faults;
    }, within);
  }

  stop() { return this.chromium.close(); }
}
