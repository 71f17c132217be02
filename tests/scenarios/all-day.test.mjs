// A day of 1,440 runs: longest by far, so it begins first and goes on beside the others.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { TOP } from '../harness/stack.mjs';
import { Company } from './kit.mjs';

let company;
// Half of 1,440 runs under sanitizers is their start, and a run of the same is seen by all others.
before(async () => { company = await Company.start({ conf: { worker_threads: 1 }, bin: join(TOP, 'build/dunlin') }); });
after(() => company?.stop());

test('S01 an engine that runs every minute of a day sends one reminder', async () => {
  const customer = await company.customer();
  await customer.invoice('1000.00', '2026-03-01');
  company.at('2026-03-03', '12:00');
  await company.evaluate();
  const [{ last }] = await company.stack.sql('SELECT MAX(id) AS last FROM run');
  for (let minute = 0; minute < 1440; minute++) {
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    company.at('2026-03-04', time);
    await company.evaluate();
    if (time === '08:00') await company.deliver();
  }
  const runs = await company.stack.sql(`SELECT acted_n, messages_n, state FROM run WHERE id > ${last} AND kind = 'manual'`);
  assert.equal(runs.length, 1440);
  assert.equal(runs.filter((r) => r.acted_n === '0').length, 1439);
  assert.equal(runs.filter((r) => r.messages_n === '1').length, 1);
  assert.ok(runs.every((r) => r.state === 'done'));
  assert.deepEqual((await customer.outbox()).map((m) => [m.step, m.state]), [['r1', 'handed_over']]);
  assert.equal(customer.mails().length, 1);
});
