// The page of one customer in a real browser: what it shows, what staff keep of it there, and
// that a name with a script in it stays a name.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { Browser } from '../harness/browser.mjs';
import { Stack, until } from '../harness/stack.mjs';
import { evaluated, settled } from './pages.mjs';

let stack, browser, collector, page, row;

before(async () => {
  stack = await Stack.start({ company: 'demo', worker: true, now: '2026-03-04T08:00:00Z' });
  await evaluated(stack);
  collector = await stack.collector();
  [row] = (await collector.must(200, 'GET', '/worklist?view=overdue&limit=1')).rows;
  browser = await Browser.start(stack);
  page = await browser.page();
  await browser.signIn(page, collector);
});
after(async () => {
  await browser?.stop();
  await stack?.stop();
});

const open = async (rest = '') => {
  await page.goto(`/app/customers/${row.customer_id}${rest}`);
  await settled(page);
  await page.getByRole('heading', { name: 'Files' }).waitFor();
};
const card = (name) => page.getByRole('region', { name, exact: true });

test('one call brings what the page shows at first', async () => {
  const calls = [];
  const note = (request) => calls.push(new URL(request.url()).pathname.replace('/api/collector/v1', ''));
  page.on('request', note);
  await open();
  page.off('request', note);
  for (const part of ['items', 'timeline', 'contacts']) {
    assert.ok(!calls.includes(`/customers/${row.customer_id}/${part}`), `${part} came in a call of its own`);
  }
  assert.equal(calls.filter((path) => path === `/customers/${row.customer_id}`).length, 1);
  const { items } = await collector.must(200, 'GET', `/customers/${row.customer_id}`);
  await page.getByRole('cell', { name: items.rows[0].number }).first().waitFor();
});

test('how it pays stands there as figures, as a chart and as a table with the same months', async () => {
  await open();
  const { cases } = await collector.must(200, 'GET', `/customers/${row.customer_id}`);
  const { figures } = cases[0];
  const paying = card('How it pays');
  await paying.getByText(figures.last_payment.number).waitFor();
  assert.ok(await paying.getByRole('img', { name: /^Paid in 24 months/ }).isVisible());
  await paying.getByRole('button', { name: 'Show as table' }).click();
  const rows = await paying.getByRole('row').count();
  assert.equal(rows, figures.months.length + 1);
  assert.deepEqual(await browser.axe(page), []);
  await paying.getByRole('button', { name: 'Show as chart' }).click();
});

test('a contact is added, opts out and leaves again', async () => {
  await open();
  await page.getByRole('button', { name: 'Add contact' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a contact' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await dialog.getByText('Enter a name.').waitFor();
  await dialog.getByLabel('Name').fill('Ada Muster');
  await dialog.getByLabel('E-mail').fill('ada@example.org');
  await dialog.getByLabel('Disputes').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Edit Ada Muster' }).click();
  const edit = page.getByRole('dialog', { name: 'Contact Ada Muster' });
  assert.ok(await edit.getByLabel('Disputes').isChecked());
  await edit.getByLabel('May be mailed').uncheck();
  await edit.getByRole('button', { name: 'Save' }).click();
  await card('Contacts').getByText('No consent').waitFor();
  await card('Timeline').getByText('Ada Muster asked not to be mailed').waitFor();
  await page.getByRole('button', { name: 'Edit Ada Muster' }).click();
  await page.getByRole('button', { name: 'No longer use' }).click();
  await page.getByRole('button', { name: 'Edit Ada Muster' }).waitFor({ state: 'detached' });
});

test('a tag and a strategy are set by hand and taken back', async () => {
  await open();
  const tags = card('Tags');
  await tags.getByLabel('New tag').fill('Board Level');
  await tags.getByRole('button', { name: 'Add tag' }).click();
  await tags.getByRole('button', { name: 'Remove the tag Board-level' }).click();
  await tags.getByText('Board-level').waitFor({ state: 'detached' });
  const strategy = card('Strategy');
  await strategy.getByLabel('Strategy of this account').selectOption('low-touch');
  await strategy.getByLabel('Reason (optional)').fill('as agreed');
  await strategy.getByRole('button', { name: 'Apply' }).click();
  await strategy.getByText(/Pinned by .* as agreed/).waitFor();
  await strategy.getByLabel('Strategy of this account').selectOption('');
  await strategy.getByRole('button', { name: 'Apply' }).click();
  await strategy.getByText(/Pinned by/).waitFor({ state: 'detached' });
});

test('a file is attached, saved as it was, and removed; one with a script in it is refused', async () => {
  await open();
  const files = card('Files');
  const bytes = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n');
  const input = files.locator('input[type=file]');
  await input.setInputFiles({ name: 'delivery note.pdf', mimeType: 'application/pdf', buffer: bytes });
  const link = files.getByRole('link', { name: 'delivery note.pdf' });
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
  assert.equal(download.suggestedFilename(), 'delivery note.pdf');
  assert.deepEqual(readFileSync(await download.path()), bytes);
  await input.setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>') });
  await files.getByText(/Files of the type image\/svg\+xml are not taken/).waitFor();
  await files.getByRole('button', { name: 'Remove delivery note.pdf' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await link.waitFor({ state: 'detached' });
  assert.ok(browser.problems.every((p) => /status of 422/.test(p)), browser.problems.join('\n'));
  browser.problems.length = 0;
});

test('the timeline is narrowed, and an entry has an address that leads back to it', async () => {
  await open();
  const timeline = card('Timeline');
  await timeline.getByLabel('Whose').selectOption('customer');
  await settled(page);
  const theirs = (await collector.must(200, 'GET', `/customers/${row.customer_id}/timeline?side=customer`)).rows;
  assert.equal(await timeline.locator('li[id]').count(), theirs.length);
  await open();
  const all = await collector.all(`/customers/${row.customer_id}/timeline`);
  const old = all[Math.min(all.length - 1, 40)];
  await open(`#activity-${old.id}`);
  const marked = page.locator('li.marked');
  await marked.waitFor();
  assert.equal(await marked.getAttribute('id'), `activity-${old.id}`);
  await until(() => marked.evaluate((li) => {
    const { top, bottom } = li.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  }), { name: 'the linked entry in sight' });
});

test('settled documents come when asked for', async () => {
  await open();
  await page.getByRole('button', { name: 'Show settled' }).click();
  const [first] = (await collector.must(200, 'GET', `/customers/${row.customer_id}/history?case_id=${row.case_id}`)).rows;
  await card('Open items').getByText(first.number, { exact: true }).waitFor();
  assert.deepEqual(await browser.axe(page), []);
});

test('E1 a name with a script in it stays a name in worklist, customer page and portal', async () => {
  const name = '<script>window.ran=1</script><img src=x onerror="window.ran=1">';
  const [source] = await stack.sql(`SELECT source_system, source_id, number FROM customer WHERE id = ${row.customer_id}`);
  const erp = stack.integrator();
  const path = `/customers/${encodeURIComponent(source.source_system)}/${encodeURIComponent(source.source_id)}`;
  const old = (await erp.must(200, 'GET', path));
  const { source_system: _s, source_id: _i, source_version: version, id: _id, version: _v, ...fields } = old;
  const body = Object.fromEntries(Object.entries({ ...fields, name, source_version: (version ?? 0) + 1 }).filter(([, v]) => v !== null));
  const got = await erp.request('PUT', path, body);
  assert.equal(got.status, 200, got.text);
  assert.equal((await stack.dunlin('evaluate', '--full')).code, 0);
  const inert = async (what) => {
    await settled(page);
    await page.getByText(name).first().waitFor();
    assert.equal(await page.evaluate(() => window.ran), undefined, what);
    assert.equal(await page.locator('img[src=x]').count(), 0, what);
  };
  await page.goto('/app/worklist?view=all');
  await inert('worklist');
  await open();
  await inert('customer page');
  const { url } = await collector.must(201, 'POST', `/customers/${row.customer_id}/portal-links`, { scope: 'account' });
  await page.goto(new URL(url).pathname);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('navigation').waitFor();
  await inert('portal');
  assert.deepEqual(browser.problems, []);
});
