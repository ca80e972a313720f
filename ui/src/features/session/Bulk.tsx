/** What is done to many sessions at once: seen before it is done, undone as one. */
import { Tag, Trash2 } from 'lucide-react';
import { useState } from 'react';

import { Button, count, Dialog, FailureNote, Notice, offerUndo } from '../../kit';
import { failureOf, useInvoke, type Failure } from '../../platform';
import { TagPicker } from '../../pieces/TagPicker';
import styles from './session.module.css';

interface BulkProps {
  /** Chosen, on this page and on others. */
  chosen: ReadonlySet<string>;
  /** Rows of this page. */
  page: readonly string[];
  /** Rows of the whole list. */
  total: number;
  onChoose: (ids: readonly string[]) => void;
  /** Asks for the identifiers of the whole list. */
  everything: () => Promise<string[]>;
  onDone: () => void;
}

export function Bulk({ chosen, page, total, onChoose, everything, onDone }: BulkProps) {
  const invoke = useInvoke();
  const [asking, setAsking] = useState<'delete' | 'tag' | null>(null);
  const [tags, setTags] = useState<string[]>([]);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const ids = [...chosen];
  const many = count(ids.length, 'séance');
  const close = () => {
    setAsking(null);
    setFailure(null);
    setTags([]);
  };

  /** One thing at a time; what fails is said where it was asked. */
  const act = async (doing: () => Promise<void>) => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      await doing();
    } catch (reason) {
      setFailure(failureOf(reason));
    } finally {
      setBusy(false);
    }
  };

  const remove = () =>
    act(async () => {
      const done = await invoke('sessions_delete', { ids });
      close();
      onDone();
      offerUndo(`${count(done.ids.length, 'séance mise', 'séances mises')} à la corbeille.`, () => invoke('sessions_restore', done));
    });

  const tag = () =>
    act(async () => {
      const done: { tag: string; ids: string[] }[] = [];
      for (const id of tags) done.push({ tag: id, ids: (await invoke('sessions_tag', { ids, tag: id, on: true })).ids });
      close();
      onDone();
      const touched = new Set(done.flatMap((one) => one.ids)).size;
      const words = tags.length > 1 ? 'étiquettes ajoutées' : 'étiquette ajoutée';
      offerUndo(
        touched === 0 ? 'Ces séances avaient déjà cette étiquette.' : `${count(tags.length, words, words)} à ${count(touched, 'séance')}.`,
        async () => {
          for (const one of done) await invoke('sessions_tag', { ...one, on: false });
        },
      );
    });

  const whole = page.every((id) => chosen.has(id));
  return (
    <div className={styles.bulk} role="group" aria-label="Séances choisies">
      <p role="status">{ids.length === 0 ? 'Cochez les séances à changer ensemble.' : `${many} ${ids.length > 1 ? 'choisies' : 'choisie'}.`}</p>
      <div className={styles.bulkActions}>
        <Button dense onPress={() => onChoose(whole ? ids.filter((id) => !page.includes(id)) : [...new Set([...ids, ...page])])}>
          {whole ? 'Décocher cette page' : 'Cocher cette page'}
        </Button>
        {total > page.length ? (
          <Button dense isPending={busy} onPress={() => void act(async () => onChoose(await everything()))}>
            Cocher les {count(total, 'séance trouvée', 'séances trouvées')}
          </Button>
        ) : null}
        <Button dense icon={Tag} isDisabled={ids.length === 0} onPress={() => setAsking('tag')}>
          Ajouter une étiquette…
        </Button>
        <Button dense icon={Trash2} isDisabled={ids.length === 0} onPress={() => setAsking('delete')}>
          Mettre à la corbeille…
        </Button>
      </div>
      {asking === null && failure ? <FailureNote failure={failure} /> : null}
      <Dialog title={`Mettre ${many} à la corbeille\u202f?`} isOpen={asking === 'delete'} onClose={close}>
        <p>
          {ids.length === 1
            ? 'Elle ne comptera plus dans les chiffres. Elle reste trente jours dans la corbeille, d’où vous pouvez la reprendre.'
            : 'Elles ne compteront plus dans les chiffres. Elles restent trente jours dans la corbeille, d’où vous pouvez les reprendre.'}
        </p>
        {failure ? <FailureNote failure={failure} /> : null}
        <div className={styles.bulkActions}>
          <Button autoFocus onPress={close}>
            Ne rien changer
          </Button>
          <Button tone="danger" icon={Trash2} isPending={busy} onPress={() => void remove()}>
            Mettre {many} à la corbeille
          </Button>
        </div>
      </Dialog>
      <Dialog title={`Ajouter une étiquette à ${many}`} isOpen={asking === 'tag'} onClose={close}>
        <TagPicker chosen={tags} onChange={setTags} />
        {failure ? <FailureNote failure={failure} /> : null}
        {ids.length > 1_000 ? (
          <Notice>
            <p>Cela prendra un moment. Vous pourrez annuler en une fois.</p>
          </Notice>
        ) : null}
        <div className={styles.bulkActions}>
          <Button onPress={close}>Ne rien changer</Button>
          <Button tone="primary" isDisabled={tags.length === 0} isPending={busy} onPress={() => void tag()}>
            Ajouter à {many}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
