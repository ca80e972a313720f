/** The keys of a shortcut inside a sentence, as the person chose them. */
import { keysOf, useChosenKeys, type ShortcutId } from './shortcuts';

export function Keys({ of }: { of: ShortcutId }) {
  useChosenKeys();
  const keys = keysOf(of);
  return keys === '' ? <>(aucune touche)</> : <kbd>{keys}</kbd>;
}
