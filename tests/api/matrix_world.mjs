// Whom the matrix of rights asks as, the ids that are not theirs, and bodies that a route takes.
import { addUser, caseOf, customer, division, insert, invoice } from './fixture.mjs';
import { member } from './portal_people.mjs';

/** All that the limited ones may see: one small customer. Whatever else there is, is another's. */
export const OWN = { division: '900000', customer: '900001', case: '900002', item: '900003', asked: '900004', contact: '9000011' };
/** An id that nothing has. */
export const UNKNOWN = '899999999999';

/** Somebody of each kind; those of the staff are limited to one division, an admin never is. */
export async function people(stack, admin) {
  await stack.mysql([
    division(OWN.division, 'OWN'),
    customer(OWN.customer, 'The only customer'),
    caseOf(OWN.case, OWN.customer, OWN.division, { name: 'The only customer' }),
    invoice(OWN.item, OWN.case, OWN.customer, OWN.division, { number: 'ONLY-1' }),
    invoice(OWN.asked, OWN.case, OWN.customer, OWN.division, { number: 'ONLY-2' }),
  ].join('\n'));
  const limited = await Promise.all(['viewer', 'collector', 'manager'].map(async (role) =>
    [role, await stack.login(await addUser(stack, `${role}@own.example`, '--name', role, '--role', role, '--division', 'OWN'))]));
  const link = async (more) => (await admin.must(201, 'POST', `/customers/${OWN.customer}/portal-links`, more)).url;
  const { json: reader } = await stack.dunlin('client', 'add', 'reader', '--scopes', 'read', '--json');
  return {
    nobody: stack.client(),
    ...Object.fromEntries(limited),
    admin,
    account: await stack.portal(await link({ scope: 'account', contact_id: OWN.contact })),
    invoice: await stack.portal(await link({ scope: 'invoice', item_id: OWN.asked })),
    support: await lookIn(stack, limited[1][1]),
    head: await member(stack, admin, OWN.customer, 'head@own.example', 'admin'),
    payer: await member(stack, admin, OWN.customer, 'payer@own.example', 'payer'),
    clerk: await member(stack, admin, OWN.customer, 'clerk@own.example', 'viewer'),
    integrator: stack.integrator(),
    reader: stack.integrator(stack.token('reader', reader.secret)),
  };
}

/** The portal as staff see it. */
async function lookIn(stack, staff) {
  const client = stack.client('/api/portal/v1');
  await staff.must(200, 'POST', `/customers/${OWN.customer}/portal-view`, {});
  client.cookies.set('dunlin_portal', staff.cookies.get('dunlin_portal'));
  staff.cookies.delete('dunlin_portal');
  client.csrf = (await client.must(200, 'GET', '/session')).csrf;
  return client;
}

/** Whoever was let in once and is no more: as what he asked, and where nobody shows nothing, a stranger who shows the like. */
export async function gone(stack, admin) {
  const at = `/customers/${OWN.customer}`;
  const disabled = await stack.login(await addUser(stack, 'gone@own.example', '--name', 'gone', '--role', 'manager'));
  await stack.mysql("UPDATE user SET status = 'disabled' WHERE email = 'gone@own.example'");
  const late = await stack.login(await addUser(stack, 'late@own.example', '--name', 'late', '--role', 'manager'));
  await stack.mysql("UPDATE session SET expires_at = '2020-01-01' WHERE user_id = (SELECT id FROM user WHERE email = 'late@own.example')");
  const link = await admin.must(201, 'POST', `${at}/portal-links`, { scope: 'account' });
  const revoked = await stack.portal(link.url);
  await admin.must(204, 'DELETE', `${at}/portal-links/${link.id}`);
  const ended = await member(stack, admin, OWN.customer, 'ended@own.example', 'admin');
  const { people: all } = await admin.must(200, 'GET', `${at}/portal-people`);
  await admin.must(204, 'DELETE', `${at}/portal-people/${all.find((one) => one.email === 'ended@own.example').id}`);
  const { json } = await stack.dunlin('client', 'add', 'gone', '--json');
  const removed = stack.integrator(stack.token('gone', json.secret));
  await admin.must(204, 'DELETE', '/api/admin/v1/clients/gone');
  return [['a user who was disabled', disabled, 'manager'], ['a session that is over', late, 'manager'], ['a link that was revoked', revoked, 'account'],
    ['a member no more', ended, 'head'], ['a client that was removed', removed, 'integrator', stack.integrator(stack.token('stranger', json.secret))]];
}

/** What the company that others belong to lacks yet, made by an admin. */
export async function more(stack, admin) {
  await admin.must(202, 'POST', '/imports?profile=generic&file_name=e.csv', 'x\n', { 'content-type': 'text/csv' });
  await admin.must(201, 'POST', '/exports', { path: 'worklist', format: 'xlsx' });
  await admin.must(201, 'POST', '/views', { name: 'Mine alone', base: 'overdue', sort: '-days', filters: {}, columns: ['name'], shared: false });
  await admin.must(201, 'POST', '/reports', { name: 'Mine alone', view: 'payments', definition: { columns: ['amount'] } });
  const { rows } = await admin.must(200, 'GET', '/worklist?view=all&limit=100');
  const many = { subject: 'A word', body: 'Please call us.', case_ids: rows.map((row) => row.case_id) };
  const { count } = await admin.must(200, 'POST', '/mail/many/preview', many);
  await admin.must(202, 'POST', '/mail/many', { ...many, confirm_count: count });
  const [other] = await stack.sql(`SELECT id FROM customer WHERE id <> ${OWN.customer} ORDER BY id LIMIT 1`);
  await stack.mysql(`INSERT INTO attachment (id, sha256, bytes_n, type, file_name, actor_kind, actor_id, created_at)
    VALUES (990002, UNHEX(SHA2('x', 256)), 1, 'text/plain', 'not-sent.txt', 'contact', 'link:1', '2026-03-01')`);
  await stack.mysql(insert('file_handed', { attachment_id: 990002, customer_id: other.id, actor_kind: 'contact', actor_id: 'link:1', client_key: 'k' }));
  await stack.mysql(insert('portal_download', { id: 990001, customer_id: other.id, format: 'csv', language: 'en', query: '', total_n: 1, created_at: '2026-03-01' }));
  await stack.mysql(`INSERT INTO payment_intent (id, case_id, customer_id, division_id, currency, provider, reference, amount_minor, credit_minor,
    actor_kind, actor_id, created_at, expires_at)
    SELECT 990001, id, customer_id, division_id, currency, 'sandbox', 'RF00X', 100, 0, 'contact', '1', '2026-03-01', '2026-03-02'
      FROM case_state WHERE customer_id = ${other.id} ORDER BY id LIMIT 1;
    INSERT INTO payment_method (id, case_id, customer_id, division_id, provider, provider_customer, provider_id, kind, label, state, actor_kind, actor_id,
      created_at)
    SELECT 990001, id, customer_id, division_id, 'sandbox', 'c', 'm', 'card', 'Theirs', 'active', 'contact', '1', '2026-03-01'
      FROM case_state WHERE customer_id = ${other.id} ORDER BY id LIMIT 1`);
  await member(stack, admin, other.id, 'somebody@else.example');
  await admin.must(201, 'POST', `/customers/${other.id}/portal-invitations`, { email: 'invited@else.example', name: 'Invited', role: 'payer' });
  await stack.mysql("INSERT INTO passkey (id, person_id, credential_id, credential_hash, algorithm, public_key, counter, name, created_at) "
    + "SELECT 990001, id, 'x', REPEAT('x', 32), -7, 'x', 0, 'Key', '2026-03-01' FROM person WHERE email = 'somebody@else.example'");
  await stack.mysql(`INSERT INTO invoice_note (id, customer_id, item_id, actor_kind, actor_id, client_key, body, created_at)
    SELECT 990001, customer_id, id, 'contact', 'link:1', 'n', 'Theirs', '2026-03-01' FROM item WHERE customer_id <> ${OWN.customer} AND side = 'debit' LIMIT 1`);
  await stack.mysql(insert('inbound_mail', { id: 990001, mailbox: 'x', uidvalidity: 1, uid: 1, raw_hash: 'x'.repeat(32), kind: 'reply', state: 'unassigned',
    why: 'unknown', from_email: 'who@example.org', subject: 'Who am I', body: 'x', received_at: '2026-03-01' }));
}

/** The kinds of principal that a route of this base is made for. */
export const AUDIENCE = [
  ['/api/collector/v1/', ['viewer', 'collector', 'manager', 'admin']],
  ['/api/admin/v1/', ['viewer', 'collector', 'manager', 'admin']],
  ['/api/portal/v1/', ['account', 'invoice', 'head', 'clerk', 'payer', 'support']],
  ['/api/v1/', ['integrator', 'reader']],
];

// -- ids of others -------------------------------------------------------------------

const elsewhere = (table, id = 'id') => `SELECT ${id} AS id FROM ${table} WHERE customer_id <> ${OWN.customer}`;
const PEOPLE = elsewhere('portal_membership', 'person_id');
const DEBTS = `${elsewhere('item')} AND side = 'debit'`;

/** What stands before an id in a path → a query for ids of it that are another's. */
export const OF_PATH = {
  customers: `SELECT id FROM customer WHERE id <> ${OWN.customer}`,
  cases: elsewhere('case_state'),
  worklist: elsewhere('worklist_row', 'case_id'),
  items: DEBTS,
  invoices: DEBTS,
  contacts: elsewhere('contact'),
  'follow-ups': elsewhere('follow_up'),
  holds: 'SELECT id FROM hold',
  promises: elsewhere('promise'),
  disputes: 'SELECT id FROM dispute',
  outbox: elsewhere('outbox'),
  attachments: 'SELECT attachment_id AS id FROM attachment_link WHERE live = 1',
  links: 'SELECT id FROM attachment_link',
  unsent: 'SELECT attachment_id AS id FROM file_handed',
  inbox: elsewhere('conversation'),
  'portal-links': elsewhere('access_link'),
  'document-requests': elsewhere('document_request'),
  refunds: elsewhere('refund'),
  'payment-intents': elsewhere('payment_intent'),
  'payment-methods': elsewhere('payment_method'),
  credits: `${elsewhere('item')} AND side = 'credit'`,
  'unassigned-mail': 'SELECT id FROM inbound_mail',
  notifications: 'SELECT id FROM notification',
  'letter-batches': 'SELECT id FROM letter_batch',
  many: "SELECT id FROM job WHERE kind = 'message'",
  exports: "SELECT id FROM job WHERE kind = 'export'",
  imports: 'SELECT id FROM import_batch',
  views: 'SELECT id FROM saved_view',
  reports: 'SELECT id FROM saved_report',
  downloads: elsewhere('portal_download'),
  people: PEOPLE,
  'portal-people': PEOPLE,
  invitations: elsewhere('portal_invitation'),
  'portal-invitations': elsewhere('portal_invitation'),
  passkeys: 'SELECT id FROM passkey',
  notes: elsewhere('invoice_note'),
};

/** Members of bodies and parameters whose values are ids of a customer's things. */
export const OF_NAME = {
  customer_id: ['customers', OWN.customer], customer_ids: ['customers', OWN.customer],
  account_id: ['cases', OWN.case], method_id: ['payment-methods', UNKNOWN],
  case_id: ['cases', OWN.case], case_ids: ['cases', OWN.case],
  item_id: ['items', OWN.asked], item_ids: ['items', OWN.asked],
  invoice_id: ['invoices', OWN.asked], invoice_ids: ['invoices', OWN.asked],
  person_id: ['people', UNKNOWN],
  dispute_id: ['disputes', UNKNOWN],
  intent_id: ['payment-intents', UNKNOWN],
  credit_id: ['credits', UNKNOWN],
  contact_id: ['contacts', OWN.contact], cc_contact_ids: ['contacts', OWN.contact],
  outbox_id: ['outbox', UNKNOWN], outbox_ids: ['outbox', UNKNOWN], ids: ['outbox', UNKNOWN],
  suppression_id: ['suppressions', UNKNOWN],
  from_id: ['activities', UNKNOWN],
  conversation_id: ['inbox', UNKNOWN],
  file_ids: ['attachments', UNKNOWN],
  owner_id: ['customers', OWN.customer],
};
OF_PATH.suppressions = 'SELECT id FROM suppression';
OF_PATH.activities = elsewhere('activity');

/** Ids that are of no customer's thing, and why that is enough. */
export const COMPANYS = {
  user_id: 'colleagues are known to everybody', collector_id: 'colleagues are known to everybody', assignee_id: 'colleagues are known to everybody',
  object_id: 'for admins alone', recipient_ids: 'colleagues are known to everybody',
  division_id: 'the names of divisions are no secret', version_id: 'texts are the company\'s, for admins alone',
  'owner_id of a dispute': 'colleagues are known to everybody',
};

// -- bodies ---------------------------------------------------------------------------

/** A value that a schema takes, with every id in it one's own. */
export function example(doc, schema, name = '') {
  if (schema.$ref) return example(doc, schema.$ref.slice(2).split('/').reduce((o, k) => o[k], doc), name);
  if (schema.anyOf) return example(doc, schema.anyOf.find((s) => s.type !== 'null'), name);
  if (schema.enum) return schema.enum[0];
  const type = [schema.type ?? 'object'].flat().find((t) => t !== 'null');
  switch (type) {
    case 'array': return [example(doc, schema.items ?? { type: 'string' }, name)];
    case 'boolean': return false;
    case 'integer': return schema.minimum ?? 1;
    case 'string': return text(schema, name);
    default: return Object.fromEntries(Object.entries(schema.properties ?? {})
      .filter(([member]) => (schema.required ?? []).includes(member) || isId(member))
      .map(([member, s]) => [member, example(doc, s, member)]));
  }
}

/** Members that a route needs in one combination or another, though none by itself. */
const WORDS = { subject: 'A word', body: 'Please call us.' };
const PROMISED = { amount: '1.00', promised_on: '2026-03-10' };
export const BESIDES = {
  'POST /api/collector/v1/customers/{id}/promises': PROMISED,
  'POST /api/portal/v1/promises': PROMISED,
  'POST /api/collector/v1/customers/{id}/mail/preview': WORDS,
  'POST /api/collector/v1/customers/{id}/mail': WORDS,
  'POST /api/collector/v1/mail/many/preview': WORDS,
  'POST /api/collector/v1/mail/many': WORDS,
};

export const isId = (name) => name === 'ids' || (/_ids?$/.test(name) && !['tax_id', 'source_id'].includes(name));

function text(schema, name) {
  if (isId(name)) return OF_NAME[name]?.[1] ?? UNKNOWN;
  if (schema.format === 'date') return '2026-03-20';
  if (schema.format === 'date-time') return '2026-03-20T08:00:00Z';
  return { amount: '1.00', currency: 'EUR', country: 'DE', email: 'x@example.org', language: 'en', kind: 'other', provider: 'transfer', outcome: 'success' }[name] ?? 'x';
}

/** What those may write who may not write everything: a route that is not here refuses them. */
const WRITES = [
  'DELETE attachments/unsent/{id}', 'DELETE invoices/{id}/notes/{note_id}', 'POST attachments/unsent', 'POST document-requests/{id}/answer', 'POST document-requests/{id}/files',
  'POST downloads', 'POST invoices/{id}/notes', 'POST live', 'POST messages',
];
const PAYS = [
  'DELETE payment-methods/{id}', 'POST disputes/{id}/files', 'POST disputes/{id}/withdraw', 'POST invoices/{id}/disputes', 'POST payment-intents',
  'POST payment-intents/{id}/act', 'POST payment-intents/{id}/cancel', 'POST payment-methods', 'POST payment-methods/{id}/act', 'POST promises',
  'PUT autopay',
];
export const MAY = {
  viewer: [
    'DELETE reports/{id}', 'DELETE views/{id}', 'POST customers/{id}/live', 'POST customers/{id}/portal-view', 'POST exports',
    'POST notifications/read', 'POST notifications/{id}/read', 'POST reports', 'POST reports/look', 'POST views', 'PUT notifications/choice',
    'PUT reports/{id}', 'PUT views/{id}', 'PUT worklist/default-view',
  ],
  clerk: WRITES,
  payer: [...WRITES, ...PAYS].sort(),
  invoice: [...WRITES, ...PAYS].sort(),
  support: ['POST downloads', 'POST live'],
};
