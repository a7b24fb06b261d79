import type { Say } from '../language/say.ts';
import type { Progress } from '../questionnaire/form.ts';
import { askChoice, choiceList, readChoice } from './choose.ts';
import type { Context, Dialog } from './dialog.ts';
import { needsOf } from './opening.ts';
import { nameAndHour } from './thanks.ts';

const choices = choiceList('my_data', ['1', 'see'], ['2', 'correct'], ['3', 'erase']);

/** My data: what is kept, have it corrected, have it erased. */
export const my_data: Dialog = {
  begin(context) {
    if (!context.facts.keeping || context.facts.keeping === 'refused')
      return { says: [{ key: 'bot.my_data.nothing' }], state: null };
    return { says: [askChoice('bot.my_data.body', choices)], state: { name: 'my_data' } };
  },

  reply(context, state, input, answers) {
    switch (readChoice(context, input, choices)) {
      case 'see':
        return { says: [kept(context, answers)], state: null };
      case 'correct':
        return { says: [], state: null, next: { name: 'callback', options: { reason: 'person_wanted' } } };
      case 'erase':
        return { says: [], state: null, next: { name: 'erase' } };
      default:
        return { says: [], state, missed: true };
    }
  },

  ask: () => [askChoice('bot.my_data.body', choices)],
};

/** What is kept, on one screen: a dash where nothing was said. */
function kept(context: Context, answers: Progress): Say {
  const said = answers.call_name_and_hour?.value;
  const { name } = nameAndHour(context, typeof said === 'string' ? said : '');
  const place = answers.place?.value ?? answers.town?.value;
  const needs = needsOf(answers)
    .slice(0, 2)
    .map((need) => ({ key: `bot.need.${need}` }));
  return {
    key: 'bot.my_data.see',
    values: {
      name: name?.slice(0, 12) ?? '-',
      place: (context.directory.place(String(place))?.name ?? '-').slice(0, 16),
      needs: needs.length > 0 ? { list: needs, join: ', ' } : '-',
      spoken: { key: `bot.spoken.${context.facts.spokenLanguage ?? 'other'}` },
      retention: { key: 'bot.when.months', values: { count: context.settings.retentionMonths } },
    },
  };
}
