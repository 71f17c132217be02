import { describe, expect, it } from 'vitest';
import { mailTree, type MailNode } from './mailtree';

const tags = (nodes: MailNode[]): string[] =>
  nodes.flatMap((node) => (typeof node === 'string' ? [] : [node.tag, ...tags(node.children)]));
const text = (nodes: MailNode[]): string =>
  nodes.map((node) => (typeof node === 'string' ? node : text(node.children))).join('');

describe('the tree of a mail', () => {
  it('keeps text, tables and links of the web', () => {
    const tree = mailTree(
      '<!DOCTYPE html><html><head><title>T</title><style>p > a { color: red }</style></head><body><main>' +
        '<p>Dear A &amp; B,<br>hello</p><table><tr><td style="text-align:right">5&nbsp;&euro;</td></tr></table>' +
        '<a class="button" href="https://ar.example/p/x">Open</a></main></body></html>',
    );
    expect(tags(tree)).toEqual(['main', 'p', 'br', 'table', 'tr', 'td', 'a']);
    expect(text(tree)).toBe('Dear A & B,hello5\u00a0&euro;Open');
    expect(JSON.stringify(tree)).toContain('"href":"https://ar.example/p/x"');
    expect(JSON.stringify(tree)).toContain('"end":true');
  });

  it('leaves out what could act', () => {
    const tree = mailTree(
      '<script>alert(1)</script><img src=x onerror=alert(2)><p onclick="alert(3)">x</p>' +
        '<a href="javascript:alert(4)">y</a><svg><iframe srcdoc="&lt;script&gt;"></iframe></svg><!-- <b>z</b> -->',
    );
    expect(tags(tree)).toEqual(['p', 'a']);
    expect(text(tree)).toBe('xy');
    expect(JSON.stringify(tree)).not.toContain('alert');
  });

  it('shows escaped markup as the text it is', () => {
    expect(mailTree('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>')).toEqual([
      { tag: 'p', children: ['<script>alert(1)</script>'] },
    ]);
  });

  it('bears what is cut off or closed too often', () => {
    expect(text(mailTree('</p><p>a<b>b</p>c <'))).toBe('abc <');
    expect(mailTree('<!-- never closed')).toEqual([]);
  });
});
