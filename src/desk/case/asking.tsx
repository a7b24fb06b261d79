import { askGroups } from '../../handoff/ask-store.ts';
import { Several } from './fields.tsx';
import { Part } from './part.tsx';
import type { CaseView } from './view.ts';

/** What a caseworker has the bot do in the chat: ask groups of questions, let the four digits be chosen anew. */
export function Asking({ view }: { readonly view: CaseView }) {
  const { page, file } = view;
  const { t } = page;
  const { keeping, writing } = file.person;
  if (file.case.conversationId === null || (keeping !== 'adult' && keeping !== 'minor')) return null;
  return (
    <>
      {keeping === 'adult' && (
        <Part view={view} name="ask" button="work.ask_do">
          <Several
            name="groups"
            label={t('work.ask_about')}
            choices={askGroups.map((group) => [group, t(`ask_group.${group}`)])}
            chosen={[]}
          />
        </Part>
      )}
      {writing === 'shared' && <Part view={view} name="digits" button="work.digits_do" />}
    </>
  );
}
