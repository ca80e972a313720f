/** A diagnostic as it is read and printed. */
import { Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { Button, ButtonLink, FailureNote, Loaded, offerUndo, Screen } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type TerritoryText } from '../../platform';
import { ConflictCards } from '../../pieces/ConflictCards';
import { PaperButton } from '../../pieces/PaperButton';
import { href, navigate } from '../../pieces/router';
import styles from './territory.module.css';

export function TerritoryFileScreen({ id }: { id: string }) {
  const invoke = useInvoke();
  const answer = useAnswer('territory_text', { id });
  const [failure, setFailure] = useState<Failure | null>(null);

  const remove = async () => {
    try {
      setFailure(null);
      await invoke('territory_delete', { id });
      navigate({ name: 'territories' });
      offerUndo('Diagnostic supprimé.', () => void invoke('territory_restore', { id }));
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  const text = answer.data;
  return (
    <Screen
      title={text ? text.title : 'Diagnostic'}
      under={text ? `${text.about}${text.commune ? ` · ${text.commune}` : ''} · ${text.date}` : null}
      actions={
        text ? (
          <>
            <ButtonLink tone="primary" icon={Pencil} href={href({ name: 'territory_edit', id })}>
              Modifier
            </ButtonLink>
            <PaperButton
              label="Diagnostic en PDF"
              warning="Il dit ce que montre cette page. Aucun nom de bénéficiaire n’y figure."
              make={(large) => invoke('paper_diagnostic', { id, large })}
            />
            <Button tone="quiet" icon={Trash2} onPress={() => void remove()}>
              Supprimer
            </Button>
          </>
        ) : null
      }
    >
      {failure ? <FailureNote failure={failure} /> : null}
      <ConflictCards table="territory" id={id} />
      <Loaded answer={answer} rows={5}>
        {(read) => <Read text={read} />}
      </Loaded>
    </Screen>
  );
}

function Read({ text }: { text: TerritoryText }) {
  return (
    <article className={styles.card}>
      {text.parts.map((part) => (
        <section key={part.title} className={styles.part}>
          <h2>{part.title}</h2>
          {part.paragraphs.map((paragraph, index) => (
            <p key={index} className={styles.text}>
              {paragraph}
            </p>
          ))}
          {part.items.length > 0 ? (
            <ul className={styles.items}>
              {part.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
          ) : null}
        </section>
      ))}
      <p className={styles.muted}>
        {text.team}
      </p>
    </article>
  );
}
