import { ConfirmDialog } from "../../components/ConfirmDialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { RelativeTime } from "../../components/RelativeTime";
import { useRevokeApiKey, type ApiKey } from "./apiKeys";

/** Says what a revocation ends before it happens. */
export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const revoke = useRevokeApiKey();
  return (
    <ConfirmDialog
      title={`Revoke “${apiKey.name}”?`} action={revoke.isPending ? "Revoking…" : "Revoke key"} dismissLabel="Keep key" busy={revoke.isPending}
      onConfirm={() => { revoke.mutate(apiKey.id, { onSuccess: onClose }); }} onClose={onClose}
    >
      <p>
        Programs that use this key are refused from now on, and browsers that signed in with it are signed out within 10 seconds. Its jobs
        continue. A revoked key cannot be brought back.
      </p>
      <p className="muted">
        {apiKey.lastUsedAt === null ? "The key was never used." : <>It was last used <RelativeTime at={apiKey.lastUsedAt} />.</>}
      </p>
      {revoke.isError && <ErrorMessage error={revoke.error} />}
    </ConfirmDialog>
  );
}
