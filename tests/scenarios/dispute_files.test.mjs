// Files in what is written about a dispute.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Company } from './kit.mjs';

let company, staff;
before(async () => {
  company = await Company.start();
  staff = company.staff;
});
after(() => company?.stop());

test('dispute: a message carries a file, which both sides see', async () => {
  company.at('2026-03-10', '09:00');
  const it = await company.customer(), customer = String(it.id);
  await it.invoice('1000.00', '2026-02-28');
  const [item] = await it.items();
  const { id } = await staff.must(201, 'POST', `/items/${item.id}/disputes`, { reason_code: 'price', amount: '500.00' });
  const hand = (name) => staff.must(201, 'POST', `/attachments/unsent?${new URLSearchParams({ file_name: name, customer_id: customer })}`, Buffer.from('delivered on 3 March'), { 'content-type': 'application/octet-stream' });
  const file = await hand('delivery note.txt');
  await staff.must(201, 'POST', `/disputes/${id}/messages`, { body: 'Here is the delivery note.', file_ids: [file.id] });
  const [said] = (await staff.must(200, 'GET', `/disputes/${id}`)).messages;
  assert.deepEqual([said.body, said.files.map((f) => [f.id, f.file_name])], ['Here is the delivery note.', [[file.id, 'delivery note.txt']]]);
  assert.equal((await staff.request('POST', `/disputes/${id}/messages`, { body: 'Again', file_ids: [file.id] })).status, 422, 'a file goes once');
  const line = (await staff.must(200, 'GET', `/customers/${customer}/timeline?limit=20`)).rows;
  assert.ok(line.some((row) => row.title === 'File attached: delivery note.txt'));
});
