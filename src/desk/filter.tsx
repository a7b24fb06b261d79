import type { Choices } from './case/fields.tsx';

interface FilterProps {
  readonly name: string;
  /** Read aloud, not shown: the first line of the list says what it is. */
  readonly label: string;
  readonly choices: Choices;
  readonly chosen: string;
  /** Goes to the page of the choice at once where scripts run. */
  readonly go?: true;
}

/** A list to narrow what a page shows. */
export function Filter({ name, label, choices, chosen, go }: FilterProps) {
  return (
    <>
      <label class="sr" for={name}>
        {label}
      </label>
      <select id={name} name={name} {...(go ? { 'data-go': true } : {})}>
        {choices.map(([id, text]) => (
          <option value={id} selected={id === chosen}>
            {text}
          </option>
        ))}
      </select>
    </>
  );
}

/** Where words to search for are typed; the label is read aloud and stands in the empty field. */
export function SearchField({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <>
      <label class="sr" for="q">
        {label}
      </label>
      <input id="q" name="q" type="search" value={text} placeholder={label} autocomplete="off" />
    </>
  );
}
