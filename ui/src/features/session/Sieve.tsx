/** What the list of sessions is sifted by: period, kind, place, theme, tag, person. Identifiers only, no name is kept. */
import { ListFilter } from 'lucide-react';
import { useState } from 'react';

import { addDays, Button, Chips, dayInField, dayOf, parseDay, Select, TextField } from '../../kit';
import { themeLabel, THEMES, useAnswer, type SessionKind, type SessionSelect, type Theme } from '../../platform';
import { PersonPicker } from '../../pieces/PersonPicker';
import { Chosen } from '../../pieces/TagPicker';
import styles from './session.module.css';

type Period = 'all' | 'week' | 'month' | 'year' | 'other';
const PERIODS: readonly { value: Period; label: string }[] = [
  { value: 'all', label: 'Toutes' },
  { value: 'week', label: '7 derniers jours' },
  { value: 'month', label: '30 derniers jours' },
  { value: 'year', label: 'Cette année' },
  { value: 'other', label: 'Autres dates' },
];

const KINDS: readonly { value: SessionKind; label: string }[] = [
  { value: 'individuel', label: 'Accompagnements individuels' },
  { value: 'collectif', label: 'Ateliers collectifs' },
];

const THEME_OPTIONS = THEMES.map(({ value }) => ({ value, label: themeLabel(value) }));

export interface Sifting {
  period: Period;
  /** Of « Autres dates », ISO 8601. */
  from: string | null;
  to: string | null;
  kind: SessionKind | null;
  place: string | null;
  theme: Theme | null;
  tag: string | null;
  beneficiary: string | null;
}

export const EVERYTHING: Sifting = { period: 'all', from: null, to: null, kind: null, place: null, theme: null, tag: null, beneficiary: null };

/** How many things it is sifted by, the period apart. */
const finer = ({ kind, place, theme, tag, beneficiary }: Sifting) => [kind, place, theme, tag, beneficiary].filter((one) => one !== null).length;

export const siftsNothing = (sifting: Sifting) => finer(sifting) === 0 && selectionOf(sifting).from === null && selectionOf(sifting).to === null;

/** What is asked of the notebook. */
export function selectionOf({ period, from, to, kind, place, theme, tag, beneficiary }: Sifting): SessionSelect {
  const today = dayOf(new Date());
  const starts: Record<Period, string | null> = {
    all: null,
    week: addDays(today, -6),
    month: addDays(today, -29),
    year: `${today.slice(0, 4)}-01-01`,
    other: from,
  };
  return { from: starts[period], to: period === 'other' ? to : null, beneficiary, sieve: { kind, place, theme, tag } };
}

interface SieveProps {
  sifting: Sifting;
  onSift: (sifting: Sifting) => void;
}

export function Sieve({ sifting, onSift }: SieveProps) {
  const [open, setOpen] = useState(finer(sifting) > 0);
  const set = (change: Partial<Sifting>) => onSift({ ...sifting, ...change });
  return (
    <>
      <Chips label="Période" quiet mode="one" chips={PERIODS} chosen={[sifting.period]} onChange={([period]) => period && set({ period })}>
        <Button dense icon={ListFilter} aria-expanded={open} onPress={() => setOpen(!open)}>
          {finer(sifting) > 0 ? `Filtres (${finer(sifting)})` : 'Filtres'}
        </Button>
      </Chips>
      {sifting.period === 'other' ? (
        <div className={styles.sieve}>
          <DayField label="Du" value={sifting.from} onDay={(from) => set({ from })} />
          <DayField label="Au" value={sifting.to} onDay={(to) => set({ to })} />
        </div>
      ) : null}
      {open ? <Finer sifting={sifting} set={set} /> : null}
    </>
  );
}

function DayField({ label, value, onDay }: { label: string; value: string | null; onDay: (day: string | null) => void }) {
  const [typed, setTyped] = useState(value ? dayInField(value) : '');
  const misread = typed.trim() !== '' && value === null;
  return (
    <TextField
      label={label}
      placeholder="JJ/MM/AAAA"
      value={typed}
      onChange={(text) => {
        setTyped(text);
        onDay(parseDay(text, dayOf(new Date())));
      }}
      onBlur={() => {
        if (value) setTyped(dayInField(value));
      }}
      error={misread ? 'Écrivez la date ainsi\u202f: 24/11/2026, hier ou lundi.' : undefined}
    />
  );
}

function Finer({ sifting, set }: { sifting: Sifting; set: (change: Partial<Sifting>) => void }) {
  const places = useAnswer('place_search', { query: '', limit: 100 });
  const tags = useAnswer('tag_list', null);
  const person = useAnswer('beneficiary_get', { id: sifting.beneficiary ?? '' }, { enabled: sifting.beneficiary !== null });
  return (
    <div className={styles.sieve} role="group" aria-label="Filtres">
      <Select label="Sorte de séance" none="Toutes" options={KINDS} value={sifting.kind} onChange={(kind) => set({ kind })} />
      <Select
        label="Lieu"
        none="Tous"
        options={(places.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={sifting.place}
        onChange={(place) => set({ place })}
      />
      <Select label="Thème" none="Tous" options={THEME_OPTIONS} value={sifting.theme} onChange={(theme) => set({ theme })} />
      <Select
        label="Étiquette"
        none="Toutes"
        options={(tags.data ?? []).map(({ id, name, team }) => ({ value: id, label: team ? `${name} (équipe)` : name }))}
        value={sifting.tag}
        onChange={(tag) => set({ tag })}
      />
      {sifting.beneficiary === null ? (
        <PersonPicker label="Bénéficiaire" placeholder="Trois lettres d’un nom" create={false} onPick={({ id }) => set({ beneficiary: id })} />
      ) : (
        <Chosen label={person.data?.line.name ?? 'une personne'} onRemove={() => set({ beneficiary: null })} />
      )}
    </div>
  );
}
