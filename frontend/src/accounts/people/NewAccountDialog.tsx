import { useState, type SyntheticEvent } from "react";
import { Dialog } from "../../components/Dialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { useCreateAccount, type Account } from "./accounts";

/** Makes an account; its first key is shown afterwards. */
export function NewAccountDialog({ onClose, onCreated }: { onClose: () => void; onCreated: (account: Account) => void }) {
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const create = useCreateAccount();
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), ...(email.trim() !== "" && { email: email.trim() }) }, { onSuccess: onCreated });
  };
  return (
    <Dialog title="New account" onClose={onClose}>
      <form className="stack" onSubmit={send} aria-label="New account">
        <div className="field">
          <label htmlFor="account-name">Name</label>
          <input id="account-name" required value={name} autoComplete="off" onChange={(event) => { setName(event.target.value); }} />
        </div>
        <div className="field">
          <label htmlFor="account-email">E-mail address (optional)</label>
          <input id="account-email" type="email" value={email} autoComplete="off" onChange={(event) => { setEmail(event.target.value); }} />
        </div>
        <p className="help">The account gets a project of its own and a first key, which you give to its owner.</p>
        {create.isError && <ErrorMessage error={create.error} />}
        <div className="row row-end">
          <button type="button" className="button" onClick={onClose}>Cancel</button>
          <button className="button button-primary" disabled={create.isPending || name.trim() === ""}>
            {create.isPending ? "Creating the account…" : "Create account"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
