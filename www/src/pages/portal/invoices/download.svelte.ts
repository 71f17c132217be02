/* A file that the server makes while the browser saves it, and how far it is. */
import type { PortalDownload } from '$core/api-types';
import { locale } from '$core/i18n';
import { portal } from '../session.svelte';
import { downloadHref } from '../files';

const LOOK_MS = 700;
const LOOKS__MAX = 2000;

export interface Wanted {
  format: PortalDownload['format'];
  query?: string;
  ids?: readonly string[];
}

/** The browser's own download: nothing of the file is kept by the page. */
function save(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}

export class Download {
  file = $state.raw<PortalDownload | null>(null);
  busy = $state(false);
  error = $state.raw<unknown>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #gone = false;

  async start(wanted: Wanted): Promise<void> {
    this.busy = true;
    this.error = null;
    this.file = null;
    try {
      this.file = await portal.post<PortalDownload>('/downloads', { ...wanted, language: locale() });
      save(downloadHref(this.file.id));
      await this.#follow(this.file.id);
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  async #follow(id: string): Promise<void> {
    for (let looks = 0; looks < LOOKS__MAX && !this.#gone; looks += 1) {
      await new Promise((then) => (this.#timer = setTimeout(then, LOOK_MS)));
      if (this.#gone) return;
      this.file = await portal.get<PortalDownload>(`/downloads/${encodeURIComponent(id)}`);
      if (['done', 'cut'].includes(this.file.state)) return;
    }
  }

  /** The page is left; what is being saved goes on. */
  stop(): void {
    this.#gone = true;
    clearTimeout(this.#timer);
  }
}
