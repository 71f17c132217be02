// A provider reports while web or the database dies: what it reports is booked exactly once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ledgerHolds, Payer, Reports, staffOf, start, until } from '../api/pay_kit.mjs';

const KILLS = Number(process.env.KILLS ?? 8);
let stack, payer, reports;

before(async () => {
  stack = await start({ worker: false });
  payer = await Payer.enter(stack, (await staffOf(stack)).collector);
  reports = new Reports(stack);
});
after(() => stack?.stop());

/** As a provider does: again until it hears a good answer. */
async function insist(body) {
  await until(async () => {
    try { return (await reports.send(body)).status === 200; } catch { return false; }
  }, { ms: 60000, every: 30, name: 'a good answer' });
}

test('killed in the middle of it, a report is booked once all the same', async () => {
  for (let k = 0; k < KILLS; k++) {
    const intent = await payer.start([String(41 + k)]), body = reports.body(intent, 'captured');
    const victim = k % 4 === 3 ? 'mariadb' : 'web';
    const sending = Promise.all([insist(body), insist(body), insist(reports.body(intent, 'refunded', { amount: '100.00', subject: 're_1' }))]);
    await sleep(k * 3);
    await stack.kill(victim, 'SIGKILL');
    await stack.spawn(victim);
    await sending;
    await stack.ready();
    const money = await stack.sql(`SELECT kind, COUNT(*) AS n, SUM(amount_minor) AS minor FROM item WHERE source_id LIKE 'payment:${intent.id}%' GROUP BY kind ORDER BY kind`);
    assert.deepEqual(money, [{ kind: 'payment', n: '1', minor: '30000' }, { kind: 'refund', n: '1', minor: '10000' }]);
    assert.deepEqual(await payer.get(intent.id).then((i) => [i.state, i.captured, i.returned]), ['succeeded', '300.00', '100.00']);
    await ledgerHolds(stack);
  }
});
