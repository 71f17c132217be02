// The contract of paying in the portal: the customer's routes, staff's and the provider's.
import { once } from '../harness/http.mjs';
import { Reports } from './pay_kit.mjs';

export async function paying({ stack, contract, staff, admin, portal }) {
  const { rows: divisions } = await admin.must(200, 'GET', '/api/admin/v1/payment-providers');
  for (const { division_id: id, providers } of divisions) {
    await admin.must(204, 'PUT', `/api/admin/v1/divisions/${id}/payment-providers`, { providers: providers.filter((p) => p.ready).map((p) => p.code) });
  }
  const { accounts } = await portal.must(200, 'GET', '/payment-options');
  const { items } = accounts.find((a) => a.items.some((i) => i.payable !== '0.00'));
  const { id } = items.find((i) => i.payable !== '0.00');
  const pay = (provider, more) => portal.must(201, 'POST', '/payment-intents', { provider, lines: [{ invoice_id: id, amount: '1.00' }], ...more }, once());
  const transfer = await pay('transfer');
  await portal.must(200, 'POST', `/payment-intents/${transfer.id}/cancel`);
  await portal.must(409, 'POST', `/payment-intents/${transfer.id}/cancel`);
  const unwanted = await pay('transfer');
  await staff.must(200, 'POST', `/payment-intents/${unwanted.id}/cancel`);
  const made = await pay('sandbox', { save: true });
  await portal.must(200, 'POST', `/payment-intents/${made.id}/act`, { outcome: 'success' });
  await portal.must(200, 'GET', `/payment-intents/${made.id}`);
  await portal.must(200, 'GET', '/payment-intents?state=open');
  await portal.must(200, 'GET', '/payment-intents');
  const { accounts: saving } = await portal.must(200, 'GET', '/payment-methods');
  const save = async (outcome) => {
    const { id: method } = await portal.must(201, 'POST', '/payment-methods', { account_id: saving[0].account_id, provider: 'sandbox' });
    return (await portal.must(200, 'POST', `/payment-methods/${method}/act`, { outcome })).id;
  };
  await portal.must(204, 'DELETE', `/payment-methods/${await save('saved')}`);
  const account = { account_id: saving[0].account_id };
  const collect = async () => portal.must(200, 'PUT', '/autopay', { ...account, method_id: await save('saved'), days_before: 3, ceiling: '500' });
  await collect();
  await portal.must(200, 'PUT', '/autopay', { ...account, method_id: null });
  await collect();
  const [{ customer_id: customer }] = await stack.sql(`SELECT customer_id FROM case_state WHERE id = ${saving[0].account_id}`);
  await staff.must(204, 'DELETE', `/customers/${customer}/payment-methods/${await save('saved_declines')}`);
  await staff.must(200, 'GET', `/customers/${customer}/payment-methods`);
  await staff.must(200, 'POST', `/customers/${customer}/autopay-stop`, { ...account, reason: 'asked by telephone' });
  const reports = new Reports(stack), nobody = contract.watch(stack.client('')), body = reports.body(made, 'captured');
  await nobody.must(200, 'POST', '/api/payments/v1/sandbox/events', body, { 'dunlin-signature': reports.sign(body) });
  await nobody.must(400, 'POST', '/api/payments/v1/sandbox/events', body, { 'dunlin-signature': 't=1,v1=00' });
  await nobody.must(404, 'POST', '/api/payments/v1/transfer/events', body);
  const told = await admin.must(200, 'GET', '/api/admin/v1/payment-events?provider=sandbox&since=2026-01-01&limit=100');
  if (told.rows.filter((row) => row.intent_id === made.id).length !== 2) throw new Error('what was reported is not told');
  const at = '/api/collector/v1/payment-intents';
  await admin.must(200, 'GET', `${at}?provider=sandbox&state=succeeded`);
  await admin.must(200, 'POST', `${at}/${made.id}/refund`, { amount: '0.40', reason: 'too much' });
  await admin.must(409, 'POST', `${at}/${transfer.id}/refund`, { amount: '0.40', reason: 'too much' });
  await admin.must(200, 'GET', `${at}/${made.id}`);
}
