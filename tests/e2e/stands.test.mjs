// Promises and disputes as a collector works them in a browser, by keys where it matters.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addUser, caseOf, COMPANY, customer, insert, invoice } from '../api/fixture.mjs';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { settled } from './pages.mjs';

let stack, browser, clara, max;
before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql([COMPANY, customer(40, 'Delta Mines'), caseOf(5001, 40, 101, { name: 'Delta Mines' }),
    ...Array.from({ length: 200 }, (_, i) => invoice(50000 + i, 5001, 40, 101)),
    ...[['Pumps', 6000], ['Valves', 4000]].map(([description, minor], i) => insert('item_line', { item_id: 50000, line_no: i + 1, description, amount_minor: minor })),
    "INSERT INTO setting (name, known_from, value) VALUES ('dispute_approval_limit', '2026-01-01', '10')"].join('\n'));
  clara = await stack.login(await addUser(stack, 'clara@example.com', '--name', 'Clara Berg'));
  max = await stack.login(await addUser(stack, 'max@example.com', '--name', 'Max Stone', '--role', 'manager'));
  browser = await Browser.start(stack);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

async function open(client, path) {
  const page = await browser.page();
  await browser.signIn(page, client);
  await page.goto(path);
  await settled(page);
  return page;
}

/** Tab until that control has the focus. */
async function tabTo(page, name) {
  for (let i = 0; i < 400; i++) {
    await page.keyboard.press('Tab');
    const here = await page.evaluate(() => {
      const e = document.activeElement;
      return e?.getAttribute('aria-label') ?? e?.labels?.[0]?.textContent?.trim() ?? e?.textContent?.trim() ?? '';
    });
    if (here === name) return;
  }
  throw new Error(`no way by keys to: ${name}`);
}

test('one follow-up on 200 invoices, by keys alone', async () => {
  const page = await open(clara, '/app/customers/40');
  // all of them have to be in sight before all of them can be chosen
  for (const more = page.getByRole('button', { name: 'Show more' }); await more.count();) {
    await more.first().focus();
    await page.keyboard.press('Enter');
    await settled(page);
    if (await page.locator('table.items tbody tr').count() >= 200) break;
  }
  await page.getByLabel('Select all loaded rows').focus();
  await page.keyboard.press('Space');
  await page.getByText('200', { exact: true }).first().waitFor();
  await page.getByRole('group', { name: 'Selected rows' }).getByRole('button', { name: 'Follow-up' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('What to do').waitFor();
  await page.keyboard.type('Ask for the order numbers');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  const [task] = await clara.all('/follow-ups?customer_id=40');
  assert.equal(task.title, 'Ask for the order numbers');
  const [{ n }] = await stack.sql(`SELECT COUNT(*) AS n FROM follow_up_item WHERE follow_up_id = ${task.id}`);
  assert.equal(n, '200');
  await page.context().close();
});

test('the page of follow-ups: done, put off, given away and taken back by keys', async () => {
  const add = async (title, due, client = clara) => (await client.must(201, 'POST', '/customers/10/follow-ups', { title, due_on: due, assignee_id: (await client.must(200, 'GET', '/session')).user.id })).id;
  await add('Ring the buyer', '2026-02-27');
  await add('Send the price list', '2026-03-02');
  await add('Ask the manager', '2026-03-02', max);
  const page = await open(clara, '/app/follow-ups');
  const rows = page.getByRole('tabpanel').getByRole('listitem');
  const titles = async () => { await settled(page); return (await rows.allInnerTexts()).map((text) => text.split('\n')[1]); };
  assert.deepEqual(await titles(), ['Ring the buyer', 'Send the price list', 'Ask for the order numbers']);
  await rows.first().getByText('3 days late').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  await page.getByText('Follow-up done.').waitFor();
  assert.deepEqual(await titles(), ['Send the price list', 'Ask for the order numbers']);
  assert.equal(await page.evaluate(() => document.activeElement.closest('li')?.innerText.includes('Send the price list')), true, 'the next one has the focus');
  await page.keyboard.press('u');
  await page.getByText('Taken back: Follow-up done.').waitFor();
  assert.deepEqual(await titles(), ['Ring the buyer', 'Send the price list', 'Ask for the order numbers']);
  await page.keyboard.press('s');
  await page.getByRole('dialog').getByLabel('Until').fill('2026-03-05');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await rows.getByText('put off to 5 Mar').waitFor();
  await page.getByLabel('Due', { exact: true }).selectOption('Today or before');
  assert.equal((await titles()).length, 1);
  await page.getByLabel('Due', { exact: true }).selectOption('On any day');
  await titles();
  await rows.nth(0).getByRole('link').focus();
  await page.keyboard.press('a');
  await page.getByRole('menuitemradio', { name: 'Max Stone' }).press('Enter');
  await page.getByText('Now with Max Stone.').waitFor();
  assert.equal((await titles()).length, 2);
  await page.getByRole('tab', { name: /The team’s/ }).click();
  assert.equal((await titles()).length, 4);
  await page.getByLabel('Whose').selectOption('Max Stone');
  assert.deepEqual((await titles()).sort(), ['Ask the manager', 'Ring the buyer']);
  assert.deepEqual(await browser.axe(page), []);
  const got = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  assert.match(await (await got).suggestedFilename(), /^Follow-ups .*\.csv$/);
  await page.getByRole('tab', { name: 'Done' }).click();
  await page.getByText('Nothing matches').waitFor();
  await page.getByLabel('Whose').selectOption('Everybody’s');
  await page.getByText('Nothing was done yet').waitFor();
  await page.context().close();
});

test('a promise in two monthly amounts, seen on the page of promises, replaced and taken back', async () => {
  const page = await open(clara, '/app/customers/40');
  await page.getByLabel('Select R50001').check();
  await page.getByRole('group', { name: 'Selected rows' }).getByRole('button', { name: 'Log promise' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Paid in').selectOption('2');
  assert.deepEqual(await dialog.getByRole('list', { name: 'Instalments' }).getByRole('listitem').allInnerTexts(), ['9 Mar\n€50.00', '9 Apr\n€50.00']);
  await dialog.getByRole('button', { name: 'Change amounts and days' }).click();
  const amounts = async () => Promise.all([1, 2].map((no) => dialog.getByLabel(`Amount ${no}`).inputValue()));
  assert.deepEqual(await amounts(), ['50.00', '50.00']);
  assert.deepEqual(await Promise.all([1, 2].map((no) => dialog.getByLabel(`Day ${no}`).inputValue())), ['2026-03-09', '2026-04-09']);
  await dialog.getByLabel('Amount 1').fill('30.00');
  assert.deepEqual(await amounts(), ['30.00', '70.00'], 'the rest goes to those after it');
  await dialog.getByLabel('Amount 2').fill('60.00');
  await dialog.getByText('Together €90.00, but €100.00 is promised.').waitFor();
  await dialog.getByRole('button', { name: 'Record promise' }).click();
  assert.equal(await dialog.isVisible(), true, 'the parts have to come to the whole');
  await dialog.getByLabel('Amount 2').fill('70.00');
  await dialog.getByLabel('Day 2').fill('2026-04-02');
  await dialog.getByRole('button', { name: 'Record promise' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const rows = await clara.all('/promises?view=open');
  assert.deepEqual(rows.map((p) => [p.amount.amount, p.promised_on, p.plan.no]), [['30.00', '2026-03-09', 1], ['70.00', '2026-04-02', 2]]);
  await page.goto('/app/promises?view=open');
  await settled(page);
  await page.getByText('Instalment 1 of 2').waitFor();
  assert.deepEqual(await browser.axe(page), []);
  await page.getByRole('button', { name: 'Cancel the promise of Delta Mines' }).first().click();
  await dialog.getByLabel('Reason').fill('they cannot');
  assert.equal(await dialog.getByLabel('Cancel the rest of the plan, too').isChecked(), true);
  await dialog.getByRole('button', { name: 'Cancel promise' }).click();
  await page.getByText('No promises here').waitFor();
  assert.ok((await clara.all('/promises?view=all')).every((p) => p.state === 'cancelled'));
  await page.context().close();
});

test('a dispute of one line with evidence, a note, a message, and a second person who agrees', async () => {
  const page = await open(clara, '/app/customers/40');
  await page.getByLabel('Select R50000').check();
  await page.getByRole('group', { name: 'Selected rows' }).getByRole('button', { name: 'Dispute' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Dispute single lines').check();
  await dialog.getByLabel('Disputed of Valves').fill('25.00');
  await dialog.getByLabel('Evidence').setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('six came, eight were billed\n') });
  assert.deepEqual(await browser.axe(page), []);
  await dialog.getByRole('button', { name: 'Open dispute' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.goto('/app/disputes');
  await settled(page);
  assert.deepEqual(await browser.axe(page), []);
  await page.getByRole('link', { name: /Delta Mines/ }).click();
  await page.getByRole('heading', { name: 'Dispute on R50000' }).waitFor();
  await page.getByRole('link', { name: 'note.txt' }).waitFor();
  await page.getByRole('cell', { name: 'Valves' }).waitFor();
  await page.getByRole('button', { name: 'Change', exact: true }).click();
  await dialog.getByLabel('Disputed of Valves').fill('20.00');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('row', { name: /Valves/ }).getByText('20.00').waitFor();
  await page.getByLabel('New internal note').fill('They are right.');
  await page.getByRole('button', { name: 'Keep note' }).click();
  await page.getByText('They are right.').waitFor();
  await page.getByLabel('New message to the customer').fill('We look into it.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByText('We look into it.').waitFor();
  await page.getByRole('button', { name: 'Resolve' }).click();
  await dialog.getByRole('button', { name: 'Resolve' }).click();
  await page.getByText('Clara Berg asks to close it: ').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Agree' }).count(), 0, 'never by who asked');
  assert.deepEqual(await browser.axe(page), []);
  const other = await open(max, '/app/disputes?view=approval');
  await other.getByRole('link', { name: /Delta Mines/ }).click();
  await other.getByRole('button', { name: 'Agree' }).click();
  await other.getByText('Agreed. The dispute is closed.').waitFor();
  const [row] = await clara.all('/disputes?view=closed');
  assert.deepEqual([row.resolution, row.amount.amount], ['credit', '20.00']);
  await other.context().close();
  await page.context().close();
});

test('U takes back a dispute and how one ended, on the page of the customer', async () => {
  const page = await open(clara, '/app/customers/40');
  const states = async () => (await clara.all('/disputes?view=all')).filter((one) => one.item_number === 'R50010').map((one) => one.state);
  const dispute = async () => {
    await page.getByLabel('Select R50010').check();
    await page.getByRole('group', { name: 'Selected rows' }).getByRole('button', { name: 'Dispute' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Open dispute' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await settled(page);
  };
  const are = (...wanted) => until(async () => (await states()).sort().join() === wanted.join(), { every: 50, name: wanted.join() });
  const takeBack = async () => {
    await page.evaluate(() => document.activeElement?.blur());
    await page.keyboard.press('u');
  };
  await dispute();
  await are('open');
  await takeBack();
  await are('closed');
  await settled(page);
  await dispute();
  await page.getByRole('button', { name: /^Resolve .*R50010/ }).first().click();
  await page.getByRole('dialog').getByLabel('Outcome').selectOption('Rejected');
  await page.getByRole('dialog').locator('button[type=submit]').click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await are('closed', 'closed');
  await settled(page);
  await takeBack();
  await are('closed', 'open');
  await page.context().close();
});

test('the composer above the timeline offers colleagues after @, and tells who is named', async () => {
  const page = await open(clara, '/app/customers/40');
  const note = page.getByRole('textbox', { name: 'Note' });
  await note.pressSequentially('Ask @Max');
  await page.getByRole('option', { name: 'Max Stone' }).waitFor();
  assert.deepEqual(await browser.axe(page), []);
  await page.keyboard.press('Enter');
  assert.equal(await note.inputValue(), 'Ask @Max Stone ');
  await note.pressSequentially('about the terms');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Ask @Max Stone about the terms').waitFor();
  assert.equal(await note.inputValue(), '');
  const { rows } = await max.must(200, 'GET', '/notifications');
  assert.ok(rows.some((one) => one.kind === 'mention' && one.customer?.id === '40'), JSON.stringify(rows[0]));
  await page.context().close();
});

test('reasons and owners are kept by a manager', async () => {
  const page = await open(max, '/app/disputes');
  await page.getByRole('link', { name: 'Reasons and owners' }).click();
  await page.getByRole('button', { name: 'Add a reason' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Code').fill('rebate');
  for (const name of ['English', 'Deutsch', 'Français']) await dialog.getByLabel(name).fill(`Rebate ${name}`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Rebate English').waitFor();
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Reason', { exact: true }).selectOption('rebate');
  await page.getByLabel('Owner').selectOption({ label: 'Max Stone' });
  await page.getByRole('button', { name: 'Save rules' }).click();
  await page.getByText('Rules saved.').waitFor();
  assert.deepEqual((await max.all('/dispute-rules')).map((r) => [r.reason_code, r.division, r.owner.name]), [['rebate', null, 'Max Stone']]);
  assert.deepEqual(await browser.axe(page), []);
  await tabTo(page, 'Remove this rule');
  await page.keyboard.press('Enter');
  assert.equal(await page.getByLabel('Owner').count(), 0);
  await page.context().close();
});

test('a refund above the limit stands among those that wait, and a manager agrees', async () => {
  await stack.mysql("INSERT INTO setting (name, known_from, value) VALUES ('refund_approval_limit', '2026-01-01', '\"1\"')");
  const { id } = await clara.must(201, 'POST', '/items/14/refunds', { amount: '10.00', reason: 'paid twice' });
  const own = await open(clara, '/app/refunds');
  assert.equal(await own.getByRole('button', { name: /^Agree/ }).count(), 0, 'never by who asked');
  await own.context().close();
  const page = await open(max, '/app/refunds');
  await tabTo(page, 'Agree to €10.00 for Acme Works');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByLabel('Reason').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByText('No refund waits for approval.').waitFor();
  await page.getByRole('tab', { name: 'Recorded' }).click();
  await page.getByText('paid twice').waitFor();
  assert.equal((await max.must(200, 'GET', '/refunds?state=recorded')).rows[0].id, id);
  await page.context().close();
});

test('texts for notes are added, changed, removed and taken back', async () => {
  const page = await open(clara, '/app/note-texts');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Add text' }).click();
  await dialog.getByRole('button', { name: 'Keep' }).click();
  assert.equal(await dialog.getByText('This is needed.').count(), 2);
  await dialog.getByLabel('Title of the text').fill('Voicemail');
  await dialog.getByLabel('Text', { exact: true }).fill('Left a message.');
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await page.getByRole('button', { name: 'Change Voicemail' }).click();
  await dialog.getByLabel('Text', { exact: true }).fill('Left a message, call again tomorrow.');
  await dialog.getByRole('button', { name: 'Keep' }).click();
  await page.getByText('Left a message, call again tomorrow.').waitFor();
  await page.getByRole('button', { name: 'Remove Voicemail' }).click();
  await page.getByText('No texts yet.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('button', { name: 'Change Voicemail' }).waitFor();
  assert.deepEqual((await clara.all('/note-templates')).map((one) => [one.title, one.body]), [['Voicemail', 'Left a message, call again tomorrow.']]);
  await page.context().close();
});

test('nothing went wrong in the console, and no policy was broken', () => {
  assert.deepEqual(browser.problems, []);
});

test('how promises of the last year ended stands on the customer, with each of them', async () => {
  const judged = [['kept', 10000, 10000], ['broken', 5000, 0], ['broken', 4000, 0]];
  await stack.mysql([customer(60, 'Epsilon'), caseOf(6001, 60, 101, { name: 'Epsilon' }), invoice(60000, 6001, 60, 101),
    ...judged.flatMap(([state, minor, kept], k) => [insert('promise', { id: 7700 + k, case_id: 6001, customer_id: 60, amount_minor: minor, made_on: '2026-01-02', promised_on: `2026-01-1${k}`, judged_on: `2026-01-1${k + 2}`,
      channel: 'call', actor_kind: 'system', actor_id: 'test', known_from: '2026-01-02' }),
    insert('promise_state', { promise_id: 7700 + k, case_id: 6001, state, kept_minor: kept, as_of: '2026-02-01' })])].join('\n'));
  const page = await open(clara, '/app/customers/60');
  await page.getByText('1 of 3 promises kept in the last year. 2 broken.').click();
  const parts = await page.getByRole('list', { name: 'Promises of the last year' }).getByRole('listitem').allInnerTexts();
  assert.deepEqual(parts.map((text) => text.replaceAll(/\s+/g, ' ')), ['€40.00 by 12 Jan Broken', '€50.00 by 11 Jan Broken', '€100.00 by 10 Jan Kept']);
  assert.deepEqual(await browser.axe(page), []);
  await page.context().close();
});
