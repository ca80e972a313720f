/** Registrations in their order, the waiting list that moves up by itself, and the roll call. */
import { UserCheck, UserPlus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { Form } from 'react-aria-components';

import { Button, Checkbox, count, CountField, EmptyState, errorOf, FailureNote, offerUndo, PersonName, Rows, TextField, useVeil } from '../../kit';
import { failureOf, useInvoke, type Failure, type RegistrationForm, type RegistrationLine, type WorkshopFile } from '../../platform';
import { seatsInWords } from '../../pieces/plan';
import { PersonPicker } from '../../pieces/PersonPicker';
import styles from './planning.module.css';

function standing(line: RegistrationLine): string {
  if (line.double) return 'déjà inscrite plus haut, comptée une fois';
  if (line.waiting === 0) return '';
  if (line.seated === 0) return line.count === 1 ? 'en attente' : `${line.waiting}\u00a0en attente`;
  return `${line.seated}\u00a0avec une place, ${line.waiting}\u00a0en attente`;
}

export function Registrations({ file }: { file: WorkshopFile }) {
  const veil = useVeil();
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [said, setSaid] = useState('');
  const workshop = file.line.id;
  const { registrations } = file;

  const attempt = async (work: () => Promise<void>) => {
    try {
      setFailure(null);
      await work();
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  const register = (form: Omit<RegistrationForm, 'workshop'>, name: string) =>
    attempt(async () => {
      const { id } = await invoke('registration_save', { form: { ...form, workshop } });
      setSaid('');
      offerUndo((shown) => `Inscription notée\u202f: ${shown(name)}.`, () => void invoke('registration_delete', { id }));
    });

  const remove = (line: RegistrationLine) =>
    attempt(async () => {
      // Whoever waited first moves up: it is said.
      const next = line.seated > 0 ? registrations.find((other) => other.waiting > 0 && other.id !== line.id) : undefined;
      await invoke('registration_delete', { id: line.id });
      setSaid(next ? `Une place se libère\u202f: ${veil.name(next.name)} n’attend plus.` : '');
      offerUndo('Inscription retirée.', () => {
        setSaid('');
        void invoke('registration_restore', { id: line.id });
      });
    });

  const call = (presences: { id: string; present: number }[]) => attempt(async () => {
      await invoke('registration_present', { presences });
    });

  const seated = registrations.filter((line) => line.seated > 0);
  const there = registrations.reduce((sum, line) => sum + line.present, 0);
  return (
    <section className={styles.section} aria-labelledby="registrations">
      <div className={styles.head}>
        <h2 id="registrations">Inscriptions</h2>
        <span className={styles.muted}>
          {seatsInWords(file.line)}
          {there > 0 ? ` · ${count(there, 'présent')}` : ''}
        </span>
      </div>
      {failure ? <FailureNote failure={failure} /> : null}
      <p role="status" className={styles.muted}>
        {said}
      </p>
      {registrations.length === 0 ? (
        <EmptyState>Personne n’est inscrit pour l’instant. Ajoutez une personne suivie, ou un prénom et un nombre.</EmptyState>
      ) : (
        <>
          {seated.some((line) => line.present < line.seated) ? (
            <div>
              <Button dense icon={UserCheck} onPress={() => void call(seated.map((line) => ({ id: line.id, present: line.seated })))}>
                Toutes les personnes inscrites sont là
              </Button>
            </div>
          ) : null}
          <Rows label="Personnes inscrites">
            {registrations.map((line) => (
              <li key={line.id} className={styles.item}>
                <span className={styles.who}>
                  <strong>
                    <PersonName name={line.name} />
                  </strong>
                  {line.count > 1 ? ` · ${count(line.count, 'personne')}` : ''}
                  {standing(line) === '' ? null : <span className={styles.muted}> · {standing(line)}</span>}
                </span>
                {line.double ? null : <Presence line={line} onPresent={(present) => void call([{ id: line.id, present }])} />}
                <Button dense tone="quiet" icon={X} onPress={() => void remove(line)} aria-label={`Retirer l’inscription\u202f: ${veil.name(line.name)}`}>
                  Retirer
                </Button>
              </li>
            ))}
          </Rows>
        </>
      )}
      <AddRegistration
        except={registrations.flatMap((line) => (line.beneficiary === null ? [] : [line.beneficiary]))}
        onAdd={(form, name) => void register(form, name)}
      />
    </section>
  );
}

function Presence({ line, onPresent }: { line: RegistrationLine; onPresent: (present: number) => void }) {
  const veil = useVeil();
  return (
    <div className={styles.presence}>
      <Checkbox isSelected={line.present > 0} onChange={(came) => onPresent(came ? line.count : 0)}>
        <span>
          {line.count > 1 && line.present > 0 && line.present < line.count ? `${line.present}\u00a0présents` : 'Présent·e'}
          <span className="visually-hidden"> : <PersonName name={line.name} /></span>
        </span>
      </Checkbox>
      {line.count > 1 && line.present > 0 ? (
        <Button
          dense
          onPress={() => onPresent(line.present > 1 ? line.present - 1 : line.count)}
          aria-label={line.present > 1 ? `Un de moins que ${line.present}, ${veil.name(line.name)}` : `Tout le groupe de ${veil.name(line.name)}`}
        >
          {line.present > 1 ? 'Un de moins' : 'Tout le groupe'}
        </Button>
      ) : null}
    </div>
  );
}

type Added = Omit<RegistrationForm, 'workshop'>;

/** A followed person by her name, or a first name and a number for those who are not. */
function AddRegistration({ except, onAdd }: { except: readonly string[]; onAdd: (form: Added, name: string) => void }) {
  const [name, setName] = useState('');
  const [people, setPeople] = useState(1);
  const [errors, setErrors] = useState<{ field: string; message: string }[]>([]);
  const root = useRef<HTMLDivElement>(null);

  const add = () => {
    const wrong = [
      ...(name.trim() === '' ? [{ field: 'name', message: 'Veuillez choisir une personne, ou indiquer un prénom ou des initiales' }] : []),
      ...(people < 1 || people > 50 ? [{ field: 'count', message: 'Le nombre de personnes va de 1 à 50' }] : []),
    ];
    setErrors(wrong);
    if (wrong.length > 0) return;
    onAdd({ beneficiary: null, name: name.trim(), count: people }, name.trim());
    setName('');
    setPeople(1);
    root.current?.querySelector<HTMLInputElement>('[data-field="name"] input')?.focus();
  };

  return (
    <div ref={root} className={styles.stack}>
      <PersonPicker
        label="Inscrire une personne suivie"
        placeholder="Trois lettres de son nom"
        except={except}
        onPick={(person) => onAdd({ beneficiary: person.id, name: '', count: 1 }, person.name)}
      />
      <Form
        className={styles.add}
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label="Ou un prénom, des initiales"
          field="name"
          placeholder="Mme L."
          maxLength={40}
          value={name}
          onChange={(v) => {
            setName(v);
            setErrors([]);
          }}
          error={errorOf(errors, 'name')}
        />
        <CountField label="Combien de personnes" field="count" value={people} onChange={setPeople} error={errorOf(errors, 'count')} />
        <Button type="submit" icon={UserPlus}>
          Inscrire
        </Button>
      </Form>
    </div>
  );
}
