import { Pills } from "../components/Pills";
import type { FieldProps } from "./fieldProps";
import { withDefaults, choiceOf, fieldId, typeOf, fieldLabel } from "./schema";
import { Properties } from "./SchemaField";

/** A choice between types that each have their own options: pills to select from, then the fields of the selected type. */
export function ChoiceField({ withOptions = true, ...props }: FieldProps & { withOptions?: boolean }) {
  const { schema, name, pointer, value, problems, onChange } = props;
  const chosen = choiceOf(schema, value);
  const choices = schema.oneOf ?? [];
  return (
    <Pills
      id={fieldId(pointer)}
      legend={fieldLabel(name)}
      pills={choices.map((choice) => ({
        value: typeOf(choice),
        name: choice.title ?? typeOf(choice),
        ...(choice.description !== undefined && { title: choice.description }),
        ...unavailable(schema.unavailable?.[typeOf(choice)]),
      }))}
      chosen={chosen && typeOf(chosen)}
      problem={problems.get(pointer) ?? problems.get(`${pointer}/type`)}
      onChoose={(type) => { onChange(withDefaults(choices.find((choice) => typeOf(choice) === type) ?? {})); }}
    >
      {chosen && <p className="help"><code>{typeOf(chosen)}</code> {chosen.description}</p>}
      {chosen && withOptions && hasOptions(chosen) && <Properties {...props} schema={chosen} />}
    </Pills>
  );
}

/** The fields of the selected type, away from the choice. */
export function ChoiceOptions(props: FieldProps) {
  const chosen = choiceOf(props.schema, props.value);
  if (!chosen || !hasOptions(chosen)) return null;
  return (
    <fieldset className="object-field">
      <legend>{chosen.title ?? typeOf(chosen)}</legend>
      <Properties {...props} schema={chosen} />
    </fieldset>
  );
}

const hasOptions = (choice: FieldProps["schema"]) => Object.keys(choice.properties ?? {}).length > 1;

const unavailable = (reason: string | undefined) => (reason === undefined ? {} : { unavailable: reason });
