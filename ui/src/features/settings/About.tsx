/** Version, licences, and to whom the data and the letters belong. */
import styles from './settings.module.css';

export function About({ version }: { version: string }) {
  return (
    <>
      <p>
        Escale {version} — le carnet de terrain des conseillers numériques, même sans réseau. Logiciel libre sous licence
        EUPL 1.2.
      </p>
      <dl className={styles.facts}>
        <div>
          <dt>Vocabulaire des séances</dt>
          <dd>La Coop de la médiation numérique (ANCT)</dd>
        </div>
        <div>
          <dt>Communes</dt>
          <dd>Code officiel géographique et populations légales, Insee ; codes postaux, La Poste ; centres des communes, IGN et Dila — Licence Ouverte 2.0</dd>
        </div>
        <div>
          <dt>Caractères</dt>
          <dd>Atkinson Hyperlegible Next, Braille Institute of America — SIL Open Font License 1.1</dd>
        </div>
        <div>
          <dt>Icônes</dt>
          <dd>Lucide — licence ISC</dd>
        </div>
        <div>
          <dt>Composants</dt>
          <dd>React et TanStack Query (MIT), React Aria (Apache 2.0), Tauri (MIT ou Apache 2.0), SQLCipher (BSD)</dd>
        </div>
      </dl>
    </>
  );
}
