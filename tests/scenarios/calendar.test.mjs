// Days, zones and the two sides of a due date.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Company, day, instant, NEW_YORK } from './kit.mjs';

let company;
before(async () => { company = await Company.start({ scripts: ['new-york', 'spread'] }); });
after(() => company?.stop());

async function newYorker() {
  const customer = await company.customer('NY', { time_zone: NEW_YORK, country: 'US' });
  return Object.assign(customer, { division: 'NY', currency: 'USD' });
}

test('S06 a due date that is moved moves what follows', async () => {
  const customer = await company.customer();
  company.at('2026-05-01');
  const invoice = await customer.invoice('100.00', '2026-05-24');
  company.at('2026-05-24', '10:00');
  await company.send('invoices', [{ ...invoice, due_on: '2026-05-31' }], ['changed']);
  await company.liveThrough('2026-05-25', '2026-06-02');
  assert.deepEqual(await customer.outbox(), []);
  await company.live('2026-06-03');
  assert.deepEqual(await customer.sent(), ['r1']);
});

test('S16 what is due today is not late', async () => {
  const customer = await company.customer();
  const today = '2026-03-10';
  await customer.invoice('100.00', today);
  await company.live(today);
  const [item] = await customer.items();
  assert.equal(item.days_late, 0);
  const row = await customer.worklistRow();
  assert.ok(row === null || (row.overdue === '0.00' && row.not_due === '100.00' && row.status === 'due'), JSON.stringify(row));
  await company.live(day(today, 1));
  assert.equal((await customer.items())[0].days_late, 1);
  const late = await customer.worklistRow();
  assert.deepEqual([late.status, late.days_late, late.b1, late.overdue, late.not_due], ['overdue', 1, '100.00', '100.00', '0.00']);
});

test('S17 lateness and the dates in texts are those of the division', async () => {
  const customer = await newYorker();
  company.at('2026-03-20');
  await customer.invoice('100.00', '2026-03-31');
  company.stack.clock.set('2026-04-01T02:00:00Z');
  await company.evaluate();
  assert.equal((await customer.items())[0].days_late, 0);
  assert.equal((await customer.worklistRow()).overdue, '0.00');
  company.stack.clock.set('2026-04-01T04:00:00Z');
  await company.evaluate();
  assert.equal((await customer.items())[0].days_late, 1);
  assert.equal((await customer.worklistRow()).overdue, '100.00');
  await company.live('2026-04-03', { zone: NEW_YORK });
  const [mail] = customer.mails();
  assert.match(mail.text, /due Mar 31, 2026/);
});

test('S18 six in the morning is local time on the day itself, whatever the season it was planned in', async () => {
  const customer = await newYorker();
  company.at('2026-08-05', '10:00', NEW_YORK);
  await customer.invoice('100.00', '2026-11-02', { issued_on: '2026-08-05' });
  const preview = await customer.why('2026-11-05');
  assert.deepEqual(preview.next, { step: 'r1', on: '2026-11-05' });
  const got = await company.stack.dunlin('evaluate', '--as-of', '2026-11-05', '--dry-run', '--json');
  const planned = got.json.acting.find((a) => a.customer === customer.number);
  assert.deepEqual(planned.messages.map((m) => [m.step, m.not_before]), [['r1', '2026-11-05T11:00:00.000Z']]);
  const later = await newYorker();
  await later.invoice('100.00', '2026-11-08', { issued_on: '2026-08-05' });
  await company.evaluate();
  const stored = async (who) => (await company.stack.sql(
    `SELECT next_step, next_step_on, next_step_at FROM case_state WHERE id = ${await who.caseId()}`))[0];
  assert.deepEqual(await stored(later), { next_step: 'soon', next_step_on: '2026-11-05', next_step_at: '2026-11-05 11:00:00.000000' });
  assert.deepEqual(await stored(customer), { next_step: 'soon', next_step_on: '2026-10-30', next_step_at: '2026-10-30 10:00:00.000000' });
  assert.equal((await later.record()).cases[0].next_step_at, '2026-11-05T11:00:00.000Z');
  await company.live('2026-10-30', { zone: NEW_YORK });
  company.at('2026-11-05', '00:05', NEW_YORK);
  await company.evaluate();
  const message = (await customer.outbox()).at(-1);
  assert.deepEqual([message.step, message.state, message.not_before], ['r1', 'planned', '2026-11-05T11:00:00.000Z']);
  assert.equal(instant('2026-08-05', '06:00', NEW_YORK).toISOString(), '2026-08-05T10:00:00.000Z');
});

test('S22 the sign of an offset says before or after the due date', async () => {
  const customer = await company.customer('SPREAD');
  const due = '2026-03-20';
  company.at(day(due, -20), '10:00');
  await customer.invoice('100.00', due, { issued_on: day(due, -25) });
  const days = async (on) => Object.fromEntries((await customer.why(on)).steps.map((s) => [s.step, s.instalments[0].day]));
  assert.deepEqual(await days(day(due, -20)), { before: day(due, -3), after: day(due, 60) });
  const sent = [];
  for (const n of [-10, -4, -3, -2, 0, 1, 30, 59, 60, 61]) {
    const had = (await customer.sent()).length;
    await company.live(day(due, n));
    const now = await customer.sent();
    if (now.length > had) sent.push([n, now.at(-1)]);
  }
  assert.deepEqual(sent, [[-3, 'before'], [60, 'after']]);
});
