import { isObject, pretty, withMember, type Json, type JsonObject } from "../../api/json";
import { withDefaults, type Schema } from "../../catalog/schema";
import { CopyButton } from "../../components/CopyButton";
import { PlanPanel } from "../../plans/PlanPanel";
import { patched } from "../../plans/plans";
import { part } from "./specLimits";
import type { LivePlan } from "./usePlan";

interface Props {
  live: LivePlan;
  draft: Json;
  schema: Schema;
  /** The spec that would be submitted; undefined where the form shows it already. */
  spec: Json | undefined;
  onChange: (draft: Json) => void;
}

/** What the training would take, beside the form. */
export function PlanColumn({ live, draft, schema, spec, onChange }: Props) {
  const object = isObject(draft) ? draft : {};
  const apply = (change: JsonObject) => { onChange(withDefaults(schema, patched(draft, change)) ?? {}); };
  return (
    <aside className="beside-form" aria-label="Plan and spec">
      <PlanPanel
        plan={live.plan}
        isOld={live.isOld}
        missing={live.missing}
        epochs={typeof object["epochs"] === "number" ? object["epochs"] : 1}
        onModules={(modules) => { onChange({ ...object, split: withMember({ ...part(draft, "split"), modules }, "boundaries", undefined) }); }}
        onApply={apply}
      />
      {spec !== undefined && (
        <details className="spec-preview panel">
          <summary>Spec</summary>
          <CopyButton text={pretty(spec)} label="Copy JSON" />
          <pre className="code" tabIndex={0}>{pretty(spec)}</pre>
        </details>
      )}
    </aside>
  );
}
