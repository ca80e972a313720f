/**
 * The first steps, said once above the day: three short cards that stand in nobody's way. Every
 * key works meanwhile; put aside, they come back only when asked for.
 */
import { useEffect, useRef, useState } from 'react';

import { Button, ButtonLink, FailureNote, Keys } from '../kit';
import { failureOf, useInvoke, type Failure, type Settings } from '../platform';
import { href } from '../pieces/router';
import styles from './Tour.module.css';

const STEPS = [
  {
    title: 'Notez une séance en quelques touches',
    body: (
      <p>
        <Keys of="new_session" /> ouvre le formulaire, où tout ce qui peut l’être est déjà rempli. Un chiffre choisit le thème,{' '}
        <Keys of="next" /> enregistre et passe à la personne suivante. Ce que vous tapez est gardé au fur et à mesure.
      </p>
    ),
  },
  {
    title: 'Retrouvez tout en le tapant',
    body: (
      <p>
        <Keys of="palette" /> cherche une personne, un lieu, une séance ou une action, même avec une faute de frappe.{' '}
        <Keys of="shortcuts" /> liste les raccourcis, <Keys of="help" /> ouvre l’aide.
      </p>
    ),
  },
  {
    title: 'Travaillez sans réseau, et discrètement',
    body: (
      <p>
        Tout est enregistré sur cet ordinateur et part seul quand le réseau revient{'\u202f'}: la ligne en bas à gauche dit où cela en est.{' '}
        <Keys of="discreet" /> cache les noms, <Keys of="lock" /> verrouille. Pour essayer sans risque, le bac à sable est dans Réglages.
      </p>
    ),
  },
] as const;

export function Tour({ settings }: { settings: Settings }) {
  const invoke = useInvoke();
  const [at, setAt] = useState(0);
  const [failure, setFailure] = useState<Failure | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const moved = useRef(false);
  const step = STEPS[at] ?? STEPS[0];
  const last = at === STEPS.length - 1;

  // The next step is read aloud; the first one leaves the focus where the screen put it.
  useEffect(() => {
    if (moved.current) title.current?.focus();
  }, [at]);
  const go = (to: number) => {
    moved.current = true;
    setAt(to);
  };
  const end = () => {
    invoke('settings_set', { ...settings, tour_seen: true }).catch((reason: unknown) => setFailure(failureOf(reason)));
  };

  return (
    <section className={styles.tour} aria-label="Visite guidée">
      <p className={styles.where}>
        Premiers pas · {at + 1} sur {STEPS.length}
      </p>
      <h2 ref={title} tabIndex={-1} className={styles.title}>
        {step.title}
      </h2>
      {step.body}
      {failure ? <FailureNote failure={failure} /> : null}
      <div className={styles.buttons}>
        {at > 0 ? (
          <Button dense onPress={() => go(at - 1)}>
            Précédent
          </Button>
        ) : null}
        {last ? (
          <Button dense tone="primary" onPress={end}>
            J’ai compris
          </Button>
        ) : (
          <>
            <Button dense tone="primary" onPress={() => go(at + 1)}>
              Suivant
            </Button>
            <Button dense tone="quiet" onPress={end}>
              Passer la visite
            </Button>
          </>
        )}
        <ButtonLink dense tone="quiet" href={href({ name: 'help' })}>
          Lire l’aide
        </ButtonLink>
      </div>
    </section>
  );
}
