/** Create or modify a person's file; kept as a draft at each change. */
import { useEffect, useRef, useState } from 'react';

import { Button, ErrorText, FailureNote, focusFirstError, Loaded, offerUndo, Screen, strayErrors } from '../../kit';
import { failureOf, useAnswer, useInvoke, type BeneficiaryForm, type BeneficiaryLine, type Failure } from '../../platform';
import {
  BENEFICIARY_FIELDS,
  ContactFields,
  EMPTY_BENEFICIARY,
  IdentityFields,
  MoreFields,
  NotesField,
  readBeneficiaryDraft,
  type BeneficiaryDraft,
} from '../../pieces/BeneficiaryFields';
import { useDraft } from '../../pieces/draft';
import { DraftLine } from '../../pieces/DraftLine';
import { useFormKeys } from '../../pieces/formKeys';
import { navigate, rememberDraft, type Route } from '../../pieces/router';
import { SamePerson } from '../../pieces/SamePerson';
import { Twins } from '../../pieces/Twins';
import styles from './beneficiary.module.css';

interface Props {
  id: string | null;
  draft: string | null;
}

export function BeneficiaryEditorScreen({ id, draft }: Props) {
  // Read once: the address takes the draft's name while the form is open.
  const [resumed] = useState(draft);
  const drafts = useAnswer('draft_list', null, { fresh: true, enabled: resumed !== null });
  const file = useAnswer('beneficiary_get', { id: id ?? '' }, { fresh: true, enabled: id !== null });
  const waiting = id !== null && file.data === undefined ? file : resumed !== null && drafts.data === undefined ? drafts : null;
  if (waiting) {
    return (
      <Screen title={id === null ? 'Nouvelle fiche' : 'Modifier la fiche'}>
        <Loaded answer={waiting}>{() => null}</Loaded>
      </Screen>
    );
  }
  const body = drafts.data?.find((d) => d.id === resumed)?.body;
  const start: BeneficiaryDraft =
    body === undefined
      ? { form: file.data?.form ?? EMPTY_BENEFICIARY, version: file.data?.version ?? null, different: [] }
      : readBeneficiaryDraft(body);
  return <Editor id={id} draft={body === undefined ? null : resumed} start={start} />;
}

function Editor({ id, draft: resumed, start: latest }: Props & { start: BeneficiaryDraft }) {
  const invoke = useInvoke();
  const draft = useDraft({ kind: 'beneficiary', record: id, draft: resumed, onKept: rememberDraft });
  const root = useRef<HTMLDivElement>(null);
  // Nothing moves by itself under the hands: what arrives meanwhile is compared when saving.
  const [{ form: start, version, different: others }] = useState(latest);
  const [form, setForm] = useState(start);
  const [different, setDifferent] = useState(others);
  const [same, setSame] = useState<BeneficiaryLine | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const saving = useRef(false);
  const touched = useRef(false);
  const back: Route = id === null ? { name: 'beneficiaries' } : { name: 'beneficiary', id };

  const set = (change: Partial<BeneficiaryForm>) => {
    touched.current = true;
    // What is compared with the other file is what was typed: look again.
    setSame(null);
    setForm((before) => ({ ...before, ...change }));
  };
  useEffect(() => {
    if (touched.current) draft.touch({ form, version, different });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handle lives as long as the form
  }, [form, different]);

  const save = async (then: (id: string) => Route = (saved) => ({ name: 'beneficiary', id: saved })) => {
    if (saving.current) return;
    saving.current = true;
    const kept = await draft.settle();
    try {
      const saved = await invoke('beneficiary_save', { id, draft: kept, form, version, different: [...different] });
      draft.finish();
      navigate(then(saved.id));
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      draft.touch({ form, version, different });
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    } finally {
      saving.current = false;
    }
  };

  const abandon = async () => {
    await draft.discard();
    navigate(back);
    if (touched.current) {
      offerUndo('Saisie abandonnée.', () => void invoke('draft_save', { id: null, kind: 'beneficiary', record: id, body: { form, version, different } }));
    }
  };

  useFormKeys({ save: () => void save(), close: () => navigate(back) });

  const errors = failure?.fields ?? [];
  const onBlur = () => void draft.flush();
  const fields = { form, set, errors, onBlur };
  return (
    <Screen title={id === null ? 'Nouvelle fiche' : 'Modifier la fiche'} ownFocus under={<DraftLine status={draft.status} />}>
      <div ref={root} className={styles.form}>
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        {strayErrors(errors, BENEFICIARY_FIELDS).map((e) => (
          <ErrorText key={e.field}>{e.message}</ErrorText>
        ))}
        <fieldset className={styles.group}>
          <legend>Identité du bénéficiaire</legend>
          <IdentityFields {...fields} autoFocus />
          {same ? (
            <SamePerson
              line={same}
              form={form}
              onBack={() => {
                draft.touch({ form, version, different });
                setSame(null);
              }}
              settle={draft.settle}
              onChosen={(person) => {
                draft.finish();
                navigate({ name: 'beneficiary', id: person.id });
              }}
            />
          ) : (
            <Twins
              form={form}
              except={id}
              different={different}
              onDifferent={(line) => {
                touched.current = true;
                setDifferent((ids) => [...ids, line.id]);
              }}
              // Two files that exist are compared first; a new one completes the file that is there.
              onSame={(line) => (id === null ? setSame(line) : void save((saved) => ({ name: 'beneficiary_merge', id: saved, other: line.id })))}
            />
          )}
        </fieldset>
        <fieldset className={styles.group}>
          <legend>Coordonnées</legend>
          <ContactFields {...fields} />
        </fieldset>
        <fieldset className={styles.group}>
          <legend>Informations complémentaires</legend>
          <MoreFields {...fields} />
        </fieldset>
        <fieldset className={styles.group}>
          <legend>Notes complémentaires</legend>
          <NotesField {...fields} />
        </fieldset>
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
