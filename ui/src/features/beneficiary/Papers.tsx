/** Papers of a person's file. */
import { useInvoke } from '../../platform';
import { PaperButton } from '../../pieces/PaperButton';
import styles from './beneficiary.module.css';

/** What may be handed to the person. */
export function Papers({ id }: { id: string }) {
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
          named
          make={(large) => invoke('paper_person', { id, large })}
        />
        <PaperButton
          label="Copie pour un autre logiciel"
          warning="Il contient tout ce qui est gardé sur cette personne, dans un fichier JSON qu’un autre logiciel sait lire. Vérifiez son identité, remettez-le à elle seule, puis effacez-le de l’ordinateur."
          data
          named
          make={() => invoke('person_json', { id })}
        />
      </div>
    </section>
  );
}
