/** Write or correct a diagnostic; kept as a draft at each change. */
import { useEffect, useState } from 'react';

import { Button, Chips, dayOf, errorOf, Loaded, Screen, TextField } from '../../kit';
import { THEMES, useAnswer, useInvoke, type TerritoryForm } from '../../platform';
import { CommunePicker } from '../../pieces/CommunePicker';
import { DayField } from '../../pieces/followup/DayField';
import { EditorFrame, FormGroup, useEditor } from '../../pieces/editor';
import { PlacePicker } from '../../pieces/PlacePicker';
import { navigate } from '../../pieces/router';
import { EMPTY_TERRITORY, readTerritoryDraft, type TerritoryDraft } from '../../pieces/territoryForm';
import styles from './territory.module.css';

interface Props {
  id: string | null;
  draft: string | null;
  /** The place a new diagnostic is about. */
  place: string | null;
}

const NEEDS = THEMES.filter((theme) => !theme.administrative).map(({ value, label, hint }) => ({ value, label, hint }));

export function TerritoryEditorScreen({ id, draft, place }: Props) {
  const title = id === null ? 'Nouveau diagnostic' : 'Modifier le diagnostic';
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(draft);
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== null });
  const file = useAnswer('territory_get', { id: id ?? '' }, { fresh: true, enabled: id !== null });
  const about = useAnswer('place_get', { id: place ?? '' }, { fresh: true, enabled: place !== null });
  const waiting =
    id !== null && file.data === undefined ? file : resumed !== null && drafts.data === undefined ? drafts : place !== null && about.data === undefined ? about : null;
  if (waiting) {
    return (
      <Screen title={title}>
        <Loaded answer={waiting}>{() => null}</Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((d) => d.id === resumed)?.body;
  const fresh: TerritoryDraft = {
    form: file.data?.form ?? { ...EMPTY_TERRITORY, date: dayOf(new Date()), place },
    place_name: file.data?.place_name ?? about.data?.line.name ?? null,
    version: file.data?.version ?? null,
  };
  return <Editor id={id} draft={body === undefined ? null : resumed} title={title} start={body === undefined ? fresh : readTerritoryDraft(body)} />;
}

interface EditorProps {
  id: string | null;
  draft: string | null;
  title: string;
  start: TerritoryDraft;
}

function Editor({ id, draft, title, start }: EditorProps) {
  const invoke = useInvoke();
  const editor = useEditor({
    kind: 'territory',
    id,
    draft,
    start,
    save: ({ form, version }, kept) => invoke('territory_save', { id, draft: kept, form, version }),
    onSaved: (saved) => navigate({ name: 'territory', id: saved }),
    back: id === null ? { name: 'territories' } : { name: 'territory', id },
  });
  const { errors, onBlur } = editor;
  const { form, place_name: placeName } = editor.body;
  useEffect(() => {
    editor.root.current?.querySelector<HTMLElement>('[data-field] :is(input, textarea)')?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the form appears
  }, []);

  const set = (fields: Partial<TerritoryForm>) => editor.change((before) => ({ ...before, form: { ...before.form, ...fields } }), Object.keys(fields));
  const setPlace = (place: { id: string; name: string } | null) =>
    editor.change((before) => ({ ...before, place_name: place?.name ?? null, form: { ...before.form, place: place?.id ?? null } }), ['place', 'commune']);
  const prose = (field: 'existing' | 'needs' | 'proposals') => ({
    field,
    multiline: true,
    value: form[field],
    onChange: (value: string) => set({ [field]: value }),
    onBlur,
    error: errorOf(errors, field),
  });
  return (
    <EditorFrame title={title} editor={editor} shown={Object.keys(EMPTY_TERRITORY)}>
      <FormGroup title="De quoi parle-t-il">
        {form.place !== null ? (
          <div role="group" aria-label="Lieu" data-field="commune">
            <span className={styles.label}>Lieu</span>
            <div className={styles.picked}>
              <span>{placeName ?? 'Un lieu que cet ordinateur ne connaît pas'}</span>
              <Button dense onPress={() => setPlace(null)}>
                Changer
              </Button>
            </div>
          </div>
        ) : (
          <>
            <CommunePicker label="Commune" field="commune" value={form.commune} onChange={(commune) => set({ commune })} error={errorOf(errors, 'commune')} />
            {form.commune === null ? (
              <PlacePicker label="Ou un lieu" onPick={setPlace} />
            ) : null}
          </>
        )}
        <DayField
          label="Date"
          required
          field="date"
          today={dayOf(new Date())}
          description="hier, lun, 3/2 ou 03/02/2026"
          value={form.date === '' ? null : form.date}
          onChange={(date) => set({ date: date ?? '' })}
          onBlur={onBlur}
          error={errorOf(errors, 'date')}
        />
      </FormGroup>
      <FormGroup title="Ce qui existe">
        <TextField label="Lieux, personnes, matériel, horaires" {...prose('existing')} />
      </FormGroup>
      <FormGroup title="Besoins exprimés">
        <Chips label="Thèmes" field="themes" mode="many" chips={NEEDS} chosen={form.themes} onChange={(themes) => set({ themes })} error={errorOf(errors, 'themes')} />
        <TextField label="Besoins, avec les mots de ceux qui les disent" {...prose('needs')} />
        <TextField
          label="Structures qui les ont exprimés"
          description={'Une par ligne. Jamais le nom d’une personne\u202f: ce diagnostic est partagé avec l’équipe.'}
          field="structures"
          multiline
          value={form.structures.join('\n')}
          onChange={(text) => set({ structures: text === '' ? [] : text.split('\n') })}
          onBlur={onBlur}
          error={errorOf(errors, 'structures')}
        />
      </FormGroup>
      <FormGroup title="Ce qui est proposé">
        <TextField label="Propositions" {...prose('proposals')} />
      </FormGroup>
    </EditorFrame>
  );
}
