// Every dialog, menu and drawer there is: the file that draws it, the page it opens on, and the
// keys that open it. A test compares this list with the files, so that none is forgotten.
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { insert } from '../api/fixture.mjs';
import { faintTexts } from '../harness/contrast.mjs';
import { TOP } from '../harness/stack.mjs';
import { settled } from './pages.mjs';

/** Where the navigation is a drawer. */
const NARROW = [390, 320];
const SOURCE = join(TOP, 'www/src');
/** What the others are made of. */
const PARTS = ['ui/Dialog.svelte', 'ui/Menu.svelte', 'ui/FormDialog.svelte'];

/** How many each file of the pages draws: {'pages/app/…/X.svelte': 2}. */
export function drawn() {
  const found = {};
  for (const file of readdirSync(SOURCE, { recursive: true }).filter((name) => name.endsWith('.svelte'))) {
    const tags = sourceOf(file).match(/<(FormDialog|Dialog|dialog|Menu)\b|role="listbox"\s+aria-label|aria-modal|\spopover\b/g);
    if (tags && !PARTS.includes(file)) found[file] = tags.length;
  }
  return found;
}

export const sourceOf = (file) => readFileSync(join(SOURCE, file), 'utf8');

/** What the dialogs need beyond the demo company; staff: an admin's client, contact: a customer's. */
export async function furnish(stack, { staff, contact }, known) {
  known.disputed = (await contact.must(200, 'GET', '/invoices?limit=2')).rows[1].id;
  await contact.must(201, 'POST', `/invoices/${known.disputed}/disputes`, { amount: '10.00', reason_code: 'price', detail: 'Not the price that we agreed on.' });
  const { customer } = known;
  const [row] = (await staff.must(200, 'GET', `/customers/${customer}`)).cases;
  await staff.must(201, 'POST', `/customers/${customer}/holds`, { reason: 'asked to wait', until: '2026-03-20' });
  const file = `owner_kind=customer&owner_id=${customer}&file_name=agreement-of-4-march.txt`;
  await staff.must(201, 'POST', `/attachments?${file}`, 'As agreed.\n', { 'content-type': 'text/plain' });
  const [{ email }] = await stack.sql(`SELECT email FROM contact WHERE customer_id = ${customer} AND email IS NOT NULL LIMIT 1`);
  const [credit] = await stack.sql("SELECT id, customer_id FROM item WHERE side = 'credit' AND open_minor > 200000 AND status = 'posted' LIMIT 1");
  known.creditor = credit.customer_id;
  await staff.must(201, 'POST', `/items/${credit.id}/refunds`, { amount: '12.00', paid_on: '2026-03-03', reason: 'paid twice', reference: null });
  await staff.must(201, 'POST', `/customers/${customer}/follow-ups`, { title: 'Ask for the signed delivery note', due_on: '2026-03-04', case_id: row.case_id });
  known.number = (await staff.must(200, 'GET', `/customers/${customer}`)).number;
  const sent = await stack.sql("SELECT id FROM outbox WHERE state = 'handed_over' AND kind = 'overdue' ORDER BY created_at DESC LIMIT 3");
  known.uncertain = sent[2].id;
  await stack.mysql([
    insert('suppression', { id: 990001, email, reason: 'hard bounce', known_from: '2026-03-01' }),
    `UPDATE outbox SET state = 'failed', cause = 'refused' WHERE id IN (${sent[0].id}, ${sent[1].id});`,
    `UPDATE outbox SET state = 'uncertain', cause = 'unknown' WHERE id = ${sent[2].id};`,
    ...[0, 1].map((k) => insert('outbox', { id: 990010 + k, case_id: row.case_id, customer_id: customer, kind: 'manual', channel: 'letter', template: 'message',
      step: `manual:${k}`, state: 'planned', not_before: '2026-03-01', actor_kind: 'user', actor_id: '1', created_at: '2026-03-01' })
      + insert('outbox_compose', { outbox_id: 990010 + k, subject: 'A word', body: 'Please call us.', to_role: 'billing', items_n: 0 })),
    insert('address', { id: 990001, customer_id: customer, kind: 'billing', line1: 'Mill Lane 4', postcode: '10115', city: 'Berlin', country: 'DE', known_from: '2026-01-01' }),
  ].join('\n'));
  await staff.must(201, 'POST', '/api/admin/v1/roles', { name: 'Credit control', rights: ['work', 'approve'] });
  known.letter = '990011';
  known.batch = (await staff.must(201, 'POST', '/letter-batches', { outbox_ids: ['990010'], duplex: false })).id;
  known.thread = (await staff.must(200, 'GET', '/inbox')).rows.find(({ channel }) => channel === 'portal').conversation_id;
  const script = await staff.must(200, 'GET', '/api/admin/v1/scripts/strategy/standard/versions/1');
  await staff.must(201, 'POST', '/api/admin/v1/scripts/strategy/standard/versions', { body: `${script.body}-- looked at\n` }, { 'if-match': '"1"' });
  const text = { subject: 'Reminder', body_text: 'Please pay.', body_html: '<p>Please pay.</p>' };
  known.draft = (await staff.must(201, 'POST', '/api/admin/v1/templates/reminder_first/versions', { language: 'en', ...text, comment: 'shorter', expected_no: 1 })).version_no;
}

/** Presses a key on what a person has come to by Tab; the dialog gives the focus back to it. */
async function press(page, target, key = 'Enter') {
  await target.focus();
  await page.evaluate(() => { window.opener_ = document.activeElement; });
  await page.keyboard.press(key);
}

/**
 * Pages with what opens on each: {path, opens: [{of, title, open, role, modal}]}. of: the file;
 * title: the key of its name; role: 'dialog' unless said; before: what the page needs first.
 */
export function visits({ says, like }) {
  const button = (key, params) => async (page) => press(page, page.getByRole('button', { name: says(key, params), exact: true }).first());
  const some = (key) => async (page) => press(page, page.getByRole('button', { name: like(key) }).first());
  const on = (letter) => async (page) => press(page, page.getByRole('grid').first(), letter);
  const fromMenu = (menu, item) => async (page) => {
    await some(menu)(page);
    await page.getByRole('menuitem', { name: like(item) }).first().press('Enter');
  };
  const select = (page) => page.getByLabel(says('grid.select_all')).check();
  const bulk = (key) => async (page) => {
    await select(page);
    await press(page, page.getByRole('group', { name: says('bulk.label') }).getByRole('button', { name: says(key), exact: true }));
  };
  const app = (path) => `pages/app/${path}.svelte`;
  const card = (key, name) => async (page) => press(page, page.locator('section', { has: page.getByRole('heading', { name: says(key), exact: true }) }).getByRole('button', { name: says(name), exact: true }));

  return [
    { path: () => '/app/worklist?view=all', opens: [
      { of: app('worklist/FilterDialog'), title: 'filter.title', open: button('filter.button') },
      { of: app('shell/KeysHelp'), title: 'help.title', open: button('help.open') },
      { of: app('worklist/ViewMenu'), title: 'views.button', role: 'menu', open: some('views.button') },
      { of: app('worklist/ViewDialog'), title: 'views.title', open: fromMenu('views.button', 'views.manage') },
      { of: app('documents/Export'), title: 'export.label', role: 'menu', open: button('export.label') },
      { of: app('shell/Nav'), title: 'theme.title', role: 'menu', widths: [1440], open: some('theme.title') },
      { of: app('shell/Shell'), title: 'nav.main', widths: NARROW, open: button('nav.open') },
      { of: app('shell/Nav'), title: 'theme.title', role: 'menu', widths: NARROW, open: async (page) => {
        await button('nav.open')(page);
        await page.getByRole('dialog').getByRole('button', { name: like('theme.title') }).press('Enter');
      } },
      { of: app('tools/Palette'), title: 'palette.title', open: async (page) => press(page, page.getByRole('grid').first(), 'Control+k') },
      { of: app('tools/Bell'), title: 'bell.title', open: some('bell.title') },
      { of: app('actions/NoteForm'), title: 'note.title', open: on('n') },
      { of: app('actions/NoteField'), title: 'texts.person', role: 'listbox', open: async (page) => { await on('n')(page); await page.getByRole('dialog').getByRole('textbox').first().fill('@m'); } },
      { of: app('actions/CallForm'), title: 'call.title', open: on('c') },
      { of: app('actions/PromiseForm'), title: 'promise.title', open: on('p') },
      { of: app('actions/FollowUpForm'), title: 'follow.title', open: on('f') },
      { of: app('actions/DisputeForm'), title: 'dispute.title', open: on('d') },
      { of: app('actions/MessageDialog'), title: 'write.title', open: on('m') },
      { of: app('worklist/BulkDialog'), title: 'bulk.title', open: bulk('peek.follow') },
      { of: app('worklist/BulkDialog'), title: 'bulk.assign_title', open: bulk('bulk.assign') },
      { of: app('worklist/BulkDialog'), title: 'bulk.note_title', open: bulk('note.body') },
      { of: app('worklist/BulkDialog'), title: 'bulk.call_title', open: bulk('call.button') },
      { of: app('actions/BulkMessage'), title: 'write.many_title', open: bulk('keys.message') },
    ] },
    { path: (known) => `/app/worklist?view=all&q=${known.number}`, opens: [
      { of: app('actions/SnoozeDialog'), title: 'follow.snooze_name', open: on('s') },
    ] },
    { path: (known) => `/app/customers/${known.customer}`, opens: [
      { of: app('actions/HoldForm'), title: 'hold.title', open: button('hold.place') },
      { of: app('customer/PortalLink'), title: 'portal.title', open: button('portal.button') },
      { of: app('customer/access/InviteDialog'), title: 'access.invite_title', open: button('access.invite') },
      { of: app('customer/access/ViewDialog'), title: 'access.view_title', open: button('access.view') },
      { of: app('customer/access/RoleDialog'), title: 'access.change_of', open: some('access.change_of') },
      { of: app('customer/access/EndDialog'), title: 'access.end_title', open: some('access.end_of') },
      { of: app('documents/Statement'), title: 'documents.statement_title', open: button('documents.statement') },
      { of: app('customer/StandForm'), title: 'hold.lift_title', open: some('hold.lift_name') },
      { of: app('customer/about/ContactDialog'), title: 'contacts.title_add', open: button('contacts.add') },
      { of: app('customer/about/LiftDialog'), title: 'lift.title', open: some('lift.action_to') },
      { of: app('customer/about/AddressDialog'), title: 'address.title', open: card('facts.title', 'facts.edit') },
      { of: app('customer/about/Files'), title: 'files.remove_title', open: some('files.remove_name') },
      { of: app('customer/upkeep/Requests'), title: 'requests.title_new', open: button('requests.ask') },
      { of: app('customer/upkeep/Requests'), title: 'requests.title_withdraw', open: some('requests.withdraw') },
      { of: app('customer/upkeep/StatusDialog'), title: 'upkeep.title', open: card('upkeep.status', 'upkeep.change') },
      { of: 'ui/Toast.svelte', title: 'action.undo', role: 'status', before: answer('POST', '**/follow-ups/*/done', {}), open: some('follow.finish_name') },
      { of: app('actions/TaskActs'), title: 'follow.snooze_name', role: 'menu', open: some('follow.snooze_name') },
      { of: app('actions/GiveTask'), title: 'follow.give', role: 'menu', open: some('follow.give') },
    ] },
    { path: (known) => `/app/customers/${known.payer}`, opens: [
      { of: app('customer/payments/PaymentDialog'), title: 'paying_in.details_of', open: some('paying_in.open_of') },
    ] },
    { path: (known) => `/app/customers/${known.creditor}`, opens: [
      { of: app('customer/upkeep/Refunds'), title: 'refunds.add_title', open: card('refunds.title', 'refunds.add') },
    ] },
    { path: () => '/app/refunds?state=recorded', opens: [
      { of: app('refunds/RefundList'), title: 'refunds.title_reverse', open: some('refunds.undo_of') },
    ] },
    { path: () => '/app/promises?view=open', opens: [
      { of: app('actions/PromiseForm'), title: 'promises.replace_title', open: some('promises.replace_name') },
      { of: app('promises/CancelDialog'), title: 'promise.cancel_title', open: some('promises.cancel_name') },
    ] },
    { path: (known) => `/app/disputes/${known.dispute}`, opens: [
      { of: app('disputes/ResolveDialog'), title: 'dispute.resolve_name', open: button('dispute.resolve') },
      { of: app('disputes/ChangeDialog'), title: 'disputes.change_title', open: button('disputes.change') },
    ] },
    { path: () => '/app/disputes/rules', opens: [
      { of: app('disputes/ReasonDialog'), title: 'disputes.reason_add', open: button('disputes.reason_add') },
    ] },
    { path: (known) => `/app/inbox/${known.thread}`, opens: [
      { of: app('actions/PromiseForm'), title: 'promise.title', open: some('inbox.promise') },
      { of: app('actions/DisputeForm'), title: 'dispute.title', open: some('inbox.dispute') },
    ] },
    { path: (known) => `/app/letters/${known.batch}`, opens: [
      { of: app('letters/MakeDialog'), title: 'letters.make_title', open: button('letters.make') },
      { of: app('letters/Batch'), title: 'letters.mark_title', open: button('letters.mark') },
      { of: app('letters/Batch'), title: 'letters.take_out_of', open: some('letters.take_out_of') },
    ] },
    { path: () => '/app/note-texts', opens: [
      { of: app('notes/NoteTexts'), title: 'texts.add', open: button('texts.add') },
    ] },
    { path: () => '/app/outbox?state=failed', opens: [
      { of: app('outbox/RetryMany'), title: 'many.title', open: async (page) => { await button('many.all')(page); await button('many.send')(page); } },
    ] },
    { path: (known) => `/app/outbox/${known.letter}`, opens: [
      { of: app('outbox/Mail'), title: 'mail.cancel_title', open: button('mail.cancel') },
    ] },
    { path: (known) => `/app/outbox/${known.uncertain}`, opens: [
      { of: app('outbox/Remedy'), title: 'remedy.arrived_title', open: button('remedy.arrived') },
    ] },
    { path: () => '/app/scripts/strategy/standard', opens: [
      { of: app('scripts/ActivateDialog'), title: 'activate.title', open: button('scripts.activate') },
      { of: app('scripts/SaveDialog'), title: 'save.title', before: write, open: button('scripts.save') },
      { of: app('scripts/LeaveDialog'), title: 'scripts.leave_title', open: async (page) => press(page, page.locator('button.link', { hasText: '1' }).last()) },
    ] },
    { path: () => '/app/templates', opens: [
      { of: app('templates/AddDialog'), title: 'texts.new', open: button('texts.new') },
    ] },
    { path: () => '/app/team', opens: [
      { of: app('team/GiveDialog'), title: 'team.give_name', open: async (page) => press(page, page.getByRole('button', { name: like('team.give_name'), disabled: false }).first()) },
      { of: app('team/CashTargets'), title: 'cash_target.set', open: some('cash_target.set') },
      { of: app('team/TargetDialog'), title: 'target.set', open: some('team.set_name') },
    ] },
    { path: (known) => `/app/templates/reminder_first?lang=en&v=${known.draft}`, opens: [
      { of: app('templates/VariantDialog'), title: 'texts.variant', open: button('texts.variant') },
      { of: app('templates/Template'), title: 'texts.add_language', open: button('texts.add_language') },
      { of: app('templates/Template'), title: 'texts.activate_n', open: button('texts.activate') },
      { of: app('templates/Template'), title: 'texts.save', before: (page) => page.getByLabel(says('texts.subject'), { exact: true }).pressSequentially('!'), open: button('texts.save') },
      { of: app('scripts/LeaveDialog'), title: 'scripts.leave_title', open: async (page) => press(page, page.locator('button.link').last()) },
    ] },
    { path: () => '/app/users', opens: [
      { of: app('users/Users'), title: 'users.more_of', role: 'menu', open: some('users.more_of') },
      { of: app('users/Users'), title: 'users.ask_password', open: fromMenu('users.more_of', 'users.new_password') },
      { of: app('users/SessionsDialog'), title: 'users.sessions_of', open: fromMenu('users.more_of', 'users.sessions') },
      { of: app('users/UserDialog'), title: 'users.add_title', open: button('users.add') },
      { of: app('users/RoleDialog'), title: 'roles.add_title', open: button('roles.add') },
      { of: app('users/Rights'), title: 'roles.remove_title', open: some('roles.remove_title') },
      { of: app('users/Secrets'), title: 'users.secrets_title', before: answer('POST', '**/users/*/password', { password: 'Zq7-mN2xT9vK4wLp' }), open: async (page) => {
        await fromMenu('users.more_of', 'users.new_password')(page);
        await page.getByRole('dialog').locator('[type="submit"]').press('Enter');
      } },
    ] },
    { path: () => '/app/company', opens: [
      { of: app('company/HistoryDialog'), title: 'company.history', open: async (page) => press(page, page.locator('.when button').first()) },
    ] },
    { path: () => '/app/company?tab=divisions', opens: [
      { of: app('company/Divisions'), title: 'divisions.add', open: button('divisions.add') },
      { of: app('company/Divisions'), title: 'divisions.change', open: some('users.change_of') },
    ] },
    { path: () => '/app/company?tab=rates', opens: [
      { of: app('company/Rates'), title: 'rates.add', open: button('rates.add') },
    ] },
    { path: () => '/app/company?tab=clients', opens: [
      { of: app('company/Clients'), title: 'clients.revoke_of', open: some('clients.revoke_of') },
    ] },
    { path: () => '/app/account', opens: [
      { of: app('account/FactorDialogs'), title: 'factor.new_codes', open: button('factor.new_codes') },
      { of: app('account/FactorDialogs'), title: 'factor.new_codes', before: answer('POST', '**/account/recovery-codes', { codes: CODES }), open: async (page) => {
        await button('factor.new_codes')(page);
        await page.getByRole('dialog').locator('input').first().fill('123456');
        await page.keyboard.press('Enter');
        await page.getByText(CODES[0]).waitFor();
      } },
    ] },
    { path: () => '/app/account', first: free, opens: [
      { of: app('account/FactorDialogs'), title: 'factor.remove', open: button('factor.remove') },
    ] },
  ];
}

/** Of the portal, likewise. */
export function portalVisits({ says }) {
  const button = (key) => async (page) => press(page, page.getByRole('button', { name: says(key), exact: true }).first());
  const settle = (name) => `pages/portal/settle/${name}.svelte`;
  return [
    { path: () => '/portal', opens: [
      { of: 'pages/portal/invoices/Chosen.svelte', title: 'chosen.download', role: 'menu', before: async (page) => {
        await page.getByRole('checkbox').nth(1).check();
      }, open: button('chosen.download') },
    ] },
    { path: (known) => `/portal/invoices/${known.invoice}`, opens: [
      { of: settle('PromiseDialog'), title: 'promise_on.title', open: button('promise_on.act') },
      { of: settle('DisputeDialog'), title: 'dispute.title', open: button('dispute.act') },
    ] },
    { path: (known) => `/portal/invoices/${known.disputed}`, opens: [
      { of: settle('Disputes'), title: 'disputes.sure_title', open: button('disputes.withdraw') },
    ] },
  ];
}

const CODES = Array.from({ length: 10 }, (_, i) => `a${i}b2c-d3e${i}f`);

/** What shows secrets is answered here, so that none changes. */
const answer = (method, url, body) => (page) => page.route(url, (route) => (
  route.request().method() === method ? route.fulfill({ status: 201, json: body }) : route.continue()));

/** An account that may give its second factor up. */
const free = (page) => page.route('**/collector/v1/account', async (route) => {
  const got = await route.fetch();
  await route.fulfill({ response: got, json: { ...await got.json(), second_factor_needed: false } });
});

async function write(page) {
  await page.locator('.cm-content').first().click();
  await page.keyboard.type('-- ');
}

const WHERE = { dialog: 'dialog[open]', menu: '[role="menu"]', listbox: '[role="listbox"]', status: '.toasts p' };

/** What a dialog is, once its name is in sight. A notice has none: its button. */
async function shown(page, one, like) {
  const role = one.role ?? 'dialog';
  await page.getByRole(role === 'status' ? 'button' : role, { name: like(one.title) }).first().waitFor();
  return WHERE[role];
}

/** Opens one of them; gives the selector of what opened. */
export async function open(page, one, words) {
  await one.before?.(page);
  await one.open(page);
  return shown(page, one, words.like);
}

/** Escape, until nothing is open: what opened on top of something goes first. */
export async function shut(page) {
  for (let i = 0; i < 3 && await page.locator([WHERE.dialog, WHERE.menu, WHERE.listbox].join()).count(); i++) {
    await page.keyboard.press('Escape');
    await drawnAnew(page);
  }
}

const drawnAnew = (page) => page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));

/** Whether Tab stays inside, Escape closes, and the focus is then where it came from. */
export async function faultsOfKeys(page, one, where) {
  const faults = [];
  if (where === WHERE.dialog) {
    const stops = await page.evaluate((inside) => {
      window.strays_ = [];
      window.stray_ = (event) => { if (!event.target.closest(inside)) window.strays_.push(event.target.outerHTML.slice(0, 80)); };
      document.addEventListener('focusin', window.stray_);
      return document.querySelector(inside).querySelectorAll('a[href], button, input, select, textarea, [tabindex="0"]').length;
    }, where);
    if (!await page.evaluate((inside) => document.activeElement?.closest(inside) !== null, where)) faults.push('the focus does not come into it');
    for (let i = 0; i < Math.min(stops, 12) + 2; i++) await page.keyboard.press('Tab');
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+Tab');
    const strays = await page.evaluate(() => { document.removeEventListener('focusin', window.stray_); return window.strays_; });
    if (strays.length) faults.push(`the focus leaves it for ${strays[0]}`);
  }
  await shut(page);
  if (await page.locator(where).count()) return [...faults, 'Escape does not close it'];
  const at = await page.evaluate(() => {
    const now = document.activeElement;
    return now === window.opener_ || window.opener_?.contains(now) ? null : now?.outerHTML.slice(0, 80) ?? 'nothing';
  });
  if (at) faults.push(`the focus is not given back, but is at ${at}`);
  return faults;
}

const WIDTHS = [1440, 820, 390, 320];
const SHOTS = process.env.SHOTS;
const HEIGHT = { 320: 640, 390: 844, 820: 1180, 1440: 900 };

/** What is wrong with one of them: opened, looked at from desk to phone in both themes, closed. */
export async function faultsOfDialog(browser, page, one, words) {
  const faults = [];
  const widths = one.widths ?? WIDTHS;
  await resize(page, widths[0]);
  const where = await open(page, one, words);
  await settled(page);
  if (!SHOTS && where === WHERE.dialog) await alone(page, where);
  for (const width of widths) {
    await resize(page, width);
    faults.push(...(await browser.spills(page, where)).map((fault) => `${width}: ${fault}`));
    if (where === WHERE.dialog && !await fitsInHeight(page, where)) faults.push(`${width}: is higher than the window`);
    if (SHOTS && width !== 320) await pictures(page, one, width);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  faults.push(...(await browser.axe(page, where)).map((fault) => `light: ${fault}`));
  await page.emulateMedia({ colorScheme: 'dark' });
  faults.push(...(await faintTexts(page, where)).map((fault) => `dark: ${fault}`));
  await page.evaluate(() => window.together_?.());
  await resize(page, widths[0]);
  if (where === WHERE.status) await page.locator(where).getByRole('button').last().press('Enter');
  else faults.push(...await faultsOfKeys(page, one, where));
  return faults.map((fault) => `${one.of} ${one.title}: ${fault}`);
}

async function resize(page, width) {
  await page.setViewportSize({ width, height: HEIGHT[width] });
  await drawnAnew(page);
}

/** What lies behind a modal dialog is out of the way while it is looked at: a page takes long to lay out and to ask. */
const alone = (page, where) => page.evaluate((selector) => {
  const hidden = [];
  for (let el = [...document.querySelectorAll(selector)].at(-1); el !== document.body; el = el.parentElement) {
    for (const other of el.parentElement.children) {
      if (other === el || other.style.display) continue;
      other.style.display = 'none';
      hidden.push(other);
    }
  }
  window.together_ = () => { for (const other of hidden.splice(0)) other.style.display = ''; };
}, where);

const fitsInHeight = (page, where) => page.evaluate((selector) => {
  const box = [...document.querySelectorAll(selector)].at(-1).getBoundingClientRect();
  return box.top >= -1 && box.bottom <= window.innerHeight + 1;
}, where);

async function pictures(page, one, width) {
  mkdirSync(SHOTS, { recursive: true });
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme });
    await page.screenshot({ path: join(SHOTS, `dialog-${`${one.of.slice(6)} ${one.title}`.replace(/\W+/g, '-')}-${width}-${theme}.png`) });
  }
}
