// A whole Dunlin for a test: MariaDB, nginx, `dunlin web`, `dunlin worker` in a
// folder of its own under the system's temporary one, on a free port, with a clock
// that the test sets.
//
//    const stack = await Stack.start({ now: '2026-03-04T08:00:00Z' });
//    after(() => stack.stop());
//    const admin = await stack.admin();
//    await admin.must(200, 'GET', '/api/collector/v1/worklist');
//    await stack.clock.advance({ days: 1 });
//    const run = await stack.dunlin('evaluate', '--json');
//
// DUNLIN_BIN names another binary (build/asan/dunlin); KEEP=1 leaves the folder.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, jwt, totp } from './http.mjs';
import { mailsIn } from './mail.mjs';

export const TOP = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const BIN = resolve(TOP, process.env.DUNLIN_BIN ?? 'build/dunlin');
const NCHAN = '/usr/lib/nginx/modules/ngx_nchan_module.so';
const SEEDS = join(TOP, 'build/test/seed');
const DB_ARGS = '--innodb-log-file-size=16M --innodb-buffer-pool-size=96M --innodb-flush-log-at-trx-commit=2';

/** What a migrated database depends on. */
async function seedKey() {
  const folder = join(TOP, 'sql/migrations');
  const hash = createHash('sha256').update((await run('mariadbd', ['--version'], { env: { PATH: `${process.env.PATH}:/usr/sbin` } })).out).update(DB_ARGS);
  for (const name of readdirSync(folder).sort()) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 32);
}

/** Waits until what() gives something true, and returns it. */
export async function until(what, { ms = 15000, every = 50, name = what.toString() } = {}) {
  const end = Date.now() + ms;
  for (;;) {
    const got = await what();
    if (got) return got;
    if (Date.now() > end) throw new Error(`waited ${ms} ms in vain for: ${name}`);
    await sleep(every);
  }
}

/** Runs a program to its end: {code, out, err}. Never throws for an exit status. */
export function run(file, args, { env, input, ms = 300000 } = {}) {
  return new Promise((ok, no) => {
    const child = execFile(file, args, { cwd: TOP, env: { ...process.env, ...env }, timeout: ms, maxBuffer: 1 << 28 },
      (fault, out, err) => {
        if (fault && typeof fault.code !== 'number' && !fault.signal) no(fault);
        else ok({ code: fault ? fault.code ?? `killed by ${fault.signal}` : 0, out, err });
      });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

export function freePort() {
  return new Promise((ok, no) => {
    const server = createServer().on('error', no);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => ok(port));
    });
  });
}

/** Business time of all processes of a stack: one file that they read. */
class Clock {
  constructor(file) { this.file = file; }
  now() { return new Date(readFileSync(this.file, 'utf8').trim()); }
  set(instant) {
    writeFileSync(`${this.file}.new`, `${new Date(instant).toISOString()}\n`);
    renameSync(`${this.file}.new`, this.file);
  }
  advance({ days = 0, hours = 0, minutes = 0, seconds = 0 }) {
    this.set(this.now().getTime() + (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000);
  }
}

const living = new Set();
process.on('exit', () => living.forEach((stack) => stack.abandon()));

export class Stack {
  /**
   * now         where the clock stands at first
   * company     'empty' (admin login only), 'demo' (the demo company), or null: migrated only
   * worker      start `dunlin worker`, too
   * web         start `dunlin web` and nginx (true)
   * conf        further lines of dunlin.conf, {smtp_url: …}
   * live        nginx serves live events; a page that listens is never "idle" for a browser test
   * bin         the binary, where it must be a certain one
   * loginRate   nginx's limit for what tries a secret; out of the way by default
   */
  static async start({ now = '2026-03-02T08:00:00Z', company = 'empty', worker = false, web = true, conf = {},
    live = false, bin = BIN, loginRate = '600000r/m', loginBurst = 10000 } = {}) {
    const stack = new Stack();
    stack.var = mkdtempSync(join(tmpdir(), 'dunlin-'));
    chmodSync(stack.var, 0o700);
    stack.bin = bin;
    stack.children = new Map();
    living.add(stack);
    try {
      stack.port = await freePort();
      stack.url = `http://localhost:${stack.port}`;
      stack.clock = new Clock(join(stack.var, 'clock'));
      stack.clock.set(now);
      stack.socket = join(stack.var, 'mariadb/mariadb.sock');
      for (const folder of ['log', 'nginx', 'mail']) mkdirSync(join(stack.var, folder));
      writeFileSync(join(stack.var, 'secret'), 'c0ffee'.padEnd(64, '0'), { mode: 0o600 });
      stack.modules = live ? `load_module ${NCHAN};` : '';
      stack.#writeConf({ push_url: live ? `http://127.0.0.1:${stack.port}/_dunlin/push` : '', ...conf });
      await stack.#database();
      if (company) await stack.#command('demo', ...(company === 'empty' ? ['--empty'] : []));
      if (worker) await stack.spawn('worker');
      if (web) {
        await stack.#writeNginx(loginRate, loginBurst);
        await stack.spawn('web');
        await stack.spawn('nginx');
        await stack.ready();
      }
    } catch (fault) {
      fault.message += stack.#complaints();
      await stack.stop();
      throw fault;
    }
    return stack;
  }

  /**
   * A migrated database. Its files are made once for each set of migrations and copied from
   * then on; `dunlin migrate` looks at them in any case.
   */
  async #database() {
    const seed = join(SEEDS, await seedKey()), data = join(this.var, 'mariadb/data');
    mkdirSync(join(this.var, 'mariadb'), { mode: 0o700 });
    const copy = (from, to) => run('cp', ['-a', '--reflink=auto', from, to]);
    const seeded = existsSync(seed) && (await copy(seed, data)).code === 0;
    if (!seeded) rmSync(data, { recursive: true, force: true });
    await this.spawn('mariadb');
    if (!seeded) await this.mysql('CREATE DATABASE dunlin CHARACTER SET utf8mb4', 'mysql');
    await this.#command('migrate');
    if (seeded) return;
    // what the sequence has cached is lost when the server ends; tests use ids beyond the first ones
    const [{ next }] = await this.sql('SELECT NEXT VALUE FOR id_block AS next');
    await this.mysql(`ALTER SEQUENCE id_block RESTART WITH ${next}`);
    await this.kill('mariadb');
    mkdirSync(SEEDS, { recursive: true });
    const made = mkdtempSync(join(SEEDS, 'new-'));
    await copy(data, join(made, 'data'));
    try {
      renameSync(join(made, 'data'), seed);
    } catch { /* another made it meanwhile */ }
    rmSync(made, { recursive: true, force: true });
    await this.spawn('mariadb');
  }

  #writeConf(more) {
    const conf = {
      db_socket: this.socket, db_user: 'root', db_name: 'dunlin', var_dir: this.var,
      web_socket: join(this.var, 'web.sock'), public_url: this.url, mail_folder: join(this.var, 'mail'),
      secret_file: join(this.var, 'secret'), lua_dir: join(TOP, 'lua'), mail_rate: 0,
      test: true, clock_file: this.clock.file, ...more,
    };
    this.conf = conf;
    this.env = { DUNLIN_CONF: join(this.var, 'dunlin.conf') };
    writeFileSync(this.env.DUNLIN_CONF, Object.entries(conf).map(([k, v]) => `${k} = ${v}\n`).join(''), { mode: 0o600 });
  }

  async #writeNginx(rate, burst) {
    const v = {
      VAR: this.var, LOG: join(this.var, 'log'), INC: join(this.var, 'nginx/conf'), WWW: join(TOP, 'www/dist'),
      WEB_SOCKET: this.conf.web_socket, LISTEN: `listen 127.0.0.1:${this.port};`,
      MODULES: this.modules, USER: process.getuid() === 0 ? 'user root root;' : '', LOGIN_RATE: rate, LOGIN_BURST: burst,
    };
    const got = await run(join(TOP, '.make/render.sh'), [v.INC, ...Object.entries(v).map(([k, x]) => `${k}=${x}`)]);
    if (got.code) throw new Error(got.err);
  }

  async #command(...args) {
    const got = await this.dunlin(...args);
    if (got.code) throw new Error(`dunlin ${args.join(' ')}: exit ${got.code}\n${got.err || got.out}`);
    return got;
  }

  // -- processes -------------------------------------------------------------

  /** Starts mariadb, web, worker or nginx; each dies with this process. */
  async spawn(part) {
    const before = this.children.get(part);
    if (before && before.how === undefined) throw new Error(`${part} runs already: whoever starts another loses sight of it`);
    const command = {
      mariadb: [join(TOP, '.make/mariadb.sh'), 'serve', join(this.var, 'mariadb')],
      web: [this.bin, 'web'],
      worker: [this.bin, 'worker'],
      nginx: ['nginx', '-p', join(this.var, 'nginx'), '-c', join(this.var, 'nginx/conf/local.conf'), '-e', join(this.var, 'log/nginx.log')],
    }[part];
    const log = openSync(join(this.var, `log/${part}.log`), 'a', 0o600);
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...command], {
      cwd: TOP, detached: true, stdio: ['ignore', log, log],
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin`, DUNLIN_DB_ARGS: DB_ARGS, ...this.env },
    });
    closeSync(log);
    child.ended = new Promise((ok) => child.once('exit', (code, signal) => ok(signal ?? code)));
    child.ended.then((how) => { child.how = how; });
    this.children.set(part, child);
    if (part === 'mariadb') {
      await until(async () => {
        if (child.how !== undefined) throw new Error('mariadb ended');
        return (await run('mariadb-admin', ['--no-defaults', '-uroot', '-S', this.socket, 'ping'])).code === 0;
      }, { ms: 60000, name: 'mariadb' });
    }
    return child;
  }

  /** Ends a part and waits for it; its exit status or the signal's name. */
  async kill(part, signal = 'SIGTERM', ms = 20000) {
    const child = this.children.get(part);
    if (!child) return undefined;
    this.children.delete(part);
    const group = (s) => { try { process.kill(-child.pid, s); } catch { /* gone */ } };
    try { process.kill(child.pid, signal); } catch { /* gone */ }
    const how = await Promise.race([child.ended, sleep(ms, 'timeout', { ref: false })]);
    group('SIGKILL');
    if (how === 'timeout') throw new Error(`${part} did not end within ${ms} ms of ${signal}`);
    return how;
  }

  /** Kills a part and starts it again. */
  async restart(part, signal = 'SIGTERM') {
    const how = await this.kill(part, signal);
    await this.spawn(part);
    return how;
  }

  ready() {
    return until(async () => {
      if (this.children.get('web')?.how !== undefined) throw new Error(`dunlin web ended: ${this.children.get('web').how}`);
      try {
        return (await fetch(`${this.url}/readyz`)).status === 200;
      } catch {
        return false;
      }
    }, { ms: 30000, name: 'readyz' });
  }

  /** Ends everything. A sanitizer's report or a crash of a part is an error. */
  async stop() {
    const bad = [];
    for (const part of ['nginx', 'web', 'worker', 'mariadb']) {
      try {
        const how = await this.kill(part, 'SIGTERM', 60000);
        if ((part === 'web' || part === 'worker') && how !== undefined && how !== 0) bad.push(`${part} ended with ${how}`);
      } catch (fault) {
        bad.push(fault.message);
      }
      const report = /(ERROR: \w+Sanitizer|runtime error:)[^]{0,4000}/.exec(this.log(part));
      if (report) bad.push(`${part}: ${report[0]}`);
    }
    living.delete(this);
    const complaints = bad.length ? this.#complaints() : '';
    if (!process.env.KEEP) rmSync(this.var, { recursive: true, force: true });
    if (bad.length) throw new Error(`${bad.join('\n')}${complaints}`);
  }

  abandon() {
    for (const child of this.children.values()) {
      try { process.kill(-child.pid, 'SIGKILL'); } catch { /* gone */ }
    }
    if (!process.env.KEEP) rmSync(this.var, { recursive: true, force: true });
  }

  #complaints() {
    return ['web', 'worker', 'nginx', 'mariadb'].map((part) => {
      const text = this.log(part).trim().split('\n').slice(-8).join('\n');
      return text ? `\n--- ${part}.log\n${text}` : '';
    }).join('');
  }

  // -- looking inside ----------------------------------------------------------

  /** A command of the command line: {code, out, err, json} (json with --json). */
  async dunlin(...args) {
    const got = await run(this.bin, args.map(String), { env: this.env });
    if (args.includes('--json') && got.out.trim()) got.json = JSON.parse(got.out);
    return got;
  }

  async mysql(sql, database = 'dunlin') {
    const got = await run('mariadb', ['--no-defaults', '-uroot', '-S', this.socket, '--batch', database], { input: sql });
    if (got.code) throw new Error(`${sql.slice(0, 400)}: ${got.err.slice(-400)}`);
    return got.out;
  }

  /** Rows as objects of strings; NULL is null (also the text "NULL"). */
  async sql(sql) {
    const lines = (await this.mysql(sql)).split('\n').slice(0, -1);
    const plain = (s) => (s === 'NULL' ? null : s.replace(/\\([nt0\\])/g, (_, c) => ({ n: '\n', t: '\t', 0: '\0', '\\': '\\' })[c]));
    const names = lines.shift()?.split('\t') ?? [];
    return lines.map((line) => Object.fromEntries(line.split('\t').map((v, i) => [names[i], plain(v)])));
  }

  log(part) {
    const file = join(this.var, `log/${part}.log`);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** The JSON lines of a log, others left out. */
  events(part) {
    return this.log(part).split('\n').flatMap((line) => {
      try { return line.startsWith('{') ? [JSON.parse(line)] : []; } catch { return []; }
    });
  }

  mails() { return mailsIn(this.conf.mail_folder); }

  /** What `dunlin demo` wrote: logins, token, portal link. */
  logins() {
    const file = join(this.var, 'demo.json');
    if (statSync(file).mode & 0o077) throw new Error('demo.json is open to others');
    return JSON.parse(readFileSync(file, 'utf8'));
  }

  // -- clients -------------------------------------------------------------------

  /** Without a session. */
  client(base = '/api/collector/v1', headers = {}) { return new Client(this.url + base, headers); }

  /** Signed in as a member of staff; throws with the answer when refused. */
  async login({ email, password, totp_secret: secret }) {
    const client = this.client();
    const body = { email, password };
    if (secret) body.code = totp(secret, Date.now());
    client.csrf = (await client.must(200, 'POST', '/session', body)).csrf;
    return client;
  }

  admin() { return this.login(this.logins().admin); }
  collector() { return this.login(this.logins().collector); }

  /** A customer's contact who opened this link and confirmed. */
  async portal(link) {
    const client = this.client('/api/portal/v1');
    const token = new URL(link).pathname.split('/').pop();
    client.csrf = (await client.must(200, 'POST', '/access', { token })).csrf;
    return client;
  }

  /** An integrator with this token, else that of demo.json. */
  integrator(token = this.logins().integrator.token) {
    return this.client('/api/v1', { authorization: `Bearer ${token}` });
  }

  /** A token for a client with an HS256 secret or a private key; claims override. */
  token(clientId, key, { alg = 'HS256', claims = {}, header = {} } = {}) {
    const at = Math.floor(Date.now() / 1000);
    return jwt({ sub: String(clientId), iss: 'dunlin', aud: 'dunlin', iat: at, exp: at + 3600, ...claims }, key, alg, header);
  }
}
