import type { FieldProps } from "./fieldProps";
import { withDefaults, choiceOf, fieldId, typeOf, fieldLabel } from "./schema";
import { Properties } from "./SchemaField";

/** A choice between types that each have their own options: cards to select from, then the fields of the selected type. */
export function ChoiceField(props: FieldProps) {
  const { schema, name, pointer, value, problems, onChange } = props;
  const chosen = choiceOf(schema, value);
  const id = fieldId(pointer);
  const problem = problems.get(pointer) ?? problems.get(`${pointer}/type`);
  return (
    <fieldset className="cards" id={id} tabIndex={-1} aria-describedby={problem === undefined ? undefined : `${id}-problem`}>
      <legend>{fieldLabel(name)}</legend>
      {schema.description !== undefined && <p className="help">{schema.description}</p>}
      <div className="cards-row">
        {schema.oneOf?.map((choice) => (
          <label key={typeOf(choice)} className="card">
            <input
              type="radio"
              name={id}
              checked={choice === chosen}
              aria-label={choice.title ?? typeOf(choice)}
              onChange={() => { onChange(withDefaults(choice)); }}
            />
            <span className="card-title">
              {choice.title ?? typeOf(choice)} <code>{typeOf(choice)}</code>
            </span>
            <span className="card-help">{choice.description}</span>
          </label>
        ))}
      </div>
      {problem !== undefined && <p id={`${id}-problem`} className="problem">{problem}</p>}
      {chosen && Object.keys(chosen.properties ?? {}).length > 1 && <Properties {...props} schema={chosen} />}
    </fieldset>
  );
}
