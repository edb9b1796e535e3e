import { ConfirmDialog } from "../../components/ConfirmDialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { useEditAccount, type Account } from "./accounts";

/** A change of one flag of an account, which the user has to confirm. */
export interface AccountChange {
  account: Account;
  kind: "active" | "administrator";
}

interface Props {
  change: AccountChange;
  onClose: () => void;
  /** Gets the account as it is then; an account that is activated has a new first key. */
  onDone: (account: Account) => void;
}

/** Says what a change of an account means before it is made. */
export function EditAccountDialog({ change: { account, kind }, onClose, onDone }: Props) {
  const edit = useEditAccount();
  const [title, action, text] = words(account, kind);
  return (
    <ConfirmDialog
      title={title} action={edit.isPending ? "Saving…" : action} dismissLabel="Cancel" busy={edit.isPending} destructive={account[kind]}
      onConfirm={() => { edit.mutate({ id: account.id, [kind]: !account[kind] }, { onSuccess: onDone }); }} onClose={onClose}
    >
      <p>{text}</p>
      {edit.isError && <ErrorMessage error={edit.error} />}
    </ConfirmDialog>
  );
}

function words(account: Account, kind: AccountChange["kind"]): [string, string, string] {
  if (kind === "active") {
    return account.active
      ? [`Deactivate “${account.name}”?`, "Deactivate", "Its keys and sessions end for good. Its jobs continue. If it is activated again, it gets a new key."]
      : [`Activate “${account.name}”?`, "Activate", "It gets a new first key, which is shown once. Its old keys stay revoked."];
  }
  return account.administrator
    ? [`Revoke administrator rights of “${account.name}”?`, "Revoke administrator", "It can no longer manage accounts, projects and quotas. Its roles in projects stay."]
    : [`Make “${account.name}” an administrator?`, "Make administrator", "It can then manage all accounts, projects and quotas of the service."];
}
