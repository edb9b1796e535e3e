import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery } from "../accounts/session";
import { useRefetchInterval } from "../api/polling";
import { EmptyState } from "../components/EmptyState";
import { ErrorMessage } from "../components/ErrorMessage";
import { Icon } from "../components/Icon";
import { PageTitle } from "../components/PageTitle";
import { Skeleton } from "../components/Skeleton";
import { StaleNotice } from "../components/StaleNotice";
import "../styles/webhooks.css";
import { SecretDialog } from "./SecretDialog";
import { WebhookCard } from "./WebhookCard";
import { WebhookForm } from "./WebhookForm";
import { useCreateWebhook, webhooksQuery, type Webhook } from "./webhooks";

/** The webhooks of the project, which only its admins see. */
export function WebhooksPage() {
  const me = useQuery(meQuery()).data;
  if (me && !me.scopes.includes("admin")) {
    return (
      <EmptyState title="For admins of the project" isPage>
        <p>Only admins of a project manage its webhooks. Ask one of them.</p>
      </EmptyState>
    );
  }
  return <Webhooks />;
}

function Webhooks() {
  const webhooks = useQuery({ ...webhooksQuery(), refetchInterval: useRefetchInterval(() => "slow") });
  const create = useCreateWebhook();
  const [isOpen, setOpen] = useState(false);
  const [made, setMade] = useState<Webhook | null>(null);
  const add = (
    <button type="button" className="button button-primary" onClick={() => { create.reset(); setOpen(true); }}>
      <Icon name="plus" /> Add webhook
    </button>
  );
  const found = webhooks.data?.data ?? [];
  return (
    <>
      <PageTitle title="Webhooks">{found.length > 0 && add}</PageTitle>
      {webhooks.data && <StaleNotice error={webhooks.error} updatedAt={webhooks.dataUpdatedAt} />}
      {webhooks.isPending && <Skeleton lines={3} height={120} />}
      {webhooks.isError && !webhooks.data && <ErrorMessage error={webhooks.error} retry={() => void webhooks.refetch()} />}
      {webhooks.isSuccess && found.length === 0 && (
        <EmptyState title="No webhooks yet">
          <p>
            A webhook sends a signed message to an address of yours when a job of this project starts or ends: to a chat, a CI
            system, or a program.
          </p>
          {add}
        </EmptyState>
      )}
      <div className="webhooks">
        {found.map((webhook) => <WebhookCard key={webhook.id} webhook={webhook} onSecret={setMade} />)}
      </div>
      {isOpen && (
        <WebhookForm
          title="Add webhook" action="Add webhook" busy={create.isPending} error={create.error}
          onClose={() => { setOpen(false); }}
          onSave={(draft) => { create.mutate(draft, { onSuccess: (webhook) => { setOpen(false); setMade(webhook); } }); }}
        />
      )}
      {made?.secret !== undefined && (
        <SecretDialog webhook={made} secret={made.secret} onClose={() => { setMade(null); }} />
      )}
    </>
  );
}
