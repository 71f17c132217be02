// From a customer's payment to the collector's open page that shows it, without a reload: as it is
// in a browser, from the tap that pays until the row says so.
//
//    node pay_shown.mjs [TIMES]
//
// Prints "MS SLOWEST_MS", the median and the slowest.
import { addUser } from '../api/fixture.mjs';
import { Payer, start } from '../api/pay_kit.mjs';
import { Browser } from '../harness/browser.mjs';

const TIMES = Number(process.argv[2] ?? 20);

const stack = await start({ live: true });
const browser = await Browser.start(stack);
try {
  const clara = await stack.login(await addUser(stack, 'clara@example.com', '--role', 'manager'));
  const payer = await Payer.enter(stack, clara);
  const desk = await browser.page();
  await browser.signIn(desk, clara);
  await desk.goto('/app/customers/10');
  const card = desk.getByRole('region', { name: 'Payments in the portal' });
  await card.getByText('Nothing was paid in the portal yet.').waitFor();
  const took = [];
  for (let k = 0; k < TIMES; k++) {
    stack.clock.advance({ seconds: 30 }); // the newest stands first
    const amount = `${100 + k}.00`;
    const intent = await payer.start([{ invoice_id: String(41 + k), amount }]);
    const row = card.getByRole('listitem').filter({ hasText: `€${amount}` });
    await row.filter({ hasText: 'Begun' }).waitFor();
    const paid = row.filter({ hasText: 'Paid' }).waitFor();
    const from = performance.now();
    await payer.act(intent.id);
    await paid;
    took.push(performance.now() - from);
  }
  took.sort((a, b) => a - b);
  console.log(`${took[took.length >> 1].toFixed(0)} ${took.at(-1).toFixed(0)}`);
} finally {
  await browser.stop();
  await stack.stop();
}
