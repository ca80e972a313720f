/** Files that may be of one person, two by two: compared, or told apart for good. */
import { GitCompareArrows } from 'lucide-react';
import { useRef, useState } from 'react';

import { Button, ButtonLink, Checkbox, count, EmptyState, FailureNote, Loaded, offerUndo, PAGE, Pages, PersonName, Rows, Screen, useVeil } from '../../kit';
import { failureOf, useAnswer, useInvoke, type BeneficiaryLine, type Duplicate, type Fact, type Failure } from '../../platform';
import { detailsOf } from '../../pieces/BeneficiaryFields';
import { href } from '../../pieces/router';
import styles from './beneficiary.module.css';
import { olderFirst } from './pair';

const FACTS: Record<Fact, string> = { last_name: 'nom', first_name: 'prénom', phone: 'téléphone', email: 'e-mail' };

/** « même nom, même prénom · téléphone différent » */
export function reasons({ same, different }: Duplicate): string {
  const alike = same.map((fact) => `même ${FACTS[fact]}`).join(', ');
  const names = same.length < 2 ? 'noms qui se ressemblent' : '';
  const apart = different.filter((fact) => fact === 'phone' || fact === 'email').map((fact) => `${FACTS[fact]} différent`).join(', ');
  return [alike, names, apart].filter(Boolean).join(' · ');
}

export function DuplicatesScreen() {
  const invoke = useInvoke();
  const [loose, setLoose] = useState(false);
  const [offset, setOffset] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const answer = useAnswer('beneficiary_duplicates', { loose, offset, limit: PAGE }, { again: true, keepPrevious: true });
  const status = useRef<HTMLParagraphElement>(null);

  const apart = async (pair: Duplicate) => {
    const both = { first: pair.first.id, second: pair.second.id };
    setFailure(null);
    try {
      await invoke('beneficiary_tell_apart', both);
      offerUndo((shown) => `${shown(pair.first.name)} et ${shown(pair.second.name)} sont deux personnes.`, () => void invoke('beneficiary_tell_together', both));
      // The pair goes away with its buttons: the next Tab starts from the count.
      requestAnimationFrame(() => status.current?.focus());
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  return (
    <Screen title="Doublons" under="Des fiches qui sont peut-être de la même personne. Rien n’est réuni sans vous.">
      <Checkbox
        isSelected={loose}
        onChange={(on) => {
          setLoose(on);
          setOffset(0);
        }}
      >
        Chercher aussi les noms qui se ressemblent seulement
      </Checkbox>
      {failure ? <FailureNote failure={failure} /> : null}
      <Loaded answer={answer} rows={5}>
        {({ total, rows }) => (
          <div className={styles.stack}>
            <p role="status" ref={status} tabIndex={-1} className={styles.muted}>
              {total === 0 ? 'Aucun doublon probable.' : count(total, 'doublon probable', 'doublons probables')}
            </p>
            {total === 0 ? (
              <EmptyState>Chaque personne n’a qu’une fiche, autant qu’on puisse en juger par les noms, les téléphones et les adresses e-mail.</EmptyState>
            ) : (
              <Rows label="Doublons probables">
                {rows.map((pair) => (
                  <li key={`${pair.first.id} ${pair.second.id}`} className={styles.pair}>
                    <Pair pair={pair} onApart={() => void apart(pair)} />
                  </li>
                ))}
              </Rows>
            )}
            <Pages total={total} offset={offset} onOffset={setOffset} />
          </div>
        )}
      </Loaded>
    </Screen>
  );
}

function Pair({ pair, onApart }: { pair: Duplicate; onApart: () => void }) {
  const [stays, goes] = olderFirst(pair.first, pair.second);
  const veil = useVeil();
  const names = `${veil.name(pair.first.name)} et ${veil.name(pair.second.name)}`;
  return (
    <>
      <div className={styles.both}>
        <Side line={pair.first} />
        <Side line={pair.second} />
      </div>
      <p className={styles.muted}>{reasons(pair)}</p>
      <span className={styles.buttons}>
        <ButtonLink dense icon={GitCompareArrows} href={href({ name: 'beneficiary_merge', id: stays.id, other: goes.id })} aria-label={`Comparer : ${names}`}>
          Comparer
        </ButtonLink>
        <Button dense tone="quiet" onPress={onApart} aria-label={`Ce sont deux personnes : ${names}`}>
          Ce sont deux personnes
        </Button>
      </span>
    </>
  );
}

function Side({ line }: { line: BeneficiaryLine }) {
  const veil = useVeil();
  return (
    <span>
      <a className={styles.name} href={href({ name: 'beneficiary', id: line.id })}>
        <PersonName name={line.name} />
      </a>
      <br />
      <span className={styles.muted}>{[veil.words(detailsOf(line)), count(line.sessions, 'séance')].filter(Boolean).join(' · ')}</span>
    </span>
  );
}
