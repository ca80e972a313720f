/** What one looks for: a name, a help, a day, a distance. */
import { useState } from 'react';

import { Button, Checkbox, SearchLine, Select, TextField } from '../../kit';
import { SERVICES, type CommuneRef, type Service } from '../../platform';
import { CommunePicker } from '../../pieces/CommunePicker';
import styles from './place.module.css';
import { DAYS, parseTime } from './words';

export interface Need {
  query: string;
  service: Service | null;
  day: number | null;
  /** As typed. */
  time: string;
  hoursUnknown: boolean;
  within: number | null;
  from: CommuneRef | null;
  nearest: boolean;
}

export const ANY: Need = { query: '', service: null, day: null, time: '', hoursUnknown: false, within: null, from: null, nearest: false };

const DAY_OPTIONS = DAYS.map((label, day) => ({ value: String(day), label }));
const DISTANCES = [5, 10, 15, 30, 50].map((km) => ({ value: String(km), label: `Moins de ${km} km` }));

interface FiltersProps {
  need: Need;
  set: (change: Partial<Need>) => void;
  origin: string | null;
  onInto: () => void;
}

export function Filters({ need, set, origin, onInto }: FiltersProps) {
  const [choosing, setChoosing] = useState(false);
  const misread = need.time.trim() !== '' && parseTime(need.time) === null;
  return (
    <div className={styles.filters}>
      <SearchLine label="Chercher un lieu ou une commune" value={need.query} autoFocus onChange={(query) => set({ query })} onInto={onInto} />
      <div className={styles.needs} role="group" aria-label="Chercher par besoin">
        <Select label="Pour quelle aide" none="Toutes les aides" options={SERVICES} value={need.service} onChange={(service) => set({ service })} />
        <Select
          label="Ouvert le"
          none="N’importe quel jour"
          options={DAY_OPTIONS}
          value={need.day === null ? null : String(need.day)}
          onChange={(day) => set(day === null ? { day: null, time: '', hoursUnknown: false } : { day: Number(day) })}
        />
        {need.day === null ? null : (
          <TextField
            label="À quelle heure"
            placeholder="10:30"
            value={need.time}
            onChange={(time) => set({ time })}
            error={misread ? 'Écrivez l’heure ainsi\u202f: 10:30 ou 10h.' : undefined}
          />
        )}
        <Select
          label="À quelle distance"
          none="Toutes"
          options={DISTANCES}
          value={need.within === null ? null : String(need.within)}
          onChange={(within) => set({ within: within === null ? null : Number(within) })}
        />
      </div>
      <div className={styles.around}>
        <Checkbox isSelected={need.nearest} onChange={(nearest) => set({ nearest })}>
          Autour de moi d’abord
        </Checkbox>
        {need.from === null && !choosing ? (
          <span className={styles.buttons}>
            <span className={styles.muted}>{origin === null ? 'Distances inconnues\u202f: aucune escale choisie.' : `Distances à vol d’oiseau depuis ${origin}.`}</span>
            <Button dense tone="quiet" onPress={() => setChoosing(true)}>
              Depuis une autre commune
            </Button>
          </span>
        ) : (
          <CommunePicker
            label="Distances depuis"
            value={need.from}
            onChange={(from) => {
              setChoosing(false);
              set({ from });
            }}
          />
        )}
      </div>
    </div>
  );
}
