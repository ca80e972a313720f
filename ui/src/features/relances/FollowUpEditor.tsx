/** The form of a goal, a referral, a procedure, a diagnostic, a mandate, Pix or pass; kept as a draft at each change. */
import { useEffect, useRef, useState } from 'react';

import { Button, ErrorText, FailureNote, focusFirstError, Loaded, offerUndo, openFileName, Screen, strayErrors } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type FollowUpFile } from '../../platform';
import { useDraft } from '../../pieces/draft';
import { DraftLine } from '../../pieces/DraftLine';
import { backOf, readFollowUpDraft, type FollowUpRoute } from '../../pieces/followup/form';
import { wordsOf } from '../../pieces/followup/words';
import { useFormKeys } from '../../pieces/formKeys';
import { navigate, rememberDraft } from '../../pieces/router';
import { Fields, SHOWN } from './Fields';
import styles from './relances.module.css';

export function FollowUpEditorScreen(route: FollowUpRoute) {
  const { kind, id = null, person: beneficiary = null, session = null } = route;
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(route.draft ?? null);
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== null });
  const opened = useAnswer('followup_open', { kind, id, beneficiary, session }, { fresh: true });
  const waiting = opened.data === undefined ? opened : resumed !== null && drafts.data === undefined ? drafts : null;
  if (waiting || !opened.data) {
    return (
      <Screen title={id === null ? wordsOf(kind).create : wordsOf(kind).change}>
        <Loaded answer={{ data: undefined, error: waiting?.error ?? null, refetch: () => waiting?.refetch() }}>{() => null}</Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((draft) => draft.id === resumed && draft.kind === 'follow_up')?.body;
  // What was typed, with what was seen when it was; today is today.
  const start = body === undefined ? opened.data : { ...readFollowUpDraft(body).file, today: opened.data.today };
  return <Editor route={route} draft={body === undefined ? null : resumed} start={start} />;
}

function Editor({ route, draft: resumed, start: latest }: { route: FollowUpRoute; draft: string | null; start: FollowUpFile }) {
  const invoke = useInvoke();
  // Nothing moves by itself under the hands: what arrives meanwhile is compared when saving.
  const [start] = useState(latest);
  const [file, setFile] = useState(start);
  const draft = useDraft({ kind: 'follow_up', record: start.id, draft: resumed, onKept: rememberDraft });
  const root = useRef<HTMLDivElement>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const saving = useRef(false);
  const touched = useRef(false);
  const { kind } = start.form;
  const back = backOf(start);
  const body = { route, file };

  const change = (next: Partial<FollowUpFile>) => {
    touched.current = true;
    setFile((before) => ({ ...before, ...next }));
  };
  useEffect(() => {
    if (touched.current) draft.touch(body);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handle lives as long as the form
  }, [file]);
  useEffect(() => {
    // Where the session says the place, what is left to say is why.
    const first = start.session_place === null ? '[data-field]' : '[data-field="reason"]';
    root.current?.querySelector<HTMLElement>(`${first} :is(input, select, textarea, [role="radio"])`)?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the form appears
  }, []);

  const save = async () => {
    if (saving.current) return;
    saving.current = true;
    const kept = await draft.settle();
    try {
      await invoke('followup_save', { id: file.id, draft: kept, form: file.form, version: file.version });
      draft.finish();
      navigate(back);
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
      offerUndo('Saisie abandonnée.', () => void invoke('draft_save', { id: null, kind: 'follow_up', record: start.id, body }));
    }
  };

  useFormKeys({ save: () => void save(), close: () => navigate(back) });

  const errors = failure?.fields ?? [];
  return (
    <Screen
      title={start.id === null ? wordsOf(kind).create : wordsOf(kind).change}
      ownFocus
      under={
        <>
          {start.person === null ? (kind === 'referral' ? 'Personne anonyme' : '') : openFileName(start.person)} <DraftLine status={draft.status} />
        </>
      }
    >
      <div ref={root} className={styles.form}>
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {strayErrors(errors, SHOWN).map((e) => (
          <ErrorText key={e.field}>{e.message}</ErrorText>
        ))}
        <Fields file={file} change={change} errors={errors} onBlur={() => void draft.flush()} />
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
