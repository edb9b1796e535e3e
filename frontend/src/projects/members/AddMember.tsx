import { useQuery } from "@tanstack/react-query";
import { useState, type SyntheticEvent } from "react";
import { accountsQuery } from "../../accounts/people/accounts";
import { ErrorMessage } from "../../components/ErrorMessage";
import { roles, usePutMember, type Member, type Role } from "./members";

interface Props {
  project: string;
  /** Whether the account may list all accounts; others need the id of the new member. */
  isAdministrator: boolean;
  members: Member[];
}

/** Adds an account to the project. */
export function AddMember({ project, isAdministrator, members }: Props) {
  const [account, setAccount] = useState("");
  const [role, setRole] = useState<Role>("member");
  const add = usePutMember(project);
  const accounts = useQuery({ ...accountsQuery(), enabled: isAdministrator });
  const others = (accounts.data?.data ?? []).filter((it) => it.active && !members.some((member) => member.account === it.id));
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    add.mutate({ account: account.trim(), role }, { onSuccess: () => { setAccount(""); } });
  };
  return (
    <form className="panel add-member" onSubmit={send} aria-label="Add a member">
      <div className="field">
        <label htmlFor="member-account">Account</label>
        <input
          id="member-account" value={account} list={isAdministrator ? "member-accounts" : undefined} autoComplete="off" spellCheck={false}
          placeholder="acc_…" pattern="acc_[0-9A-Za-z]+" required aria-describedby="member-account-help"
          onChange={(event) => { setAccount(event.target.value); }}
        />
        {isAdministrator && (
          <datalist id="member-accounts">
            {others.map((it) => <option key={it.id} value={it.id}>{it.name}</option>)}
          </datalist>
        )}
        <p className="help" id="member-account-help">
          {isAdministrator ? "Type a name or an id, then choose from the list." : "The id of the account, which its owner finds in the account menu."}
        </p>
      </div>
      <div className="field">
        <label htmlFor="member-role">Role</label>
        <select
          id="member-role" value={role}
          onChange={(event) => { setRole(roles.find(({ value }) => value === event.target.value)?.value ?? role); }}
        >
          {roles.map(({ value, label, help }) => <option key={value} value={value}>{label}: {help}</option>)}
        </select>
      </div>
      <button className="button button-primary" disabled={add.isPending || account.trim() === ""}>{add.isPending ? "Adding…" : "Add member"}</button>
      {add.isError && <ErrorMessage error={add.error} />}
    </form>
  );
}
