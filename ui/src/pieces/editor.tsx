/** What the forms of a screen have in common: a draft kept at each change, errors under their field, one save at a time, the same keys and buttons. */
import { useCallback, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

import { Button, ErrorText, FailureNote, focusFirstError, offerUndo, Screen, strayErrors } from '../kit';
import { failureOf, useInvoke, type DraftKind, type Failure, type FieldError, type Saved } from '../platform';
import { useDraft, type DraftHandle } from './draft';
import { DraftLine } from './DraftLine';
import { useFormKeys } from './formKeys';
import { navigate, rememberDraft, type Route } from './router';
import styles from './editor.module.css';

interface Options<B> {
  kind: DraftKind;
  /** The record being changed. */
  id: string | null;
  /** The draft being resumed. */
  draft: string | null;
  /** What the form starts with; later ones are not looked at. */
  start: B;
  save: (body: B, draft: string | null) => Promise<Saved>;
  onSaved: (id: string) => void;
  back: Route;
}

export interface Editor<B> {
  body: B;
  /** Changes what was typed; an error goes away when its field is touched. */
  change: (next: (before: B) => B, fields: readonly string[]) => void;
  errors: readonly FieldError[];
  failure: Failure | null;
  root: RefObject<HTMLDivElement | null>;
  draft: DraftHandle;
  onBlur: () => void;
  /** Nothing was typed yet. */
  untouched: () => boolean;
  /** `then`: where the saved record leads, when not where the form always does. */
  save: (then?: (id: string) => void) => void;
  close: () => void;
  abandon: () => void;
}

const NONE: readonly FieldError[] = [];

export function useEditor<B>({ kind, id, draft: resumed, start, save: send, onSaved, back }: Options<B>): Editor<B> {
  const invoke = useInvoke();
  const draft = useDraft({ kind, record: id, draft: resumed, onKept: rememberDraft });
  const root = useRef<HTMLDivElement>(null);
  // Nothing moves by itself under the hands: what arrives meanwhile is compared when saving.
  const [body, setBody] = useState(start);
  const [failure, setFailure] = useState<Failure | null>(null);
  const saving = useRef(false);
  const touched = useRef(false);

  const change = useCallback((next: (before: B) => B, fields: readonly string[]) => {
    touched.current = true;
    setBody(next);
    setFailure((before) => before && { ...before, fields: before.fields.filter((e) => !fields.includes(e.field)) });
  }, []);
  useEffect(() => {
    if (touched.current) draft.touch(body);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handle lives as long as the form
  }, [body]);

  const latest = useRef(draft);
  useEffect(() => {
    latest.current = draft;
  });
  const onBlur = useCallback(() => void latest.current.flush(), []);

  const save = async (then: (id: string) => void) => {
    if (saving.current) return;
    saving.current = true;
    setFailure(null);
    const kept = await draft.settle();
    try {
      const saved = await send(body, kept);
      draft.finish();
      then(saved.id);
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
  useFormKeys({ save: () => void save(onSaved), close });
  return {
    body,
    change,
    errors: failure?.fields ?? NONE,
    failure,
    root,
    draft,
    onBlur,
    untouched: () => !touched.current,
    save: (then = onSaved) => void save(then),
    close,
    abandon: () => void abandon(),
  };
}

interface FrameProps {
  title: string;
  /** Beside the line of the draft. */
  under?: ReactNode;
  editor: Pick<Editor<never>, 'errors' | 'failure' | 'root' | 'draft' | 'save' | 'close' | 'abandon'>;
  /** Fields that say their own errors. */
  shown: readonly string[];
  /** Before the fields. */
  notice?: ReactNode;
  children: ReactNode;
  /** Beside the buttons that every form has. */
  actions?: ReactNode;
}

export function EditorFrame({ title, under, editor, shown, notice, children, actions }: FrameProps) {
  const { failure, errors } = editor;
  return (
    <Screen
      title={title}
      ownFocus
      under={
        <>
          {under} <DraftLine status={editor.draft.status} />
        </>
      }
    >
      <div ref={editor.root} className={styles.form}>
        {notice}
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {strayErrors(errors, shown).map((e) => (
          <ErrorText key={e.field}>{e.message}</ErrorText>
        ))}
        {children}
        <FormBar>
          {actions}
          <Button tone="quiet" shortcut="close" onPress={editor.close}>
            Fermer
          </Button>
          <Button tone="quiet" onPress={editor.abandon}>
            Abandonner la saisie
          </Button>
          <Button tone="primary" shortcut="save" onPress={() => editor.save()}>
            Enregistrer
          </Button>
        </FormBar>
      </div>
    </Screen>
  );
}

/** The buttons of a form, always in sight. */
export function FormBar({ children }: { children: ReactNode }) {
  return <div className={styles.bar}>{children}</div>;
}

/** Fields that go together, under their title. */
export function FormGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
