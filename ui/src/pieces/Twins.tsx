/** People already known who may be the one being typed: said while typing, decided by the person. */
import { Button, PersonName, useRested, useVeil } from '../kit';
import { useAnswer, type BeneficiaryForm, type BeneficiaryLine } from '../platform';
import { detailsOf } from './BeneficiaryFields';
import styles from './pieces.module.css';

interface Props {
  form: BeneficiaryForm;
  /** The file being changed. */
  except: string | null;
  /** Those said to be others. */
  different: readonly string[];
  onDifferent: (line: BeneficiaryLine) => void;
  onSame: (line: BeneficiaryLine) => void;
}

export function Twins({ form, except, different, onDifferent, onSame }: Props) {
  const veil = useVeil();
  const rested = useRested(form, 250);
  const named = rested.first_name.trim() !== '' && rested.last_name.trim() !== '';
  const answer = useAnswer('beneficiary_twins', { except, form: rested }, { enabled: named, keepPrevious: true });
  const twins = named ? (answer.data ?? []).filter((line) => !different.includes(line.id)) : [];
  return (
    <div role="status">
      {twins.length > 0 ? (
        <div className={styles.twins}>
          <strong>{twins.length === 1 ? 'Cette personne semble déjà avoir une fiche.' : 'Ces personnes lui ressemblent.'}</strong>
          {twins.map((line) => (
            <div key={line.id} className={styles.twin}>
              <span>
                <strong>
                  <PersonName name={line.name} />
                </strong>
                <br />
                <span className={styles.sub}>{veil.words(detailsOf(line))}</span>
              </span>
              <span className={styles.buttons}>
                <Button dense onPress={() => onSame(line)} aria-label={`C’est la même personne : ${veil.name(line.name)}`}>
                  C’est la même personne
                </Button>
                <Button dense tone="quiet" onPress={() => onDifferent(line)} aria-label={`C’est une autre personne : ${veil.name(line.name)}`}>
                  C’est une autre personne
                </Button>
              </span>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}
