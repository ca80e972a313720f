/** An outline of workshop: what a colleague needs to give it. */
import { CalendarPlus, Trash2 } from 'lucide-react';

import { useState } from 'react';

import { Button, ButtonLink, Chips, errorOf, offerUndo, TextField } from '../../kit';
import { useAnswer, useInvoke, WORKSHOP_LEVELS, type OutlineForm } from '../../platform';
import { ConflictCards } from '../../pieces/ConflictCards';
import { readPlanDraft } from '../../pieces/plan';
import { EditorFrame } from '../../pieces/editor';
import { href, navigate } from '../../pieces/router';
import { TextGuard } from '../../pieces/TextGuard';
import { usePlanEditor, useResumed, Waiting, type Body } from './editor';
import { ThemesField } from './Fields';
import styles from './planning.module.css';

const SHOWN = ['title', 'level', 'themes', 'duration', 'aims', 'materials', 'steps'];
const EMPTY: OutlineForm = { title: '', level: null, themes: [], duration: '', aims: '', materials: '', steps: '' };

interface Props {
  id: string | null;
  draft?: string | undefined;
}

export function OutlineEditorScreen({ id, draft: named }: Props) {
  const { drafts, draft } = useResumed('outline', id, named);
  const [rank, setRank] = useState(0);
  const file = useAnswer('outline_get', { id: id ?? '' }, { fresh: true, enabled: id !== null });
  const title = id === null ? 'Nouvelle trame' : 'Trame d’atelier';
  const answers = [drafts, ...(id === null ? [] : [file])];
  if (answers.some((answer) => answer.data === undefined)) return <Waiting title={title} answers={answers} />;
  const fresh: Body<OutlineForm> = file.data
    ? { form: file.data.form, place_name: null, version: file.data.version }
    : { form: EMPTY, place_name: null, version: null };
  const start = draft ? readPlanDraft(EMPTY, draft.body) : fresh;
  // What was just chosen above the form is taken by it; what a colleague changes meanwhile is not.
  const chosen = () => void file.refetch().then(() => setRank((before) => before + 1));
  return <Form key={rank} id={id} title={title} draft={draft?.id ?? null} start={start} before={file.data?.form ?? null} onChosen={chosen} />;
}

interface FormProps {
  id: string | null;
  title: string;
  draft: string | null;
  start: Body<OutlineForm>;
  /** What stood when the form was opened. */
  before: OutlineForm | null;
  onChosen: () => void;
}

function Form({ id, title, draft, start, before: stood, onChosen }: FormProps) {
  const invoke = useInvoke();
  const [before] = useState(stood);
  const editor = usePlanEditor({
    kind: 'outline',
    id,
    draft,
    start,
    save: ({ form, version }, kept) => invoke('outline_save', { id, draft: kept, form, version }),
    onSaved: (saved) => {
      navigate({ name: 'outlines' });
      if (before !== null) offerUndo('Trame modifiée.', () => void invoke('outline_save', { id, draft: null, form: before, version: null }));
      else offerUndo('Trame enregistrée sur cet ordinateur.', () => void invoke('outline_delete', { id: saved }));
    },
    back: { name: 'outlines' },
    first: 'title',
  });
  const { form, set, errors, onBlur } = editor;

  const remove = async () => {
    if (id === null) return;
    await invoke('outline_delete', { id });
    navigate({ name: 'outlines' });
    offerUndo('Trame supprimée.', () => void invoke('outline_restore', { id }));
  };

  return (
    <EditorFrame
      title={title}
      editor={editor}
      shown={SHOWN}
      notice={
        id === null ? null : (
          <>
            <ConflictCards table="outline" id={id} onChosen={() => editor.untouched() && onChosen()} />
            <div>
              <ButtonLink icon={CalendarPlus} href={href({ name: 'workshop_new', outline: id })}>
                Prévoir cet atelier
              </ButtonLink>
            </div>
          </>
        )
      }
      actions={
        id === null ? null : (
          <Button tone="quiet" icon={Trash2} onPress={() => void remove()}>
            Supprimer la trame
          </Button>
        )
      }
    >
      <TextField label="Titre" required field="title" value={form.title} onChange={(v) => set({ title: v })} onBlur={onBlur} error={errorOf(errors, 'title')} />
      <Chips
        label="Niveau"
        field="level"
        mode="one"
        optional
        chips={WORKSHOP_LEVELS}
        chosen={form.level ? [form.level] : []}
        onChange={([level]) => set({ level: level ?? null })}
        error={errorOf(errors, 'level')}
      />
      <TextField label="Durée" field="duration" className={styles.short} placeholder="1h30" value={form.duration} onChange={(v) => set({ duration: v })} onBlur={onBlur} error={errorOf(errors, 'duration')} />
      <ThemesField themes={form.themes} onChange={(themes) => set({ themes })} errors={errors} />
      <TextField label="Objectifs" multiline field="aims" value={form.aims} onChange={(v) => set({ aims: v })} onBlur={onBlur} description="Ce que les personnes sauront faire en sortant." error={errorOf(errors, 'aims')} />
      <TextField label="Matériel" multiline field="materials" value={form.materials} onChange={(v) => set({ materials: v })} onBlur={onBlur} error={errorOf(errors, 'materials')} />
      <TextField
        label="Étapes"
        multiline
        field="steps"
        value={form.steps}
        onChange={(v) => set({ steps: v })}
        onBlur={onBlur}
        description="Une par ligne. La trame est lue par toute l’équipe\u202f: n’y écrivez le nom de personne."
        error={errorOf(errors, 'steps')}
      />
      <TextGuard text={`${form.aims}\n${form.materials}\n${form.steps}`} />
    </EditorFrame>
  );
}
