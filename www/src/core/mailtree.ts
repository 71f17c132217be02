/*
 * The HTML of a mail as a tree that a page can draw without ever parsing markup into itself: a few
 * harmless elements, their text, and addresses of the web. Anything else is left out.
 */

export interface MailElement {
  tag: string;
  /** Of a link, when it is one of the web. */
  href?: string;
  end?: boolean;
  children: MailNode[];
}
export type MailNode = string | MailElement;

const KEEP = new Set(
  'p br table thead tbody tr th td a b strong i em u small ul ol li h1 h2 h3 h4 hr div span blockquote main'.split(
    ' ',
  ),
);
const EMPTY = new Set(['br', 'hr']);
/** Their content is no text of the mail. */
const HIDDEN = new Set(['head', 'style', 'script', 'title', 'template', 'noscript']);
const SPOKEN: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00a0', '#39': "'" };

function plain(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    const known = SPOKEN[name];
    if (known !== undefined) return known;
    if (!name.startsWith('#')) return whole;
    const code = /^#x/i.test(name) ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function attribute(text: string, name: string): string | null {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(text);
  return found ? plain(found[1] ?? found[2] ?? '') : null;
}

function element(tag: string, rest: string): MailElement {
  const made: MailElement = { tag, children: [] };
  const href = tag === 'a' ? attribute(rest, 'href') : null;
  if (href && /^(https?:\/\/|mailto:)/i.test(href)) made.href = href;
  if (/text-align\s*:\s*(right|end)/i.test(attribute(rest, 'style') ?? '')) made.end = true;
  return made;
}

export function mailTree(html: string): MailNode[] {
  const top: MailElement = { tag: 'div', children: [] };
  const open: MailElement[] = [top];
  let hidden: string | null = null;
  const last = () => open[open.length - 1] ?? top;

  for (const [token, name, rest] of html.matchAll(
    /<!--[^]*?(?:-->|$)|<!doctype[^>]*>|<\/?([a-z][a-z0-9]*)((?:\s[^>]*)?)>|[^<]+|</gi,
  )) {
    const tag = name?.toLowerCase();
    const closing = token.startsWith('</');
    if (hidden) {
      if (closing && tag === hidden) hidden = null;
    } else if (!tag) {
      if (!token.startsWith('<!')) last().children.push(plain(token));
    } else if (HIDDEN.has(tag)) {
      if (!closing) hidden = tag;
    } else if (closing) {
      const at = open.findLastIndex((one) => one.tag === tag);
      if (at > 0) open.length = at;
    } else if (KEEP.has(tag)) {
      const made = element(tag, rest ?? '');
      last().children.push(made);
      if (!EMPTY.has(tag)) open.push(made);
    }
  }
  return top.children.filter((node) => typeof node !== 'string' || node.trim());
}
