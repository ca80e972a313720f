/** A place: what one finds there, when, and how to reach it. */
import { ClipboardList, MapPin, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { Button, ButtonLink, count, dayInField, FailureNote, Loaded, Muted, offerUndo, Screen } from '../../kit';
import {
  ACCESS_MODES,
  failureOf,
  FEES,
  PROGRAMMES,
  PUBLICS,
  SERVICES,
  SPECIAL_CARES,
  SUPPORT_MODES,
  TRAINING_LABELS,
  useAnswer,
  useInvoke,
  type Failure,
  type PlaceFile,
} from '../../platform';
import { href, navigate } from '../../pieces/router';
import styles from './place.module.css';
import { DAYS, kinds, labels } from './words';

export function PlaceFileScreen({ id }: { id: string }) {
  const invoke = useInvoke();
  const answer = useAnswer('place_get', { id });
  const [failure, setFailure] = useState<Failure | null>(null);
  const file = answer.data;

  const act = async (what: () => Promise<unknown>) => {
    try {
      setFailure(null);
      await what();
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };
  const remove = () =>
    act(async () => {
      await invoke('place_delete', { id });
      navigate({ name: 'places' });
      offerUndo('Lieu supprimé.', () => void invoke('place_restore', { id }));
    });

  return (
    <Screen
      title={file ? file.line.name : 'Lieu'}
      under={file ? <Under file={file} /> : null}
      actions={
        file ? (
          <>
            <ButtonLink tone="primary" icon={Pencil} href={href({ name: 'place_edit', id })}>
              Modifier
            </ButtonLink>
            {file.here ? null : (
              <Button icon={MapPin} onPress={() => void act(() => invoke('place_set_current', { id }))}>
                J’y suis
              </Button>
            )}
            <ButtonLink icon={ClipboardList} href={href({ name: 'territory_new', place: id })}>
              Diagnostic
            </ButtonLink>
            <Button tone="quiet" icon={Trash2} onPress={() => void remove()}>
              Supprimer
            </Button>
          </>
        ) : null
      }
    >
      {failure ? <FailureNote failure={failure} /> : null}
      <Loaded answer={answer} rows={5}>
        {(data) => <File file={data} />}
      </Loaded>
    </Screen>
  );
}

function Under({ file }: { file: PlaceFile }) {
  const told = [
    kinds(file.form.typologies),
    file.here ? 'votre escale du moment' : '',
    file.line.sessions > 0 ? count(file.line.sessions, 'séance') : '',
  ].filter(Boolean);
  return told.length > 0 ? <>{told.join(' · ')}</> : null;
}

function File({ file }: { file: PlaceFile }) {
  const { form } = file;
  const street = [form.address, form.address_more].filter(Boolean).join('\n');
  const town = form.commune ? `${form.commune.postcode} ${form.commune.name}` : '';
  const facts: readonly [string, string][] = [
    ['Adresse', [street, town].filter(Boolean).join('\n')],
    ['Téléphone', form.phone],
    ['Adresse e-mail', form.emails.join('\n')],
    ['Site web', form.websites.join('\n')],
    ['Prendre rendez-vous', form.booking_url],
    ['Itinérance', [form.itinerant ? 'Itinérant' : '', form.fixed ? 'Fixe' : ''].filter(Boolean).join(', ')],
    ['Frais à charge', labels(FEES, form.fees).join('\n')],
    ['Pour y venir', labels(ACCESS_MODES, form.access_modes).join('\n')],
    ['Accompagnement', labels(SUPPORT_MODES, form.support_modes).join('\n')],
    ['Publics', labels(PUBLICS, form.publics).join('\n')],
    ['Prise en charge', labels(SPECIAL_CARES, form.special_care).join('\n')],
    ['Programmes nationaux', labels(PROGRAMMES, form.programmes).join('\n')],
    ['Formations et labels', [...labels(TRAINING_LABELS, form.labels), ...form.other_labels].join('\n')],
    ['Structure parente', form.parent],
    ['Accessibilité', form.accessibility_url],
    ['SIRET, RNA ou RIDET', [form.siret, form.rna, form.identifier].filter(Boolean).join('\n')],
    ['Position', form.latitude === '' ? 'Au centre de sa commune' : `${form.latitude}, ${form.longitude}`],
    ['Source', form.source],
    ['Mis à jour le', file.updated_on ? dayInField(file.updated_on) : ''],
  ];
  return (
    <>
      {form.services.length > 0 ? (
        <section className={styles.stack} aria-labelledby="services">
          <h2 id="services">Ce qu’on y trouve</h2>
          <ul className={styles.tags}>
            {labels(SERVICES, form.services).map((label) => (
              <li key={label}>{label}</li>
            ))}
          </ul>
        </section>
      ) : null}
      {form.summary !== '' || form.details !== '' ? (
        <section className={styles.stack} aria-label="Présentation">
          {form.summary === '' ? null : <p className={styles.text}>{form.summary}</p>}
          {form.details === '' ? null : <p className={styles.text}>{form.details}</p>}
        </section>
      ) : null}
      <Hours file={file} />
      <section className={styles.card} aria-label="Adresse et contact">
        <dl className={styles.facts}>
          {facts
            .filter(([, value]) => value !== '')
            .map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
      </section>
      {file.diagnostics > 0 ? (
        <p>
          <a href={href({ name: 'territories' })}>{count(file.diagnostics, 'diagnostic de territoire', 'diagnostics de territoire')}</a>
        </p>
      ) : null}
    </>
  );
}

function Hours({ file: { form, hours } }: { file: PlaceFile }) {
  if (form.opening_hours === '') return null;
  return (
    <section className={styles.stack} aria-labelledby="hours">
      <h2 id="hours">Horaires</h2>
      {hours.length === 0 ? (
        <>
          <p className={styles.text}>{form.opening_hours}</p>
          <Muted>Escale ne sait pas lire ces horaires{'\u202f'}: elle ne dit pas si ce lieu est ouvert.</Muted>
        </>
      ) : (
        <table className={styles.hours}>
          <tbody>
            {DAYS.map((day, number) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>{hours[number] === '' ? <Muted>non précisé</Muted> : hours[number]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {form.hours_note === '' ? null : <p className={styles.text}>{form.hours_note}</p>}
    </section>
  );
}
