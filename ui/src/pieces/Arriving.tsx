/** What the server has of this person, on its way to a laptop that has just begun. */
import { count, figure, Notice } from '../kit';
import { useAnswer, type Arriving } from '../platform';
import styles from './Arriving.module.css';

export function arrivingWords({ sessions, of, recent }: Arriving): { title: string; text: string } {
  const far = of === 0 ? '' : `${figure(sessions)} ${sessions > 1 ? 'séances' : 'séance'} sur ${figure(of)}`;
  const title = 'Vos données arrivent sur cet ordinateur';
  const work = 'Vous pouvez déjà travailler : ce que vous notez est enregistré ici et part comme d’habitude.';
  if (recent) {
    return {
      title,
      text: `${far ? `${far}. ` : ''}Vos bénéficiaires, vos lieux et les séances des douze derniers mois sont là ; les plus anciennes suivent. ${work}`,
    };
  }
  return {
    title,
    text: `${far ? `${far}. ` : ''}Les plus récentes viennent d’abord. Une fiche que vous ne trouvez pas encore arrive peut-être : vérifiez avant de la créer. ${work}`,
  };
}

/** Says how far it is; nothing once all is there. A cut line loses nothing of it. */
export function ArrivingNotice() {
  const state = useAnswer('sync_state', null);
  const arriving = state.data?.arriving ?? null;
  if (!arriving) return null;
  const { title, text } = arrivingWords(arriving);
  return (
    <Notice>
      <strong>{title}</strong>
      <p>{text}</p>
      {arriving.of > 0 ? (
        <progress
          className={styles.bar}
          max={arriving.of}
          value={arriving.sessions}
          aria-label={`${count(arriving.sessions, 'séance')} sur ${figure(arriving.of)}`}
        />
      ) : null}
    </Notice>
  );
}
