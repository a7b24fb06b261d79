import type { ComponentChildren } from 'preact';
import { Csrf } from '../page.tsx';
import type { CaseView } from './view.ts';

interface PartProps {
  readonly view: CaseView;
  readonly name: string;
  readonly button: string;
  readonly children?: ComponentChildren;
  readonly open?: boolean;
}

/** One piece of work: a line that opens into a form; what must be known for it stands above. */
export function Part({ view: { page, file }, name, button, children, open }: PartProps) {
  return (
    <details id={`work-${name}`} open={open}>
      <summary>{page.t(`work.${name}`)}</summary>
      <form method="post" action={`/desk/cases/${file.case.code}/${name}`}>
        <Csrf page={page} />
        {page.t.has(`work.${name}_hint`) && <p class="hint">{page.t(`work.${name}_hint`)}</p>}
        {children}
        <button type="submit" class="main">
          {page.t(button)}
        </button>
      </form>
    </details>
  );
}
