/** Errors of a form by field, and the focus on the first. */
import type { FieldError } from '../platform';

/** What is said under a field. */
export type FieldSentence = Pick<FieldError, 'field' | 'message'>;

/** The sentence of a field, or of anything inside it (`anonymous.genders` takes `anonymous.genders.feminin`). */
export function errorOf(errors: readonly FieldSentence[], field: string): string | undefined {
  return errors.find((e) => e.field === field || e.field.startsWith(`${field}.`))?.message;
}

/** Errors whose field is not on the page: they must be said somewhere. */
export function strayErrors(errors: readonly FieldSentence[], shown: readonly string[]): FieldSentence[] {
  return errors.filter((e) => !shown.some((field) => e.field === field || e.field.startsWith(`${field}.`)));
}

const FOCUSABLE = 'input:not([disabled]), select, textarea, button:not([disabled])[tabindex="0"], button:not([disabled]):not([tabindex="-1"])';

/** Puts the focus in the first field of the page that is at fault: the narrowest one, not the group around it. */
export function focusFirstError(root: HTMLElement | null, errors: readonly FieldSentence[]): void {
  const fields = [...(root?.querySelectorAll<HTMLElement>('[data-field]') ?? [])];
  const faulty = fields.filter(({ dataset }) => errorOf(errors, dataset['field'] ?? '') !== undefined);
  const first = faulty.find((field) => !faulty.some((other) => other !== field && field.contains(other)));
  first?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
  // With its sentence, which stands under it.
  first?.scrollIntoView({ block: 'nearest' });
}
