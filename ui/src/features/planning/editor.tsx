/** What the forms of the plan have in common: a draft kept at each change, errors under their field, one save at a time. */
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

import { Button, ErrorText, FailureNote, focusFirstError, Loaded, offerUndo, Screen, strayErrors } from '../../kit';
import { failureOf, useAnswer, useInvoke, type CommandFailure, type Draft, type Failure, type Saved } from '../../platform';
import { useDraft, type DraftStatus } from '../../pieces/draft';
import { DraftLine } from '../../pieces/DraftLine';
import { useFormKeys } from '../../pieces/formKeys';
import type { PlanDraftKind } from '../../pieces/plan';
import { navigate, rememberDraft, type Route } from '../../pieces/router';
import styles from './planning.module.css';

export interface Body<F> {
  form: F;
  /** Name of the place chosen, to show it again. */
  place_name: string | null;
  version: string | null;
}

interface Options<F> {
  kind: PlanDraftKind;
  id: string | null;
  draft: string | null;
  start: Body<F>;
  save: (body: Body<F>, draft: string | null) => Promise<Saved>;
  onSaved: (id: string) => void;
  back: Route;
  /** The field that has the focus when the form opens. */
  first: string;
}

export interface Editor<F> {
  form: F;
  placeName: string | null;
  set: (change: Partial<F>) => void;
  setPlace: (place: { id: string; name: string } | null) => void;
  errors: Failure['fields'];
  failure: Failure | null;
  root: RefObject<HTMLDivElement | null>;
  status: DraftStatus;
  onBlur: () => void;
  /** Nothing was typed yet. */
  untouched: () => boolean;
  save: () => void;
  close: () => void;
  abandon: () => void;
}

export function useEditor<F extends object>({ kind, id, draft: resumed, start: latest, save: send, onSaved, back, first }: Options<F>): Editor<F> {
  const invoke = useInvoke();
  const draft = useDraft({ kind, record: id, draft: resumed, onKept: rememberDraft });
  const root = useRef<HTMLDivElement>(null);
  // Nothing moves by itself under the hands: what arrives meanwhile is compared when saving.
  const [body, setBody] = useState(latest);
  const [failure, setFailure] = useState<Failure | null>(null);
  const saving = useRef(false);
  const touched = useRef(false);

  const change = (next: (before: Body<F>) => Body<F>, fields: readonly string[]) => {
    touched.current = true;
    setBody(next);
    // An error goes away when its field is touched; the others stay.
    setFailure((before) => before && { ...before, fields: before.fields.filter((e) => !fields.includes(e.field)) });
  };
  useEffect(() => {
    if (touched.current) draft.touch(body);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handle lives as long as the form
  }, [body]);

  useEffect(() => {
    root.current?.querySelector<HTMLElement>(`[data-field="${first}"] :is(input, [tabindex="0"], button)`)?.focus();
    // Once, when the form appears.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const save = async () => {
    if (saving.current) return;
    saving.current = true;
    setFailure(null);
    const kept = await draft.settle();
    try {
      const saved = await send(body, kept);
      draft.finish();
      onSaved(saved.id);
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      draft.touch(body);
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    } finally {
      saving.current = false;
    }
  };

  const abandon = async () => {
    await draft.discard();
    navigate(back);
    if (touched.current) {
      offerUndo('Saisie abandonnée.', () => void invoke('draft_save', { id: null, kind, record: id, body }));
    }
  };

  const close = () => navigate(back);
  useFormKeys({ save: () => void save(), close });
  return {
    form: body.form,
    placeName: body.place_name,
    set: (fields) => change((before) => ({ ...before, form: { ...before.form, ...fields } }), Object.keys(fields)),
    setPlace: (place) =>
      change((before) => ({ ...before, place_name: place?.name ?? null, form: { ...before.form, place: place?.id ?? null } }), ['place']),
    errors: failure?.fields ?? [],
    failure,
    root,
    status: draft.status,
    onBlur: () => void draft.flush(),
    untouched: () => !touched.current,
    save: () => void save(),
    close,
    abandon: () => void abandon(),
  };
}

interface FrameProps<F> {
  title: string;
  editor: Editor<F>;
  /** Fields that say their own errors. */
  shown: readonly string[];
  /** Before the fields. */
  notice?: ReactNode;
  children: ReactNode;
  /** Beside the buttons that every form has. */
  actions?: ReactNode;
}

export function EditorFrame<F>({ title, editor, shown, notice, children, actions }: FrameProps<F>) {
  const { failure, errors } = editor;
  return (
    <Screen title={title} ownFocus under={<DraftLine status={editor.status} />}>
      <div ref={editor.root} className={styles.form}>
        {notice}
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {strayErrors(errors, shown).map((e) => (
          <ErrorText key={e.field}>{e.message}</ErrorText>
        ))}
        {children}
        <div className={styles.bar}>
          {actions}
          <Button tone="quiet" shortcut="Échap" onPress={editor.close}>
            Fermer
          </Button>
          <Button tone="quiet" onPress={editor.abandon}>
            Abandonner la saisie
          </Button>
          <Button tone="primary" shortcut="Ctrl S" onPress={editor.save}>
            Enregistrer
          </Button>
        </div>
      </div>
    </Screen>
  );
}

interface Waited {
  data: unknown;
  error: CommandFailure | null;
  refetch: () => unknown;
}

/** The screen until every answer is there. */
export function Waiting({ title, answers }: { title: string; answers: readonly Waited[] }) {
  const late = answers.find((answer) => answer.data === undefined);
  return (
    <Screen title={title}>
      <Loaded answer={{ data: undefined, error: late?.error ?? null, refetch: () => late?.refetch() }} rows={6}>
        {() => null}
      </Loaded>
    </Screen>
  );
}

/** The draft to resume: the one named, else the one left open on this record. */
export function useResumed(kind: PlanDraftKind, record: string | null, named: string | undefined) {
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(named);
  const drafts = useAnswer('draft_list', null, { fresh: true });
  const draft: Draft | undefined = drafts.data?.find((d) =>
    resumed === undefined ? record !== null && d.kind === kind && d.record === record : d.id === resumed,
  );
  return { drafts, draft };
}
