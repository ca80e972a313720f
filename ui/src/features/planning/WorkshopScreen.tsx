/** A workshop to come: who is expected, who waits, who came; then its session, noted once. */
import { Copy, NotebookPen, Pencil } from 'lucide-react';

import { ButtonLink, dayInWords, Loaded, Notice, Screen } from '../../kit';
import { labelOf, useAnswer, useInvoke, WORKSHOP_LEVELS, type WorkshopFile } from '../../platform';
import { PaperButton } from '../../pieces/PaperButton';
import { hoursShown } from '../../pieces/plan';
import { href } from '../../pieces/router';
import { Registrations } from './Registrations';
import styles from './planning.module.css';

export function WorkshopScreen({ id }: { id: string }) {
  const invoke = useInvoke();
  const answer = useAnswer('workshop_get', { id });
  const file = answer.data;
  return (
    <Screen
      title={file ? file.line.title : 'Atelier'}
      under={file ? `${dayInWords(file.line.date, file.today)}, ${hoursShown(file.line.starts, file.line.ends)}` : null}
      actions={
        file ? (
          <>
            {file.line.session === null ? (
              <ButtonLink tone="primary" icon={NotebookPen} href={href({ name: 'session_new', workshop: true, planned: id })}>
                Noter la séance
              </ButtonLink>
            ) : (
              <ButtonLink tone="primary" icon={NotebookPen} href={href({ name: 'session', id: file.line.session })}>
                Ouvrir la séance
              </ButtonLink>
            )}
            <PaperButton
              label="Feuille d’émargement"
              warning="Il porte le nom des personnes inscrites. Rangez la feuille après l’atelier, puis effacez le fichier de l’ordinateur."
              named
              make={(large) => invoke('paper_workshop', { id, large })}
            />
            <ButtonLink icon={Copy} href={href({ name: 'workshop_new', copy: id })}>
              Prévoir le même
            </ButtonLink>
            <ButtonLink icon={Pencil} href={href({ name: 'workshop_edit', id })}>
              Modifier
            </ButtonLink>
          </>
        ) : null
      }
    >
      <Loaded answer={answer} rows={5}>
        {(data) => <File file={data} />}
      </Loaded>
    </Screen>
  );
}

function File({ file }: { file: WorkshopFile }) {
  const { line, form } = file;
  const facts: readonly [string, string | null][] = [
    ['Lieu', line.place_name],
    ['Niveau', line.level === null ? null : labelOf(WORKSHOP_LEVELS, line.level)],
    ['Places', line.capacity === null ? 'sans limite' : String(line.capacity)],
  ];
  return (
    <>
      {line.session !== null ? (
        <p className={styles.muted}>La séance de cet atelier est notée. Elle ne le sera pas deux fois.</p>
      ) : line.date < file.today ? (
        <Notice>
          <p>Cet atelier est passé et sa séance n’est pas encore notée. Faites l’appel, puis notez-la.</p>
        </Notice>
      ) : null}
      <dl className={styles.facts}>
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
        {form.outline !== null && file.outline !== null ? (
          <div>
            <dt>Trame</dt>
            <dd>
              <a href={href({ name: 'outline', id: form.outline })}>{file.outline}</a>
            </dd>
          </div>
        ) : null}
      </dl>
      <Registrations file={file} />
    </>
  );
}
