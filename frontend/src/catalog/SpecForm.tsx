import type { ReactNode } from "react";
import { isObject, withMember, type Json } from "../api/json";
import { SchemaField } from "./SchemaField";
import type { Schema } from "./schema";

const groups: { title: string; fields: string[] }[] = [
  { title: "Data", fields: ["dataset", "augmentation"] },
  { title: "Network", fields: ["network", "split", "head"] },
  { title: "Update rule", fields: ["rule"] },
  { title: "Optimization", fields: ["epochs", "batchSize", "seed", "optimizer"] },
  { title: "Run", fields: ["device", "precision", "deterministic", "parallel", "limits", "insight"] },
];

interface Props {
  schema: Schema;
  value: Json;
  problems: ReadonlyMap<string, string>;
  onChange: (value: Json) => void;
  /** Form controls that replace the ones generated from the schema, by field name. */
  customFields: Record<string, ReactNode>;
}

/** The form for a whole spec, in groups. Fields that a newer server adds appear in a last group. */
export function SpecForm({ schema, value, problems, onChange, customFields }: Props) {
  const object = isObject(value) ? value : {};
  const all = Object.keys(schema.properties ?? {});
  const grouped = new Set(groups.flatMap((group) => group.fields));
  const more = all.filter((name) => !grouped.has(name));
  const shown = more.length === 0 ? groups : [...groups, { title: "More", fields: more }];
  return shown.map((group) => (
    <section key={group.title} className="panel form-group" aria-label={group.title}>
      <h2>{group.title}</h2>
      <div className="form-fields">
        {group.fields.map((name) => {
          const property = schema.properties?.[name];
          if (customFields[name] !== undefined) return <div key={name} className="wide">{customFields[name]}</div>;
          return property === undefined ? null : (
            <SchemaField
              key={name}
              schema={property}
              name={name}
              pointer={`/${name}`}
              value={object[name]}
              problems={problems}
              onChange={(part) => { onChange(withMember(object, name, part)); }}
            />
          );
        })}
      </div>
    </section>
  ));
}
