/** A long list by windows of a hundred: where one is, and the way on. */
import { Button } from './Button';
import { figure } from './format';
import { Actions, Muted } from './Screen';

/** Rows asked for at once. */
export const PAGE = 100;

interface PagesProps {
  total: number;
  offset: number;
  onOffset: (offset: number) => void;
}

export function Pages({ total, offset, onOffset }: PagesProps) {
  if (total <= PAGE) return null;
  return (
    <nav aria-label="Pages">
      <Actions>
        <Button dense isDisabled={offset === 0} onPress={() => onOffset(Math.max(0, offset - PAGE))}>
          Les {PAGE} précédentes
        </Button>
        <Muted>
          {figure(offset + 1)} à {figure(Math.min(total, offset + PAGE))} sur {figure(total)}
        </Muted>
        <Button dense isDisabled={offset + PAGE >= total} onPress={() => onOffset(offset + PAGE)}>
          Les {PAGE} suivantes
        </Button>
      </Actions>
    </nav>
  );
}
