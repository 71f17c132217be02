/*
 * Words. Each entry registers its own dictionaries; English is loaded with it
 * and is the fallback, the reader's language comes as a chunk of its own before
 * the page is drawn. A text may hold {name} places and, after a bar, the plural:
 * "{n} customer|{n} customers".
 */

export const LOCALES = ['en', 'de', 'fr'] as const;
export type Locale = (typeof LOCALES)[number];
export type Words = Record<string, string>;
export type Params = Record<string, string | number>;

const STORE = 'dunlin.locale';

/*
 * English laid out from right to left, for trying layouts: CLDR's pseudo-locale. No menu
 * offers it; the stored choice turns it on.
 */
const MIRRORED = 'ar-XB';

let current: Locale = 'en';
let mirrored = false;
let words: Words = {};
const missing = new Set<string>();

export const isLocale = (text: string | null | undefined): text is Locale => LOCALES.includes(text as Locale);

/** The reader's choice, else the first browser language we speak, else English. */
export function pickLocale(stored: string | null, preferred: readonly string[]): Locale {
  if (isLocale(stored)) return stored;
  for (const tag of preferred) {
    const base = tag.slice(0, 2).toLowerCase();
    if (isLocale(base)) return base;
  }
  return 'en';
}

function storedLocale(): string | null {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

/** Call once before drawing. `load` gives the words of any language but English. */
export async function startI18n(
  english: Words,
  load: (locale: Exclude<Locale, 'en'>) => Promise<Words>,
  locale: Locale = pickLocale(storedLocale(), navigator.languages),
): Promise<void> {
  words = english;
  current = locale;
  if (locale !== 'en') {
    try {
      words = { ...english, ...(await load(locale)) };
    } catch {
      current = 'en';
    }
  }
  document.documentElement.lang = current;
  mirrored = storedLocale() === MIRRORED;
  if (mirrored) document.documentElement.dir = 'rtl';
}

/** English words that come with a page; what is already there, such as the reader's language, stays. */
export function addWords(more: Words): void {
  words = { ...more, ...words };
}

/** Words of pages that few open: English ones, with those of the reader's language over them, when the page comes. */
export async function bringWords(files: Record<Locale, () => Promise<{ default: Words }>>): Promise<void> {
  const [english, own] = await Promise.all([files.en(), current === 'en' ? null : files[current]()]);
  words = { ...english.default, ...own?.default, ...words };
}

/** Keeps the choice and starts the page anew: every text is then in one language. */
export function changeLocale(locale: Locale): void {
  try {
    localStorage.setItem(STORE, locale);
  } catch {
    /* a private window forgets the choice; nothing else breaks */
  }
  location.reload();
}

export const locale = (): Locale => current;

export function t(key: string, params?: Params): string {
  const text = words[key];
  if (text === undefined) {
    missing.add(key);
    return key;
  }
  const said = params ? fill(choose(text, params.n, current), params, current) : text;
  return mirrored ? `\u202e${said}\u202c` : said;
}

/** All codes that have a text under this prefix ("promise_broken"). */
export const codesOf = (prefix: string): string[] =>
  Object.keys(words)
    .filter((key) => key.startsWith(`${prefix}.`))
    .map((key) => key.slice(prefix.length + 1));

/** Whether there is a text of our own for a code the server sent. */
export const hasText = (key: string): boolean => key in words;

/** The text of a code the server sent ("promise_broken"); a code we do not know reads as words. */
export const label = (prefix: string, code: string): string =>
  words[`${prefix}.${code}`] ?? sentence(code.replaceAll('_', ' '));

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/*
 * What the server says in English sentences, in the reader's language: core/phrases gives
 * the way, and only to who reads another language.
 */
let sayHow = (english: string): string => english;
export const said = (english: string): string => sayHow(english);
export function setSaid(how: (english: string) => string): void {
  sayHow = how;
}

export function choose(text: string, n: string | number | undefined, lang: string): string {
  const bar = text.indexOf('|');
  if (bar < 0) return text;
  const one = new Intl.PluralRules(lang).select(Number(n)) === 'one';
  return one ? text.slice(0, bar) : text.slice(bar + 1);
}

export function fill(text: string, params: Params, lang: string): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? formatNumber(value, lang) : value;
  });
}

const numbers = new Map<string, Intl.NumberFormat>();

export function formatNumber(value: number, lang: string = current): string {
  let format = numbers.get(lang);
  if (!format) {
    format = new Intl.NumberFormat(lang === 'en' ? 'en-GB' : lang);
    numbers.set(lang, format);
  }
  return format.format(value);
}

/** Keys asked for and not found; the tests keep this empty. */
export const missingKeys = (): string[] => [...missing];
