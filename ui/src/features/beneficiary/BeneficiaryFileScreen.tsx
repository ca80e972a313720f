/** A person's file: who, how to reach them, what was done together. */
import { NotebookPen, Pencil } from 'lucide-react';

import { ButtonLink, count, EmptyState, Loaded, Rows, Screen } from '../../kit';
import { AGE_BANDS, GENDERS, labelOf, SOCIAL_STATUSES, themeLabel, useAnswer, useInvoke, type BeneficiaryFile } from '../../platform';
import { ConflictCards } from '../../pieces/ConflictCards';
import { PaperButton } from '../../pieces/PaperButton';
import { FollowUpPanels } from '../../pieces/followup/FollowUpPanels';
import { href } from '../../pieces/router';
import { SessionRow } from '../../pieces/SessionRow';
import styles from './beneficiary.module.css';

export function BeneficiaryFileScreen({ id }: { id: string }) {
  const answer = useAnswer('beneficiary_get', { id });
  const file = answer.data;
  return (
    <Screen
      title={file ? file.line.name : 'Fiche'}
      under={file ? count(file.line.sessions, 'séance') : null}
      actions={
        file ? (
          <>
            <ButtonLink tone="primary" icon={NotebookPen} href={href({ name: 'session_new', person: id })}>
              Nouvelle séance
            </ButtonLink>
            <ButtonLink icon={Pencil} href={href({ name: 'beneficiary_edit', id })}>
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

function File({ file }: { file: BeneficiaryFile }) {
  const { form } = file;
  const facts: readonly [string, string][] = [
    ['Téléphone', form.no_phone ? 'N’a pas de téléphone' : form.phone],
    ['Adresse e-mail', form.email],
    ['Commune de résidence', form.commune ? `${form.commune.name} (${form.commune.postcode})` : ''],
    ['Année de naissance', form.birth_year],
    ['Tranche d’âge', form.birth_year === '' && form.age_band ? labelOf(AGE_BANDS, form.age_band) : ''],
    ['Genre', form.gender ? labelOf(GENDERS, form.gender) : ''],
    ['Statut', form.status ? labelOf(SOCIAL_STATUSES, form.status) : ''],
    ['Notes', form.notes],
  ];
  const told = facts.filter(([, value]) => value !== '');
  return (
    <>
      <ConflictCards key={file.line.id} table="beneficiary" id={file.line.id} />
      <section className={styles.card} aria-label="Identité et coordonnées">
        {told.length === 0 ? <p className={styles.muted}>Seul le nom est connu.</p> : null}
        <dl className={styles.facts}>
          {told.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <FollowUpPanels person={file.line.id} />
      {file.themes.length > 0 ? (
        <section className={styles.stack} aria-labelledby="themes">
          <h2 id="themes">Thèmes abordés</h2>
          <ul className={styles.themes}>
            {file.themes.map(({ theme, count: times }) => (
              <li key={theme}>
                {themeLabel(theme)} <span className={styles.muted}>× {times}</span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <section className={styles.stack} aria-labelledby="sessions">
        <h2 id="sessions">Dernières séances</h2>
        {file.sessions.length === 0 ? (
          <EmptyState>Aucune séance notée avec cette personne.</EmptyState>
        ) : (
          <Rows label="Séances">
            {file.sessions.map((line) => (
              <li key={line.id}>
                <SessionRow line={line} dated anonymousTitle />
              </li>
            ))}
          </Rows>
        )}
      </section>
      <Papers id={file.line.id} />
    </>
  );
}

/** What may be handed to the person. */
function Papers({ id }: { id: string }) {
  const invoke = useInvoke();
  return (
    <section className={styles.stack} aria-labelledby="papers">
      <h2 id="papers">À remettre à la personne</h2>
      <div className={styles.buttons}>
        <PaperButton
          label="Notice d’information"
          warning="Il dit ce qui est noté, pourquoi et les droits de la personne. Aucun nom de bénéficiaire n’y figure."
          make={(large) => invoke('paper_notice', { large })}
        />
        <PaperButton
          label="Dossier de la personne"
          warning="Il contient tout ce qui est gardé sur cette personne. Vérifiez son identité, remettez-le à elle seule, puis effacez-le de l’ordinateur."
          make={(large) => invoke('paper_person', { id, large })}
        />
      </div>
    </section>
  );
}
