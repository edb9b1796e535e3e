import { CopyButton } from "../components/CopyButton";
import { Dialog } from "../components/Dialog";
import type { Webhook } from "./webhooks";

/** Shows a new secret. It cannot be shown a second time. */
export function SecretDialog({ webhook, secret, onClose }: { webhook: Webhook; secret: string; onClose: () => void }) {
  return (
    <Dialog title="Secret of the webhook" onClose={onClose}>
      <p>
        The receiver needs this secret to verify signatures. Copy it now: it is shown only once.
        {webhook.previousSecretUntil !== null && " For a day, messages are also signed with the old one."}
      </p>
      <p className="webhook-secret"><code>{secret}</code></p>
      <div className="row row-end">
        <CopyButton text={secret} label="Copy" subject="secret" />
        <button type="button" className="button button-primary" onClick={onClose}>Done</button>
      </div>
    </Dialog>
  );
}
