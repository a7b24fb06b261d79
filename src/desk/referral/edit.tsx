import type { ReferralEdits } from '../../handoff/referral-source.ts';
import { isEditable } from '../../handoff/referral-status.ts';
import { Several } from '../case/fields.tsx';
import type { Form } from '../form.ts';
import { Csrf } from '../page.tsx';
import type { ReferralView } from './read.ts';

/** What the caseworker writes into the draft; the rest of it comes from the case and the directory. */
export function Edit({ referral }: { readonly referral: ReferralView }) {
  const { view, kept, draft } = referral;
  const { t } = view.page;
  const { edits } = kept;
  const base = `/desk/cases/${view.file.case.code}/referrals/${kept.number}`;
  if (!isEditable(kept.status)) return <p class="hint">{t('edit.left')}</p>;
  const needs = [...new Set([...view.file.case.needs, ...edits.needs])];
  return (
    <section class="card">
      <h2>{t('edit.title')}</h2>
      <form method="post" action={`${base}/edit`}>
        <Csrf page={view.page} />
        <input type="hidden" name="version" value={kept.version} />
        <Several
          name="needs"
          label={t('edit.needs')}
          choices={needs.map((need) => [need, t(`need.${need}`)])}
          chosen={edits.needs}
        />
        <Area name="request" label={t('edit.request')} value={edits.request} />
        <Area name="words" label={t('edit.words')} value={edits.words?.text ?? draft.words.value ?? ''} />
        <p class="ticks">
          <label class="tick">
            <input type="checkbox" name="readBack" value="yes" checked={edits.words?.readBack ?? false} />
            <span>{t('edit.read_back')}</span>
          </label>
        </p>
        <Area name="alreadyDone" label={t('edit.already_done')} value={edits.alreadyDone} />
        <Area name="bring" label={t('edit.bring')} value={edits.bring} />
        <div class="fields">
          <Days name="callReceiverInDays" label={t('edit.call_receiver')} value={edits.callReceiverInDays} />
          <Days name="askPersonInDays" label={t('edit.ask_person')} value={edits.askPersonInDays} />
        </div>
        <div class="actions">
          <button type="submit" class="main">
            {t('edit.save')}
          </button>
          <a class="button" href={`${base}/service`}>
            {t('edit.other_service')}
          </a>
        </div>
      </form>
    </section>
  );
}

function Area({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <textarea id={name} name={name} rows={2} data-draft>
        {value}
      </textarea>
    </p>
  );
}

function Days({ name, label, value }: { name: string; label: string; value: number }) {
  return (
    <p class="field">
      <label for={name}>{label}</label>
      <input id={name} name={name} type="number" min="1" max="60" value={value} inputMode="numeric" />
    </p>
  );
}

/** The draft's own part as it was posted. */
export function editsIn(form: Form, before: ReferralEdits): ReferralEdits {
  const words = form.text('words');
  return {
    needs: form.list('needs'),
    request: form.text('request'),
    alreadyDone: form.text('alreadyDone'),
    words: words
      ? { text: words, origin: before.words?.origin ?? 'call', readBack: form.ticked('readBack') }
      : null,
    bring: form.text('bring'),
    remarks: before.remarks,
    callReceiverInDays: daysIn(form.text('callReceiverInDays'), before.callReceiverInDays),
    askPersonInDays: daysIn(form.text('askPersonInDays'), before.askPersonInDays),
  };
}

function daysIn(text: string, otherwise: number): number {
  const days = Number.parseInt(text, 10);
  return days >= 1 && days <= 60 ? days : otherwise;
}
