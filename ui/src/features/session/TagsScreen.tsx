/** Tags: one’s own and the team’s, created, renamed, put in the corbeille. */
import { Merge, Pencil, Plus, Split, Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Form } from 'react-aria-components';

import { Button, Chips, count, Dialog, EmptyState, errorOf, FailureNote, Loaded, offerUndo, Rows, Screen, Select, Skeleton, TextField } from '../../kit';
import { failureOf, useAnswer, useInvoke, type Failure, type TagFile, type TagLine } from '../../platform';
import styles from './session.module.css';

type Scope = 'mine' | 'team';
const SCOPES: readonly { value: Scope; label: string }[] = [
  { value: 'mine', label: 'Personnelle' },
  { value: 'team', label: 'D’équipe' },
];

export function TagsScreen() {
  const answer = useAnswer('tag_list', null);
  /** The tag open; `new` for one that does not exist yet. */
  const [open, setOpen] = useState<string | null>(null);
  return (
    <Screen
      title="Étiquettes"
      under="Un mot à vous, ou à l’équipe, pour retrouver et compter des séances."
      actions={
        <Button tone="primary" icon={Plus} onPress={() => setOpen('new')}>
          Nouvelle étiquette
        </Button>
      }
    >
      <Loaded answer={answer} rows={4}>
        {(tags) =>
          tags.length === 0 ? (
            <EmptyState
              action={
                <Button icon={Tag} onPress={() => setOpen('new')}>
                  Créer la première
                </Button>
              }
            >
              Aucune étiquette pour l’instant. Les vôtres ne sont vues que de vous ; celles de l’équipe sont partagées.
            </EmptyState>
          ) : (
            <List tags={tags} onOpen={setOpen} />
          )
        }
      </Loaded>
      {open === 'new' ? <TagDialog file={null} onClose={() => setOpen(null)} /> : null}
      {open !== null && open !== 'new' ? <Existing id={open} onClose={() => setOpen(null)} /> : null}
    </Screen>
  );
}

function List({ tags, onOpen }: { tags: readonly TagLine[]; onOpen: (id: string) => void }) {
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);

  const remove = async ({ id, name }: TagLine) => {
    try {
      setFailure(null);
      const gone = await invoke('tag_delete', { id });
      offerUndo(`Étiquette «\u202f${name}\u202f» mise à la corbeille.`, () => invoke('tag_restore', gone));
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  return (
    <>
      {failure ? <FailureNote failure={failure} /> : null}
      <Rows label="Étiquettes">
        {tags.map((tag) => (
          <li key={tag.id} className={styles.tag}>
            <span className={styles.tagWords}>
              <strong>{tag.name}</strong>
              <span className={styles.muted}>
                {[tag.team ? 'd’équipe' : 'personnelle', count(tag.sessions, 'séance'), tag.description].filter(Boolean).join(' · ')}
              </span>
            </span>
            <Button dense tone="quiet" icon={Pencil} aria-label={`Modifier l’étiquette ${tag.name}`} onPress={() => onOpen(tag.id)}>
              Modifier
            </Button>
            <Button dense tone="quiet" icon={Trash2} aria-label={`Supprimer l’étiquette ${tag.name}`} onPress={() => void remove(tag)}>
              Supprimer
            </Button>
          </li>
        ))}
      </Rows>
    </>
  );
}

function Existing({ id, onClose }: { id: string; onClose: () => void }) {
  const file = useAnswer('tag_get', { id }, { fresh: true });
  // What is on the screen does not move when a colleague changes it: the save compares with it.
  const [seen, setSeen] = useState<TagFile | null>(null);
  if (seen === null && file.data) setSeen(file.data);
  if (seen) return <TagDialog file={seen} onClose={onClose} />;
  return (
    <Dialog title="Étiquette" isOpen onClose={onClose}>
      {file.error ? <FailureNote failure={file.error.failure} retry={() => void file.refetch()} /> : <Skeleton rows={2} />}
      <Button onPress={onClose}>Fermer</Button>
    </Dialog>
  );
}

function TagDialog({ file, onClose }: { file: TagFile | null; onClose: () => void }) {
  const invoke = useInvoke();
  const [form, setForm] = useState(file?.form ?? { name: '', description: '' });
  const [scope, setScope] = useState<Scope>('mine');
  const [failure, setFailure] = useState<Failure | null>(null);
  const errors = failure?.fields ?? [];

  const save = async () => {
    setFailure(null);
    try {
      await invoke('tag_save', { id: file?.line.id ?? null, team: file?.line.team ?? scope === 'team', form, version: file?.version ?? null });
      onClose();
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  return (
    <Dialog title={file ? `Étiquette ${file.line.team ? 'd’équipe' : 'personnelle'}` : 'Nouvelle étiquette'} isOpen onClose={onClose}>
      <Form
        className={styles.group ?? ''}
        validationBehavior="aria"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {failure && failure.code !== 'invalid' ? <FailureNote failure={failure} /> : null}
        <TextField label="Nom" required autoFocus field="name" value={form.name} onChange={(name) => setForm({ ...form, name })} error={errorOf(errors, 'name')} />
        <TextField
          label="Description"
          multiline
          field="description"
          value={form.description}
          onChange={(description) => setForm({ ...form, description })}
          error={errorOf(errors, 'description')}
        />
        {file ? (
          <>
            <p className={styles.muted}>Le nouveau nom vaut pour toutes les séances qui la portent.</p>
            {file.line.team ? <Joined file={file} onClose={onClose} /> : <JoinTo line={file.line} onClose={onClose} />}
          </>
        ) : (
          <Chips label="Pour qui" mode="one" chips={SCOPES} chosen={[scope]} onChange={([chosen]) => chosen && setScope(chosen)} />
        )}
        <div className={styles.bulkActions}>
          <Button onPress={onClose}>Annuler</Button>
          <Button tone="primary" type="submit">
            Enregistrer
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** One’s own tag becomes one of the team’s: every session that has it keeps it, under that name. */
function JoinTo({ line: own, onClose }: { line: TagLine; onClose: () => void }) {
  const invoke = useInvoke();
  const tags = useAnswer('tag_list', null);
  const [into, setInto] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const team = (tags.data ?? []).filter((tag) => tag.team);
  const chosen = team.find(({ id }) => id === into);
  if (team.length === 0) return null;

  const join = async () => {
    if (!chosen) return;
    setFailure(null);
    try {
      const joined = await invoke('tag_join', { id: own.id, into: chosen.id });
      offerUndo(`«\u202f${own.name}\u202f» réunie avec «\u202f${chosen.name}\u202f».`, () => invoke('tag_part', joined));
      onClose();
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  return (
    <div className={styles.joining}>
      {failure ? <FailureNote failure={failure} /> : null}
      <Select
        label="Réunir avec une étiquette d’équipe"
        none="Aucune"
        options={team.map(({ id, name }) => ({ value: id, label: name }))}
        value={into}
        onChange={setInto}
        description={`Les séances la gardent, sous le nom de l’équipe (${count(own.sessions, 'séance')}). Vous pourrez les séparer.`}
      />
      <Button icon={Merge} isDisabled={!chosen} onPress={() => void join()}>
        Réunir
      </Button>
    </div>
  );
}

/** What was joined to a tag of the team, and may stand by itself again. */
function Joined({ file, onClose }: { file: TagFile; onClose: () => void }) {
  const invoke = useInvoke();
  const [failure, setFailure] = useState<Failure | null>(null);
  if (file.joined.length === 0) return null;

  const part = async (ids: string[], name: string) => {
    setFailure(null);
    try {
      await invoke('tag_part', { ids });
      offerUndo(`«\u202f${name}\u202f» redevient une étiquette personnelle.`, () => invoke('tag_join', { id: ids[0] ?? '', into: file.line.id }));
      onClose();
    } catch (reason) {
      setFailure(failureOf(reason));
    }
  };

  return (
    <div className={styles.joining} role="group" aria-label="Réunies avec elle">
      {failure ? <FailureNote failure={failure} /> : null}
      <p className={styles.muted}>Vos étiquettes réunies avec elle{'\u202f'}:</p>
      {file.joined.map(({ ids, name }) => (
        <div key={name} className={styles.tag}>
          <span className={styles.tagWords}>
            <strong>{name}</strong>
          </span>
          <Button dense tone="quiet" icon={Split} aria-label={`Séparer ${name}`} onPress={() => void part(ids, name)}>
            Séparer
          </Button>
        </div>
      ))}
    </div>
  );
}
