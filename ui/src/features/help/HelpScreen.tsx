/** Help inside the program: the guide, its pages, and a search among them. */
import { ArrowLeft } from 'lucide-react';
import { Fragment, useState } from 'react';

import { Button, ButtonLink, count, EmptyState, Rows, Screen, SearchLine } from '../../kit';
import { href } from '../../pieces/router';
import { GUIDE, look, type Block, type Page, type Piece } from './guide';
import styles from './help.module.css';

export function HelpScreen({ page: id }: { page?: string | undefined }) {
  const page = GUIDE.find((known) => known.id === id);
  return page ? <Reading key={page.id} page={page} /> : <Contents />;
}

function Contents() {
  const [typed, setTyped] = useState('');
  const answers = look(typed, GUIDE);
  const asked = typed.trim() !== '';
  return (
    <Screen title="Aide" under="Tout est ici, sans réseau." ownFocus>
      <SearchLine label="Chercher dans l’aide" value={typed} onChange={setTyped} autoFocus />
      <p role="status" className={styles.muted}>
        {asked ? (answers.length === 0 ? 'Aucune page n’en parle.' : count(answers.length, 'page trouvée', 'pages trouvées')) : count(answers.length, 'page')}
      </p>
      {answers.length === 0 ? (
        <EmptyState action={<Button onPress={() => setTyped('')}>Voir toutes les pages</Button>}>
          Essayez un seul mot, par exemple «&#8239;réseau&#8239;» ou «&#8239;atelier&#8239;».
        </EmptyState>
      ) : (
        <Rows label="Pages de l’aide">
          {answers.map(({ page, excerpt }) => (
            <li key={page.id}>
              <a className={styles.row} href={href({ name: 'help', page: page.id })}>
                <strong>{page.title}</strong>
                {asked && excerpt !== '' ? <span className={styles.muted}>{excerpt}</span> : null}
              </a>
            </li>
          ))}
        </Rows>
      )}
    </Screen>
  );
}

function Reading({ page }: { page: Page }) {
  const next = GUIDE[GUIDE.indexOf(page) + 1];
  return (
    <Screen
      title={page.title}
      actions={
        <ButtonLink icon={ArrowLeft} href={href({ name: 'help' })}>
          Toute l’aide
        </ButtonLink>
      }
    >
      <article className={styles.page}>
        {page.blocks.map((block, index) => (
          <BlockView key={index} block={block} />
        ))}
      </article>
      {next ? (
        <p>
          Ensuite&#8239;: <a href={href({ name: 'help', page: next.id })}>{next.title}</a>
        </p>
      ) : null}
    </Screen>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return block.level === 2 ? (
        <h2>
          <Pieces pieces={block.pieces} />
        </h2>
      ) : (
        <h3>
          <Pieces pieces={block.pieces} />
        </h3>
      );
    case 'paragraph':
      return (
        <p>
          <Pieces pieces={block.pieces} />
        </p>
      );
    case 'list': {
      const items = block.items.map((pieces, index) => (
        <li key={index}>
          <Pieces pieces={pieces} />
        </li>
      ));
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

/** Text only, ever: nothing of a page is read as markup. */
function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map((piece, index) => {
    switch (piece.kind) {
      case 'text':
        return <Fragment key={index}>{piece.text}</Fragment>;
      case 'bold':
        return <strong key={index}>{piece.text}</strong>;
      case 'key':
        return <kbd key={index}>{piece.text}</kbd>;
      case 'link':
        return (
          <a key={index} href={href({ name: 'help', page: piece.page })}>
            {piece.text}
          </a>
        );
    }
  });
}
