import type { Dataset } from "./datasets";

const badges: Record<string, [tone: string, label: string]> = {
  IMPORTING: ["active", "Importing"], READY: ["success", "Ready"], FAILED: ["danger", "Failed"],
};

export function DatasetStateBadge({ dataset }: { dataset: Dataset }) {
  const state = dataset.state ?? "READY";
  const [tone, label] = badges[state] ?? ["pending", state.charAt(0) + state.slice(1).toLowerCase()];
  return (
    <span className={`badge badge-${tone}`}>
      <span className="badge-dot" aria-hidden="true" />
      {label}
    </span>
  );
}
