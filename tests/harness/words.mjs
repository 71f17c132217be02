// The words of the pages, as the pages have them: through the pages' own build, so that what a
// test says in German is what a button says.
import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TOP } from './stack.mjs';

export const LANGUAGES = ['en', 'de', 'fr'];
const I18N = join(TOP, 'www/src/i18n');

/** Calls what(load) with load('/src/…') that gives a module of the pages. */
export async function withPages(what) {
  const { createServer } = createRequire(join(TOP, 'www/package.json'))('vite');
  const vite = await createServer({ root: join(TOP, 'www'), server: { middlewareMode: true, hmr: false, ws: false }, appType: 'custom', logLevel: 'error' });
  try {
    return await what((path) => vite.ssrLoadModule(path));
  } finally {
    await vite.close();
  }
}

/** {en: {staff, portal, book}, de: …}: text by key, for each of the two entries; the sentences of the server. */
const PORTAL = ['portal', 'settle', 'seeing', 'chat', 'asked', 'gate', 'invoice', 'statement', 'paid', 'pay', 'person', 'cards', 'signin', 'support'];
export const allWords = () => withPages(async (load) => {
  const words = async (name) => (await load(`/src/i18n/${name}.ts`)).default;
  const found = {};
  for (const language of LANGUAGES) {
    const files = readdirSync(I18N).filter((name) => name.endsWith(`.${language}.ts`) && !['phrases', ...PORTAL].includes(name.split('.')[0]));
    const staff = Object.assign({}, ...await Promise.all(files.map((name) => words(name.slice(0, -3)))));
    const common = await words(`common.${language}`);
    const book = language === 'en' ? {} : await words(`phrases.${language}`);
    const portal = Object.assign({}, ...await Promise.all((language === 'en' ? PORTAL : ['portal']).map((name) => words(`${name}.${language}`))));
    found[language] = { staff, portal: { ...common, ...portal }, book };
  }
  return found;
});

const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * What a page says by a key. says(key, {name}) is the text; like(key) is a pattern of it,
 * whatever fills its places and in singular and plural. mirrored: as the pages do it from right
 * to left.
 */
export function speak(words, { mirrored = false } = {}) {
  const text = (key) => {
    if (!(key in words)) throw new Error(`no word for ${key}`);
    return words[key];
  };
  const says = (key, params = {}) => {
    const said = text(key).replace(/\{(\w+)\}/g, (whole, name) => params[name] ?? whole);
    return mirrored ? `\u202e${said}\u202c` : said;
  };
  const like = (key) => new RegExp(text(key).split('|').map((one) => one.split(/\{\w+\}/).map(plain).join('.+')).join('|'));
  return { says, like };
}

/** Every text that a page says, as it stands there: words, and names that only a screen reader says. */
export const textsOn = (page, within = 'body') => page.evaluate((selector) => {
  const found = new Set();
  const keep = (text) => { const said = text?.replace(/[\u202a-\u202e]/g, '').replace(/\s+/g, ' ').trim(); if (said) for (const part of said.split(' · ')) found.add(part); };
  const root = [...document.querySelectorAll(selector)].at(-1);
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => (
    node.nodeType === 1 && node.matches('script, style, code, pre, .cm-editor, iframe, .code') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.nodeType === 3) keep(node.data);
    else for (const name of ['aria-label', 'title', 'placeholder', 'alt']) keep(node.getAttribute(name));
  }
  return [...found];
}, within);

/**
 * What is wrong with such texts: a key that has no word, a place that nothing fills. english: the
 * words of English where the page is in another language, so that nothing of them may be left.
 */
export function faultsOfWords(texts, own, { english, book } = {}) {
  const starts = new Set(Object.keys(own).map((key) => key.split('.')[0]));
  const same = new Set(Object.values(own));
  const faults = texts.filter((text) => /^[a-z_]+\.[a-z_0-9]+$/.test(text) && !same.has(text) && starts.has(text.split('.')[0])).map((text) => `says no more than "${text}"`);
  faults.push(...texts.filter((text) => /(^|[^{])\{[a-z_]+\}/.test(text)).map((text) => `leaves a place open in "${text}"`));
  if (!english) return faults;
  const left = new Set(Object.entries(english).filter(([key, text]) => own[key] !== text).map(([, text]) => text).filter((text) => text.length > 3 && !same.has(text) && !text.includes('{')));
  const sentences = Object.keys(book).filter((text) => text.split(/\{\w+\}/).join(' ').trim().split(/\s+/).length > 2)
    .map((text) => new RegExp(`^${text.split(/\{\w+\}/).map(plain).join('.+')}$`, 'i'));
  for (const text of texts) {
    if (left.has(text)) faults.push(`is in English: "${text}"`);
    else if (sentences.some((sentence) => sentence.test(text))) faults.push(`leaves what the server says in English: "${text}"`);
  }
  return faults;
}
