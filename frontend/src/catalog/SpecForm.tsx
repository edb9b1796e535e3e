import type { ReactNode } from "react";
import { isObject, withMember, type Json } from "../api/json";
import { More } from "../components/More";
import { ChoiceField, ChoiceOptions } from "./ChoiceField";
import { differences } from "./differences";
import { SchemaField } from "./SchemaField";
import type { Schema } from "./schema";
import { foldedPart, foldedProblems, GROUPS, otherFields } from "./specGroups";

interface Props {
  schema: Schema;
  value: Json;
  problems: ReadonlyMap<string, string>;
  onChange: (value: Json) => void;
  /** Form controls that replace the ones generated from the schema, by field name. */
  customFields: Record<string, ReactNode>;
  /** A field beside the numbers of modules and epochs. */
  beside?: ReactNode;
  /** Fields that are no part of the spec, at the end of the folded ones. */
  more?: { fields: ReactNode; differs: string[]; attempt: number };
}

/** The form for a whole spec: what every training needs in sight, the rest folded. Fields that a newer server adds come last. */
export function SpecForm({ schema, value, problems, onChange, customFields, beside, more }: Props) {
  const object = isObject(value) ? value : {};
  const properties = schema.properties ?? {};
  const common = (name: string) => ({
    name,
    pointer: `/${name}`,
    value: object[name],
    problems,
    onChange: (part: Json | undefined) => { onChange(withMember(object, name, part)); },
  });
  const field = (name: string, property = properties[name]) => {
    if (property === undefined) return null;
    return customFields[name] === undefined ? <SchemaField key={name} schema={property} {...common(name)} /> : <div key={name}>{customFields[name]}</div>;
  };
  const split = isObject(object["split"]) ? object["split"] : {};
  const modules = properties["split"]?.properties?.["modules"];
  const folded = foldedPart(schema, value);
  const other = otherFields(schema);
  return (
    <>
      <section className="panel main-fields" aria-label="Training">
        {field("dataset")}
        {field("network")}
        {properties["rule"] && <ChoiceField schema={properties["rule"]} {...common("rule")} withOptions={false} />}
        <div className="form-fields">
          {modules && (
            <SchemaField
              schema={{ ...modules, description: "Number of local modules (K) that the network is cut into." }}
              {...common("split")}
              name="modules"
              pointer="/split/modules"
              value={split["modules"]}
              onChange={(number) => { onChange({ ...object, split: withMember(split, "modules", number) }); }}
            />
          )}
          {field("epochs")}
          {beside}
        </div>
      </section>
      <More differs={[...differences(folded, value), ...(more?.differs ?? [])]} hasProblem={foldedProblems([...problems.keys()])} attempt={more?.attempt}>
        {GROUPS.map((group) => (
          <section key={group.title} className="form-group" aria-label={group.title}>
            <h3>{group.title}</h3>
            <div className="form-fields">
              {group.title === "Rule" && properties["rule"] && <ChoiceOptions schema={properties["rule"]} {...common("rule")} />}
              {group.fields.map((name) => field(name, folded.properties?.[name]))}
            </div>
          </section>
        ))}
        {other.length > 0 && (
          <section className="form-group" aria-label="Other">
            <h3>Other</h3>
            <div className="form-fields">{other.map((name) => field(name))}</div>
          </section>
        )}
        {more?.fields}
      </More>
    </>
  );
}
