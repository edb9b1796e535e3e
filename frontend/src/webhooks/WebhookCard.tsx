import { useState } from "react";
import { ErrorMessage } from "../components/ErrorMessage";
import { RelativeTime } from "../components/RelativeTime";
import { DeliveryList } from "./DeliveryList";
import { DeliveryResult } from "./DeliveryResult";
import { WebhookDialogs, type Open } from "./WebhookDialogs";
import { addressParts, formats, useEditWebhook, useTestWebhook, type Webhook } from "./webhooks";

/** One webhook: what it is sent, how it is doing, and what can be done with it. */
export function WebhookCard({ webhook, onSecret }: { webhook: Webhook; onSecret: (webhook: Webhook) => void }) {
  const [open, setOpen] = useState<Open | null>(null);
  const [showsDeliveries, setShowsDeliveries] = useState(false);
  const test = useTestWebhook(webhook.id);
  const turnOn = useEditWebhook(webhook.id);
  const { host, rest } = addressParts(webhook.url);
  return (
    <section className="panel webhook" aria-label={`Webhook to ${host}`}>
      <header>
        <h2 className="user-text">{host}</h2>
        <StateBadge webhook={webhook} />
      </header>
      {rest !== "" && <p className="muted webhook-rest">{rest}</p>}
      <p className="webhook-facts">
        {webhook.events.map((event) => <code key={event}>{event}</code>)}
        <span className="muted">{formats.find(({ format }) => format === webhook.format)?.label ?? webhook.format}</span>
        <span className="muted">added <RelativeTime at={webhook.createdAt} /></span>
      </p>
      {webhook.disabledReason !== null && <p className="problem">{webhook.disabledReason}</p>}
      <div className="row webhook-actions">
        <button type="button" className="button button-small" disabled={test.isPending} onClick={() => { test.mutate(undefined); }}>
          {test.isPending ? "Waiting for the answer…" : "Send a test"}
        </button>
        <button type="button" className="button button-small" onClick={() => { setOpen("edit"); }}>Edit</button>
        <button type="button" className="button button-small" onClick={() => { setOpen("rotate"); }}>Rotate secret</button>
        {webhook.active ? (
          <button type="button" className="button button-small" onClick={() => { setOpen("off"); }}>Turn off</button>
        ) : (
          <button
            type="button" className="button button-small" disabled={turnOn.isPending}
            onClick={() => { turnOn.mutate({ active: true }); }}
          >
            Turn on
          </button>
        )}
        <button type="button" className="button button-small button-danger-outline" onClick={() => { setOpen("delete"); }}>Delete</button>
      </div>
      {test.isError && <ErrorMessage error={test.error} />}
      {turnOn.isError && <ErrorMessage error={turnOn.error} />}
      <div role="status">{test.data && <DeliveryResult delivery={test.data} title="Test" />}</div>
      <details onToggle={(event) => { setShowsDeliveries(event.currentTarget.open); }}>
        <summary>Last deliveries</summary>
        {showsDeliveries && <DeliveryList webhook={webhook} />}
      </details>
      {open && <WebhookDialogs open={open} webhook={webhook} onSecret={onSecret} onClose={() => { setOpen(null); }} />}
    </section>
  );
}

function StateBadge({ webhook }: { webhook: Webhook }) {
  if (!webhook.active) {
    return webhook.disabledReason === null
      ? <span className="badge badge-neutral"><span className="badge-dot" /> Off</span>
      : <span className="badge badge-danger"><span className="badge-dot" /> Turned off by the service</span>;
  }
  if (webhook.failingSince !== null) {
    return (
      <span className="badge badge-warning">
        <span className="badge-dot" /> <span>Failing since <RelativeTime at={webhook.failingSince} /></span>
      </span>
    );
  }
  return <span className="badge badge-success"><span className="badge-dot" /> On</span>;
}
