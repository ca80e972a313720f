/** What a person chooses for this laptop: their eyes, their lock. Applied and kept at once. */
import { Lock } from 'lucide-react';
import { useState, type ReactNode } from 'react';

import { Button, Checkbox, Chips, FailureNote, Loaded, Screen } from '../../kit';
import { failureOf, useAnswer, useInvoke, type AppState, type Failure, type Settings, type ThemeChoice } from '../../platform';
import { KeysChosen } from './KeysChosen';
import { PinForm } from './PinForm';
import { Trying } from './Trying';
import { About } from './About';
import styles from './settings.module.css';

const THEMES: readonly { value: ThemeChoice; label: string }[] = [
  { value: 'light', label: 'Clair' },
  { value: 'dark', label: 'Sombre' },
  { value: 'system', label: 'Comme l’ordinateur' },
];

const SIZES = [100, 115, 130, 150, 175, 200].map((percent) => ({ value: String(percent), label: `${percent} %` }));
const MINUTES = [2, 5, 10, 15].map((minutes) => ({ value: String(minutes), label: `${minutes} min` }));

export function SettingsScreen({ state, onLock }: { state: AppState; onLock: () => void }) {
  const answer = useAnswer('settings_get', null);
  return (
    <Screen title="Réglages">
      <Loaded answer={answer} rows={5}>
        {(settings) => <Choices settings={settings} />}
      </Loaded>
      <Group title="Verrouillage">
        {state.practice ? null : <PinForm armed={state.pin_armed} />}
        <Button icon={Lock} shortcut="lock" onPress={onLock}>
          Verrouiller maintenant
        </Button>
      </Group>
      <Group title="Apprendre et essayer">
        <Trying practice={state.practice} />
      </Group>
      <Group title="Cet ordinateur">
        <dl className={styles.facts}>
          <div>
            <dt>Conseiller·ère</dt>
            <dd>{state.adviser?.name ?? '—'}</dd>
          </div>
          <div>
            <dt>Équipe</dt>
            <dd>{state.adviser?.team ?? '—'}</dd>
          </div>
          <div>
            <dt>Nom de l’ordinateur</dt>
            <dd>{state.adviser?.device ?? '—'}</dd>
          </div>
          <div>
            <dt>Protection du carnet</dt>
            <dd>
              {state.keyring === 'available'
                ? 'phrase de passe et trousseau de cet ordinateur'
                : 'phrase de passe seule (cet ordinateur n’a pas de trousseau)'}
            </dd>
          </div>
        </dl>
      </Group>
      <Group title="À propos">
        <About version={state.version} />
      </Group>
    </Screen>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.group} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Choices({ settings }: { settings: Settings }) {
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  const set = (change: Partial<Settings>) => {
    setFailure(null);
    invoke('settings_set', { ...settings, ...change }).catch((reason: unknown) => setFailure(failureOf(reason)));
  };
  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <Group title="Affichage">
        <Chips label="Thème" mode="one" chips={THEMES} chosen={[settings.theme]} onChange={([theme]) => theme && set({ theme })} />
        <Chips
          label="Taille du texte"
          mode="one"
          chips={SIZES}
          chosen={[String(settings.text_percent)]}
          onChange={([size]) => size && set({ text_percent: Number(size) })}
        />
        <Checkbox isSelected={settings.reduced_motion} onChange={(reduced_motion) => set({ reduced_motion })}>
          Réduire les animations
        </Checkbox>
      </Group>
      <Group title="Clavier">
        <Checkbox isSelected={settings.single_keys} onChange={(single_keys) => set({ single_keys })}>
          Raccourcis d’un seul caractère (« ? », les chiffres des pastilles, F et R dans les relances)
        </Checkbox>
        <p className={styles.muted}>
          À désactiver avec la dictée vocale, ou si des touches partent toutes seules. Ceux avec <kbd>Ctrl</kbd> restent.
        </p>
        <KeysChosen settings={settings} />
      </Group>
      <Group title="Verrouillage automatique">
        <Chips
          label="Verrouiller après un temps sans activité"
          mode="one"
          chips={MINUTES}
          chosen={[String(settings.idle_lock_minutes)]}
          onChange={([minutes]) => minutes && set({ idle_lock_minutes: Number(minutes) })}
        />
        <p className={styles.muted}>Votre saisie en cours est toujours gardée en brouillon.</p>
      </Group>
    </>
  );
}
