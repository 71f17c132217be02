/* Light, dark, or as the system says. The attribute on <html> drives light-dark() in the tokens. */

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORE = 'dunlin.theme';

export function theme(): Theme {
  try {
    const stored = localStorage.getItem(STORE);
    return THEMES.includes(stored as Theme) ? (stored as Theme) : 'system';
  } catch {
    return 'system';
  }
}

export function applyTheme(choice: Theme = theme()): void {
  const root = document.documentElement;
  if (choice === 'system') delete root.dataset.theme;
  else root.dataset.theme = choice;
}

export function setTheme(choice: Theme): void {
  try {
    if (choice === 'system') localStorage.removeItem(STORE);
    else localStorage.setItem(STORE, choice);
  } catch {
    /* a private window forgets the choice */
  }
  applyTheme(choice);
}

export const isDark = (): boolean => {
  const choice = document.documentElement.dataset.theme;
  return choice ? choice === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
};
