import { ConfirmDialog } from "../components/ConfirmDialog";
import { ErrorMessage } from "../components/ErrorMessage";
import { WebhookForm } from "./WebhookForm";
import { addressParts, useDeleteWebhook, useEditWebhook, useRotateSecret, type Webhook } from "./webhooks";

export type Open = "edit" | "rotate" | "off" | "delete";

interface Props {
  open: Open;
  webhook: Webhook;
  onSecret: (webhook: Webhook) => void;
  onClose: () => void;
}

/** Asks before a webhook is changed. */
export function WebhookDialogs({ open, webhook, onSecret, onClose }: Props) {
  const edit = useEditWebhook(webhook.id);
  const rotate = useRotateSecret(webhook.id);
  const remove = useDeleteWebhook(webhook.id);
  const { host } = addressParts(webhook.url);
  const done = { onSuccess: onClose };
  if (open === "edit") {
    return (
      <WebhookForm
        title="Edit webhook" action="Save" busy={edit.isPending} error={edit.error}
        saved={{ url: webhook.url, events: webhook.events, format: webhook.format }}
        onSave={(draft) => { edit.mutate(draft, done); }} onClose={onClose}
      />
    );
  }
  if (open === "off") {
    return (
      <ConfirmDialog
        title="Turn the webhook off?" action="Turn off" dismissLabel="Keep it on" busy={edit.isPending}
        onConfirm={() => { edit.mutate({ active: false }, done); }} onClose={onClose}
      >
        <p>
          {host} gets no messages until the webhook is turned on again. Messages that wait for another attempt fail, and
          events in the meantime are not sent later.
        </p>
        {edit.isError && <ErrorMessage error={edit.error} />}
      </ConfirmDialog>
    );
  }
  if (open === "rotate") {
    return (
      <ConfirmDialog
        title="Rotate the secret?" action="Rotate secret" dismissLabel="Cancel" destructive={false} busy={rotate.isPending}
        onConfirm={() => { rotate.mutate(undefined, { onSuccess: (rotated) => { onClose(); onSecret(rotated); } }); }}
        onClose={onClose}
      >
        <p>The webhook gets a new secret. For a day, messages are signed with both; give the receiver the new one in that time.</p>
        {rotate.isError && <ErrorMessage error={rotate.error} />}
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      title="Delete the webhook?" action="Delete" dismissLabel="Keep it" busy={remove.isPending}
      onConfirm={() => { remove.mutate(undefined, done); }} onClose={onClose}
    >
      <p>{host} gets no more messages. The list of deliveries and the secret are deleted as well; this cannot be undone.</p>
      {remove.isError && <ErrorMessage error={remove.error} />}
    </ConfirmDialog>
  );
}
