/** What the server set aside: why, what was decided, what will happen. Nothing of it is lost. */
import { Rows, useVeil, when } from '../../kit';
import type { AsideItem, AsideWhy } from '../../platform';
import { shownLabel } from './labels';
import styles from './sync.module.css';

const WHY: Record<AsideWhy, string> = {
  rights: 'Vous n’avez plus le droit d’écrire à cet endroit.',
  shut_out: 'Cet ordinateur avait été écarté par votre coordination.',
  recipient: 'La personne à qui c’était destiné n’est pas dans votre équipe.',
  other: 'Le serveur n’a pas pu le ranger.',
};

function fateOf({ state, reason }: AsideItem): string {
  const said = reason ? ` «\u202f${reason}\u202f»` : '';
  switch (state) {
    case 'waiting':
      return 'Le serveur le garde à part. Votre coordination décidera de l’ajouter ou non.';
    case 'accepted':
      return `Votre coordination l’a ajouté.${said}`;
    case 'rejected':
      return `Votre coordination ne l’a pas ajouté.${said} Le serveur le garde encore trente jours.`;
  }
}

export function Asides({ items }: { items: readonly AsideItem[] }) {
  const veil = useVeil();
  if (items.length === 0) return null;
  return (
    <section className={styles.section} aria-labelledby="asides">
      <h2 id="asides">Mis de côté par le serveur</h2>
      <p>Ces saisies sont arrivées au serveur, qui ne les a pas encore rangées avec les autres. Elles restent aussi sur cet ordinateur.</p>
      <Rows label="Mis de côté">
        {items.map((item, index) => (
          <li key={`${item.at} ${index}`} className={styles.aside}>
            <strong>{shownLabel(item, veil)}</strong>
            <span>
              {WHY[item.why]} {fateOf(item)}
            </span>
            <span className={styles.muted}>mis de côté {when(item.at)}</span>
          </li>
        ))}
      </Rows>
    </section>
  );
}
