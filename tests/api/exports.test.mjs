// Lists as files: the same rows as the list, for the same eyes, in what a spreadsheet reads.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { csv, unzip, workbook } from '../harness/sheet.mjs';
import { run, Stack, TOP, until } from '../harness/stack.mjs';
import { addUser, COMPANY, insert } from './fixture.mjs';

let stack, staff, north, admin;

// A sanitizer keeps what was freed for a while: with little of that, what the process holds can be told.
if (process.env.ASAN_OPTIONS) process.env.ASAN_OPTIONS += ':quarantine_size_mb=1:thread_local_quarantine_size_kb=16';

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z' });
  await stack.mysql(COMPANY + `UPDATE customer SET name = '=HYPERLINK("http://evil.example";"x")' WHERE id = 20;
    UPDATE worklist_row SET customer_name = '=HYPERLINK("http://evil.example";"x")', unapplied_minor = -1234 WHERE case_id = 2001;
    UPDATE worklist_row SET reason = '-5 days, "late"' WHERE case_id = 1001;`);
  staff = await stack.login(await addUser(stack, 'clara@example.com'));
  north = await stack.login(await addUser(stack, 'norbert@example.com', '--division', 'DE'));
  admin = await stack.admin();
});
after(() => stack?.stop());

async function download(client, id, status = 200) {
  const got = await fetch(`${client.base}/exports/${id}/file`, { headers: { cookie: [...client.cookies].map(([k, v]) => `${k}=${v}`).join('; ') } });
  assert.equal(got.status, status);
  return { bytes: Buffer.from(await got.arrayBuffer()), headers: got.headers };
}

const cookies = (client) => ({ cookie: [...client.cookies].map(([k, v]) => `${k}=${v}`).join('; ') });
const csvUrl = (client, { format, ...ask }) => `${client.base}/exports.csv?${new URLSearchParams(ask)}`;

/** CSV comes row by row, without a file in between. */
async function streamed(client, ask, status) {
  const got = await fetch(csvUrl(client, ask), { headers: cookies(client) });
  assert.equal(got.status, status === 201 ? 200 : status);
  if (status !== 201) return got.json();
  const bytes = Buffer.from(await got.arrayBuffer());
  return { bytes, headers: got.headers, rows: csv(bytes).length };
}

async function make(client, ask, status = 201) {
  if (ask.format === 'csv') return streamed(client, ask, status);
  const made = await client.must(status, 'POST', '/exports', ask);
  if (status !== 201) return made;
  assert.equal(made.state, 'done');
  return { ...made, ...await download(client, made.id) };
}

const named = ({ rows: [head, ...rest] }) => rest.map((r) => Object.fromEntries(Object.entries(head).map(([c, h]) => [h, r[c]])));

test('the worklist as CSV has the rows of the list, and nothing that a spreadsheet would compute', async () => {
  const list = (await staff.must(200, 'GET', '/worklist?view=all&sort=name')).rows;
  const got = await make(staff, { path: 'worklist', query: 'view=all&sort=name', format: 'csv' });
  assert.equal(got.rows, list.length);
  assert.equal(got.headers.get('content-type'), 'text/csv; charset=utf-8');
  assert.match(got.headers.get('content-disposition'), /^attachment; filename="Worklist 2026-03-02\.csv"/);
  const rows = csv(got.bytes);
  assert.deepEqual(rows.map((r) => [r.Number, r.Open, r['Days late']]), list.map((r) => [r.number, r.open, String(r.days_late)]));
  const brook = rows.find((r) => r.Number === 'C20');
  assert.equal(brook.Name, '\'=HYPERLINK("http://evil.example";"x")');
  assert.equal(brook.Unapplied, '-12.34', 'a negative number stays one');
  assert.equal(rows.find((r) => r.Reason?.includes('late"')).Reason, '\'-5 days, "late"');
});

test('the filters of the list are those of the file; wrong ones are refused', async () => {
  const got = await make(staff, { path: 'worklist', query: 'view=all&q=Acme', format: 'csv' });
  assert.ok(csv(got.bytes).length > 0 && csv(got.bytes).every((r) => r.Name === 'Acme Works'));
  const bad = await make(staff, { path: 'worklist', query: 'colour=red', format: 'csv' }, 400);
  assert.deepEqual(bad.errors.map((e) => e.pointer), ['?colour']);
  for (const path of ['nothing', 'session', 'worklist/summary', '/api/portal/v1/invoices', '/api/v1/customers', 'customers/10/nothing']) {
    await make(staff, { path, format: 'csv' }, 404);
  }
  await make(staff, { path: '/api/admin/v1/audit', format: 'csv' }, 403);
});

test('a file shows what its reader may see, and only to its reader', async () => {
  const got = await make(north, { path: 'worklist', query: 'view=all', format: 'csv' });
  assert.deepEqual(new Set(csv(got.bytes).map((r) => r.Division)), new Set(['DE']));
  await make(north, { path: 'customers/30/items', format: 'csv' }, 404);
  await make(north, { path: 'customers/30', format: 'xlsx' }, 404);
  const kept = await make(north, { path: 'worklist', query: 'view=all', format: 'xlsx' });
  await download(staff, kept.id, 404);
  assert.equal((await staff.get(`/exports/${kept.id}`)).status, 404);
});

test('Excel has numbers as numbers, days as days, a frozen head and a sheet about itself', async () => {
  const got = await make(staff, { path: 'customers/10/items', query: 'state=all', format: 'xlsx' });
  const [items, about] = workbook(got.bytes);
  assert.deepEqual([items.name, about.name], ['Items', 'About']);
  const list = (await staff.must(200, 'GET', '/customers/10/items?state=all')).rows;
  const rows = named(items);
  assert.deepEqual(rows.map((r) => [r.Number, r.Amount, r.Open, r.Currency]), list.map((r) => [r.number, Number(r.amount), Number(r.open), r.currency]));
  const sum = (all, key) => all.reduce((n, r) => n + Math.round(Number(r[key]) * 100), 0);
  assert.equal(sum(rows, 'Open'), sum(list, 'open'));
  assert.equal(rows.find((r) => r.Number === 'R11').Due, Date.UTC(2026, 1, 20) / 86400000 + 25569, 'a day is a serial number');
  assert.equal(rows[0].Held, false);
  assert.match(items.xml, /<pane ySplit="1"[^>]*state="frozen"/);
  assert.match(items.xml, /<autoFilter ref="A1:/);
  const told = Object.fromEntries(about.rows.map((r) => [r.A, r.B]));
  assert.equal(told.List, 'Items');
  assert.equal(told.Filters, 'state=all');
  assert.equal(told['Made by'], 'clara@example.com');
});

test('a formula in a name is text in Excel', async () => {
  const [sheet] = workbook((await make(staff, { path: 'worklist', query: 'view=all', format: 'xlsx' })).bytes);
  assert.ok(named(sheet).some((r) => r.Name === '=HYPERLINK("http://evil.example";"x")'));
  assert.ok(!/<f>/.test(sheet.xml));
});

test('an amount has the decimals of its currency', async () => {
  await stack.mysql(insert('case_state', { id: 3101, customer_id: 30, division_id: 102, currency: 'JPY' })
    + insert('item', { id: 310, case_id: 3101, customer_id: 30, division_id: 102, currency: 'JPY', kind: 'invoice', side: 'debit', source_system: 'test', source_id: 310,
      number: 'J310', issued_on: '2026-01-20', amount_minor: 12345, open_minor: 12345, known_at: '2026-01-20', recorded_at: '2026-01-20' })
    + insert('instalment', { id: 310, item_id: 310, case_id: 3101, issued_on: '2026-01-20', due_on: '2026-02-20', amount_minor: 12345, open_minor: 12345, known_from: '2026-01-20' }));
  const { bytes } = await make(staff, { path: 'customers/30/items', format: 'xlsx' });
  const [items] = workbook(bytes);
  assert.equal(named(items).find((r) => r.Number === 'J310').Amount, 12345);
  const styles = unzip(bytes)['xl/styles.xml'];
  const style = (number) => {
    const [, , s] = new RegExp(`<c r="([A-Z]+\\d+)" s="(\\d+)"><v>${number}</v>`).exec(items.xml);
    const xf = [.../<cellXfs[^>]*>(.*?)<\/cellXfs>/s.exec(styles)[1].matchAll(/<xf numFmtId="(\d+)"/g)][s][1];
    return { 3: '#,##0', 4: '#,##0.00' }[xf] ?? new RegExp(`numFmtId="${xf}" formatCode="([^"]+)"`).exec(styles)[1];
  };
  assert.equal(style('12345'), '#,##0');
  assert.equal(style('100'), '#,##0.00');
});

test('an amount with its currency is a number with a format in Excel, and as its reader writes it on paper', async () => {
  const ask = { path: 'insights/open-items', query: '' };
  const { rows } = await staff.must(200, 'GET', '/insights/open-items?limit=200');
  const total = (all) => all.reduce((n, v) => n + Math.round(Number(v) * 100), 0);
  const [sheet, about] = workbook((await make(staff, { ...ask, format: 'xlsx', language: 'de' })).bytes);
  assert.ok(rows.length > 2);
  assert.equal(total(named(sheet).map((r) => r.Offen)), total(rows.map((r) => r.open.amount)), 'a spreadsheet can add them up');
  assert.equal(about.name, 'Über die Datei');
  assert.equal(about.rows.find((r) => r.A === 'Erstellt am').B, '02.03.2026, 10:00', 'the time of the company');
  const eur = unzip((await make(staff, { ...ask, format: 'xlsx' })).bytes)['xl/styles.xml'];
  assert.match(eur, /formatCode="#,##0\.00 &quot;EUR&quot;"/);
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: (await make(staff, { ...ask, format: 'pdf', language: 'de' })).bytes }).toString();
  assert.match(text, /Was am Abend eines Tages geschuldet wurde/);
  assert.match(text, /R11 .*20\.02\.2026 .*\d,\d\d.EUR/);
  assert.doesNotMatch(text, /\b(false|true)\b|\d-\d\d-\d\d|T\d\d:/);
});

test('every list that has a page is a file in each format', async () => {
  const lists = ['worklist', 'customers', 'customers/10/items', 'outbox', 'follow-ups', 'promises', 'disputes', 'customers/10/timeline',
    'customers/10/promises', 'customers/10/disputes', 'customers/10/holds', 'customers/10/contacts', 'customers/10/messages', 'customers/10/attachments',
    ...['figures', 'trend', 'open-items', 'payments', 'disputes', 'expected-cash', 'expected-cash/items', 'effectiveness', 'work', 'forecast-models'].map((name) => `insights/${name}`),
    'adoption/customers'];
  for (const path of lists) {
    assert.match((await make(staff, { path, format: 'csv' })).bytes.toString(), /^\ufeff[^\r\n]+\r\n/, path);
    assert.equal(workbook((await make(staff, { path, format: 'xlsx' })).bytes).length, 2, path);
    assert.equal((await make(staff, { path, format: 'pdf' })).bytes.subarray(0, 5).toString(), '%PDF-', path);
  }
  assert.match((await make(admin, { path: '/api/admin/v1/audit', format: 'csv' })).bytes.toString(), /export\.make/);
});

/** Lists that staff read, as the API declares them: {path as an export names it: its route}. */
async function lists() {
  const { paths } = await (await fetch(`${stack.url}/api/openapi.json`)).json();
  const isList = (get) => get?.responses['200']?.content?.['application/json']?.schema?.properties?.rows && !get.responses['200'].content['application/json'].schema.properties.id;
  return Object.entries(paths).filter(([path, { get }]) => /^\/api\/(collector|admin)\//.test(path) && isList(get))
    .map(([path]) => path.replace('/api/collector/v1/', ''));
}

/** Sheets of a customer's whole file, whose lists have no export of their own. */
const SHEETS = {
  'customers/*/contacts': 'Contacts', 'customers/*/promises': 'Promises', 'customers/*/disputes': 'Disputes', 'customers/*/holds': 'Holds',
  'customers/*/document-requests': 'Documents asked for', 'customers/*/messages': 'Messages', 'customers/*/attachments': 'Files',
  'customers/*/invoice-notes': 'Notes on invoices', 'customers/*/master-data': 'Master data', 'customers/*/sent': 'Mail and letters',
  'customers/*/settlements': 'Payments applied',
};

/** Lists without an export of their own, and why. */
const NOT_ALONE = {
  ...SHEETS,
  'customers/*/history': 'the settled ones among its items, which are exported with state=all',
  'customers/*/portal-links': 'each is a way in for one reader; what was done with them is in the audit',
  'cases/*/strategies': 'a choice in a dialog', colleagues: 'a choice in a dialog', 'mail-templates': 'a choice in a dialog',
  'items/*/lines': 'a choice in a dialog; the document itself has them',
  'outbox/*/documents': 'files, each to be fetched itself',
  notifications: 'each leads to a row of another list',
  '/api/admin/v1/payment-providers': 'a setting of each division; the audit has its changes',
  ...Object.fromEntries(['credits', 'documents', 'payments', 'closed-invoices', 'promises', 'disputes', 'at-risk', 'disputed', 'contacts', 'promises-obtained', 'received'].map((name) => [`insights/${name}`, 'the rows behind a figure have one button, with the path of what they show'])),
  imports: 'on no page', 'imports/*/errors': 'on no page',
};

test('every list that the pages show has its export beside it, or a reason for none', async () => {
  const folder = join(TOP, 'www/src/pages/app');
  const pages = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.svelte')).map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  // a page of names has the export of its list, whose path it is given
  const exported = new Set([...pages.matchAll(/<Export\s+path="([^"]+)"|\bpath: `([^`]+)`|<NamesPage\b[^>]*?\spath="([^"]+)"/g)]
    .map(([, plain, made, names]) => (plain ?? made ?? `/api/admin/v1${names}`).replace(/\$?\{[^}]*\}/g, '*')));
  const known = (await lists()).map((path) => path.replace(/\{\w+\}/g, '*'));
  assert.ok(known.length > 40);
  assert.deepEqual(known.filter((path) => !exported.has(path) && !NOT_ALONE[path]), [], 'lists without an export');
  assert.deepEqual(Object.keys(NOT_ALONE).filter((path) => exported.has(path) || !known.includes(path)), [], 'reasons that are none any more');
  assert.deepEqual([...exported].filter((path) => !known.includes(path) && path !== 'customers/*' && path !== '/api/admin/v1*'), [], 'exports of what is no list');
});

/** Titles and heads that are the same word in another language. */
const SAME = {
  de: ['Name', 'Status', 'Version', 'Text', 'Bytes', 'Region', 'Definition', 'CEI', 'System', 'Team'],
  fr: ['Division', 'Score', 'Exception', 'Causes', 'Version', 'Document', 'Note', 'Cause', 'Total', 'Contact', 'E-mail', 'Source', 'Type', 'Divisions',
    'Exceptions', 'Description', 'Code', 'CEI', 'Messages', 'Pages', 'Action',
    'Imports', 'Notifications', 'Contacts', 'Documents', 'Scripts', 'Audit', 'Versions'],
};

test('whatever is a list of the API is a file with columns, for who may read it, each with a word of the reader', async () => {
  const heads = { en: [], de: [], fr: [] };
  const title = (headers) => /filename\*=UTF-8''(.*?)%20\d{4}/.exec(headers.get('content-disposition'))?.[1] ?? /filename="(.*?) \d{4}/.exec(headers.get('content-disposition'))[1];
  const head = (bytes) => bytes.toString().slice(1).split('\r\n', 1)[0].match(/"(?:[^"]|"")*"|[^,"]+/g).flatMap((word) => word.split(': '));
  await stack.mysql(insert('letter_batch', { id: 70, state: 'ready', actor_kind: 'system', actor_id: 'test', made_at: '2026-03-01 08:00:00' }));
  const ids = { 'customers/': '10', 'items/': '11', 'cases/': '1001', 'letter-batches/': '70', 'settings/': 'company.name' };
  for (const list of await lists()) {
    const named = list.replace(/([\w-]+\/)\{\w+\}/, (_, kind) => kind + (ids[kind] ?? '0'));
    if (/\/0\//.test(named)) continue; // nothing of that kind is there
    const query = /^insights\/(contacts|promises-obtained|received)$/.test(named) ? 'by=1' : ''; // whose they are
    const { rows: made, bytes } = await make(admin, { path: named, query, format: 'csv' });
    const { rows } = await admin.must(200, 'GET', `${named.startsWith('/') ? named : `/${named}`}${query && `?${query}`}`);
    assert.match(bytes.toString(), /^\ufeff[^\r\n]+\r\n/, named);
    if (rows.length < 50 && !named.endsWith('/audit')) assert.equal(made, rows.length, named); // each file is a row of the audit
    for (const language of ['en', 'de', 'fr']) {
      const of = await make(admin, { path: named, query, format: 'csv', language });
      heads[language].push(title(of.headers), ...head(of.bytes));
    }
  }
  for (const [language, same] of Object.entries(SAME)) {
    assert.equal(heads[language].length, heads.en.length);
    assert.deepEqual([...new Set(heads.en.filter((word, i) => word === heads[language][i]))].filter((word) => !same.includes(word)), [], `English in ${language}`);
  }
});

test('a PDF of a list has its head and rows, and says what its codes mean; files for programs keep them', async () => {
  const paper = async (path, query = '', language = 'de') => execFileSync('pdftotext', ['-layout', '-', '-'], { input: (await make(staff, { path, query, format: 'pdf', language })).bytes }).toString();
  const worklist = await paper('worklist', 'view=all');
  assert.match(worklist, /Arbeitsliste/);
  assert.match(worklist, /Nummer +Name +Status/);
  assert.match(worklist, /C10 +Acme Works/);
  assert.match(worklist, /Überfällig/);
  assert.doesNotMatch(worklist, /\boverdue\b/);
  assert.match(await paper('worklist', 'view=all', 'fr'), /Appeler|Envoyer relance/);
  assert.match(await paper('customers/10/items', 'state=all'), /R11 +Rechnung /);
  assert.match(await paper('customers/10/items', 'state=all', 'fr'), /R11 +Facture /);
  assert.match(await paper('customers/10/items', 'state=all', 'en'), /R11 +Invoice /);
  const items = csv((await make(staff, { path: 'customers/10/items', query: 'state=all', format: 'csv', language: 'de' })).bytes);
  assert.equal(items.find((r) => r.Nummer === 'R11').Art, 'invoice');
  const { id } = await staff.must(201, 'POST', '/items/11/disputes', { amount: '1.00', reason_code: 'price', detail: 'Too much' });
  const { rows } = await staff.must(200, 'GET', '/dispute-reasons');
  assert.match(await paper('customers/10/disputes'), new RegExp(rows.find((r) => r.code === 'price').de), 'as the company calls it');
  await staff.must(200, 'POST', `/disputes/${id}/resolve`, { resolution: 'withdrawn' });
  await staff.must(201, 'POST', '/customers/20/document-requests', { kind: 'tax_form', body: 'The form of this year, please', due_on: '2026-03-20' });
  assert.match(await paper('customers/20/document-requests'), /Steuerformular[^]*Wartet auf den Kunden/, 'an open request is called otherwise than an open promise');
});

test('a wide list lies across its paper and cuts no name; a narrow one stands upright', async () => {
  const pdf = async (path, query = '') => (await make(staff, { path, query, format: 'pdf', language: 'de' })).bytes;
  const size = (bytes) => /Page size: +(\d+)[\d.]* x (\d+)/.exec(execFileSync('pdfinfo', ['-'], { input: bytes }).toString()).slice(1).map(Number);
  await stack.mysql("UPDATE worklist_row SET customer_name = 'Northern Engineering Company' WHERE case_id = 1002");
  const wide = await pdf('worklist', 'view=all');
  assert.deepEqual(size(wide), [841, 595]);
  assert.match(execFileSync('pdftotext', ['-layout', '-', '-'], { input: wide }).toString(), /Northern Engineering Company/);
  assert.deepEqual(size(await pdf('dispute-rules')), [595, 841]);
});

test('each code that a list declares has a word for paper', async () => {
  const { paths, components } = await (await fetch(`${stack.url}/api/openapi.json`)).json();
  const source = readFileSync(join(TOP, 'fcgi/handler/export_values.c'), 'utf8');
  const own = /^(algorithm|language|currency)\//; // are what they are
  const codes = new Set();
  for (const list of await lists()) {
    const get = paths[list.startsWith('/') ? list : `/api/collector/v1/${list}`].get;
    const whole = (schema) => (schema.$ref ? components.schemas[schema.$ref.split('/').at(-1)] : schema);
    const walk = (schema, deeper) => Object.entries(whole(schema).properties ?? {}).forEach(([name, p]) => {
      const one = [p.items ?? p, ...(p.anyOf ?? [])].map(whole);
      for (const value of one.flatMap((s) => s.enum ?? [])) if (value) codes.add(`${name}/${value}`);
      if (deeper && !p.items) one.forEach((s) => walk(s, false));
    });
    walk(get.responses['200'].content['application/json'].schema.properties.rows.items, true);
  }
  assert.ok(codes.size > 100, `${codes.size} codes`);
  assert.deepEqual([...codes].filter((code) => !own.test(code) && !source.includes(`{ "${code}", {`)), []);
});

/** Under which names the pages keep the words of a column's codes. */
const ON_PAGES = {
  status: ['status', 'customer_status', 'user_status'], kind: ['kind', 'customer_kind', 'document_kind', 'event'],
  state: ['promise_state', 'outbox', 'request_state', 'refund_state', 'payment_state', 'script_state', 'dispute_state', 'letters'],
  channel: ['promise_channel'], next_action: ['next'], causes: ['cause'],
  ...Object.fromEntries(['resolution', 'purpose', 'risk', 'role', 'figure', 'variant', 'provider', 'template', 'cause'].map((same) => [same, [same]])),
};

test('paper and pages call a code by the same word', () => {
  const folder = join(TOP, 'www/src/i18n');
  const pages = { en: {}, de: {}, fr: {} };
  for (const name of readdirSync(folder)) {
    const language = /\.(en|de|fr)\.ts$/.exec(name)?.[1];
    for (const [, key, text] of language ? readFileSync(join(folder, name), 'utf8').matchAll(/'([\w.]+)':\s*'((?:[^'\\]|\\.)*)'/g) : [])
      (pages[language][key] ??= []).push(text.replaceAll("\\'", "'"));
  }
  const source = readFileSync(join(TOP, 'fcgi/handler/export_values.c'), 'utf8');
  const others = [];
  let compared = 0;
  for (const [, of, code, ...words] of source.matchAll(/\{ "(?:\w+\/)??(\w+)\/(\w+)", \{ "(.*?)", "(.*?)", "(.*?)" \} \}/g)) {
    const keys = (ON_PAGES[of] ?? []).flatMap((name) => [`${name}.${code}`, `${name}.${code}_state`]).filter((key) => pages.en[key]);
    if (!keys.length) continue;
    compared++;
    ['en', 'de', 'fr'].forEach((language, k) => {
      if (!keys.some((key) => pages[language][key]?.includes(words[k]))) others.push(`${of}/${code} ${words[k]}`);
    });
  }
  assert.ok(compared > 130, `${compared} compared`);
  assert.deepEqual(others, []);
});

test('the whole file of a customer is one workbook with a sheet a list', async () => {
  await staff.must(201, 'POST', '/customers/10/notes', { body: 'Called, nobody there.' });
  const sheets = workbook((await make(staff, { path: 'customers/10', format: 'xlsx' })).bytes);
  assert.deepEqual(sheets.map((s) => s.name), ['Master data', 'Items', 'Payments applied', 'Contacts', 'Promises', 'Disputes', 'Holds', 'Follow-ups', 'Documents asked for', 'Refunds', 'Mail and letters', 'Messages', 'Notes on invoices', 'Payments in the portal', 'Files', 'Timeline', 'About']);
  assert.equal(named(sheets[1]).length, (await staff.must(200, 'GET', '/customers/10/items?state=all')).rows.length);
  assert.ok(named(sheets.at(-2)).length > 0);
  assert.deepEqual(Object.values(SHEETS).filter((name) => !sheets.some((s) => s.name === name)), []);
  assert.equal((await make(staff, { path: 'customers/10', format: 'csv' }, 422)).type, '/problems/several-tables');
});

test('the whole file says who the customer is, every word that was said, and what each payment settled', async () => {
  await staff.must(201, 'POST', '/customers/10/notes', { body: 'Agreed by phone:\n200 a month\nfrom April' });
  await staff.must(201, 'POST', '/customers/10/calls', { outcome: 'reached', note: 'Spoke to Ann.\nShe asks for a copy.' });
  await staff.must(201, 'POST', '/customers/10/notes', { body: `${'One line of many. '.repeat(500)}the last of 9000 letters` });
  await stack.mysql([insert('address', { id: 8801, customer_id: 10, kind: 'billing', line1: '1 Long Lane', postcode: '12345', city: 'Town', country: 'DE', known_from: '2026-01-01' }),
    insert('outbox', { id: 8802, case_id: 1001, customer_id: 10, kind: 'overdue', channel: 'email', template: 'reminder_first', state: 'handed_over', subject: 'A reminder', body_text: 'Dear Sir,\n\nplease pay.',
      not_before: '2026-03-01', handed_at: '2026-03-01', handed_on: '2026-03-01', actor_kind: 'system', actor_id: 'test', created_at: '2026-03-01' }),
    insert('outbox', { id: 8803, case_id: 1002, customer_id: 10, kind: 'overdue', channel: 'email', template: 'reminder_first', state: 'handed_over', subject: 'Of the US', body_text: 'Dear Madam',
      not_before: '2026-03-01', handed_at: '2026-03-01', handed_on: '2026-03-01', actor_kind: 'system', actor_id: 'test', created_at: '2026-03-01' })].join('\n'));
  const promise = (id, caseId, state, judged) => insert('promise', { id, case_id: caseId, customer_id: 10, amount_minor: 1000, made_on: '2025-01-01', promised_on: judged, judged_on: judged,
    channel: 'call', actor_kind: 'system', actor_id: 'test', known_from: '2025-01-01' }) + insert('promise_state', { promise_id: id, case_id: caseId, state, kept_minor: 0, as_of: '2026-03-01' });
  await stack.mysql(promise(8810, 1001, 'kept', '2026-02-01') + promise(8811, 1001, 'kept', '2026-02-02') + promise(8812, 1002, 'broken', '2026-02-03') + promise(8813, 1001, 'partly', '2025-03-05')
    + promise(8814, 1001, 'broken', '2025-02-01'));
  await staff.must(204, 'PUT', '/customers/10/status', { status: 'on_hold', kind: 'business', reason: 'Insolvency was filed for' });
  const sheets = async (who) => Object.fromEntries(workbook((await make(who, { path: 'customers/10', format: 'xlsx' })).bytes).map((s) => [s.name, named(s)]));
  const all = await sheets(staff);
  const [master] = all['Master data'];
  assert.deepEqual([master.Number, master.Name, master['Billing address']], ['C10', 'Acme Works', '1 Long Lane, 12345, Town, DE']);
  const kept = (row) => ['Promises kept', 'Promises kept in part', 'Promises broken', 'Promises kept, %'].map((name) => Number(row[name]));
  assert.deepEqual([master.Status, master['Reason of the status'], ...kept(master)], ['on_hold', 'Insolvency was filed for', 2, 1, 1, 50], 'those judged within a year, of the cases in sight');
  assert.deepEqual(all['Mail and letters'].map((r) => [r.Subject, r.Text]).sort(), [['A reminder', 'Dear Sir,\n\nplease pay.'], ['Of the US', 'Dear Madam']]);
  const words = all.Timeline.map((r) => r.Words);
  assert.ok(words.includes('Agreed by phone:\n200 a month\nfrom April') && words.includes('Spoke to Ann.\nShe asks for a copy.'));
  const paid = all['Payments applied'].find((r) => r.Number === 'P14');
  assert.deepEqual([Number(paid.Amount), Number(paid.Settled), paid.Document], [40, 25, 'R11']);
  assert.equal(Number((await sheets(north))['Master data'][0]['Promises broken']), 0, 'the broken one is of another division');
  assert.deepEqual((await sheets(north))['Mail and letters'].map((r) => r.Subject), ['A reminder']);
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: (await make(staff, { path: 'customers/10', format: 'pdf' })).bytes }).toString();
  for (const want of [/1 Long Lane/, /please pay/, /200 a month/, /She asks for a copy/, /the last of 9000 letters/]) assert.match(text, want);
});

test('the whole file of a customer is a ZIP with a CSV a list, and a PDF with a part a list', async () => {
  const zip = await make(staff, { path: 'customers/10', format: 'zip', language: 'fr' });
  assert.equal(zip.headers.get('content-type'), 'application/zip');
  assert.match(zip.headers.get('content-disposition'), /\.zip"/);
  const files = unzip(zip.bytes);
  assert.equal(Object.keys(files).length, 16);
  assert.ok(Object.keys(files).every((name) => /^[^/\\]+\.csv$/u.test(name)) && Object.keys(files).some((name) => /é/u.test(name)), Object.keys(files).join());
  const english = unzip((await make(staff, { path: 'customers/10', format: 'zip' })).bytes);
  assert.deepEqual(Object.values(SHEETS).filter((name) => !(`${name}.csv` in english)), []);
  const items = csv(Buffer.from(english['Items.csv']));
  assert.equal(items.length, (await staff.must(200, 'GET', '/customers/10/items?state=all')).rows.length);
  const pdf = await make(staff, { path: 'customers/10', format: 'pdf' });
  const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf.bytes }).toString();
  for (const want of [/^ *Items$/m, /^ *Contacts$/m, /^ *Timeline$/m, /R11 /, /pay10@example\.org/, /Called, nobody/]) assert.match(text, want);
  assert.doesNotMatch(text, /^ *Refunds$/m, 'what has no rows is left out');
  await make(north, { path: 'customers/30', format: 'zip' }, 404);
});

/** How many rows the server read while it did that. */
async function readRows(what) {
  const sum = async () => (await stack.mysql("SHOW GLOBAL STATUS LIKE 'Handler\\_read\\_%'")).split('\n').reduce((n, l) => n + (Number(l.split('\t')[1]) || 0), 0);
  const before = await sum();
  await what();
  return await sum() - before;
}

test('a list whose rows are of one instant is read once, however many pages it takes', async () => {
  const n = 4000;
  await stack.mysql(`INSERT INTO activity (id, customer_id, at, kind, actor_kind, actor_id, title)
    SELECT 50000 + seq, 20, '2026-02-01 10:00:00', 'note', 'system', 'ledger', 'One of many' FROM seq_1_to_${n}`);
  const walk = (limit) => readRows(async () => assert.equal(new Set((await staff.all(`/customers/20/timeline?limit=${limit}`)).map((r) => r.id)).size >= n, true));
  await walk(200);
  const few = await walk(200), many = await walk(50);
  assert.ok(few < n * 3, `${few} rows read for ${n}`);
  assert.ok(many < n * 4, `${many} rows read for ${n} in four times as many pages`);
});

test('a long list becomes a job that tells how far it is, and its file is whole', async () => {
  await stack.spawn('worker');
  const n = 60000;
  const rows = Array.from({ length: n }, (_, i) => `(${8000000000 + i}, 30, '2026-02-01 10:00:${String(i % 60).padStart(2, '0')}', 'note', 'user', '1', 'Entry ${i}')`);
  for (let i = 0; i < n; i += 10000) await stack.mysql(`INSERT INTO activity (id, customer_id, at, kind, actor_kind, actor_id, title) VALUES ${rows.slice(i, i + 10000)}`);
  const made = await staff.must(201, 'POST', '/exports', { path: 'customers/30/timeline', format: 'xlsx' });
  assert.equal(made.state, 'waiting');
  await download(staff, made.id, 404);
  let seen = [];
  const done = await until(async () => {
    const now = await staff.must(200, 'GET', `/exports/${made.id}`);
    seen.push(now.rows);
    return now.state === 'done' || now.state === 'failed' ? now : null;
  }, { ms: 120000, every: 100, name: 'the export' });
  assert.equal(done.state, 'done', done.why);
  assert.ok(done.rows >= n);
  assert.ok(seen.some((r) => r > 0 && r < done.rows), 'progress was told');
  const [sheet] = workbook((await download(staff, made.id)).bytes);
  const titles = new Set(named(sheet).map((r) => r.Title));
  for (let i = 0; i < n; i += 997) assert.ok(titles.has(`Entry ${i}`), String(i));
  assert.equal((await make(staff, { path: 'customers/30/timeline', format: 'pdf' }, 422)).type, '/problems/too-many-rows');
});

test('the command line says why a list cannot be exported, and leaves no file', async () => {
  const path = join(stack.var, 'refused.csv');
  const said = async (list, user, ...more) => {
    const made = await stack.dunlin('export', '--user', user, '--format', 'csv', ...more, list, path);
    return [made.code, made.err.trim(), existsSync(path)];
  };
  assert.deepEqual(await said('nothing', 'clara@example.com'), [1, "dunlin: there is no list 'nothing' for clara@example.com", false]);
  assert.deepEqual(await said('customers', 'nobody@example.com'), [1, 'dunlin: nobody@example.com: there is no such user', false]);
  assert.deepEqual(await said('customers', 'clara@example.com', '--filters', 'colour=red'), [1, 'dunlin: --filters: colour is not a parameter of this call', false]);
});

/** KiB of the web process that are its own. */
const rss = () => Number(/RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${stack.children.get('web').pid}/status`, 'utf8'))[1]);

test('CSV comes row by row: equal to the file of the command line, whatever its length, in the same memory', async () => {
  const ask = { path: 'customers/30/timeline', format: 'csv' };
  const path = join(stack.var, 'timeline.csv');
  const made = await stack.dunlin('export', '--user', 'clara@example.com', '--format', 'csv', ask.path, path);
  assert.equal(made.code, 0, made.err);
  // every thread has had a list of many pages; one fifteen times as long takes no more
  for (let i = 0; i < 3; i++) await Promise.all(Array.from({ length: 8 }, () => make(staff, { path: 'customers/20/timeline', format: 'csv' })));
  const had = rss();
  const got = await make(staff, ask);
  assert.ok(got.rows >= 60000);
  assert.ok(rss() - had < got.bytes.length >> 11, `grown by ${rss() - had} KiB for ${got.bytes.length >> 10} KiB of rows`);
  assert.equal(got.headers.get('content-length'), null);
  assert.ok(got.bytes.equals(readFileSync(path)));
  const look = async (more, method = 'GET') => (await fetch(csvUrl(staff, { ...ask, look: true, ...more }), { method, headers: cookies(staff) })).status;
  assert.deepEqual([await look(), await look({ query: 'colour=red' }), await look({ path: 'nothing' }), await look({ look: false }, 'HEAD')], [204, 400, 404, 204]);
  const told = await stack.sql("SELECT after_json FROM audit_event WHERE action = 'export.make' AND object_id = 'customers/30/timeline' AND after_json LIKE '%csv%'");
  assert.equal(told.length, 2, 'a look is no export');
});

test('a stream that breaks half way is no whole file for its reader, and the next one is', async () => {
  const ask = { path: 'customers/30/timeline', format: 'csv' };
  const whole = (await make(staff, ask)).bytes.length;
  // a row that cannot be read, in the middle
  await stack.mysql('UPDATE activity SET detail = \'{\' WHERE id = 8000030000');
  let bytes = 0;
  await assert.rejects(async () => {
    const got = await fetch(csvUrl(staff, ask), { headers: cookies(staff) });
    assert.equal(got.status, 200);
    for await (const piece of got.body) bytes += piece.length;
  }, TypeError);
  assert.ok(bytes > 0 && bytes < whole, `${bytes} of ${whole}`);
  const curl = await run('curl', ['-sS', '-o', '/dev/null', '-b', cookies(staff).cookie, csvUrl(staff, ask)], {});
  assert.equal(curl.code, 18, curl.err); // transfer closed with outstanding data remaining
  // before the first byte an error is an answer
  await stack.mysql('UPDATE activity SET detail = NULL WHERE id = 8000030000');
  const newest = (await staff.must(200, 'GET', '/customers/30/timeline?limit=1')).rows[0].id;
  await stack.mysql(`UPDATE activity SET detail = '{' WHERE id = ${newest}`);
  const early = await fetch(csvUrl(staff, ask), { headers: cookies(staff) });
  assert.deepEqual([early.status, early.headers.get('content-type'), early.headers.get('content-disposition')], [500, 'application/problem+json', null]);
  await stack.mysql(`UPDATE activity SET detail = NULL WHERE id = ${newest}`);
  assert.equal((await make(staff, ask)).bytes.length, whole);
});
