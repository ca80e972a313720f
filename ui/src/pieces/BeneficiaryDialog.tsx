/** Create a person without leaving the session form. */
import { useEffect, useRef, useState } from 'react';
import { Form } from 'react-aria-components';

import { Button, Dialog, ErrorText, FailureNote, focusFirstError, strayErrors } from '../kit';
import { failureOf, useInvoke, type BeneficiaryForm, type BeneficiaryLine, type Failure } from '../platform';
import { useDraft } from './draft';
import { BENEFICIARY_FIELDS, ContactFields, EMPTY_BENEFICIARY, IdentityFields } from './BeneficiaryFields';
import styles from './pieces.module.css';
import { SamePerson } from './SamePerson';
import { Twins } from './Twins';

interface Props {
  /** What was typed in the search. */
  typed: string;
  onClose: () => void;
  onChosen: (person: { id: string; name: string }) => void;
}

/** « marie curie » → « Marie », « Curie »; digits go to the phone. */
export function formFromTyped(typed: string): BeneficiaryForm {
  if (/^[\d\s.+-]{4,}$/.test(typed)) return { ...EMPTY_BENEFICIARY, phone: typed };
  const [first = '', ...rest] = typed.split(/\s+/).map((word) => word.charAt(0).toLocaleUpperCase('fr') + word.slice(1));
  return { ...EMPTY_BENEFICIARY, first_name: first, last_name: rest.join(' ') };
}

export function BeneficiaryDialog({ typed, onClose, onChosen }: Props) {
  const invoke = useInvoke();
  // A lock or a dead battery here must not cost the name just typed: it is offered back as a file.
  const draft = useDraft({ kind: 'beneficiary', record: null, draft: null });
  const root = useRef<HTMLDivElement>(null);
  const touched = useRef(false);
  const [form, setForm] = useState(() => formFromTyped(typed));
  const [failure, setFailure] = useState<Failure | null>(null);
  const [different, setDifferent] = useState<readonly string[]>([]);
  const [same, setSame] = useState<BeneficiaryLine | null>(null);
  const set = (change: Partial<BeneficiaryForm>) => {
    touched.current = true;
    setForm((before) => ({ ...before, ...change }));
  };
  useEffect(() => {
    if (touched.current) draft.touch({ form, version: null, different });
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the handle lives as long as the form
  }, [form, different]);

  const errors = failure?.fields ?? [];

  const save = async () => {
    const kept = await draft.settle();
    try {
      const { id } = await invoke('beneficiary_save', { id: null, draft: kept, form, version: null, different: [...different] });
      draft.finish();
      onChosen({ id, name: `${form.first_name.trim()} ${form.last_name.trim()}` });
    } catch (reason) {
      const refusal = failureOf(reason);
      setFailure(refusal);
      draft.touch({ form, version: null, different });
      requestAnimationFrame(() => focusFirstError(root.current, refusal.fields));
    }
  };

  if (same) {
    return (
      <Dialog title="Fiche existante" isOpen onClose={onClose}>
        <SamePerson
          line={same}
          form={form}
          onBack={() => {
            draft.touch({ form, version: null, different });
            setSame(null);
          }}
          settle={draft.settle}
          onChosen={(person) => {
            draft.finish();
            onChosen(person);
          }}
        />
      </Dialog>
    );
  }
  return (
    <Dialog title="Nouvelle fiche" isOpen onClose={onClose}>
      <div ref={root}>
        <Form
          className={styles.stack}
          validationBehavior="aria"
          onSubmit={(event) => {
            event.preventDefault();
            event.stopPropagation();
            void save();
          }}
        >
          {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
          {strayErrors(errors, BENEFICIARY_FIELDS).map((e) => (
            <ErrorText key={e.field}>{e.message}</ErrorText>
          ))}
          <IdentityFields form={form} set={set} errors={errors} autoFocus />
          <Twins
            form={form}
            except={null}
            different={different}
            onDifferent={({ id }) => {
              touched.current = true;
              setDifferent((ids) => [...ids, id]);
            }}
            onSame={setSame}
          />
          <ContactFields form={form} set={set} errors={errors} short />
          <div className={styles.buttons}>
            <Button onPress={onClose}>Fermer</Button>
            <Button tone="primary" type="submit">
              Créer et choisir
            </Button>
          </div>
        </Form>
      </div>
    </Dialog>
  );
}
