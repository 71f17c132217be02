/* What the worklist may be narrowed to: what there is, as the server says it; read anew with each menu and dialog. */
import type { WorklistChoices } from '$core/api-types';
import { collector } from '../session.svelte';

const NONE: WorklistChoices = {
  tags: [],
  strategies: [],
  actions: [],
  divisions: [],
  currencies: [],
  portfolios: [],
  owners: [],
};

class Choices {
  all = $state.raw(NONE);
  error = $state.raw<unknown>(null);

  async read(): Promise<void> {
    try {
      this.all = await collector.get<WorklistChoices>('/worklist/choices');
      this.error = null;
    } catch (caught) {
      this.error = caught;
    }
  }
}

export const choices = new Choices();
