// Writing to customers in a real browser: looked at, sent, taken back, to many; and what the
// texts say, edited.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { invoice } from '../api/fixture.mjs';
import { delivered, settled, signIn } from './pages.mjs';

const SHOTS = process.env.SHOTS;
let stack, browser, collector;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T10:00:00Z' });
  await delivered(stack);
  collector = await stack.collector();
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const shot = (page, name) => SHOTS && page.screenshot({ path: `${SHOTS}/${name}.png` });
const dialog = (page) => page.getByRole('dialog');

/** Ids of what is overdue of a case, as the dialog chooses them. */
async function overdueOf(row) {
  const open = await collector.must(200, 'GET', `/customers/${row.customer_id}/items?state=open&case_id=${row.case_id}&limit=200`);
  return open.rows.filter((item) => item.side === 'debit' && item.days_late > 0).map((item) => item.id);
}

/** Cases with something overdue that may be written to now, by what the guards say. */
async function writable(n) {
  const found = [];
  for (const row of (await collector.must(200, 'GET', '/worklist?view=overdue&limit=200')).rows) {
    const body = { case_id: row.case_id, template: 'reminder_first', item_ids: await overdueOf(row) };
    const look = await collector.request('POST', `/customers/${row.customer_id}/mail/preview`, body);
    if (look.status === 200 && look.body.goes && look.body.to.length === 1) found.push({ ...row, email: look.body.to[0].email });
    if (found.length === n) return found;
  }
  throw new Error(`only ${found.length} of ${n} may be written to`);
}

async function openMessage(page, row) {
  await page.goto(`/app/customers/${row.customer_id}?case=${row.case_id}`);
  await page.getByRole('heading', { level: 1, name: row.name }).waitFor();
  await page.getByRole('button', { name: 'Message', exact: true }).click();
  await dialog(page).getByLabel('Text').waitFor();
}

describe('a collector writes', () => {
  let page;

  before(async () => {
    page = await browser.page({ expected: ['status of 401'] });
    await signIn(page, stack.logins().collector);
  });
  after(() => page?.context().close());

  test('E8 what was begun for one customer leaves nothing in the message to the next', async () => {
    const [x, y] = await writable(2);
    await openMessage(page, x);
    await dialog(page).getByLabel('Text').selectOption({ label: 'In own words' });
    await dialog(page).getByLabel('Subject').fill('Only for X');
    await dialog(page).getByRole('textbox', { name: 'Message' }).fill(`Secret words for ${x.name}`);
    await dialog(page).getByLabel('Copy to me').check();
    await dialog(page).getByRole('button', { name: 'Preview' }).click();
    await dialog(page).getByRole('definition').filter({ hasText: x.email }).waitFor();
    await shot(page, 'message-preview');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();

    // the same page, without a reload, now of the other customer
    await page.evaluate((to) => {
      const link = document.createElement('a');
      link.href = to;
      document.querySelector('main').append(link);
      link.click();
    }, `/app/customers/${y.customer_id}?case=${y.case_id}`);
    await page.getByRole('heading', { level: 1, name: y.name }).waitFor();
    await page.getByRole('button', { name: 'Message', exact: true }).click();
    await dialog(page).getByLabel('Text').waitFor();
    const asked = page.waitForRequest((rq) => rq.url().endsWith('/mail/preview'));
    await dialog(page).getByRole('button', { name: 'Preview' }).click();
    const rq = await asked;
    assert.ok(rq.url().includes(`/customers/${y.customer_id}/`));
    for (const trace of [x.email, x.case_id, 'Secret words', 'Only for X']) assert.ok(!rq.postData().includes(trace), trace);
    assert.equal(JSON.parse(rq.postData()).cc_self, false);
    assert.deepEqual(JSON.parse(rq.postData()).cc_contact_ids, []);
    await dialog(page).getByRole('definition').filter({ hasText: y.email }).waitFor();
    const said = await dialog(page).innerText();
    for (const trace of [x.email, x.name, 'Secret words', 'Only for X']) assert.ok(!said.includes(trace), trace);
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  });

  test('where nothing is overdue it begins with own words, and a reminder says why it may not go', async () => {
    const row = (await collector.must(200, 'GET', '/worklist?view=all&limit=200')).rows.find((one) => Number(one.overdue) === 0 && Number(one.open) > 0);
    await openMessage(page, row);
    assert.equal(await dialog(page).getByLabel('Text').inputValue(), '');
    assert.equal(await dialog(page).getByRole('checkbox', { checked: true }).count(), 0);
    await dialog(page).getByLabel('Text').selectOption('reminder_first');
    await dialog(page).getByRole('button', { name: 'Preview' }).click();
    await dialog(page).getByText('Names no invoice – a reminder names at least one overdue invoice').waitFor();
    assert.ok(await dialog(page).getByRole('button', { name: 'Send', exact: true }).isDisabled());
    await shot(page, 'message-nothing-overdue');
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
  });

  test('a customer with more than three hundred overdue invoices is reminded of all of them', async () => {
    const [row] = await writable(1);
    const [{ division_id: division, currency }] = await stack.sql(`SELECT division_id, currency FROM case_state WHERE id = ${row.case_id}`);
    const known = await overdueOf(row);
    await stack.mysql(Array.from({ length: 300 }, (_, k) => invoice(880000000 + k, row.case_id, row.customer_id, division,
      { amount: 1000, due: '2026-02-20', issued: '2026-01-20', number: `MANY-${k}`, currency })).join('\n'));
    await openMessage(page, row);
    const all = dialog(page).getByRole('button', { name: `All overdue (${known.length + 300})` });
    await all.waitFor();
    assert.equal(await all.getAttribute('aria-pressed'), 'true');
    await dialog(page).getByText(new RegExp(`^${known.length + 300} of \\d+ chosen`)).waitFor();
    const answered = page.waitForResponse((got) => got.url().endsWith('/mail/preview'));
    await dialog(page).getByRole('button', { name: 'Preview' }).click();
    assert.equal((await (await answered).json()).lines.length, known.length + 300);
    await shot(page, 'message-many-items');
    await dialog(page).getByRole('button', { name: 'None' }).click();
    await dialog(page).getByText(/^0 of/).waitFor();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();
    await stack.mysql('DELETE FROM instalment WHERE item_id >= 880000000 AND item_id < 880000300; DELETE FROM item WHERE id >= 880000000 AND id < 880000300;');
  });

  test('sends by key M, is told that it can be taken back, and takes it back', async () => {
    const [row] = await writable(1);
    await page.goto(`/app/worklist?view=all&open=${row.case_id}&q=${encodeURIComponent(row.name)}`);
    await settled(page);
    await page.locator('[role="row"][data-active]').waitFor();
    await page.getByRole('grid', { name: 'Worklist' }).focus();
    await page.keyboard.press('m');
    await dialog(page).getByLabel('Text').waitFor();
    await dialog(page).getByRole('button', { name: 'Preview' }).click();
    await dialog(page).getByRole('tabpanel').getByRole('table').waitFor();
    await dialog(page).getByRole('button', { name: 'Send' }).click();
    await dialog(page).getByText(/Sent in \d+ s|Planned/).waitFor();
    await shot(page, 'message-undo');
    await dialog(page).getByRole('button', { name: 'Undo' }).click();
    await dialog(page).waitFor({ state: 'hidden' });
    const [mine] = (await collector.must(200, 'GET', `/outbox?customer_id=${row.customer_id}&limit=1`)).rows;
    assert.deepEqual([mine.kind, mine.state], ['manual', 'cancelled']);
  });

  test('writes to many: sees who is left out and why, and what became of each', async () => {
    await page.goto('/app/worklist?view=overdue');
    await settled(page);
    const boxes = page.getByRole('grid', { name: 'Worklist' }).locator('.row input[type=checkbox]');
    for (let k = 0; k < 6; k++) await boxes.nth(k).check();
    await page.getByRole('group', { name: /selected/i }).getByRole('button', { name: 'Message' }).click();
    await dialog(page).getByLabel('Text').waitFor();
    await dialog(page).getByRole('button', { name: 'Preview' }).click();
    await dialog(page).getByText(/messages? goe?s?, asking for/).waitFor();
    if (await dialog(page).getByLabel('Why all the same').count()) {
      await dialog(page).getByLabel('Why all the same').fill('they asked for it');
      const seen = page.waitForResponse((got) => got.url().endsWith('/mail/many/preview'));
      await dialog(page).getByRole('button', { name: 'Preview' }).click();
      await seen;
      await settled(page);
    }
    await shot(page, 'bulk-preview');
    const send = dialog(page).getByRole('button', { name: /^Send \d+ message/ });
    const count = Number(/\d+/.exec(await send.innerText())[0]);
    assert.ok(count > 0);
    await send.click();
    await dialog(page).getByText(new RegExp(`^${count} messages? (is|are) on`)).waitFor();
    await shot(page, 'bulk-result');
    await dialog(page).getByRole('button', { name: 'Undo' }).click();
    await page.getByText(new RegExp(`${count} messages? taken back`)).waitFor();
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();
  });
});

describe('an admin changes a text', () => {
  let page;

  before(async () => {
    page = await browser.page({ expected: ['status of 401', 'status of 422'] });
    await signIn(page, stack.logins().admin);
  });
  after(() => page?.context().close());

  test('a further reminder, beginning with the text of another', async () => {
    await page.goto('/app/templates');
    await settled(page);
    await page.getByRole('button', { name: 'New template' }).click();
    await dialog(page).getByLabel('Code').fill('reminder_third');
    await dialog(page).getByLabel('What it is for').fill('Third reminder, by phone next');
    await dialog(page).getByLabel('Stage').fill('3');
    await dialog(page).getByLabel('Begin with the text of').selectOption('reminder_second');
    await shot(page, 'template-new');
    await dialog(page).getByRole('button', { name: 'Add' }).click();
    await page.getByRole('heading', { name: 'Reminder third' }).waitFor();
    await page.getByRole('link', { name: /Reminder third/ }).waitFor();
    assert.match(await page.getByRole('textbox', { name: 'Subject' }).inputValue(), /overdue/);
    await shot(page, 'template-added');
  });

  test('an unknown field is told with its line; a right text is tried, kept and goes out', async () => {
    await page.goto('/app/templates/reminder_first?lang=en');
    await settled(page);
    await shot(page, 'template');
    const text = page.getByRole('textbox', { name: 'Plain text' });
    const before = await text.inputValue();
    await text.fill(`{{contact_nam}}\n${before}`);
    await page.getByRole('button', { name: 'Check' }).click();
    await page.getByText('Plain text, line 1: there is no field {{contact_nam}}').waitFor();
    await shot(page, 'template-fault');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await dialog(page).getByRole('button', { name: 'Save draft' }).click();
    await dialog(page).getByText(/line 1: there is no field/).waitFor();
    await dialog(page).getByRole('button', { name: 'Cancel' }).click();

    await text.fill(before);
    await page.getByRole('textbox', { name: 'Subject' }).fill('');
    await page.getByRole('textbox', { name: 'Subject' }).focus();
    await page.getByRole('button', { name: 'Insert total', exact: true }).click();
    assert.equal(await page.getByRole('textbox', { name: 'Subject' }).inputValue(), '{{total}}');
    await page.getByRole('textbox', { name: 'Subject' }).fill('Please pay {{total}}');
    const [row] = await writable(1);
    await page.getByLabel('Customer', { exact: true }).fill(row.number);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('button', { name: new RegExp(`· ${row.number}$`) }).click();
    await page.getByText(/^Please pay (?!to ).*[0-9]/).waitFor();
    await shot(page, 'template-trial');
    await page.getByRole('button', { name: 'Send to me' }).click();
    await until(() => stack.mails().some((mail) => mail.to.includes(stack.logins().admin.email) && mail.subject.startsWith('Please pay')), { ms: 20000, name: 'the test mail' });

    await page.getByRole('button', { name: 'Save draft' }).click();
    await dialog(page).getByLabel('What changed').fill('Shorter subject');
    await dialog(page).getByRole('button', { name: 'Save draft' }).click();
    await page.getByText('Saved as version 2; it does not go out yet.').waitFor();
    await page.getByRole('button', { name: 'Activate', exact: true }).first().click();
    await dialog(page).getByRole('button', { name: 'Activate' }).click();
    await page.getByText('Version 2 is active.').waitFor();
    const look = await collector.must(200, 'POST', `/customers/${row.customer_id}/mail/preview`, { case_id: row.case_id, template: 'reminder_first', item_ids: await overdueOf(row) });
    if (look.language === 'en') assert.match(look.subject, /^Please pay/);
    await page.getByRole('button', { name: 'Compare with version 1' }).click();
    await page.getByRole('heading', { name: /Version 1/ }).waitFor();
    await shot(page, 'template-diff');
  });
});

describe('the queue of mail', () => {
  let page, rows;
  const open = (id) => page.goto(`/app/outbox/${id}`);
  const state = async (id) => (await stack.sql(`SELECT state FROM outbox WHERE id = ${id}`))[0].state;

  before(async () => {
    rows = await stack.sql(`SELECT MAX(o.id) AS id, o.customer_id, MIN(r.email) AS email, MIN(r.contact_id) AS contact_id
       FROM outbox o JOIN outbox_recipient r ON r.outbox_id = o.id
      WHERE o.state = 'handed_over' AND r.contact_id IS NOT NULL
        AND (SELECT COUNT(*) FROM outbox_recipient x WHERE x.outbox_id = o.id) = 1
      GROUP BY o.customer_id ORDER BY id LIMIT 4`);
    assert.equal(rows.length, 4);
    const [one, two, doubt, back] = rows;
    await stack.mysql(`UPDATE outbox SET state = 'failed', cause = 'refused', reason = 'refused by the mail server', handed_at = NULL, handed_on = NULL WHERE id IN (${one.id}, ${two.id});
      UPDATE outbox SET state = 'uncertain', cause = 'unknown', reason = 'whether it went out is unknown', handed_at = NULL, handed_on = NULL WHERE id = ${doubt.id};
      UPDATE outbox SET cause = 'suppressed' WHERE id = ${back.id};
      UPDATE outbox_recipient SET state = 'bounced', detail = '550 no such user' WHERE outbox_id = ${back.id};
      INSERT INTO suppression (id, email, reason, known_from) VALUES (1, '${back.email}', 'hard_bounce', '2026-03-04');
      INSERT INTO follow_up (id, customer_id, kind, title, due_on, priority, dedup_key, origin, origin_id, outbox_id, created_at)
        VALUES (900000001, ${back.customer_id}, 'undeliverable', 'Find another address', '2026-03-04', 1, 'bounced:${back.id}:${back.email}', 'system', 'deliver', ${back.id}, '2026-03-04')`);
    page = await browser.page({ expected: ['status of 401'] });
    await signIn(page, stack.logins().collector);
  });
  after(() => page?.context().close());

  test('failed ones are sent again together, with their number and a reason', async () => {
    await page.goto('/app/outbox?state=failed&cause=refused');
    await page.getByRole('tabpanel').getByText('The mail server refused the message').first().waitFor();
    await shot(page, 'queue');
    await page.getByRole('button', { name: 'Choose all failed ones shown' }).press('Enter');
    await page.getByRole('button', { name: 'Send again …' }).press('Enter');
    await dialog(page).getByText('2 messages are sent again.').waitFor();
    await shot(page, 'queue-many');
    await dialog(page).getByRole('button', { name: 'Send 2 again' }).click();
    await dialog(page).getByText('Say why').waitFor();
    await dialog(page).getByLabel('Reason').fill('the server is mended');
    await dialog(page).getByLabel('Reason').press('Enter');
    await page.getByText('2 messages are planned again.').waitFor();
    for (const { id } of rows.slice(0, 2)) assert.notEqual(await state(id), 'failed');
  });

  test('what is uncertain is settled by a person', async () => {
    await open(rows[2].id);
    await page.getByRole('article').getByText('Nobody knows whether it arrived').waitFor();
    await shot(page, 'queue-uncertain');
    await page.getByRole('button', { name: 'It arrived' }).click();
    await dialog(page).getByLabel('Reason').fill('they called');
    await dialog(page).getByRole('button', { name: 'It arrived' }).click();
    await until(async () => (await state(rows[2].id)) === 'handed_over');
  });

  test('mail goes to an address again, from the mail and from the contact, and that is undone', async () => {
    const back = rows[3];
    const stopped = async () => (await stack.sql(`SELECT id FROM suppression WHERE email = '${back.email}' AND known_to IS NULL`)).length;
    const action = `Let mail go to ${back.email} again`;
    const lift = async (reason) => {
      await page.getByRole('button', { name: action }).click();
      await dialog(page).getByLabel('Reason').fill(reason);
      await dialog(page).getByLabel('Reason').press('Enter');
      await dialog(page).getByText(`Mail goes to ${back.email} again.`).waitFor();
    };
    await open(back.id);
    await page.getByRole('article').getByText('Mail to the address is stopped after it came back').waitFor();
    await shot(page, 'queue-bounced');
    await lift('they confirmed it');
    assert.equal(await stopped(), 0);
    await shot(page, 'lifted');
    await dialog(page).getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`Mail to ${back.email} is stopped again.`).waitFor();
    assert.equal(await stopped(), 1);

    await page.goto(`/app/customers/${back.customer_id}`);
    await page.getByRole('button', { name: action }).waitFor();
    await lift('still right');
    await dialog(page).getByRole('button', { name: 'Close' }).last().click();
    await page.getByRole('button', { name: action }).waitFor({ state: 'detached' });
    assert.equal((await stack.sql('SELECT state FROM follow_up WHERE id = 900000001'))[0].state, 'done');
  });

  test('a copy goes to a contact that was chosen, and stands on the mail', async () => {
    const [x] = await writable(1);
    await collector.must(201, 'POST', `/customers/${x.customer_id}/contacts`, { name: 'Copy Reader', email: 'copy@debtor.example', roles: ['legal'] });
    await openMessage(page, x);
    const chip = dialog(page).getByRole('checkbox', { name: /Copy Reader/ });
    await chip.focus();
    await page.keyboard.press('Space');
    await shot(page, 'message-cc');
    await dialog(page).getByRole('button', { name: 'Preview' }).click();
    await dialog(page).getByText('copy@debtor.example').last().waitFor();
    await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
    await dialog(page).getByRole('button', { name: 'Close' }).last().waitFor();
    const sent = await until(async () => {
      await stack.mysql("UPDATE outbox SET not_before = '2026-03-04 09:00' WHERE state = 'planned'");
      return (await stack.sql("SELECT outbox_id FROM outbox_recipient WHERE email = 'copy@debtor.example' AND role = 'cc' AND state = 'handed_over'"))[0];
    });
    await open(sent.outbox_id);
    await page.getByText('copy@debtor.example').first().waitFor();
    await shot(page, 'mail-cc');
  });
});
