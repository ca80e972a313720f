/** Each shortcut with its keys: another press is taken, unless it means something already. */
import { Keyboard, RotateCcw } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import { Button, chordOf, Dialog, ErrorText, FailureNote, keysOf, refusal, Rows, SHORTCUTS, usualKeysOf, useChosenKeys, type ShortcutId } from '../../kit';
import { failureOf, useInvoke, type Failure, type Settings } from '../../platform';
import styles from './settings.module.css';

type Shortcut = (typeof SHORTCUTS)[number];

export function KeysChosen({ settings }: { settings: Settings }) {
  const invoke = useInvoke();
  useChosenKeys();
  const [changing, setChanging] = useState<Shortcut | null>(null);
  const [said, setSaid] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const status = useRef<HTMLParagraphElement>(null);

  const keep = async (shortcuts: Settings['shortcuts'], words: string) => {
    setFailure(null);
    setSaid('');
    try {
      await invoke('settings_set', { ...settings, shortcuts });
      setSaid(words);
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };
  const without = (id: ShortcutId) => Object.fromEntries(Object.entries(settings.shortcuts).filter(([other]) => other !== id));
  const restore = ({ id, does }: Shortcut) => {
    const usual = usualKeysOf(id);
    const why = refusal(id, usual);
    if (why !== null) {
      setSaid(why);
      return;
    }
    void keep(without(id), `${does}\u202f: de nouveau ${usual}.`);
    // The button pressed goes away: the next Tab starts from the sentence.
    requestAnimationFrame(() => status.current?.focus());
  };

  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={styles.keys}>
        <Rows label="Raccourcis">
          {SHORTCUTS.map((shortcut) => (
            <li key={shortcut.id} className={styles.key}>
              <span className={styles.does}>{shortcut.does}</span>
              {keysOf(shortcut.id) === '' ? <span className={styles.muted}>aucune touche</span> : <kbd>{keysOf(shortcut.id)}</kbd>}
              {'fixed' in shortcut ? (
                <span className={styles.muted}>ne se change pas</span>
              ) : (
                <span className={styles.row}>
                  <Button dense icon={Keyboard} aria-label={`Changer les touches\u202f: ${shortcut.does}`} onPress={() => setChanging(shortcut)}>
                    Changer
                  </Button>
                  {shortcut.id in settings.shortcuts ? (
                    <Button dense tone="quiet" icon={RotateCcw} aria-label={`Rétablir les touches\u202f: ${shortcut.does}`} onPress={() => restore(shortcut)}>
                      Rétablir
                    </Button>
                  ) : null}
                </span>
              )}
            </li>
          ))}
        </Rows>
      </div>
      <p ref={status} role="status" tabIndex={-1} className={styles.said}>
        {said}
      </p>
      {Object.keys(settings.shortcuts).length > 1 ? (
        <Button icon={RotateCcw} onPress={() => void keep({}, 'Toutes les touches sont celles du début.').then(() => status.current?.focus())}>
          Rétablir toutes les touches
        </Button>
      ) : null}
      {changing ? (
        <Capture
          shortcut={changing}
          onClose={() => setChanging(null)}
          onKeys={(keys) => {
            setChanging(null);
            const shortcuts = keys === usualKeysOf(changing.id) ? without(changing.id) : { ...settings.shortcuts, [changing.id]: keys };
            void keep(shortcuts, `${changing.does}\u202f: ${keys}.`);
          }}
        />
      ) : null}
    </>
  );
}

/** Waits for a press. Tab, Escape, and Enter or Space on a button, are what they always are. */
function Capture({ shortcut, onKeys, onClose }: { shortcut: Shortcut; onKeys: (keys: string) => void; onClose: () => void }) {
  const [refused, setRefused] = useState('');
  const latest = useRef(onKeys);
  useEffect(() => {
    latest.current = onKeys;
  });
  useEffect(() => {
    // Before every other listener: what is pressed here does not do what it does elsewhere.
    const pressed = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && ['Tab', 'Escape', 'Enter', ' '].includes(event.key)) return;
      const keys = chordOf(event);
      event.stopImmediatePropagation();
      if (keys === null) return;
      event.preventDefault();
      const why = keys === keysOf(shortcut.id) ? null : refusal(shortcut.id, keys);
      if (why === null) latest.current(keys);
      else setRefused(why);
    };
    window.addEventListener('keydown', pressed, true);
    return () => window.removeEventListener('keydown', pressed, true);
  }, [shortcut]);
  return (
    <Dialog title="Changer les touches" isOpen onClose={onClose}>
      <p>
        <strong>{shortcut.does}</strong>
      </p>
      <p>
        Appuyez sur les nouvelles touches. Aujourd’hui{'\u202f'}: {keysOf(shortcut.id) === '' ? 'aucune' : <kbd>{keysOf(shortcut.id)}</kbd>}
      </p>
      <div role="alert">{refused === '' ? null : <ErrorText>{refused}</ErrorText>}</div>
      <div className={styles.row}>
        <Button autoFocus shortcut="close" onPress={onClose}>
          Ne rien changer
        </Button>
      </div>
    </Dialog>
  );
}
