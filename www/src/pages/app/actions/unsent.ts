/* Files for a message that is not sent yet: each is handed over once, however often it is tried. */
import { newKey } from '$core/api';
import type { Made } from '$core/api-types';
import { untilAnswered } from '$core/retry';
import { collector } from '../session.svelte';

export class Unsent {
  #handed: readonly { file: File; id: string }[] = [];
  /** What a second try of the same file goes by. */
  #keys = new WeakMap<File, string>();

  /** Their ids, for `file_ids`. */
  async handOver(customerId: string, files: readonly File[], signal: AbortSignal): Promise<string[]> {
    for (const file of files) {
      if (this.#handed.some((one) => one.file === file)) continue;
      const key = this.#keys.get(file) ?? newKey();
      this.#keys.set(file, key);
      const query = { file_name: file.name, customer_id: customerId, client_key: key };
      const { id } = await untilAnswered(
        () => collector.post<Made>('/attachments/unsent', undefined, { file, query }),
        signal,
      );
      this.#handed = [...this.#handed, { file, id }];
    }
    return this.#handed.filter((one) => files.includes(one.file)).map(({ id }) => id);
  }

  /** They went. */
  clear(): void {
    this.#handed = [];
  }
}
