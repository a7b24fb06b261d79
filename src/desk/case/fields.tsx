/** Choices of a list: id and label. */
export type Choices = readonly (readonly [id: string, label: string])[];

interface SelectProps {
  readonly name: string;
  readonly label: string;
  readonly choices: Choices;
  readonly chosen?: string | null;
  readonly blank?: string;
}

/** A labelled list to choose one from; `blank` is the line for no choice. */
export function Select({ name, label, choices, chosen, blank }: SelectProps) {
  return (
    <p class="field">
      <label for={`f-${name}`}>{label}</label>
      <select id={`f-${name}`} name={name}>
        {blank !== undefined && <option value="">{blank}</option>}
        {choices.map(([id, text]) => (
          <option value={id} selected={id === chosen}>
            {text}
          </option>
        ))}
      </select>
    </p>
  );
}

/** A place by name, with suggestions while typing where scripts run. */
export function PlaceInput({ value }: { readonly value: string }) {
  return (
    <>
      <input
        id="place"
        name="place"
        value={value}
        list="places"
        autocomplete="off"
        hx-get="/desk/places"
        hx-trigger="input changed delay:200ms"
        hx-target="#places"
      />
      <datalist id="places" />
    </>
  );
}

/** A group of boxes, several of which may be ticked. */
export function Several(props: {
  readonly name: string;
  readonly label: string;
  readonly choices: Choices;
  readonly chosen: readonly unknown[];
}) {
  return (
    <fieldset class="ticks wide">
      <legend>{props.label}</legend>
      {props.choices.map(([id, text]) => (
        <label class="tick">
          <input type="checkbox" name={props.name} value={id} checked={props.chosen.includes(id)} />
          <span>{text}</span>
        </label>
      ))}
    </fieldset>
  );
}
