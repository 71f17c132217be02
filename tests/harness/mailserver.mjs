// Real mail servers of a test's own: Exim takes mail on a free port and puts it into
// maildirs or sends it back, Dovecot shows them by IMAP. Both run in a temporary folder
// without rights of the system, and end with the test.
//
//    const post = await MailServer.start({ boxes: ['ar@seller.example'] });
//    post.smtp, post.imap       URLs
//    post.put('ar@seller.example', text)      into the maildir, without SMTP
//    post.mails('pay@debtor.example')         what arrived there
import { spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePort, run, until } from './stack.mjs';

export const PASSWORD = 'correct horse battery';

/** Who they run as: never root. */
async function account() {
  const me = userInfo();
  if (me.uid !== 0) return { ...me, as: [] };
  const ids = await Promise.all(['-u', '-g'].map(async (o) => Number((await run('id', [o, 'Debian-exim'])).out)));
  return { username: 'Debian-exim', uid: ids[0], gid: ids[1], as: ['setpriv', `--reuid=${ids[0]}`, `--regid=${ids[1]}`, '--clear-groups', '--'] };
}

export class MailServer {
  /** boxes: addresses that exist here; any other of their domains bounces.
   * exim: whether mail can be sent, too. */
  static async start({ boxes, exim = true }) {
    const m = new MailServer();
    m.dir = mkdtempSync(join(tmpdir(), 'dunlin-mail-'));
    m.who = await account();
    m.boxes = boxes;
    m.children = [];
    m.serial = 0;
    m.imapPort = await freePort();
    m.smtpPort = await freePort();
    m.imap = `imap://127.0.0.1:${m.imapPort}`;
    m.smtp = `smtp://127.0.0.1:${m.smtpPort}`;
    try {
      for (const folder of ['.', 'exim', 'exim/spool', 'run', 'state', 'mail']) m.#folder(folder);
      for (const box of boxes) {
        m.#folder(`mail/${box}`);
        for (const sub of ['', '/cur', '/new', '/tmp']) m.#folder(`mail/${box}/Maildir${sub}`);
      }
      m.#dovecot();
      if (exim) m.#exim();
      await Promise.all([m.imapPort, ...(exim ? [m.smtpPort] : [])].map((port) => until(() => answers(port), { ms: 20000, name: `port ${port}` })));
    } catch (fault) {
      fault.message += m.log();
      await m.stop();
      throw fault;
    }
    return m;
  }

  #folder(name) {
    const path = join(this.dir, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chownSync(path, this.who.uid, this.who.gid);
  }

  #write(name, text) {
    const path = join(this.dir, name);
    writeFileSync(path, text, { mode: 0o600 });
    chownSync(path, this.who.uid, this.who.gid);
    return path;
  }

  #spawn(name, command, args) {
    const log = openSync(join(this.dir, `${name}.log`), 'a', 0o600);
    const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...this.who.as, command, ...args], {
      cwd: this.dir, detached: true, stdio: ['ignore', log, log], env: { PATH: `${process.env.PATH}:/usr/sbin` },
    });
    closeSync(log);
    child.ended = new Promise((ok) => child.once('exit', ok));
    this.children.push(child);
  }

  #dovecot() {
    const { dir, who } = this;
    const user = who.username;
    this.#write('passwd', this.boxes.map((box) => `${box}:{PLAIN}${PASSWORD}:${who.uid}:${who.gid}::${dir}/mail/${box}\n`).join(''));
    const file = this.#write('dovecot.conf', `
base_dir = ${dir}/run
state_dir = ${dir}/state
log_path = /dev/stderr
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = ${user}
default_internal_user = ${user}
default_internal_group = ${user === 'Debian-exim' ? 'Debian-exim' : ''}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:~/Maildir
passdb {
  driver = passwd-file
  args = scheme=plain username_format=%u ${dir}/passwd
}
userdb {
  driver = passwd-file
  args = username_format=%u ${dir}/passwd
}
namespace inbox {
  inbox = yes
  separator = /
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${this.imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
`.replace(/^default_internal_group = \n/m, ''));
    this.#spawn('dovecot', 'dovecot', ['-F', '-c', file]);
  }

  #exim() {
    const { dir, who } = this;
    const domains = [...new Set(this.boxes.map((b) => b.split('@')[1]))].join(' : ');
    this.#write('users', this.boxes.map((box) => `${box}: ${dir}/mail/${box}/Maildir\n`).join(''));
    const file = this.#write('exim.conf', `
primary_hostname = mx.seller.example
spool_directory = ${dir}/exim/spool
log_file_path = ${dir}/exim/%slog
pid_file_path = ${dir}/exim/exim.pid
local_interfaces = 127.0.0.1
keep_environment =
daemon_smtp_ports = ${this.smtpPort}
admin_groups = ${who.gid}
exim_user = ${who.uid}
exim_group = ${who.gid}
deliver_drop_privilege = true
never_users =
tls_advertise_hosts =
host_lookup =
rfc1413_query_timeout = 0s
acl_smtp_rcpt = all
acl_smtp_data = all
begin acl
all:
  accept
begin routers
box:
  driver = accept
  domains = ${domains}
  local_part_suffix = +*
  local_part_suffix_optional
  address_data = \${lookup{$local_part@$domain}lsearch{${dir}/users}{$value}fail}
  transport = maildir
nobody:
  driver = redirect
  data = :fail: no such user here
  allow_fail
begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = $address_data
  envelope_to_add
  return_path_add
  delivery_date_add
`);
    this.#spawn('exim', 'exim4', ['-C', file, '-bdf', '-q1m']);
  }

  /** A finished message into a box, as a server would have put it there. */
  put(box, text) {
    const name = `${Date.now()}.${++this.serial}.test`;
    const path = this.#write(`mail/${box}/Maildir/tmp/${name}`, text.replaceAll(/\r?\n/g, '\r\n'));
    renameSync(path, join(this.dir, `mail/${box}/Maildir/new/${name}`));
  }

  /** [{name, text, seen}] of a box or one of its folders, oldest first. */
  mails(box, folder = '') {
    const at = join(this.dir, `mail/${box}/Maildir`, folder ? `.${folder}` : '');
    return ['cur', 'new'].flatMap((sub) => (existsSync(join(at, sub)) ? readdirSync(join(at, sub)) : []).map((name) => ({
      name, text: readFileSync(join(at, sub, name), 'utf8'), seen: /:2,\w*S/.test(name),
    }))).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** Sends a message by SMTP, as somebody's mail program would. */
  async send(from, to, text) {
    const got = await run('curl', ['-sS', '--noproxy', '*', '--url', this.smtp, '--mail-from', from, '--mail-rcpt', to, '-T', '-'],
      { input: text.replaceAll(/\r?\n/g, '\r\n') });
    if (got.code) throw new Error(got.err + this.log());
  }

  log() {
    return ['dovecot.log', 'exim.log', 'exim/mainlog', 'exim/paniclog'].map((name) => {
      const file = join(this.dir, name);
      return existsSync(file) ? `\n--- ${name}\n${readFileSync(file, 'utf8').trim().split('\n').slice(-15).join('\n')}` : '';
    }).join('');
  }

  async stop() {
    for (const child of this.children) {
      try { process.kill(-child.pid, 'SIGTERM'); } catch { /* gone */ }
    }
    await Promise.race([Promise.all(this.children.map((c) => c.ended)), new Promise((ok) => { setTimeout(ok, 5000).unref(); })]);
    for (const child of this.children) {
      try { process.kill(-child.pid, 'SIGKILL'); } catch { /* gone */ }
    }
    if (!process.env.KEEP) rmSync(this.dir, { recursive: true, force: true });
  }
}

function answers(port) {
  return new Promise((ok) => {
    const socket = connect(port, '127.0.0.1').setTimeout(1000);
    const end = (yes) => { socket.destroy(); ok(yes); };
    socket.once('data', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false));
  });
}
