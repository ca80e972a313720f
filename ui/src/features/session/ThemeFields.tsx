/** Themes as chips, mine first; administrative ones only under « Aide aux démarches administratives ». */
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, Chips, errorOf, TextField } from '../../kit';
import { ADMINISTRATIVE_HELP, isAdministrative, themeLabel, THEMES, type SessionDefaults, type Theme } from '../../platform';
import type { FormPart } from './SessionEditor';
import styles from './session.module.css';

/** As many as there are digit keys. */
const FREQUENT = 9;

const HINTS = new Map(THEMES.map(({ value, hint }) => [value, hint]));

/** Short where the national label is long for a chip one reads a hundred times a day. */
const toChip = (theme: Theme) => ({ value: theme, label: themeLabel(theme), hint: HINTS.get(theme) });

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The order of the day: most used first, then the national order for those never used. */
function ordered(mine: readonly Theme[], administrative: boolean): Theme[] {
  const rest = THEMES.map((t) => t.value).filter((t) => isAdministrative(t) === administrative && !mine.includes(t));
  return [...mine.filter((t) => isAdministrative(t) === administrative), ...rest];
}

interface ThemeProps extends FormPart {
  defaults: SessionDefaults;
  onThemes: (themes: Theme[]) => void;
}

export function ThemeFields({ form, set, errors, onBlur, defaults, onThemes }: ThemeProps) {
  const all = ordered(defaults.themes, false);
  const frequent = all.slice(0, FREQUENT);
  // Fixed at the start, so that nothing moves while one picks.
  const [first] = useState(() => [...frequent, ...form.themes.filter((t) => !frequent.includes(t) && !isAdministrative(t))]);
  const [searching, setSearching] = useState(false);
  const [words, setWords] = useState('');
  const field = useRef<HTMLInputElement>(null);

  const wanted = fold(words.trim());
  const found = all.filter((theme) => wanted === '' || fold(`${themeLabel(theme)} ${HINTS.get(theme) ?? ''}`).includes(wanted));
  const extra = form.themes.filter((t) => !isAdministrative(t) && !first.includes(t));
  const shown = searching ? found : [...first, ...extra];
  const administrative = form.themes.includes(ADMINISTRATIVE_HELP);

  /** Those shown change; those not shown stay as they were. */
  const merge = (among: readonly Theme[], chosen: readonly Theme[]) =>
    onThemes([...form.themes.filter((t) => !among.includes(t) || chosen.includes(t)), ...chosen.filter((t) => !form.themes.includes(t))]);

  return (
    <div className={styles.group} data-group>
      <Chips
        label="Thèmes"
        required
        field="themes"
        mode="many"
        digits={!searching}
        chips={shown.map(toChip)}
        chosen={form.themes}
        onChange={(chosen) => merge(shown, chosen)}
        error={errorOf(errors, 'themes')}
      >
        <Button
          dense
          tone="quiet"
          icon={Search}
          aria-expanded={searching}
          onPress={() => {
            setSearching(!searching);
            setWords('');
            if (!searching) requestAnimationFrame(() => field.current?.focus());
          }}
        >
          {searching ? 'Mes plus fréquents' : 'Tous les thèmes'}
        </Button>
      </Chips>
      {searching ? (
        <TextField label="Chercher un thème" placeholder="CAF, mot de passe, photo…" inputRef={field} value={words} onChange={setWords} description={found.length === 0 ? 'Aucun thème ne contient ces mots.' : undefined} />
      ) : null}
      {administrative ? (
        <div className={styles.under}>
          <Chips
            label="Thématique(s) de la démarche administrative"
            mode="many"
            chips={ordered(defaults.administrative_themes, true).map(toChip)}
            chosen={form.themes}
            onChange={(chosen) => merge(THEMES.map((t) => t.value).filter(isAdministrative), chosen)}
          />
          <TextField
            label="Préciser le nom de la démarche administrative réalisée"
            field="procedure"
            value={form.procedure ?? ''}
            onChange={(procedure) => set({ procedure })}
            onBlur={onBlur}
            error={errorOf(errors, 'procedure')}
          />
        </div>
      ) : null}
    </div>
  );
}
