/**
 * The session form: one page, everything pre-filled that can be, kept at each change. The focus
 * starts in the themes, the only thing a usual anonymous session still needs.
 */
import { Trash2 } from 'lucide-react';
import { Fragment, useEffect, useRef, useState, type ReactNode } from 'react';

import { Button, Checkbox, Chips, ErrorText, FailureNote, focusFirstError, offerUndo, Screen, strayErrors, type FieldSentence } from '../../kit';
import { failureOf, useInvoke, type Failure, type SessionDefaults, type SessionForm, type SessionKind } from '../../platform';
import { useDraft } from '../../pieces/draft';
import { DraftLine } from '../../pieces/DraftLine';
import { FormBar } from '../../pieces/editor';
import { useFormKeys } from '../../pieces/formKeys';
import { rememberDraft } from '../../pieces/router';
import { finished, withThemes, type SessionDraft } from '../../pieces/sessionForm';
import { MoreFields } from './MoreFields';
import { OutcomeFields } from './OutcomeFields';
import { ThemeFields } from './ThemeFields';
import { WhenWhere } from './WhenWhere';
import { WhoFields } from './WhoFields';
import { unreadCounts, WorkshopFields } from './WorkshopFields';
import styles from './session.module.css';

const KINDS: readonly { value: SessionKind; label: string }[] = [
  { value: 'individuel', label: 'Individuel' },
  { value: 'collectif', label: 'Atelier' },
];

/** Fields that say their own errors; the others are said at the top. */
const SHOWN = [
  'themes', 'procedure', 'duration', 'date', 'place_kind', 'place', 'commune', 'people', 'person', 'title', 'level',
  'anonymous', 'materials', 'tags', 'notes', 'outcome',
];

function focusIn(root: HTMLElement | null, field: string): void {
  root?.querySelector<HTMLElement>(`[data-field="${field}"] :is(input, [tabindex="0"], button)`)?.focus();
}

export interface FormPart {
  form: SessionForm;
  set: (change: Partial<SessionForm>) => void;
  errors: readonly FieldSentence[];
  /** Leaving a field keeps the draft at once. */
  onBlur: () => void;
}

interface EditorProps {
  id: string | null;
  draft: string | null;
  defaults: SessionDefaults;
  start: SessionDraft;
  /** A session was just saved, this is the next. */
  following?: boolean;
  /** The next one will be alike: what was done sticks too. */
  alike?: boolean;
  onAlike?: (alike: boolean) => void;
  /** More that can be done with a session already noted. */
  actions?: ReactNode;
  notice?: ReactNode;
  onSaved: () => void;
  onNext?: (saved: SessionDraft) => void;
  onClose: () => void;
  onDelete?: () => void;
  /** Stands beside the removal: what else may be done with the session as it is recorded. */
  tools?: ReactNode;
  /** Who changed what, and when. */
  history?: ReactNode;
}

export function SessionEditor({ id, draft: resumed, defaults, start, following, alike, onAlike, actions, notice, onSaved, onNext, onClose, onDelete, tools, history }: EditorProps) {
  const invoke = useInvoke();
  const draft = useDraft({ kind: 'session', record: id, draft: resumed, onKept: rememberDraft });
  const root = useRef<HTMLDivElement>(null);
  const [body, setBody] = useState(start);
  /** How many times the form took other values as a whole. */
  const [rank, setRank] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const saving = useRef(false);
  const touched = useRef(false);
  const { form } = body;

  const change = (next: Partial<SessionDraft>) => {
    touched.current = true;
    setBody((before) => ({ ...before, ...next }));
  };
  const set = (fields: Partial<SessionForm>) => {
    touched.current = true;
    setBody((before) => ({ ...before, form: { ...before.form, ...fields } }));
    // An error goes away when its field is touched; the others stay.
    setFailure((before) => before && { ...before, fields: before.fields.filter((e) => !((e.field.split('.')[0] ?? '') in fields)) });
  };

  useEffect(() => {
    if (touched.current) draft.touch(body);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handle lives as long as the form
  }, [body]);

  useEffect(() => {
    // What was typed stays, with what was seen when it was.
    if (touched.current || start.version === body.version) return;
    setBody(start);
    setRank((before) => before + 1);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- another version is another start
  }, [start.version]);

  useEffect(() => {
    // What two laptops wrote at once is seen before the form.
    const dispute = root.current?.querySelector<HTMLElement>('[data-dispute]');
    if (dispute) {
      dispute.focus();
      return;
    }
    const first = start.form.kind === 'collectif' && start.form.title === null ? 'title' : 'themes';
    focusIn(root.current, first);
    // Once, when the form appears.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const save = async (then: 'next' | 'close') => {
    if (saving.current) return;
    const unread = form.kind === 'collectif' ? unreadCounts(form.anonymous) : [];
    if (unread.length > 0) {
      // Said under their fields already.
      focusFirstError(root.current, unread);
      return;
    }
    saving.current = true;
    setFailure(null);
    const kept = await draft.settle();
    try {
      const saved = await invoke('session_save', {
        id,
        draft: kept,
        form: finished(form),
        version: body.version,
        ...(body.workshop ? { workshop: body.workshop } : {}),
      });
      draft.finish();
      if (id === null) {
        offerUndo('Séance enregistrée sur cet ordinateur.', () => invoke('session_delete', { id: saved.id }));
      }
      if (then === 'next' && onNext) onNext(body);
      else onSaved();
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      draft.touch(body);
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    } finally {
      saving.current = false;
    }
  };

  const next = onNext ? () => void save('next') : undefined;
  useFormKeys({ save: () => void save('close'), close: onClose, groups: root, ...(next ? { next } : {}) });

  const errors = failure?.fields ?? [];
  const part: FormPart = { form, set, errors, onBlur: () => void draft.flush() };
  const individual = form.kind === 'individuel';
  return (
    <Screen
      title={id === null ? (individual ? 'Nouvelle séance' : 'Nouvel atelier') : individual ? 'Séance' : 'Atelier'}
      ownFocus
      under={<DraftLine status={draft.status} />}
      actions={
        <>
          <Chips
            label="Sorte de séance"
            quiet
            mode="one"
            chips={KINDS}
            chosen={[form.kind]}
            onChange={([kind]) => kind && set({ kind })}
          />
          {actions}
          <Button dense tone="quiet" shortcut="close" onPress={onClose}>
            Fermer
          </Button>
        </>
      }
    >
      <div className={styles.form} ref={root}>
        <p role="status" className={styles.saved}>
          {following && !touched.current ? 'Séance précédente enregistrée. Voici la suivante.' : ''}
        </p>
        {notice}
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {strayErrors(errors, SHOWN).map((e) => (
          <ErrorText key={e.field}>{e.message}</ErrorText>
        ))}
        <Fragment key={rank}>
          {individual ? (
            <WhoFields
              {...part}
              person={body.people[0] ?? null}
              onPerson={(person) => {
                change({ people: person ? [person] : [], form: { ...form, people: person ? [person.id] : [] } });
                // The field goes away with its question; the themes are what comes next.
                if (person) requestAnimationFrame(() => focusIn(root.current, 'themes'));
              }}
            />
          ) : (
            <WorkshopFields
              {...part}
              people={body.people}
              onPeople={(people) => change({ people, form: { ...form, people: people.map((p) => p.id) } })}
            />
          )}
          <ThemeFields {...part} defaults={defaults} onThemes={(themes) => set(withThemes(form, themes))} />
          <WhenWhere
            {...part}
            defaults={defaults}
            placeName={body.place_name}
            typed={body.typed}
            onTyped={(typed) => change({ typed })}
            onPlace={(place) => change({ place_name: place?.name ?? null, form: { ...form, place: place?.id ?? null } })}
          />
          {individual ? <OutcomeFields
              {...part}
              towards={body.towards}
              onTowards={(place) =>
                change({ towards: place?.name ?? null, form: { ...form, outcome: { ...form.outcome, redirection_place: place?.id ?? null } } })
              }
            /> : null}
          <MoreFields {...part} />
        </Fragment>
        {history}
        {onAlike ? (
          <div data-group>
            <Checkbox isSelected={alike ?? false} onChange={onAlike}>
            {individual
              ? 'La suivante lui ressemble : garder thèmes, matériel et étiquettes'
              : 'Le suivant lui ressemble : garder titre, niveau, thèmes, matériel et étiquettes'}
            </Checkbox>
          </div>
        ) : null}
        <FormBar>
          {onDelete ? (
            <Button tone="quiet" icon={Trash2} onPress={onDelete}>
              Supprimer la séance
            </Button>
          ) : null}
          {tools}
          <Button shortcut="save" tone={next ? 'plain' : 'primary'} onPress={() => void save('close')}>
            Enregistrer
          </Button>
          {next ? (
            <Button tone="primary" shortcut="next" onPress={next}>
              Enregistrer et suivant
            </Button>
          ) : null}
        </FormBar>
      </div>
    </Screen>
  );
}
