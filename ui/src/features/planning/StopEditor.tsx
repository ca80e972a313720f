/** A permanence: where, which days, which hours, from when until when. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';

import { Button, Chips, errorOf, offerUndo, Select } from '../../kit';
import { useAnswer, useInvoke, type StopForm, type Weekday } from '../../platform';
import { readPlanDraft } from '../../pieces/plan';
import { EditorFrame } from '../../pieces/editor';
import { navigate } from '../../pieces/router';
import { usePlanEditor, useResumed, Waiting, type Body } from './editor';
import { DayField, HoursFields, PlaceField } from './Fields';
import styles from './planning.module.css';

const DAYS: readonly Weekday[] = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
const WEEKDAYS = DAYS.map((value) => ({ value, label: value.charAt(0).toUpperCase() + value.slice(1) }));

const RHYTHMS = [
  { value: '1', label: 'Toutes les semaines' },
  { value: '2', label: 'Une semaine sur deux' },
  { value: '3', label: 'Une semaine sur trois' },
  { value: '4', label: 'Une semaine sur quatre' },
  { value: '6', label: 'Une semaine sur six' },
  { value: '8', label: 'Une semaine sur huit' },
  { value: '0', label: 'Une seule fois' },
];

const SHOWN = ['place', 'every', 'weekdays', 'starts', 'ends', 'first_day', 'last_day'];
const EMPTY: StopForm = { place: null, every: 1, weekdays: [], starts: '', ends: '', first_day: null, last_day: null };

interface Props {
  id: string | null;
  day?: string | undefined;
  draft?: string | undefined;
}

export function StopEditorScreen({ id, day, draft: named }: Props) {
  const { drafts, draft } = useResumed('stop', id, named);
  const file = useAnswer('stop_get', { id: id ?? '' }, { fresh: true, enabled: id !== null });
  // Where a new one begins: today, at the place one is at.
  const defaults = useAnswer('session_defaults', null, { fresh: true });
  const title = id === null ? 'Nouvelle permanence' : 'Modifier la permanence';
  const answers = [drafts, defaults, ...(id === null ? [] : [file])];
  if (answers.some((answer) => answer.data === undefined) || !defaults.data) return <Waiting title={title} answers={answers} />;
  const { date, place } = defaults.data;
  const fresh: Body<StopForm> = file.data
    ? { form: file.data.form, place_name: file.data.place_name, version: file.data.version }
    : { form: { ...EMPTY, first_day: day ?? date, place: place?.id ?? null }, place_name: place?.name ?? null, version: null };
  const start = draft ? readPlanDraft(EMPTY, draft.body) : fresh;
  return <Form id={id} title={title} draft={draft?.id ?? null} start={start} before={file.data?.form ?? null} today={date} />;
}

interface FormProps {
  id: string | null;
  title: string;
  draft: string | null;
  start: Body<StopForm>;
  /** What stood when the form was opened. */
  before: StopForm | null;
  today: string;
}

function Form({ id, title, draft, start, before: latest, today }: FormProps) {
  const invoke = useInvoke();
  const [{ now, before }] = useState({ now: today, before: latest });
  const editor = usePlanEditor({
    kind: 'stop',
    id,
    draft,
    start,
    save: ({ form, version }, kept) => invoke('stop_save', { id, draft: kept, form, version }),
    onSaved: (saved) => {
      navigate({ name: 'planning' });
      if (before === null) offerUndo('Permanence enregistrée sur cet ordinateur.', () => void invoke('stop_delete', { id: saved }));
      else offerUndo('Permanence modifiée.', () => void invoke('stop_save', { id, draft: null, form: before, version: null }));
    },
    back: { name: 'planning' },
    first: start.form.place === null ? 'place' : 'weekdays',
  });
  const { form, set, errors, onBlur } = editor;
  const once = form.every === 0;

  const remove = async () => {
    if (id === null) return;
    await invoke('stop_delete', { id });
    navigate({ name: 'planning' });
    offerUndo('Permanence supprimée.', () => void invoke('stop_restore', { id }));
  };

  return (
    <EditorFrame
      title={title}
      editor={editor}
      shown={SHOWN}
      actions={
        id === null ? null : (
          <Button tone="quiet" icon={Trash2} onPress={() => void remove()}>
            Supprimer la permanence
          </Button>
        )
      }
    >
      <PlaceField place={form.place} name={editor.placeName} onPlace={editor.setPlace} errors={errors} />
      <Select
        label="Rythme"
        field="every"
        options={RHYTHMS}
        none="Choisir un rythme"
        value={String(form.every)}
        onChange={(value) => set({ every: value === null ? 1 : Number(value) })}
        error={errorOf(errors, 'every')}
      />
      {once ? null : (
        <Chips
          label="Jours"
          required
          field="weekdays"
          mode="many"
          digits
          chips={WEEKDAYS}
          chosen={form.weekdays}
          onChange={(weekdays) => set({ weekdays })}
          error={errorOf(errors, 'weekdays')}
        />
      )}
      <HoursFields starts={form.starts} ends={form.ends} onChange={set} errors={errors} required onBlur={onBlur} />
      <div className={styles.pair}>
        <DayField
          label={once ? 'Jour' : 'À partir du'}
          field="first_day"
          required
          value={form.first_day}
          today={now}
          onChange={(first_day) => set({ first_day })}
          errors={errors}
          onBlur={onBlur}
        />
        {once ? null : (
          <DayField
            label="Jusqu’au"
            field="last_day"
            none="Sans date de fin"
            value={form.last_day}
            today={now}
            onChange={(last_day) => set({ last_day })}
            errors={errors}
            onBlur={onBlur}
          />
        )}
      </div>
    </EditorFrame>
  );
}
