/* How a variant of a template is called: by whom it is for. */
import type { Template } from '$core/api-types';
import { hasText, label, t } from '$core/i18n';

type Band = Pick<Template, 'category' | 'late_from' | 'late_to'>;

const category = (name: string): string => label(hasText(`tag.${name}`) ? 'tag' : 'customer_kind', name);

export function forWhom({ category: name, late_from: from, late_to: to }: Band): string {
  const days =
    from === null && to === null
      ? null
      : t('texts.for_days', { from: from === null ? '…' : String(from), to: to === null ? '…' : String(to) });
  return [name && t('texts.for_category', { category: category(name) }), days].filter(Boolean).join(', ');
}
