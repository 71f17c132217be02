// A server that answers as Stripe's API does where Dunlin asks it, and signs events as its
// webhooks are signed. Fields as its reference has them: https://docs.stripe.com/api
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

export class Stripe {
  static async start() {
    const s = new Stripe();
    s.key = 'sk_test_local';
    s.secret = 'whsec_local';
    s.asked = [];
    s.sessions = new Map();
    s.methods = new Map();
    s.webhook = null; // where its page reports to
    s.onCharge = null; // called with key and form when a charge is done, before it is answered
    s.answer = null; // {status, body} in place of the usual one; 'silence' closes the line
    s.server = createServer((req, res) => s.#serve(req, res));
    await new Promise((ok) => { s.server.listen(0, '127.0.0.1', ok); });
    s.url = `http://127.0.0.1:${s.server.address().port}`;
    return s;
  }

  stop() {
    this.server.closeAllConnections();
    return new Promise((ok) => { this.server.close(ok); });
  }

  /** Lines of a configuration that use it. */
  get conf() { return { stripe_url: this.url, stripe_key: this.key, stripe_webhook_secret: this.secret }; }

  async #serve(req, res) {
    let text = '';
    for await (const piece of req) text += piece;
    const form = Object.fromEntries(new URLSearchParams(text));
    if (req.url.startsWith('/c/pay/')) {
      await this.#page(req, res, req.url.split('/').at(-1));
      return;
    }
    this.asked.push({ path: req.url, form, key: req.headers['idempotency-key'], auth: req.headers.authorization });
    if (req.url === '/v1/payment_intents') await this.onCharge?.(req.headers['idempotency-key'], form);
    if (this.answer === 'silence') {
      req.socket.destroy();
      return;
    }
    const { status, body } = this.answer ?? (req.headers.authorization === `Bearer ${this.key}` ? this.#good(req.url, form, req.headers['idempotency-key'])
      : { status: 401, body: { error: { message: 'no such key' } } });
    res.writeHead(status, { 'content-type': 'application/json' });
    res.end(JSON.stringify(body));
  }

  /** Its page, as a browser sees it: pays, then reports and leads back; or leads back alone. */
  async #page(req, res, id) {
    const session = this.sessions.get(id);
    if (!session) {
      res.writeHead(404).end();
      return;
    }
    const { form } = session;
    if (req.method === 'POST') {
      const intent = { id: form.client_reference_id }, method = form['metadata[method]'];
      const events = [this.visit(intent)];
      if (method) {
        this.methods.set(`pm_${method}`, { id: `pm_${method}`, type: 'card', card: { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2028 } });
        events.push(this.money(intent, 'payment_intent.succeeded', { customer: 'cus_1', payment_method: `pm_${method}`, metadata: { intent: intent.id, method } }));
      }
      for (const event of events) {
        const body = JSON.stringify(event);
        const got = await fetch(this.webhook, { method: 'POST', body, headers: { 'content-type': 'application/json', 'stripe-signature': this.sign(body) } });
        if (got.status !== 200) throw new Error(`the webhook answered ${got.status}`);
      }
      res.writeHead(303, { location: form.success_url }).end();
      return;
    }
    res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    res.end(`<!doctype html><html lang="en"><title>Checkout</title><h1>Pay ${form['line_items[0][price_data][unit_amount]']} ${form['line_items[0][price_data][currency]']}</h1>
      <form method="post"><button>Pay</button></form><a href="${form.cancel_url}">Back</a></html>`);
  }

  #good(path, form, key) {
    if (path === '/v1/checkout/sessions') {
      const known = [...this.sessions.values()].find((s) => s.key === key);
      const id = known?.id ?? `cs_test_${randomUUID().replaceAll('-', '')}`;
      this.sessions.set(id, { id, key, form, money: `pi_${id.slice(8, 24)}` });
      return { status: 200, body: { id, object: 'checkout.session', url: `${this.url}/c/pay/${id}`, payment_status: 'unpaid', payment_intent: null } };
    }
    const [, , what, id, act] = path.split('/');
    if (what === 'payment_intents') return { status: 200, body: { id: `pi_${form['metadata[intent]']}`, object: 'payment_intent', status: 'succeeded', amount: Number(form.amount) } };
    if (what === 'payment_methods' && act === 'detach') return { status: 200, body: { id, object: 'payment_method', customer: null } };
    if (what === 'payment_methods') return { status: 200, body: { object: 'payment_method', customer: 'cus_1', metadata: { method: form['metadata[method]'] }, ...this.methods.get(id) } };
    if (path.endsWith('/expire')) return { status: 200, body: { id: path.split('/')[4], object: 'checkout.session', status: 'expired' } };
    if (path === '/v1/refunds') return { status: 200, body: { id: `re_${randomUUID().slice(0, 8)}`, object: 'refund', status: 'succeeded' } };
    return { status: 404, body: { error: { message: 'no such path' } } };
  }

  /** The session that was opened for a payment. */
  session(intent) { return [...this.sessions.values()].find((s) => s.form.client_reference_id === intent.id); }

  event(type, object, over = {}) {
    return { id: `evt_${randomUUID()}`, object: 'event', api_version: '2024-06-20', created: Math.floor(Date.now() / 1000), livemode: false,
      pending_webhooks: 1, request: { id: null, idempotency_key: null }, type, data: { object }, ...over };
  }

  /** checkout.session.… of a payment; over says what of the object is another. */
  visit(intent, what = 'completed', over = {}) {
    const { id, form, money } = this.session(intent);
    return this.event(`checkout.session.${what}`, { id, object: 'checkout.session', amount_total: Number(form['line_items[0][price_data][unit_amount]']),
      currency: form['line_items[0][price_data][currency]'], client_reference_id: intent.id, metadata: { intent: intent.id }, mode: 'payment',
      payment_intent: money, payment_status: 'paid', status: 'complete', total_details: { amount_tax: 0 }, ...over });
  }

  money(intent, type, over = {}) {
    const { form, money } = this.session(intent), amount = Number(form['line_items[0][price_data][unit_amount]']);
    const currency = form['line_items[0][price_data][currency]'], metadata = { intent: intent.id };
    const object = type.startsWith('payment_intent.') ? { id: money, object: 'payment_intent', amount, amount_received: amount, currency, metadata }
      : type === 'charge.refunded' ? { id: 'ch_1', object: 'charge', payment_intent: money, amount, amount_refunded: amount, currency, metadata }
        : { id: 'dp_1', object: 'dispute', charge: 'ch_1', payment_intent: money, amount, currency, metadata: {}, exchange_rate: 1.0825 };
    return this.event(type, { ...object, ...over });
  }

  /** setup_intent.succeeded of a method that is saved; over says what of it is another. */
  entered(method, over = {}, card = { brand: 'visa', last4: '4242', exp_month: 4, exp_year: 2028 }) {
    const id = `pm_${method.id}`;
    this.methods.set(id, { id, type: 'card', card });
    return this.event('setup_intent.succeeded', { id: `seti_${method.id}`, object: 'setup_intent', customer: 'cus_1', mandate: null, status: 'succeeded',
      payment_method: id, metadata: { method: method.id }, usage: 'off_session', ...over });
  }

  sign(body, { at = Math.floor(Date.now() / 1000), secret = this.secret } = {}) {
    return `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')},v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39`;
  }
}
