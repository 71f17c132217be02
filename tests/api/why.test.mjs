// Why something happened, or why nothing did: today, on a day to come, and on a day that
// is over, as it was known then.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { once } from '../harness/http.mjs';
import { Stack } from '../harness/stack.mjs';

let stack, erp, staff, division, customer, caseId;

before(async () => {
  stack = await Stack.start({ company: 'empty', now: '2026-03-02T09:00:00Z', worker: false });
  const { json } = await stack.dunlin('client', 'add', 'erp', '--source-system', 'erp', '--json');
  erp = stack.integrator(stack.token('erp', json.secret));
  staff = await stack.admin();
  division = (await stack.sql('SELECT code FROM division LIMIT 1'))[0].code;
  await erp.put('/customers/erp/1', { number: 'K1', name: 'Weber', country: 'DE' });
  await erp.put('/contacts/erp/1', { customer: { source_id: '1' }, name: 'Ann', email: 'ann@example.com', roles: ['billing'] });
  await erp.put('/invoices/erp/A', invoice('A', '1000.00', '2026-02-27'));
  await erp.put('/invoices/erp/B', invoice('B', '500.00', '2026-03-09'));
  customer = (await stack.sql('SELECT id FROM customer'))[0].id;
  caseId = (await stack.sql('SELECT id FROM case_state'))[0].id;
});
after(() => stack?.stop());

const invoice = (number, amount, due_on) => ({
  customer: { source_id: '1' }, division, number, issued_on: '2026-02-01', due_on, amount, currency: 'EUR',
});
const why = (date) =>
  staff.must(200, 'GET', `/customers/${customer}/why?case_id=${caseId}${date ? `&date=${date}` : ''}`);
const step = (got, id, number) =>
  got.steps.find((s) => s.step === id).instalments.find((i) => i.number === number);

test('today it names the rule, the day it comes, and the next date', async () => {
  const got = await why();
  assert.equal(got.as_of, '2026-03-02');
  assert.equal(got.strategy_why, 'default');
  assert.equal(got.script_version.version_no, 1);
  assert.equal(step(got, 'first', 'A').outcome, 'taken');
  assert.equal(step(got, 'second', 'A').outcome, 'future');
  assert.equal(step(got, 'second', 'A').day, '2026-03-09');
});

test('a day to come is judged by what stands today', async () => {
  const got = await why('2026-03-09');
  assert.equal(step(got, 'second', 'A').outcome, 'taken');
});

test('a day that is over is told as it was known then', async () => {
  await stack.clock.set('2026-03-04T09:00:00Z');
  const made = await staff.must(201, 'POST', `/customers/${customer}/promises`,
    { case_id: caseId, amount: '1000.00', promised_on: '2026-03-11' });
  await stack.clock.set('2026-03-05T09:00:00Z');
  assert.equal((await why('2026-03-04')).first_guard.name, 'promise');
  await staff.must(200, 'POST', `/promises/${made.id}/cancel`, { reason: 'a mistake' });
  await erp.put('/payments/erp/P', { customer: { source_id: '1' }, division, issued_on: '2026-03-05', amount: '1000.00', currency: 'EUR' });
  await erp.must(201, 'PUT', '/allocations/erp/PA', { credit: { kind: 'payment', source_id: 'P' }, invoice: { source_id: 'A' },
    amount: '1000.00', effective_on: '2026-03-05' });
  await stack.clock.set('2026-03-12T09:00:00Z');
  assert.equal(step(await why(), 'first', 'B').guard, 'stale', 'nothing came from the ERP for a week');
  await erp.put('/invoices/erp/B', invoice('B', '500.00', '2026-03-09'));

  assert.equal(step(await why(), 'first', 'B').outcome, 'taken', 'today only B is left');
  assert.equal((await why()).steps[0].instalments.some((i) => i.number === 'A'), false);
  const then = await why('2026-03-04');
  assert.equal(then.first_guard.name, 'promise', 'the promise stood at the end of that day');
  assert.match(then.sentence, /^Nothing happens today: A: .*promise/);
  const before = await why('2026-03-03');
  assert.equal(before.first_guard, null, 'nobody had promised anything yet');
  assert.equal(step(before, 'first', 'A').outcome, 'taken');
});

test('money that came in later is not known on an earlier day, though it counts from then', async () => {
  await erp.put('/payments/erp/Q', { customer: { source_id: '1' }, division, issued_on: '2026-03-10', amount: '500.00', currency: 'EUR' });
  await erp.must(201, 'PUT', '/allocations/erp/QA', { credit: { kind: 'payment', source_id: 'Q' }, invoice: { source_id: 'B' },
    amount: '500.00', effective_on: '2026-03-10' });
  assert.equal(step(await why('2026-03-11'), 'upcoming', 'B') !== undefined, true, 'B was open as far as anyone knew');
  assert.match((await why()).sentence, /nothing is open/);
});

test('a due date that was corrected since stands as it was', async () => {
  await erp.put('/invoices/erp/C', invoice('C', '70.00', '2026-03-13'));
  await stack.clock.set('2026-03-17T09:00:00Z');
  await erp.must(200, 'PUT', '/invoices/erp/C', { ...invoice('C', '70.00', '2026-03-31'), source_version: 2 }, once());
  await stack.clock.set('2026-03-18T09:00:00Z');
  assert.equal(step(await why('2026-03-16'), 'first', 'C').day, '2026-03-16');
  assert.equal(step(await why(), 'first', 'C').day, '2026-04-03');
});

test('what a person has to do is the next action until it is done', async () => {
  await erp.put('/invoices/erp/D', invoice('D', '90.00', '2026-03-27'));
  const next = async () => {
    await stack.dunlin('evaluate');
    const row = await staff.must(200, 'GET', `/worklist/${caseId}`);
    return [row.next_action, row.next_on];
  };
  const before = await next();
  const task = await staff.must(201, 'POST', `/customers/${customer}/follow-ups`,
    { title: 'Ask for the new address', kind: 'call', due_on: '2026-03-18', case_id: caseId });
  assert.deepEqual(await next(), ['call', '2026-03-18']);
  await staff.must(200, 'POST', `/follow-ups/${task.id}/done`, { outcome: 'moved to Kiel' });
  assert.deepEqual(await next(), before);
});

test('stale cash of a day that is over is judged by what had come until then', async () => {
  await stack.clock.set('2026-03-20T09:00:00Z');
  await erp.put('/customers/erp/2', { number: 'K2', name: 'Braun', country: 'DE' });
  await erp.put('/contacts/erp/2', { customer: { source_id: '2' }, name: 'Bo', email: 'bo@example.com', roles: ['billing'] });
  const ofBraun = (number, due_on) => ({ ...invoice(number, '300.00', due_on), customer: { source_id: '2' } });
  await erp.put('/invoices/erp/E', ofBraun('E', '2026-03-23'));
  const [braun] = await stack.sql("SELECT cs.id, cs.customer_id FROM case_state cs JOIN customer c ON c.id = cs.customer_id WHERE c.number = 'K2'");
  const first = async (date) =>
    step(await staff.must(200, 'GET', `/customers/${braun.customer_id}/why?case_id=${braun.id}${date ? `&date=${date}` : ''}`), 'first', 'E');
  await stack.clock.set('2026-03-27T15:00:00Z');
  await erp.put('/invoices/erp/F', ofBraun('F', '2026-06-30'));
  await stack.clock.set('2026-03-31T16:00:00Z');

  assert.equal((await first()).guard, 'stale', 'nothing came for four days');
  assert.equal((await first('2026-03-26')).guard, 'stale', 'what came on the 27th was not known on the 26th');
  assert.equal((await first('2026-03-27')).outcome, 'taken', 'fresh from the afternoon on');
  assert.equal((await first('2026-03-30')).outcome, 'taken', 'within three days when that day began');
});
