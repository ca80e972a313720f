/** Two files of one person, field by field, with the value that will stand; then one file. */
import { ArrowLeftRight } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, ButtonLink, count, EmptyState, FailureNote, Notice, offerUndo, PersonName, Screen, Skeleton, useVeil } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type MergeChoice, type MergeField, type MergePreview } from '../../platform';
import { detailsOf } from '../../pieces/BeneficiaryFields';
import { fieldName } from '../../pieces/fieldNames';
import { href, navigate } from '../../pieces/router';
import styles from './merge.module.css';

export function MergeScreen({ id, other }: { id: string; other: string }) {
  // What is shown is what will be joined: never an earlier answer.
  const answer = useAnswer('beneficiary_merge_preview', { source: other, target: id }, { fresh: true });
  return (
    <Screen title="Réunir deux fiches" under="C’est la même personne ? Vérifiez chaque ligne, puis réunissez. Vous pourrez les séparer à nouveau.">
      {answer.data ? (
        // A change elsewhere shows new values: the choices begin again with them.
        <Compare key={answer.data.source_version + answer.data.target_version} preview={answer.data} />
      ) : answer.error?.failure.code === 'not_found' ? (
        <EmptyState action={<ButtonLink href={href({ name: 'duplicates' })}>Voir les doublons</ButtonLink>}>
          L’une de ces fiches n’est plus là : elle a été réunie ou mise à la corbeille. Rien n’est perdu.
        </EmptyState>
      ) : answer.error ? (
        <FailureNote failure={answer.error.failure} retry={() => void answer.refetch()} />
      ) : (
        <Skeleton rows={6} />
      )}
    </Screen>
  );
}

function Compare({ preview }: { preview: MergePreview }) {
  const { source, target, fields, sessions, shared } = preview;
  const invoke = useInvoke();
  const [choices, setChoices] = useState<Record<string, MergeChoice>>({});
  const [failure, setFailure] = useState<Failure | null>(null);
  const busy = useRef(false);
  const differing = fields.filter((field) => field.source !== field.target);
  const equal = fields.filter((field) => field.source === field.target);

  const once = async (act: () => Promise<void>) => {
    if (busy.current) return;
    busy.current = true;
    setFailure(null);
    try {
      await act();
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      busy.current = false;
    }
  };
  const join = () =>
    once(async () => {
      const { source_version, target_version } = preview;
      await invoke('beneficiary_merge', { source: source.id, target: target.id, choices, source_version, target_version });
      offerUndo('Fiches réunies.', () => void invoke('beneficiary_part', { id: source.id }));
      navigate({ name: 'beneficiary', id: target.id });
    });
  const veil = useVeil();
  const apart = () =>
    once(async () => {
      const both = { first: source.id, second: target.id };
      await invoke('beneficiary_tell_apart', both);
      offerUndo((shown) => `${shown(source.name)} et ${shown(target.name)} sont deux personnes.`, () => void invoke('beneficiary_tell_together', both));
      navigate({ name: 'duplicates' });
    });

  return (
    <div className={styles.compare}>
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={styles.heads}>
        <Head title="Fiche qui reste" name={target.name} details={[veil.words(detailsOf(target)), count(target.sessions, 'séance')]} />
        <Head title="Fiche qui la rejoint" name={source.name} details={[veil.words(detailsOf(source)), count(source.sessions, 'séance')]} />
      </div>
      <Button dense icon={ArrowLeftRight} onPress={() => navigate({ name: 'beneficiary_merge', id: source.id, other: target.id })}>
        Garder plutôt l’autre
      </Button>
      {differing.length === 0 ? <p>Les deux fiches disent la même chose.</p> : null}
      {differing.map((field) => (
        <Choice key={field.field} field={field} chosen={choices[field.field] ?? field.choice} onChoose={(choice) => setChoices((all) => ({ ...all, [field.field]: choice }))} />
      ))}
      {equal.length > 0 ? (
        <section aria-labelledby="equal">
          <h2 id="equal">Pareil dans les deux</h2>
          <dl className={styles.equal}>
            {equal.map((field) => (
              <div key={field.field}>
                <dt>{fieldName(field.field)}</dt>
                <dd>{field.target}</dd>
              </div>
            ))}
          </dl>
        </section>
      ) : null}
      <Notice>
        <p>
          La fiche réunie aura {count(sessions, 'séance')}. {onceOnly(shared)} L’autre fiche va dans la corbeille, entière : vous pourrez les séparer à nouveau.
        </p>
      </Notice>
      <div className={styles.bar}>
        <ButtonLink tone="quiet" href={href({ name: 'beneficiary', id: target.id })}>
          Ne rien faire
        </ButtonLink>
        <Button onPress={() => void apart()}>Ce sont deux personnes</Button>
        <Button tone="primary" onPress={() => void join()}>
          Réunir les fiches
        </Button>
      </div>
    </div>
  );
}

/** Sessions that both attended. */
function onceOnly(shared: number): string {
  if (shared === 0) return '';
  return shared === 1 ? 'Celle où les deux étaient notées ne compte qu’une fois.' : `Les ${shared} où les deux étaient notées ne comptent qu’une fois.`;
}

function Head({ title, name, details }: { title: string; name: string; details: readonly string[] }) {
  return (
    <div className={styles.head}>
      <span className={styles.muted}>{title}</span>
      <strong>
        <PersonName name={name} />
      </strong>
      <span className={styles.muted}>{details.filter(Boolean).join(' · ')}</span>
    </div>
  );
}

interface ChoiceProps {
  field: MergeField;
  chosen: MergeChoice;
  onChoose: (choice: MergeChoice) => void;
}

function Choice({ field, chosen, onChoose }: ChoiceProps) {
  const options: readonly (readonly [MergeChoice, string, string])[] = [
    ['target', field.target, 'fiche qui reste'],
    ['source', field.source, 'fiche qui la rejoint'],
    ...(field.both ? ([['both', 'Les deux', 'l’un sous l’autre']] as const) : []),
  ];
  return (
    <fieldset className={styles.choice}>
      <legend>{fieldName(field.field)}</legend>
      <div className={styles.options}>
        {options.map(([choice, words, from]) => (
          <label key={choice} className={styles.option}>
            <input type="radio" name={`merge-${field.field}`} checked={chosen === choice} onChange={() => onChoose(choice)} />
            <span>
              {words === '' ? <span className={styles.muted}>(rien)</span> : <span className={styles.words}>{words}</span>}
              <br />
              <span className={styles.from}>{from}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
