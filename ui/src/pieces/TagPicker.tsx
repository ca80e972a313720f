/** Tags: those chosen, mine most used at hand, the others by their name, a new one created on the spot. */
import { X } from 'lucide-react';
import { useState } from 'react';

import { Button, Chips, ErrorText, FailureNote, SearchBox } from '../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type TagLine } from '../platform';
import styles from './pieces.module.css';

/** As many as one takes in at a glance; the others by their name. */
const AT_HAND = 10;
const MINE = 'create';
const TEAM = 'create-team';

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** « d’équipe », as the profession says; mine say nothing. */
export const scopeOf = (tag: TagLine) => (tag.team ? 'étiquette d’équipe' : undefined);

const chips = (tags: readonly TagLine[]) => tags.map((tag) => ({ value: tag.id, label: tag.team ? `${tag.name} (équipe)` : tag.name, hint: tag.description ?? undefined }));

interface TagPickerProps {
  /** Identifiers, those of no tag of this notebook included: they stay. */
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

export function TagPicker({ chosen, onChange }: TagPickerProps) {
  const invoke = useInvoke();
  const answer = useAnswer('tag_list', null);
  const [query, setQuery] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const tags = answer.data ?? [];
  const bears = (tag: TagLine) => [tag.id, ...tag.aliases].some((id) => chosen.includes(id));
  // Read once, so that nothing moves while one picks.
  const [first, setFirst] = useState<readonly string[] | null>(null);
  if (first === null && answer.data) setFirst(answer.data.filter((tag, rank) => rank < AT_HAND || bears(tag)).map(({ id }) => id));
  const shown = tags.filter((tag) => first?.includes(tag.id) || bears(tag));

  const put = (id: string) => onChange([...chosen.filter((other) => other !== id), id]);
  const choose = (ids: readonly string[]) => {
    const off = shown.filter((tag) => bears(tag) && !ids.includes(tag.id)).flatMap((tag) => [tag.id, ...tag.aliases]);
    const on = shown.filter((tag) => !bears(tag) && ids.includes(tag.id)).map(({ id }) => id);
    onChange([...chosen.filter((id) => !off.includes(id)), ...on]);
  };

  const words = fold(query);
  const found = words === '' ? [] : tags.filter((tag) => fold(tag.name).includes(words));
  const exact = tags.some((tag) => fold(tag.name) === words);
  const typed = query.trim();
  const hits = [
    ...found.filter((tag) => !bears(tag)).map((tag) => ({ id: tag.id, label: tag.name, detail: [scopeOf(tag), tag.description].filter(Boolean).join(' · ') || undefined })),
    ...(typed.length > 1 && !exact
      ? [
          { id: MINE, label: `Créer l’étiquette «\u202f${typed}\u202f»`, detail: 'pour moi', action: true },
          { id: TEAM, label: `Créer l’étiquette d’équipe «\u202f${typed}\u202f»`, detail: 'partagée avec l’équipe', action: true },
        ]
      : []),
  ];

  const create = async (team: boolean) => {
    setFailure(null);
    try {
      const { id } = await invoke('tag_save', { id: null, team, form: { name: typed, description: '' }, version: null });
      setQuery('');
      put(id);
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  if (answer.error) return <FailureNote failure={answer.error.failure} retry={() => void answer.refetch()} />;
  return (
    <div className={styles.stack} data-field="tags">
      {shown.length > 0 ? (
        <Chips label="Étiquettes" mode="many" chips={chips(shown)} chosen={shown.filter(bears).map(({ id }) => id)} onChange={choose} />
      ) : null}
      <SearchBox
        label={shown.length > 0 ? 'Une autre étiquette' : 'Étiquettes'}
        placeholder="Chercher ou créer"
        query={query}
        onQuery={setQuery}
        hits={hits}
        {...(query === '' ? {} : { nothing: exact ? 'Elle est déjà choisie.' : 'Encore une lettre…' })}
        onPick={(id) => {
          if (id === MINE || id === TEAM) void create(id === TEAM);
          else {
            setQuery('');
            put(id);
          }
        }}
      />
      {failure ? (
        failure.code === 'invalid' ? (
          <ErrorText>{failure.fields.map(({ message }) => message).join(' ')}</ErrorText>
        ) : (
          <FailureNote failure={failure} />
        )
      ) : null}
    </div>
  );
}

/** What is chosen, as words that can be taken off: for a list sifted by it. */
export function Chosen({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <Button dense icon={X} onPress={onRemove} aria-label={`Ne plus filtrer par\u202f: ${label}`}>
      {label}
    </Button>
  );
}
