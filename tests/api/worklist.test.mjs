// The worklist as a tool of the day: causes, views, saved views, bulk actions.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Stack } from '../harness/stack.mjs';
import { addUser, caseOf, COMPANY, customer, insert, invoice } from './fixture.mjs';

let stack, clara, otto, staff, other;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-04T09:00:00Z' });
  await stack.mysql(COMPANY);
  clara = await addUser(stack, 'clara@example.com');
  otto = await addUser(stack, 'otto@example.com');
  staff = await stack.login(clara);
  other = await stack.login(otto);
});
after(() => stack?.stop());

const ids = (rows) => rows.map((r) => r.case_id);
const evaluate = async () => assert.equal((await stack.dunlin('evaluate', '--json')).code, 0);
const row = (id) => staff.must(200, 'GET', `/worklist/${id}`);

test('each exception says why, what is to be done and when', async () => {
  await stack.mysql([
    // 41: a promise whose day is today; 42: a dispute past its target; 43: a reply waits
    // 44: nobody to write to; 45: no text for the next reminder; 46: a task for the customer
    ...[41, 42, 43, 44, 45, 46].map((id) => customer(id, `Case ${id}`) + insert('case_state', { id: id * 100, customer_id: id, division_id: 101, currency: 'EUR' })
      + invoice(id * 10, id * 100, id, 101, { due: '2026-02-27' })),
    insert('promise', { id: 8001, case_id: 4100, customer_id: 41, amount_minor: 10000, made_on: '2026-03-02', promised_on: '2026-03-04', judged_on: '2026-03-06',
      channel: 'call', actor_kind: 'user', actor_id: String(clara.id), known_from: '2026-03-02' }),
    insert('promise_item', { promise_id: 8001, instalment_id: 410, minor: 10000 }),
    insert('dispute', { id: 8101, case_id: 4200, customer_id: 42, item_id: 420, amount_minor: 10000, reason_code: 'price', target_on: '2026-03-01', opened_on: '2026-02-20',
      actor_kind: 'user', actor_id: String(clara.id), known_from: '2026-02-20' }),
    insert('conversation', { id: 8201, customer_id: 43, subject: 'Your account', created_at: '2026-03-02', last_at: '2026-03-03' }),
    insert('message', { id: 8302, conversation_id: 8201, customer_id: 43, author_kind: 'contact', author_id: '431', channel: 'portal', body: 'Soon', created_at: '2026-03-03' }),
    insert('inbox_thread', { conversation_id: 8201, customer_id: 43, waiting_since: '2026-03-03' }),
    'UPDATE contact SET email_consent = 0 WHERE customer_id = 44;',
    insert('follow_up', { id: 8401, customer_id: 46, kind: 'call', title: 'Ring', due_on: '2026-03-03', origin: 'user', origin_id: String(clara.id), created_at: '2026-03-01' }),
  ].join('\n'));
  await evaluate();
  const want = { 4100: ['promise_due', 'check payment', '2026-03-04'], 4200: ['dispute_late', 'resolve dispute', '2026-03-01'],
    4300: ['reply', 'answer', '2026-03-03'], 4600: ['task', 'call', '2026-03-03'] };
  for (const [id, [cause, action, on]] of Object.entries(want)) {
    const got = await row(id);
    assert.ok(got.causes.includes(cause), `${id}: ${got.causes}`);
    assert.deepEqual([got.exception, got.next_action, got.next_on], [true, action, on], id);
    assert.deepEqual(ids(await staff.all(`/worklist?cause=${cause}`)).includes(id), true, cause);
  }
  assert.match((await row(4300)).reason, /a reply waits since 2026-03-03/);
  assert.ok((await row(4400)).causes.includes('no_contact'));
  const summary = await staff.must(200, 'GET', '/worklist/summary');
  for (const { cause, cases } of summary.causes) assert.equal((await staff.all(`/worklist?cause=${cause}`)).length, cases, cause);
  assert.equal((await staff.get('/worklist?cause=weather')).status, 400);
});

test('an answer ends the waiting, its task too', async () => {
  await staff.must(201, 'POST', '/customers/43/messages', { body: 'Thank you, Friday then.' });
  await evaluate();
  assert.ok(!(await row(4300)).causes.includes('reply'));
  const portal = await stack.portal((await staff.must(201, 'POST', '/customers/43/portal-links', { scope: 'account', contact_id: '431' })).url);
  await portal.must(201, 'POST', '/messages', { body: 'One more question', client_key: 'q1' });
  await evaluate();
  assert.ok((await row(4300)).causes.includes('reply'));
  const open = async () => (await staff.all('/follow-ups?customer_id=43')).length;
  assert.equal(await open(), 1);
  await staff.must(201, 'POST', '/customers/43/messages', { body: 'Here is the answer.' });
  assert.equal(await open(), 0, 'answered');
});

test('a reminder that has no text in any language is known before it fails', async () => {
  await stack.mysql(`UPDATE template_version SET active = NULL WHERE language = 'en' AND template_id IN (SELECT id FROM template WHERE code LIKE 'reminder%');
    UPDATE customer SET language = 'es' WHERE id = 45; UPDATE case_state SET next_at = '1000-01-01' WHERE id = 4500`);
  await stack.mysql("UPDATE outbox SET state = 'cancelled' WHERE case_id = 4500; UPDATE outbox_line SET void_id = outbox_id WHERE case_id = 4500");
  await evaluate();
  const got = await row(4500);
  assert.ok(got.causes.includes('no_text'), got.causes.join());
  assert.match(got.reason, /has no text/);
  await stack.mysql(`UPDATE template_version SET active = 1 WHERE language = 'en' AND template_id IN (SELECT id FROM template WHERE code LIKE 'reminder%')`);
});

/** What is to be done first, domain/exception.c. */
const FIRST = ['fault', 'mail_uncertain', 'mail_failed', 'reply', 'promise_broken', 'promise_due', 'dispute_late', 'approval', 'risk', 'task',
  'no_contact', 'no_address', 'no_text', 'stale', 'credit', 'exhausted', undefined];

test('every column narrows and orders the list, page by page', async () => {
  await stack.mysql(Array.from({ length: 12 }, (_, i) => customer(500 + i, `Grid ${String.fromCharCode(97 + (i * 5) % 12)}`, { contact: false })
    + caseOf(5000 + i, 500 + i, i % 2 ? 101 : 102, { name: `Grid ${String.fromCharCode(97 + (i * 5) % 12)}`, tags: 'grid',
      next_on: i % 3 ? `2026-03-0${(i % 3) + 4}` : null, last_contact_on: i % 4 ? `2026-02-1${i % 4}` : null, oldest_due_on: `2026-01-${10 + (i * 7) % 12}`,
      items_n: (i * 5) % 7, broken_n: i % 3, strategy: i % 2 ? 'standard' : 'low-touch', next_action: i % 2 ? 'call' : 'wait', open_base: 10000 * (1 + (i * 7) % 12),
      disputed_minor: (i * 7) % 5 * 100, promised_minor: (i * 5) % 4 * 100, unapplied_minor: (i * 3) % 7 * 100, not_due_minor: i * 100,
      causes: i ? 2 ** [7, 14, 15, 13, 8, 9, 3, 0, 12, 10, 6][i - 1] : 0, reason: `why ${(i * 5) % 12}`, tags: i % 2 ? 'grid zulu' : 'alpha grid',
      assignee_id: i % 3 ? clara.id : 0 })).join('\n'));
  const base = (r, what) => Math.round(Number(r[what]) * Number(r.open_base) / Number(r.open) * 100) / 100;
  const value = { next: (r) => r.next_on ?? '', contact: (r) => r.last_contact_on ?? '', oldest: (r) => r.oldest_due_on, items: (r) => r.items, broken: (r) => r.broken,
    open: (r) => Number(r.open_base), status: (r) => r.status, strategy: (r) => r.strategy, action: (r) => r.next_action, currency: (r) => r.currency,
    division: (r) => r.division, owner: (r) => r.assignee ?? '', number: (r) => r.number, reason: (r) => r.reason,
    tags: (r) => r.tags.join(' '), disputed: (r) => base(r, 'disputed'), promised: (r) => base(r, 'promised'), unapplied: (r) => base(r, 'unapplied'),
    causes: (r) => -FIRST.indexOf(r.causes[0]) };
  for (const key of Object.keys(value)) {
    for (const sort of [key, `-${key}`]) {
      const rows = await staff.all(`/worklist?tag=grid&sort=${sort}&limit=5`);
      assert.equal(new Set(ids(rows)).size, 12, sort);
      const got = rows.map(value[key]), wanted = [...got].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      assert.deepEqual(got, sort[0] === '-' ? wanted.reverse() : wanted, sort);
    }
  }
  const all = await staff.all('/worklist?tag=grid');
  for (const [query, holds] of [['strategy=standard', (r) => r.strategy === 'standard'], ['action=call', (r) => r.next_action === 'call'],
    [`assignee=${clara.id}`, (r) => r.assignee_id === String(clara.id)], ['unassigned=true', (r) => r.assignee_id === null], ['min_items=4', (r) => r.items >= 4],
    ['min_broken=2', (r) => r.broken >= 2], ['min_score=5006', (r) => Number(r.score) >= 5006], ['next_to=2026-03-05', (r) => r.next_on && r.next_on <= '2026-03-05'],
    ['next_from=2026-03-06', (r) => r.next_on && r.next_on >= '2026-03-06'], ['due_before=2026-01-14', (r) => r.oldest_due_on < '2026-01-14'],
    ['contact_before=2026-02-12', (r) => !r.last_contact_on || r.last_contact_on < '2026-02-12'], ['min_open=50.00', (r) => Number(r.open_base) >= 50],
    ['min_disputed=3.00', (r) => base(r, 'disputed') >= 3], ['min_promised=2.00', (r) => base(r, 'promised') >= 2], ['min_unapplied=0.01', (r) => Number(r.unapplied) > 0],
    ['min_not_due=20.00', (r) => base(r, 'not_due') >= 20], ['undelivered=true', () => false],
    ['max_days=9', (r) => r.days_late <= 9], ['max_overdue=49.00', (r) => Number(r.overdue_base) <= 49], ['strategy=standard&min_items=3', (r) => r.strategy === 'standard' && r.items >= 3]]) {
    const wanted = ids(all.filter(holds)).sort();
    assert.deepEqual(ids(await staff.all(`/worklist?tag=grid&limit=4&${query}`)).sort(), wanted, query);
    assert.equal((await staff.must(200, 'GET', `/worklist/summary?tag=grid&${query}`)).cases, wanted.length, query);
  }
  for (const bad of ['customer_status=asleep', 'customer_kind=shop', 'min_disputed=ten', 'min_overdue=ten', 'next_to=soon', 'assignee=0', 'min_days=-1']) assert.equal((await staff.get(`/worklist?${bad}`)).status, 400, bad);
});

test('each shipped view walks its own index and holds what the filter says', async () => {
  await stack.mysql(`UPDATE worklist_row SET disputed_minor = 100 WHERE case_id IN (5001, 5004); UPDATE worklist_row SET promised_minor = 100 WHERE case_id IN (5002, 5005);
    UPDATE worklist_row SET status = 'held' WHERE case_id IN (5003, 5006); UPDATE worklist_row SET exception = 1 WHERE case_id IN (5007, 5008)`);
  const all = await staff.all('/worklist');
  const holds = { mine: (r) => r.assignee_id === String(clara.id), exceptions: (r) => r.exception, broken: (r) => r.broken > 0, disputed: (r) => Number(r.disputed) > 0,
    held: (r) => r.status === 'held', promised: (r) => Number(r.promised) > 0, overdue: (r) => Number(r.overdue) > 0 };
  for (const [view, is] of Object.entries(holds)) {
    assert.ok(all.some(is), view);
    assert.deepEqual(ids(await staff.all(`/worklist?view=${view}&limit=2`)), ids(all.filter(is)), view);
    assert.deepEqual(ids(await staff.all(`/worklist?view=${view}&limit=2&sort=score`)), ids(all.filter(is)).reverse(), view);
  }
  assert.deepEqual(ids(await staff.all('/worklist?division=DE&limit=2')), ids(all.filter((r) => r.division === 'DE')));
  for (const tag of ['key-account', 'slow-payer', 'high-risk', 'new-customer', 'public-body']) {
    await stack.mysql(`UPDATE worklist_row SET tags = 'grid' WHERE tags LIKE 'grid%';
      UPDATE worklist_row SET tags = 'grid ${tag}' WHERE case_id IN (5001, 5003, 5007); UPDATE worklist_row SET tags = 'grid ${tag}s' WHERE case_id = 5002`);
    const tagged = all.filter((r) => r.tags.includes(tag) || ['5001', '5003', '5007'].includes(r.case_id));
    assert.deepEqual(ids(await staff.all(`/worklist?tag=${tag}&limit=2`)), ids(tagged), tag);
    assert.deepEqual(ids(await staff.all(`/worklist?tag=${tag}&limit=2&sort=score`)), ids(tagged).reverse(), tag);
    assert.deepEqual(ids(await staff.all(`/worklist?tag=${tag}&division=DE&limit=2`)), ids(tagged.filter((r) => r.division === 'DE')), tag);
  }
});

test('a saved view is one\'s own until it is shared, and may be what opens', async () => {
  const view = { name: 'Big and late', base: 'overdue', sort: '-overdue', filters: { min_days: '30', currency: 'EUR' }, columns: ['name', 'overdue', 'days'], shared: false };
  const { id } = await staff.must(201, 'POST', '/views', view);
  assert.equal((await staff.post('/views', view)).status, 409, 'one name once');
  const mine = (await staff.must(200, 'GET', '/views')).views;
  assert.deepEqual(mine.map(({ owner, ...v }) => v), [{ id, ...view, own: true }]);
  assert.deepEqual((await other.must(200, 'GET', '/views')).views, []);
  await staff.must(200, 'PUT', `/views/${id}`, { ...view, shared: true });
  const [theirs] = (await other.must(200, 'GET', '/views')).views;
  assert.deepEqual([theirs.id, theirs.own, theirs.owner.id], [id, false, String(clara.id)]);
  assert.equal((await other.put(`/views/${id}`, view)).status, 404, 'only its owner changes it');
  assert.equal((await other.delete(`/views/${id}`)).status, 404);
  await other.must(204, 'PUT', '/worklist/default-view', { view: id });
  assert.equal((await other.must(200, 'GET', '/views')).default, id);
  assert.equal((await staff.must(200, 'GET', '/views')).default, null);
  await other.must(204, 'PUT', '/worklist/default-view', { view: null });
  assert.equal((await other.must(200, 'GET', '/views')).default, null);
  for (const bad of [{ base: 'nowhere' }, { sort: 'colour' }, { filters: { shoe_size: '44' } }, { filters: { view: 'all' } }, { columns: ['a b'] }, { name: '' }]) {
    assert.equal((await staff.post('/views', { ...view, name: 'Other', ...bad })).status, 422, JSON.stringify(bad));
  }
  await staff.must(204, 'DELETE', `/views/${id}`);
  assert.deepEqual((await other.must(200, 'GET', '/views')).views, []);
});

test('a bulk action says first how many, how much and who is left out', async () => {
  await staff.must(201, 'POST', '/customers/501/follow-ups', { title: 'Has one', due_on: '2026-03-10', case_id: '5001' });
  const all = await staff.all('/worklist?tag=grid&strategy=standard');
  const preview = await staff.must(200, 'POST', '/worklist/preview?tag=grid&strategy=standard', { action: 'follow_up', except: ['5003'] });
  assert.deepEqual(preview.case_ids.toSorted(), ids(all).filter((id) => !['5001', '5003'].includes(id)).sort());
  assert.deepEqual(preview.left_out, [{ reason: 'busy', cases: 1, names: [all.find((r) => r.case_id === '5001').name] }]);
  assert.deepEqual(preview.overdue, [{ amount: (50 * preview.case_ids.length).toFixed(2), currency: 'EUR' }]);
  assert.equal((await staff.must(200, 'POST', '/worklist/preview?tag=grid&strategy=standard', { action: 'follow_up', busy_too: true })).case_ids.length, all.length);
  const chosen = await staff.must(200, 'POST', '/worklist/preview', { action: 'follow_up', case_ids: ['5005', '5001', '999999'] });
  assert.deepEqual(chosen.case_ids, ['5005']);
  assert.deepEqual(chosen.left_out.map((l) => [l.reason, l.cases]), [['busy', 1], ['gone', 1]]);

  const done = await staff.must(200, 'POST', '/follow-ups/bulk', { case_ids: preview.case_ids, title: 'Ask for the date', due_on: '2026-03-06' });
  assert.equal(done.made, preview.case_ids.length);
  const then = await staff.must(200, 'POST', '/worklist/preview?tag=grid&strategy=standard', { action: 'follow_up', except: ['5003'] });
  assert.deepEqual([then.case_ids, then.left_out[0].cases], [[], done.made + 1], 'nobody is asked twice');
  const assign = await staff.must(200, 'POST', '/worklist/preview?tag=grid', { action: 'assign', assignee_id: String(clara.id) });
  assert.deepEqual(assign.left_out.map((l) => l.reason), ['same']);
  assert.equal(assign.customer_ids.length, 4);
});

test('a message to everything that matches is to each of it, however many, busy or not', async () => {
  await stack.mysql(`START TRANSACTION; ${Array.from({ length: 530 }, (_, i) => customer(9000 + i, `Wide ${i}`, { contact: false })
    + caseOf(90000 + i, 9000 + i, 101, { name: `Wide ${i}`, tags: 'wide' })).join('\n')} COMMIT;`);
  await staff.must(201, 'POST', '/customers/9001/follow-ups', { title: 'Has one', due_on: '2026-03-10', case_id: '90001' });
  const preview = await staff.must(200, 'POST', '/worklist/preview?tag=wide', { action: 'message', except: ['90007'] });
  assert.deepEqual([preview.case_ids.length, preview.left_out, preview.case_ids.includes('90001'), preview.case_ids.includes('90007')], [529, [], true, false]);
  const looked = await staff.must(200, 'POST', '/mail/many/preview', { template: 'reminder_first', case_ids: preview.case_ids.slice(0, 3) });
  assert.equal(looked.confirm_above, 25, 'from so many on the number is typed, over all chunks');
  await stack.mysql("DELETE FROM worklist_row WHERE tags = 'wide'");
});

test('the rows of one owner have their order from an index, the whole list by owner too', async () => {
  const others = await Promise.all(['ann', 'zoe'].map((name) => addUser(stack, `${name}.owner@example.com`)));
  await stack.mysql(`UPDATE worklist_row SET assignee_id = ${others[0].id} WHERE case_id IN (5001, 5004, 5007);
    UPDATE worklist_row SET assignee_id = ${others[1].id} WHERE case_id IN (5002, 5005)`);
  const all = await staff.all('/worklist');
  const byOwner = (rows) => [...rows].sort((a, b) => (a.assignee ?? '').localeCompare(b.assignee ?? '') || Number(a.case_id) - Number(b.case_id));
  const same = async () => {
    assert.deepEqual(ids(await staff.all('/worklist?sort=owner&limit=2')), ids(byOwner(all)));
    assert.deepEqual(ids(await staff.all('/worklist?sort=-owner&limit=2')), ids(byOwner(all)).reverse());
  };
  await same();
  for (const sort of ['-score', '-days', 'days', '-overdue', 'overdue', 'name']) {
    const whole = await staff.all(`/worklist?sort=${sort}`);
    for (const { id } of [clara, ...others])
      assert.deepEqual(ids(await staff.all(`/worklist?sort=${sort}&assignee=${id}&limit=2`)), ids(whole.filter((r) => r.assignee_id === String(id))), sort);
    assert.deepEqual(ids(await staff.all(`/worklist?sort=${sort}&view=mine&limit=2`)), ids(whole.filter((r) => r.assignee_id === String(clara.id))), sort);
  }
  // two of one name: their rows stand mixed
  await stack.mysql(`UPDATE user SET name = (SELECT name FROM user WHERE id = ${others[0].id}) WHERE id = ${others[1].id}`);
  for (const r of all) if (r.assignee_id === String(others[1].id)) r.assignee = all.find((o) => o.assignee_id === String(others[0].id)).assignee;
  await same();
});

test('the figures are what the lists hold, to the cent, with filters and without', async () => {
  const cents = (rows, column) => rows.reduce((sum, r) => sum + Math.round(Number(r[column]) * 100), 0);
  for (const query of ['', `assignee=${clara.id}`, 'tag=grid', 'division=DE', 'q=Grid', 'min_broken=1', 'currency=EUR&tag=grid'])
    for (const view of ['all', 'mine', 'exceptions', 'overdue', 'broken', 'disputed', 'held', 'promised']) {
      const said = await staff.must(200, 'GET', `/worklist/summary?view=${view}&${query}`);
      const rows = await staff.all(`/worklist?view=${view}&${query}`);
      assert.equal(said.cases, rows.length, `${view} ${query}`);
      assert.equal(said.views[view], rows.length, `${view} ${query}`);
      assert.equal(said.exceptions, rows.filter((r) => r.exception).length, `${view} ${query}`);
      for (const { currency, open, overdue } of said.by_currency) {
        const of = rows.filter((r) => r.currency === currency);
        assert.deepEqual([cents([{ open }], 'open'), cents([{ overdue }], 'overdue')], [cents(of, 'open'), cents(of, 'overdue')], `${view} ${query} ${currency}`);
      }
      for (const { cause, cases } of said.causes) assert.equal(cases, rows.filter((r) => r.causes.includes(cause)).length, cause);
    }
});

test('a part of a name is found without its case and accents, and nothing else', async () => {
  await stack.mysql(customer(590, 'Straße Müller', { contact: false }) + caseOf(5900, 590, 101, { name: 'Straße Müller' })
    + customer(591, '100%_ Öl', { contact: false }) + caseOf(5910, 591, 101, { name: '100%_ Öl' }));
  for (const [q, wanted] of [['MULLER', ['5900']], ['STRASSE', []], ['straße m', ['5900']], ['e mü', ['5900']], ['0%', ['5910']], ['%_ o', ['5910']], ['ÖL', ['5910']], ['Mullerx', []], ['_', ['5910']]])
    assert.deepEqual(ids(await staff.all(`/worklist?q=${encodeURIComponent(q)}`)), wanted, q);
});
