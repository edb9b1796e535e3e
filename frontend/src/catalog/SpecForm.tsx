import { useState, type ReactNode } from "react";
import { isObject, withMember, type Json } from "../api/json";
import { SchemaField } from "./SchemaField";
import type { Schema } from "./schema";

interface Group {
  title: string;
  fields: string[];
  /** Behind a click, because most trainings do without. */
  folded?: boolean;
}

const groups: Group[] = [
  { title: "Data", fields: ["dataset"] },
  { title: "Network", fields: ["network"] },
  { title: "Update rule", fields: ["rule", "split", "maxMemoryBytes", "head"] },
  { title: "Optimization", fields: ["epochs", "batchSize", "seed", "optimizer"] },
];

const MORE: Group[] = [
  { title: "Images", fields: ["augmentation", "validationFraction", "sampling", "classWeights", "labelSmoothing", "dropLast"], folded: true },
  { title: "Run", fields: ["device", "precision", "deterministic", "parallel", "limits", "insight"], folded: true },
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
  const grouped = new Set([...groups, ...MORE].flatMap((group) => group.fields));
  const rest = all.filter((name) => !grouped.has(name));
  const shown = [...groups, ...MORE, ...(rest.length === 0 ? [] : [{ title: "More", fields: rest, folded: true }])];
  return shown.map((group) => (
    <GroupFrame key={group.title} group={group} hasProblem={[...problems.keys()].some((pointer) => group.fields.includes(pointer.split("/")[1] ?? ""))}>
      <div className="form-fields">
        {group.fields.map((name) => {
          const property = schema.properties?.[name];
          if (property !== undefined && customFields[name] !== undefined) return <div key={name} className={name === "dataset" ? "wide" : ""}>{customFields[name]}</div>;
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
    </GroupFrame>
  ));
}

/** A folded group opens by itself if one of its fields has a problem. */
function GroupFrame({ group, hasProblem, children }: { group: Group; hasProblem: boolean; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  if (group.folded !== true) {
    return (
      <section className="panel form-group" aria-label={group.title}>
        <h2>{group.title}</h2>
        {children}
      </section>
    );
  }
  return (
    <details className="panel form-group" open={isOpen || hasProblem} onToggle={(event) => { setOpen(event.currentTarget.open); }}>
      <summary><h2>{group.title}</h2></summary>
      {children}
    </details>
  );
}
