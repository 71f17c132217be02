// What the browser tests share: coming in, waiting for a page, and every page there is.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { faintTexts } from '../harness/contrast.mjs';
import { once, totp } from '../harness/http.mjs';
import { until } from '../harness/stack.mjs';

/** Through the login page, as a person does. */
export async function signIn(page, { email, password, totp_secret: secret }) {
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  if (secret) {
    await page.getByLabel('Code from your authenticator app').fill(totp(secret, Date.now()));
    await page.getByRole('button', { name: 'Confirm' }).click();
  }
  await page.getByRole('grid', { name: 'Worklist' }).waitFor();
}

/** Opens a mail's link and confirms it. */
export async function comeIn(page, link) {
  await page.goto(new URL(link).pathname);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('navigation').waitFor();
}

/** On to another address, as a link of the pages goes there; by loading it where none of theirs is open yet. */
export async function go(page, path) {
  const went = await page.evaluate((to) => {
    const inside = document.querySelector('nav') && to.split(/[/?#]/)[1] === location.pathname.split('/')[1];
    if (!inside) return false;
    history.pushState(null, '', to);
    dispatchEvent(new PopStateEvent('popstate'));
    return true;
  }, path);
  if (!went) await page.goto(path);
  await settled(page);
}

/** Nothing is loading any more, and what came is drawn. */
export async function settled(page) {
  await page.waitForLoadState('load');
  // what comes may ask for more: twice nothing new
  for (let seen = -1; ;) {
    await stillFor(page, 3).catch((error) => {
      if (!/context was destroyed/.test(error.message)) throw error; // it went on to another page: that one, then
    });
    if (!page.asked.size && page.askedEver === seen) return;
    await until(() => page.asked.size === 0, { every: 10, name: `answers to ${[...page.asked].map((one) => one.url()).join()}` });
    seen = page.askedEver;
  }
}

/** Nothing has said that it is loading for so many frames, for longer where the page has no heading yet. */
const stillFor = (page, frames) => page.evaluate((wanted) => new Promise((done, fail) => {
  const began = performance.now();
  let quiet = 0;
  const look = () => {
    const busy = document.querySelector('.sk, [aria-busy="true"]');
    quiet = busy ? 0 : quiet + 1;
    if (quiet >= (document.querySelector('h1') ? wanted : wanted * 10)) done();
    else if (performance.now() - began > 15000) fail(new Error(`still loading: ${busy?.outerHTML.slice(0, 200)}`));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}), frames);

const SHOTS = process.env.SHOTS;
// axe goes over each theme once, on the phone in light and at the desk in dark; the other
// theme of a layout differs from that in colours alone.
const AXE = { 390: 'light', 1440: 'dark' };

/**
 * What is wrong with the page as it stands, in both themes at these widths of 390, 820 and
 * 1440: what axe objects to, what reaches past the right edge. SHOTS=folder keeps a picture
 * of each.
 */
export async function faultsOf(browser, page, name, widths = [390, 820, 1440]) {
  const faults = [];
  if (SHOTS) mkdirSync(SHOTS, { recursive: true });
  for (const width of widths) {
    await page.setViewportSize({ width, height: width < 500 ? 844 : width < 1000 ? 1180 : 900 });
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      await settled(page);
      if (SHOTS) await page.screenshot({ fullPage: true, path: join(SHOTS, `${name.replace(/\W+/g, '-')}-${width}-${theme}.png`) });
      const found = AXE[width] === theme ? await browser.axe(page) : await faintTexts(page);
      faults.push(...found.map((fault) => `${name} ${width} ${theme}: ${fault}`));
    }
    if (!await browser.fits(page)) faults.push(`${name} ${width}: reaches past the right edge`);
    faults.push(...(await browser.spills(page)).map((fault) => `${name} ${width}: ${fault}`));
  }
  return faults;
}

/** The worker has looked at every case of the day. */
export const evaluated = (stack) => until(async () => (await stack.sql('SELECT state FROM run ORDER BY id DESC LIMIT 1'))[0]?.state === 'done',
  { ms: 60000, every: 200, name: 'the first evaluation' });

/** … knows when each is likely to pay, has judged with that, and has handed over what was due: nothing is left to do. */
export async function delivered(stack) {
  await evaluated(stack);
  await until(async () => {
    const [left] = await stack.sql(`
      SELECT (SELECT COUNT(*) FROM outbox WHERE state IN ('claimed', 'sending'))
           + (SELECT COUNT(*) FROM run WHERE state = 'running')
           + (SELECT COUNT(*) FROM case_state WHERE next_at <= '${stack.clock.now().toISOString().slice(0, 19)}')
           + (SELECT COUNT(DISTINCT cs.id) FROM case_state cs
                JOIN instalment i ON i.case_id = cs.id AND i.is_open = 1
                LEFT JOIN forecast_case f ON f.case_id = cs.id AND f.touch_seq = cs.touch_seq
               WHERE f.case_id IS NULL) AS n`);
    return left.n === '0' && stack.mails().length > 0;
  }, { ms: 60000, every: 200, name: 'the first mails' });
}

/** What the pages' paths name: a customer with all that there can be, and what is his. */
export async function findOut(stack) {
  const known = {};
  const collector = await stack.collector();
  const { rows } = await collector.must(200, 'GET', '/worklist?view=overdue&limit=1');
  known.customer = rows[0].customer_id;
  known.mail = (await collector.must(200, 'GET', '/outbox?limit=1')).rows[0].id;
  known.dispute = (await collector.must(200, 'GET', '/disputes?limit=1')).rows[0].id;
  known.link = stack.logins().portal_link;
  known.token = new URL(known.link).pathname.split('/').pop();
  const contact = await stack.portal(known.link);
  known.invoice = (await contact.must(200, 'GET', '/invoices?limit=1')).rows[0].id;
  await contact.must(201, 'POST', '/messages', { body: 'Please send a copy of this invoice.', client_key: 'look', invoice_id: known.invoice });
  await collector.must(201, 'POST', `/customers/${known.customer}/document-requests`,
    { kind: 'proof_of_delivery', body: 'Please send the signed delivery note.', due_on: '2026-03-16' });
  const short = await collector.must(201, 'POST', `/customers/${known.customer}/portal-links`, { scope: 'account', days: 1 });
  known.expired = new URL(short.url).pathname.split('/').pop();
  await stack.mysql(`UPDATE access_link SET expires_at = created_at WHERE token_hash = UNHEX(SHA2('${known.expired}', 256))`);
  await payments(stack, contact, known);
  return { known, contact, person: await people(stack, collector, known) };
}

/** Payments of the contact's in each state, of other invoices than those that are looked at. */
async function payments(stack, contact, known) {
  const { customer } = await contact.must(200, 'GET', '/session');
  known.payer = (await stack.sql(`SELECT id FROM customer WHERE number = '${customer.number}'`))[0].id;
  const { accounts } = await contact.must(200, 'GET', '/payment-options');
  const items = accounts[0].items.filter((one) => one.payable === one.open && one.id !== known.invoice).slice(-4);
  const begin = async (k, provider) => (await contact.must(201, 'POST', '/payment-intents', { provider, lines: [{ invoice_id: items[k].id }] },
    once())).id;
  const act = async (id, outcome) => {
    await contact.must(200, 'POST', `/payment-intents/${id}/act`, { outcome });
    return id;
  };
  known.paid = await act(await begin(0, 'sandbox'), 'success');
  known.declined = await act(await begin(1, 'sandbox'), 'decline');
  const { id: method } = await contact.must(201, 'POST', '/payment-methods', { account_id: accounts[0].account_id, provider: 'sandbox' });
  await contact.must(200, 'POST', `/payment-methods/${method}/act`, { outcome: 'saved' });
  known.expired_pay = await act(await begin(1, 'sandbox'), 'decline');
  known.trial = await begin(1, 'sandbox');
  known.transfer = await begin(2, 'transfer');
  known.late = await begin(3, 'sandbox');
  await stack.mysql(`UPDATE payment_intent SET state = 'expired', why = NULL WHERE id = ${known.expired_pay};
    UPDATE payment_intent SET state = 'processing' WHERE id = ${known.late};`);
}

/**
 * The demo's person with an account of the portal; at the customer one who came in, one who is
 * invited, and one whose invitation is over.
 */
async function people(stack, collector, known) {
  const { email, password } = stack.logins().portal;
  const person = stack.client('/api/portal/v1');
  person.csrf = (await person.must(200, 'POST', '/session', { email, password })).csrf;
  const invite = async (name) => (await collector.must(201, 'POST', `/customers/${known.customer}/portal-invitations`,
    { email: `${name.toLowerCase()}@invited.example`, name, role: 'payer' })).id;
  const token = (name) => until(() => stack.mails().filter((mail) => mail.to.includes(`${name}@invited.example`))
    .map((mail) => /\/portal\/invitation#([\w-]+)/.exec(mail.text)?.[1])[0], { ms: 60000, every: 200, name: `the invitation of ${name}` });
  await stack.mysql(`UPDATE portal_invitation SET expires_at = created_at WHERE id = ${await invite('Otto')}`);
  await invite('Ida');
  await invite('Pia');
  known.invitation = await token('ida');
  await stack.client('/api/portal/v1').must(200, 'POST', '/invitations/accept', { token: await token('pia') });
  return person;
}

/** The address of one of the pages below. */
export const addressOf = ({ path }, known) => (typeof path === 'function' ? path(known) : path);

const press = (name) => (page) => page.getByRole('button', { name, exact: true }).first().click();

/**
 * Every page and state of staff; what opens on them stands in dialogs.mjs. path may need ids found in the stack; act brings the page into
 * the state; refused is what the console may say: an answer's status, or its text.
 */
export const STAFF = [
  { name: 'worklist', path: '/app/worklist?view=all' },
  { name: 'worklist, nothing found', path: '/app/worklist?view=all&q=zzzz' },
  { name: 'worklist, selection', path: '/app/worklist?view=all', act: (page) => page.getByLabel('Select all loaded rows').check() },
  { name: 'customers', path: '/app/customers' },
  { name: 'audit', path: '/app/audit' },
  { name: 'customer', path: (known) => `/app/customers/${known.customer}` },
  { name: 'customer, settled', path: (known) => `/app/customers/${known.customer}?items=settled` },
  { name: 'customer, payments as table', path: (known) => `/app/customers/${known.customer}`, act: press('Show as table') },
  { name: 'customer who pays in the portal', path: (known) => `/app/customers/${known.payer}` },
  { name: 'inbox', path: '/app/inbox' },
  { name: 'session', path: '/app/session?view=all' },
  { name: 'team', path: '/app/team' },
  { name: 'adoption', path: '/app/adoption?which=pays' },
  { name: 'reports', path: '/app/reports' },
  { name: 'reports, a new one', path: '/app/reports?report=new' },
  { name: 'insights', path: '/app/insights' },
  { name: 'insights, trend as table', path: '/app/insights?years=5&line=cei', act: press('Show as table') },
  { name: 'insights, rows of a figure', path: '/app/insights?rows=open:31:60&currency=EUR&period=365' },
  { name: 'insights, aging over time', path: '/app/insights?line=aging&period=365' },
  { name: 'insights, aging over five years as table', path: '/app/insights?line=aging&years=5', act: press('Show as table') },
  { name: 'insights, aged by document date, what was at risk', path: '/app/insights?basis=document&credits=netted&bounds=7,14,30,60,90&rows=at_risk' },
  { name: 'insights, what worked by step and by amount', path: '/app/insights?worked=step&period=365', act: press('By amount') },
  { name: 'insights, work by week', path: '/app/insights?period=365', act: press('Week by week') },
  { name: 'insights, nothing there', path: '/app/insights?segment=nobody' },
  { name: 'follow-ups', path: '/app/follow-ups?view=all' },
  { name: 'follow-ups, done', path: '/app/follow-ups?view=done' },
  { name: 'promises', path: '/app/promises?view=all' },
  { name: 'promises, nothing found', path: '/app/promises?q=zzzz' },
  { name: 'disputes', path: '/app/disputes' },
  { name: 'dispute', path: (known) => `/app/disputes/${known.dispute}` },
  { name: 'reasons and owners', path: '/app/disputes/rules' },
  { name: 'refunds', path: '/app/refunds?state=all' },
  { name: 'texts for notes', path: '/app/note-texts' },
  { name: 'customer unknown', path: '/app/customers/999999999', refused: 404 },
  { name: 'outbox', path: '/app/outbox' },
  { name: 'a mail', path: (known) => `/app/outbox/${known.mail}` },
  { name: 'letters', path: '/app/letters' },
  { name: 'scripts', path: '/app/scripts' },
  { name: 'a script', path: '/app/scripts/strategy/standard' },
  { name: 'overview of admins', path: '/app/admin' },
  { name: 'company', path: '/app/company' },
  { name: 'divisions', path: '/app/company?tab=divisions' },
  { name: 'payment providers', path: '/app/company?tab=payments' },
  { name: 'reports of providers', path: '/app/payment-events' },
  { name: 'reports of providers, nothing found', path: '/app/payment-events?q=zzzz' },
  { name: 'a payment that a report names', path: (known) => `/app/customers/${known.payer}?payment=${known.paid}` },
  { name: 'exchange rates', path: '/app/company?tab=rates' },
  { name: 'API clients', path: '/app/company?tab=clients' },
  { name: 'users', path: '/app/users' },
  { name: 'my account', path: '/app/account' },
  { name: 'templates', path: '/app/templates' },
  { name: 'a template', path: '/app/templates/reminder_first' },
  { name: 'no such page', path: '/app/nothing-here' },
];

export const PORTAL = [
  { name: 'invoices', path: '/portal', act: (page) => page.locator('details > summary').first().click() },
  { name: 'all invoices', path: '/portal?show=all' },
  { name: 'invoices, nothing found', path: '/portal?q=zzzz' },
  { name: 'an invoice', path: (known) => `/portal/invoices/${known.invoice}` },
  { name: 'an invoice, a day to pay', path: (known) => `/portal/invoices/${known.invoice}`, act: (page) => page.getByRole('button', { name: 'Say when you pay' }).click() },
  { name: 'an invoice, disputed in steps', path: (known) => `/portal/invoices/${known.invoice}`, act: disputed },
  { name: 'an invoice unknown', path: '/portal/invoices/999999999', refused: 404 },
  { name: 'statement', path: '/portal/statement?period=months12' },
  { name: 'payments', path: '/portal/payments' },
  { name: 'statement, own dates', path: '/portal/statement', act: (page) => page.getByLabel('Period').selectOption('own') },
  { name: 'messages', path: '/portal/messages' },
  { name: 'messages, not sent', path: (known) => `/portal/messages?invoice=${known.invoice}`, refused: 422, act: notSent },
  { name: 'pay', path: '/portal/pay' },
  { name: 'pay, nothing chosen', path: '/portal/pay', act: payNothing },
  { name: 'a payment made', path: (known) => `/portal/pay/${known.paid}` },
  { name: 'a payment declined', path: (known) => `/portal/pay/${known.declined}` },
  { name: 'a payment over', path: (known) => `/portal/pay/${known.expired_pay}` },
  { name: 'a payment on its way', path: (known) => `/portal/pay/${known.late}` },
  { name: 'a payment for a trial', path: (known) => `/portal/pay/${known.trial}` },
  { name: 'a transfer', path: (known) => `/portal/pay/${known.transfer}` },
  { name: 'a payment unknown', path: '/portal/pay/999999999', refused: 404 },
  { name: 'payment methods', path: '/portal/methods', act: (page) => page.getByText('Turn autopay on').first().waitFor() },
  { name: 'no such portal page', path: '/portal/nothing-here' },
];

async function payNothing(page) {
  await page.getByRole('button', { name: 'None', exact: true }).first().click();
  await page.getByRole('form').first().getByRole('button', { name: 'Pay', exact: true }).click();
  await page.getByText('Choose what you want to pay.').first().waitFor();
}

/** For a person with an account, who may say who else comes in. */
export const PERSON = [
  { name: 'my account in the portal', path: '/portal/account' },
  { name: 'my account in the portal, a second factor', path: '/portal/account', act: press('Set up') },
  { name: 'my account in the portal, a password too short', path: '/portal/account', act: shortPassword },
  { name: 'people', path: '/portal/people' },
  { name: 'people, nothing filled in', path: '/portal/people', act: press('Send invitation') },
];

async function shortPassword(page) {
  await page.getByLabel('New password', { exact: true }).fill('short');
  await page.keyboard.press('Enter');
  await page.locator('[aria-invalid="true"]').first().waitFor();
}

async function notSent(page) {
  await page.route('**/api/portal/v1/messages', (route) => (route.request().method() === 'POST'
    ? route.fulfill({ status: 422, contentType: 'application/problem+json', body: JSON.stringify({ type: '/problems/invalid', title: 'Invalid', status: 422, detail: 'The request breaks a rule.' }) })
    : route.continue()));
  await page.getByLabel('Your message').fill('Where is the delivery note?');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('Not sent.').last().waitFor();
}

async function disputed(page) {
  await page.getByRole('button', { name: 'Something is wrong' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio').first().check();
  await dialog.getByRole('button', { name: 'Next' }).click();
  await dialog.getByRole('radio').last().check();
}

/** Before anybody is in. */
export const GATES = [
  { name: 'login', path: '/app/worklist', refused: 401 },
  { name: 'login, refused', path: '/app/worklist', refused: 401, act: wrongPassword },
  { name: 'forgotten password', path: '/app/reset', refused: 401 },
  { name: 'a reset link that is none', path: '/app/reset#none', refused: 'status of 40' },
  { name: 'confirm a link', path: (known) => `/p/${known.token}` },
  { name: 'a link that is none', path: '/p/not-a-link', refused: 404 },
  { name: 'a link that expired', path: (known) => `/p/${known.expired}`, refused: 410 },
  { name: 'portal without a link', path: '/portal', refused: 401 },
  { name: 'portal, a code sent', path: '/portal', refused: 401, act: codeSent },
  { name: 'portal, a password', path: '/portal', refused: 401, act: byPassword },
  { name: 'portal, a second factor', path: '/portal', refused: 401, act: secondFactor },
  { name: 'portal, a passkey that is asked for', path: '/portal', refused: 401, act: passkeyNeeded },
  { name: 'an invitation', path: (known) => `/portal/invitation#${known.invitation}`, refused: 401 },
  { name: 'an invitation that is none', path: '/portal/invitation#none', refused: /status of 40[14]/ },
];

async function codeSent(page) {
  await page.route('**/api/portal/v1/sign-in-codes', (route) => route.fulfill({ status: 204 }));
  await page.getByLabel('E-mail').fill('anna@example.org');
  await page.getByRole('button', { name: 'Send me a code' }).click();
  await page.getByLabel('Code from the mail').waitFor();
}

async function byPassword(page) {
  await page.getByLabel('E-mail').fill('anna@example.org');
  await page.getByRole('button', { name: 'Use a password' }).click();
  await page.getByLabel('Password').waitFor();
}

/** What the server says to a right password where that is not enough. */
async function refusedFor(page, why, title) {
  await page.route('**/api/portal/v1/session', (route) => (route.request().method() === 'POST'
    ? route.fulfill({ status: 401, contentType: 'application/problem+json', body: JSON.stringify({ type: `/problems/${why}`, title, status: 401 }) })
    : route.continue()));
  await byPassword(page);
  await page.getByLabel('Password').fill('a long password');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function secondFactor(page) {
  await refusedFor(page, 'second-factor-required', 'A code is needed');
  await page.getByLabel('Code of your second factor').waitFor();
}

async function passkeyNeeded(page) {
  await refusedFor(page, 'passkey-required', 'A passkey is needed');
  await page.getByText('Your account asks for a passkey.').waitFor();
}

async function wrongPassword(page) {
  await page.getByLabel('E-mail').fill('nobody@example.org');
  await page.getByLabel('Password').fill('not-this-one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText(/not right/).waitFor();
}
