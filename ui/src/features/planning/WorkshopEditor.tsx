/** A workshop to come: from nothing, from an outline, or like an earlier one. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';

import { addDays, Button, Chips, dayInWords, errorOf, offerUndo, Select, TextField } from '../../kit';
import {
  useAnswer,
  useInvoke,
  usePlatform,
  WORKSHOP_LEVELS,
  type OutlineForm,
  type WorkshopFile,
  type WorkshopForm,
  type WorkshopModels,
} from '../../platform';
import { readPlanDraft } from '../../pieces/plan';
import { EditorFrame } from '../../pieces/editor';
import { navigate, type Route } from '../../pieces/router';
import { usePlanEditor, useResumed, Waiting, type Body } from './editor';
import { DayField, HoursFields, PlaceField, ThemesField } from './Fields';
import styles from './planning.module.css';

const SHOWN = ['date', 'starts', 'ends', 'place', 'title', 'level', 'themes', 'capacity'];
const EMPTY: WorkshopForm = {
  date: null,
  starts: '',
  ends: '',
  place: null,
  title: '',
  level: null,
  themes: [],
  capacity: null,
  outline: null,
};

interface Props {
  id: string | null;
  day?: string | undefined;
  copy?: string | undefined;
  outline?: string | undefined;
  draft?: string | undefined;
}

export function WorkshopEditorScreen({ id, day, copy, outline, draft: named }: Props) {
  const { drafts, draft } = useResumed('workshop', id, named);
  const from = id ?? copy;
  const file = useAnswer('workshop_get', { id: from ?? '' }, { fresh: true, enabled: from !== undefined });
  const model = useAnswer('outline_get', { id: outline ?? '' }, { fresh: true, enabled: outline !== undefined });
  const models = useAnswer('workshop_models', null, { fresh: true });
  const defaults = useAnswer('session_defaults', null, { fresh: true });
  const title = id === null ? 'Prévoir un atelier' : 'Modifier l’atelier';
  const answers = [drafts, models, defaults, ...(from === undefined ? [] : [file]), ...(outline === undefined ? [] : [model])];
  if (answers.some((answer) => answer.data === undefined) || !models.data || !defaults.data) {
    return <Waiting title={title} answers={answers} />;
  }
  const { date, place } = defaults.data;
  const blank: Body<WorkshopForm> = {
    form: { ...EMPTY, date: day ?? null, place: place?.id ?? null },
    place_name: place?.name ?? null,
    version: null,
  };
  let fresh = blank;
  if (file.data && id !== null) fresh = { form: file.data.form, place_name: file.data.line.place_name, version: file.data.version };
  else if (file.data) fresh = copied(file.data, date);
  else if (model.data && outline !== undefined) fresh = { ...blank, form: outlined(blank.form, model.data.form, outline) };
  const start = draft ? readPlanDraft(EMPTY, draft.body) : fresh;
  return <Form id={id} title={title} draft={draft?.id ?? null} start={start} before={id === null ? null : (file.data?.form ?? null)} today={date} models={models.data} />;
}

/** The same one, the next week that is not past: never the people. */
export function copied({ form, line }: WorkshopFile, today: string): Body<WorkshopForm> {
  let date = form.date === null ? null : addDays(form.date, 7);
  while (date !== null && date < today) date = addDays(date, 7);
  return { form: { ...form, date }, place_name: line.place_name, version: null };
}

function minutesOf(time: string): number | null {
  const match = /^(\d{1,2}) ?[h:] ?(\d{2})?$/.exec(time.trim());
  return match ? Number(match[1]) * 60 + Number(match[2] ?? 0) : null;
}

/** « 9h » and an hour and a half make « 10:30 ». */
function endOf(starts: string, duration: string): string | null {
  const start = minutesOf(starts);
  const hours = /^(\d{1,2})h(\d{2})?$/.exec(duration);
  const minutes = /^(\d{1,3})mn$/.exec(duration);
  const length = hours ? Number(hours[1]) * 60 + Number(hours[2] ?? 0) : minutes ? Number(minutes[1]) : null;
  if (start === null || length === null || start + length >= 24 * 60) return null;
  const end = start + length;
  return `${String(Math.floor(end / 60)).padStart(2, '0')}:${String(end % 60).padStart(2, '0')}`;
}

/** What an outline says; what one had chosen already stays. */
function outlined(form: WorkshopForm, model: OutlineForm, id: string): WorkshopForm {
  return {
    ...form,
    title: model.title,
    level: model.level,
    themes: model.themes,
    outline: id,
    ends: form.ends === '' ? (endOf(form.starts, model.duration) ?? '') : form.ends,
  };
}

interface FormProps {
  id: string | null;
  title: string;
  draft: string | null;
  start: Body<WorkshopForm>;
  /** What stood when the form was opened. */
  before: WorkshopForm | null;
  today: string;
  models: WorkshopModels;
}

function Form({ id, title, draft, start, before: stood, today, models: latest }: FormProps) {
  const invoke = useInvoke();
  const platform = usePlatform();
  const [{ now, models, before }] = useState({ now: today, models: latest, before: stood });
  const [capacity, setCapacity] = useState(start.form.capacity === null ? '' : String(start.form.capacity));
  /** Times the whole form was filled at once: fields that hold what is typed begin again. */
  const [rank, setRank] = useState(0);
  const [length, setLength] = useState<string | null>(null);
  const [from, setFrom] = useState(start.form.outline === null ? null : `trame ${start.form.outline}`);
  const back: Route = id === null ? { name: 'planning' } : { name: 'workshop', id };
  const editor = usePlanEditor({
    kind: 'workshop',
    id,
    draft,
    start,
    save: ({ form, version }, kept) => invoke('workshop_save', { id, draft: kept, form, version }),
    onSaved: (saved) => {
      navigate({ name: 'workshop', id: saved });
      if (before !== null) {
        offerUndo('Atelier modifié.', () => void invoke('workshop_save', { id, draft: null, form: before, version: null }));
      } else {
        offerUndo('Atelier prévu, enregistré sur cet ordinateur.', () => {
          void invoke('workshop_delete', { id: saved }).then(() => navigate({ name: 'planning' }));
        });
      }
    },
    back,
    first: 'title',
  });
  const { form, set, errors, onBlur } = editor;

  const startFrom = async (chosen: string | null) => {
    setFrom(chosen);
    const [sort, model] = chosen?.split(' ') ?? [];
    if (model === undefined) return;
    if (sort === 'trame') {
      const { form: outline } = await platform.invoke('outline_get', { id: model });
      setLength(outline.duration);
      set(outlined(form, outline, model));
    } else {
      const body = copied(await platform.invoke('workshop_get', { id: model }), now);
      editor.setPlace(body.form.place === null ? null : { id: body.form.place, name: body.place_name ?? 'Lieu choisi' });
      set(body.form);
      setCapacity(body.form.capacity === null ? '' : String(body.form.capacity));
    }
    setRank((before) => before + 1);
  };

  const remove = async () => {
    if (id === null) return;
    await invoke('workshop_delete', { id });
    navigate({ name: 'planning' });
    offerUndo('Atelier supprimé du planning.', () => void invoke('workshop_restore', { id }));
  };

  const starts = [
    ...models.outlines.map((outline) => ({ value: `trame ${outline.id}`, label: `Trame · ${outline.title}` })),
    ...models.recent.map((line) => ({ value: `copie ${line.id}`, label: `Comme «\u202f${line.title}\u202f», ${dayInWords(line.date, now)}` })),
  ];
  return (
    <EditorFrame
      title={title}
      editor={editor}
      shown={SHOWN}
      actions={
        id === null ? null : (
          <Button tone="quiet" icon={Trash2} onPress={() => void remove()}>
            Supprimer l’atelier
          </Button>
        )
      }
    >
      {id === null && starts.length > 0 ? (
        <Select
          label="Partir de"
          none="Rien, un nouvel atelier"
          description="Une trame de l’équipe, ou un de vos ateliers. Les personnes inscrites ne sont jamais recopiées."
          options={starts}
          value={from}
          onChange={(chosen) => void startFrom(chosen)}
        />
      ) : null}
      <TextField label="Titre de l’atelier" required field="title" value={form.title} onChange={(v) => set({ title: v })} onBlur={onBlur} error={errorOf(errors, 'title')} />
      <div className={styles.pair} key={rank}>
        <DayField label="Date" field="date" required value={form.date} today={now} onChange={(date) => set({ date })} errors={errors} onBlur={onBlur} />
        <HoursFields
          starts={form.starts}
          ends={form.ends}
          onChange={(hours) => {
            const end = hours.starts !== undefined && length !== null ? endOf(hours.starts, length) : null;
            set(end === null ? hours : { ...hours, ends: end });
          }}
          errors={errors}
          required
          onBlur={onBlur}
        />
      </div>
      <PlaceField place={form.place} name={editor.placeName} onPlace={editor.setPlace} errors={errors} />
      <Chips
        label="Niveau de l’atelier"
        field="level"
        mode="one"
        optional
        chips={WORKSHOP_LEVELS}
        chosen={form.level ? [form.level] : []}
        onChange={([level]) => set({ level: level ?? null })}
        error={errorOf(errors, 'level')}
      />
      <ThemesField themes={form.themes} onChange={(themes) => set({ themes })} errors={errors} />
      <TextField
        label="Nombre de places"
        field="capacity"
        inputMode="numeric"
        className={styles.short}
        value={capacity}
        description="Laissez vide s’il n’y a pas de limite. Au-delà, les inscriptions passent en liste d’attente."
        onChange={(typed) => {
          setCapacity(typed);
          // Anything but a number is refused in words, as zero is.
          set({ capacity: typed.trim() === '' ? null : /^\d{1,4}$/.test(typed.trim()) ? Number(typed) : 0 });
        }}
        onBlur={onBlur}
        error={errorOf(errors, 'capacity')}
      />
    </EditorFrame>
  );
}
