// Letters for post, from waiting to posted, in the declared shape.
import assert from 'node:assert/strict';
import { insert } from './fixture.mjs';

/** Two letters of a person's own words: one can be posted, the other has no address. */
async function write(stack, cases) {
  for (const [k, row] of cases.entries()) {
    const id = 990001 + k;
    await stack.mysql([
      insert('outbox', { id, case_id: row.case_id, customer_id: row.customer_id, kind: 'manual', channel: 'letter', template: 'message', step: `manual:${id}`,
        state: 'planned', not_before: '2026-03-01', actor_kind: 'user', actor_id: '1', created_at: '2026-03-01' }),
      insert('outbox_compose', { outbox_id: id, subject: 'A word', body: 'Please call us.', to_role: 'billing', items_n: 0 }),
      `UPDATE address SET known_to = '2026-03-01' WHERE customer_id = ${row.customer_id};`,
      k ? '' : insert('address', { id: 990001, customer_id: row.customer_id, kind: 'billing', line1: 'Mill Lane 4', postcode: '10115', city: 'Berlin', country: 'DE', known_from: '2026-01-01' }),
    ].join(''));
  }
}

export async function letters(stack, admin, contract, plain) {
  const cases = (await admin.must(200, 'GET', '/worklist?view=overdue&limit=100')).rows;
  const two = cases.filter((row, k) => cases.findIndex((one) => one.customer_id === row.customer_id) === k).slice(0, 2);
  await write(stack, two);
  const outbox_ids = ['990001', '990002'];
  assert.equal((await admin.must(200, 'GET', '/letters/waiting')).total, 2);
  assert.equal((await admin.must(200, 'POST', '/letter-batches/preview', { outbox_ids })).left_out.length, 1);
  const first = await admin.must(201, 'POST', '/letter-batches', { outbox_ids, duplex: true });
  assert.deepEqual([first.letters, first.left_out, first.pages], [1, 1, 2]);
  await admin.must(200, 'GET', `/letter-batches/${first.id}`);
  await admin.must(200, 'GET', `/letter-batches/${first.id}/letters`);
  const file = `/letter-batches/${first.id}/letters.pdf`;
  assert.equal((await plain(admin, file)).status, 200);
  contract.seen.add('GET /api/collector/v1/letter-batches/{id}/letters.pdf');
  await admin.must(200, 'POST', `/letter-batches/${first.id}/take-out`, { outbox_id: outbox_ids[0], reason: 'torn' });
  const second = await admin.must(201, 'POST', '/letter-batches', {});
  await stack.mysql(`UPDATE letter_batch SET state = 'making' WHERE id = ${second.id}`); // as if it had been interrupted
  await admin.must(200, 'POST', `/letter-batches/${second.id}/go-on`);
  await admin.must(200, 'POST', `/letter-batches/${second.id}/posted`, { on: '2026-03-04' });
  assert.equal((await admin.must(200, 'GET', '/letter-batches')).rows.length, 2);
}
