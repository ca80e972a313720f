/** Add a place met on the road, or complete one; kept as a draft at each change. */
import { useCallback, useEffect, useRef, useState } from 'react';

import { Button, ErrorText, FailureNote, focusFirstError, Loaded, offerUndo, Screen, strayErrors } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type FieldError, type PlaceForm } from '../../platform';
import { useDraft } from '../../pieces/draft';
import { DraftLine } from '../../pieces/DraftLine';
import { useFormKeys } from '../../pieces/formKeys';
import { EMPTY_PLACE, readPlaceDraft, type PlaceDraft } from '../../pieces/placeForm';
import { navigate, rememberDraft, type Route } from '../../pieces/router';
import { Hours, Identity, Offer, Reach, References, Words } from './PlaceFields';
import styles from './place.module.css';

interface Props {
  id: string | null;
  draft: string | null;
}

const NONE: readonly FieldError[] = [];
const SHOWN = [...Object.keys(EMPTY_PLACE), 'position', ...Array.from({ length: 7 }, (_, day) => `days.${day}`)];

export function PlaceEditorScreen({ id, draft }: Props) {
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(draft);
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== null });
  const file = useAnswer('place_get', { id: id ?? '' }, { fresh: true, enabled: id !== null });
  const waiting = id !== null && file.data === undefined ? file : resumed !== null && drafts.data === undefined ? drafts : null;
  if (waiting) {
    return (
      <Screen title={id === null ? 'Nouveau lieu' : 'Modifier le lieu'}>
        <Loaded answer={waiting}>{() => null}</Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((d) => d.id === resumed)?.body;
  const start: PlaceDraft = body === undefined ? { form: file.data?.form ?? EMPTY_PLACE, version: file.data?.version ?? null } : readPlaceDraft(body);
  return <Editor id={id} draft={body === undefined ? null : resumed} start={start} />;
}

function Editor({ id, draft: resumed, start: latest }: Props & { start: PlaceDraft }) {
  const invoke = useInvoke();
  const draft = useDraft({ kind: 'place', record: id, draft: resumed, onKept: rememberDraft });
  const root = useRef<HTMLDivElement>(null);
  // Nothing moves by itself under the hands: what arrives meanwhile is compared when saving.
  const [{ form: start, version }] = useState(latest);
  const [form, setForm] = useState(start);
  const [failure, setFailure] = useState<Failure | null>(null);
  const saving = useRef(false);
  const touched = useRef(false);
  const back: Route = id === null ? { name: 'places' } : { name: 'place', id };

  const set = useCallback((change: Partial<PlaceForm>) => {
    touched.current = true;
    setForm((before) => ({ ...before, ...change }));
  }, []);
  const latestDraft = useRef(draft);
  useEffect(() => {
    latestDraft.current = draft;
  });
  const onBlur = useCallback(() => void latestDraft.current.flush(), []);
  useEffect(() => {
    if (touched.current) draft.touch({ form, version });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handle lives as long as the form
  }, [form]);

  const save = async () => {
    if (saving.current) return;
    saving.current = true;
    const kept = await draft.settle();
    try {
      const saved = await invoke('place_save', { id, draft: kept, form, version });
      draft.finish();
      navigate({ name: 'place', id: saved.id });
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      draft.touch({ form, version });
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    } finally {
      saving.current = false;
    }
  };

  const abandon = async () => {
    await draft.discard();
    navigate(back);
    if (touched.current) {
      offerUndo('Saisie abandonnée.', () => void invoke('draft_save', { id: null, kind: 'place', record: id, body: { form, version } }));
    }
  };

  useFormKeys({ save: () => void save(), close: () => navigate(back) });

  const errors = failure?.fields ?? NONE;
  const part = { form, set, errors, onBlur };
  return (
    <Screen title={id === null ? 'Nouveau lieu' : 'Modifier le lieu'} ownFocus under={<DraftLine status={draft.status} />}>
      <div ref={root} className={styles.form}>
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {strayErrors(errors, SHOWN).map((e) => (
          <ErrorText key={e.field}>{e.message}</ErrorText>
        ))}
        <Identity {...part} autoFocus />
        <Offer {...part} />
        <Hours {...part} />
        <Reach {...part} />
        <Words {...part} />
        <References {...part} />
        <div className={styles.bar}>
          <Button tone="quiet" shortcut="Échap" onPress={() => navigate(back)}>
            Fermer
          </Button>
          <Button tone="quiet" onPress={() => void abandon()}>
            Abandonner la saisie
          </Button>
          <Button tone="primary" shortcut="Ctrl S" onPress={() => void save()}>
            Enregistrer
          </Button>
        </div>
      </div>
    </Screen>
  );
}
