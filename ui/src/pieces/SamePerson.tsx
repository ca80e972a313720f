/** The file of the person being typed is already there: what it lacks is offered to be added to it. */
import { useEffect, useRef, useState } from 'react';

import { Button, Checkbox, FailureNote, Loaded, openFileName } from '../kit';
import { failureOf, useAnswer, useInvoke, type BeneficiaryFile, type BeneficiaryForm, type BeneficiaryLine, type Failure } from '../platform';
import { fieldName } from './fieldNames';
import styles from './pieces.module.css';
import { completed, typedBeyond, type TypedField } from './samePerson';

interface Props {
  /** The existing file. */
  line: BeneficiaryLine;
  /** What was typed. */
  form: BeneficiaryForm;
  onBack: () => void;
  /** Before anything is saved: the draft of what was typed, which goes with it. */
  settle: () => Promise<string | null>;
  onChosen: (person: { id: string; name: string }) => void;
}

export function SamePerson(props: Props) {
  const file = useAnswer('beneficiary_get', { id: props.line.id }, { fresh: true });
  return <Loaded answer={file}>{(known) => <Complete {...props} known={known} />}</Loaded>;
}

function Complete({ line, form, onBack, settle, onChosen, known }: Props & { known: BeneficiaryFile }) {
  const invoke = useInvoke();
  const [beyond] = useState(() => typedBeyond(form, known.form));
  // What the file lacks is ticked; what it says otherwise is not replaced unless asked.
  const [ticked, setTicked] = useState<readonly TypedField[]>(() => beyond.filter((one) => one.known === '' || one.field === 'notes').map((one) => one.field));
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);
  const title = useRef<HTMLHeadingElement>(null);
  const person = { id: known.line.id, name: known.line.name };

  const use = async (fields: readonly TypedField[]) => {
    if (busy.current) return;
    busy.current = true;
    const draft = await settle();
    try {
      if (fields.length > 0) {
        await invoke('beneficiary_save', { id: person.id, draft, form: completed(known.form, form, fields), version: known.version });
      } else if (draft !== null) {
        await invoke('draft_discard', { id: draft });
      }
      onChosen(person);
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };

  const nothing = beyond.length === 0;
  useEffect(() => {
    // Nothing typed is missing there: one press was enough.
    if (nothing) void use([]);
    else title.current?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once, when the file is known
  }, []);
  if (nothing && failure === null) return null;

  const refused = failure?.fields ?? [];
  return (
    <section className={styles.twins} aria-labelledby="same-person">
      <h2 id="same-person" ref={title} tabIndex={-1} className={styles.quietFocus}>
        Compléter cette fiche : {openFileName(line.name)}
      </h2>
      {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
      {refused.map((error) => (
        <p key={error.field} role="alert" className={styles.refused}>
          {fieldName(error.field)} : {error.message}
        </p>
      ))}
      <p>Cochez ce que vous venez de taper et qu’il faut garder dans cette fiche.</p>
      <ul className={styles.choices}>
        {beyond.map(({ field, typed, known: says }) => (
          <li key={field}>
            <Checkbox isSelected={ticked.includes(field)} onChange={(on) => setTicked((all) => (on ? [...all, field] : all.filter((one) => one !== field)))}>
              {fieldName(field)} : <strong>{typed}</strong>
              {says === '' ? null : field === 'notes' ? <span className={styles.sub}> · sous les notes déjà là</span> : <span className={styles.sub}> · à la place de « {says} »</span>}
            </Checkbox>
          </li>
        ))}
      </ul>
      <div className={styles.buttons}>
        <Button tone="quiet" onPress={onBack}>
          Revenir à la saisie
        </Button>
        <Button tone="primary" onPress={() => void use(ticked)}>
          {ticked.length === 0 ? 'Prendre cette fiche telle quelle' : 'Compléter et prendre cette fiche'}
        </Button>
      </div>
    </section>
  );
}
