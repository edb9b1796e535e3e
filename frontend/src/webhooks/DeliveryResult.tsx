import type { ReactNode } from "react";
import { Link } from "react-router";
import { RelativeTime } from "../components/RelativeTime";
import type { Delivery } from "./webhooks";

/** One delivery: the event, what came of the last attempt, and what follows. */
export function DeliveryResult({ delivery, title, children }: { delivery: Delivery; title?: string; children?: ReactNode }) {
  const { type, subject, createdAt, answer } = delivery;
  return (
    <div className="delivery">
      <StateBadge state={delivery.state} />
      <div className="delivery-event">
        <code>{title ?? type}</code>
        {subject !== null && <Subject id={subject} />}
        <span className="muted"><RelativeTime at={createdAt} /></span>
      </div>
      <p className="delivery-outcome">
        {outcome(delivery)}
        {delivery.nextAttemptAt !== null && delivery.attempts > 0 && (
          <> Next attempt: <time dateTime={delivery.nextAttemptAt}>{new Date(delivery.nextAttemptAt).toLocaleString("en-GB")}</time>.</>
        )}
      </p>
      {answer !== null && answer !== "" && <pre className="code delivery-answer" tabIndex={0} aria-label="Answer">{answer}</pre>}
      {children}
    </div>
  );
}

function outcome({ state, attempts, status, millis, problem }: Delivery): string {
  const tries = attempts > 1 ? ` ${attempts} attempts.` : "";
  if (attempts === 0 && problem === null) return "Waiting to be sent.";
  if (problem !== null) return `${problem}${tries}`;
  if (state === "PENDING") return `Will be sent again.${tries}`;
  return `Answered ${status ?? "–"} after ${millis ?? 0} ms.${tries}`;
}

function Subject({ id }: { id: string }) {
  const place = id.startsWith("cmp_") ? "comparisons" : "jobs";
  return <Link to={`/${place}/${id}`}>{id}</Link>;
}

const states: Record<string, { label: string; tone: string }> = {
  PENDING: { label: "Pending", tone: "pending" },
  DELIVERED: { label: "Delivered", tone: "success" },
  FAILED: { label: "Failed", tone: "danger" },
};

function StateBadge({ state }: { state: string }) {
  const { label, tone } = states[state] ?? { label: state, tone: "neutral" };
  return <span className={`badge badge-${tone}`}><span className="badge-dot" /> {label}</span>;
}
