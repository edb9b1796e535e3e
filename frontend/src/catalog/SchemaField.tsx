import { isObject, withMember } from "../api/json";
import { ChoiceField } from "./ChoiceField";
import type { FieldProps } from "./fieldProps";
import { BooleanField, EnumField, ListField, NumberField, TextField } from "./plainFields";
import { fieldLabel } from "./schema";

/** Renders the form field for a schema, so that the forms follow the catalog without code changes. */
export function SchemaField(props: FieldProps) {
  const { schema } = props;
  if (schema.const !== undefined) return null;
  if (schema.oneOf) return <ChoiceField {...props} />;
  if (schema.properties) return <ObjectField {...props} />;
  if (schema.enum) return <EnumField {...props} />;
  if (schema.type === "boolean") return <BooleanField {...props} />;
  if (schema.type === "array") return <ListField {...props} />;
  if (schema.type === "string") return <TextField {...props} />;
  return <NumberField {...props} />;
}

function ObjectField(props: FieldProps) {
  return (
    <fieldset className="object-field" disabled={props.schema.disabled !== undefined}>
      <legend>{fieldLabel(props.name)}</legend>
      {props.schema.disabled !== undefined && <p className="help"><strong>{props.schema.disabled}</strong></p>}
      {props.schema.description !== undefined && <p className="help">{props.schema.description}</p>}
      <Properties {...props} />
    </fieldset>
  );
}

/** The fields of an object, without a frame around them. */
export function Properties({ schema, pointer, value, problems, onChange }: FieldProps) {
  const object = isObject(value) ? value : {};
  return (
    <div className="properties">
      {Object.entries(schema.properties ?? {}).map(([name, property]) => (
        <SchemaField
          key={name}
          schema={property}
          name={name}
          pointer={`${pointer}/${name}`}
          value={object[name]}
          problems={problems}
          onChange={(part) => { onChange(withMember(object, name, part)); }}
        />
      ))}
    </div>
  );
}
