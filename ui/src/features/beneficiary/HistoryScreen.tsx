/** Every field of a file, with who, when and what before. */
import { ArrowLeft } from 'lucide-react';

import { ButtonLink, openFileName, Screen } from '../../kit';
import { useAnswer } from '../../platform';
import { History } from '../../pieces/History';
import { href } from '../../pieces/router';

export function BeneficiaryHistoryScreen({ id }: { id: string }) {
  const file = useAnswer('beneficiary_get', { id });
  return (
    <Screen
      title="Historique de la fiche"
      under={file.data ? openFileName(file.data.line.name) : null}
      actions={
        <ButtonLink icon={ArrowLeft} href={href({ name: 'beneficiary', id })}>
          Revenir à la fiche
        </ButtonLink>
      }
    >
      <History table="beneficiary" id={id} what="Fiche" />
    </Screen>
  );
}
