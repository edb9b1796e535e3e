import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { PageTitle } from "../../components/PageTitle";
import { Skeleton } from "../../components/Skeleton";
import { StaleNotice } from "../../components/StaleNotice";
import "../../styles/accounts.css";
import { ShownKey } from "../keys/ShownKey";
import { meQuery, type Me } from "../session";
import { AccountTable } from "./AccountTable";
import { accountsQuery, type Account } from "./accounts";
import { EditAccountDialog, type AccountChange } from "./EditAccountDialog";
import { NewAccountDialog } from "./NewAccountDialog";

/** The accounts of the service, for administrators. */
export function AccountsPage() {
  const me = useQuery(meQuery()).data;
  if (!me) return <Skeleton lines={4} height={36} />;
  if (!me.administrator) {
    return (
      <EmptyState title="For administrators" isPage>
        <p>Only administrators of the service manage accounts.</p>
      </EmptyState>
    );
  }
  return <Accounts me={me} />;
}

function Accounts({ me }: { me: Me }) {
  const accounts = useQuery(accountsQuery());
  const [isNew, setNew] = useState(false);
  const [made, setMade] = useState<Account>();
  const [change, setChange] = useState<AccountChange>();
  return (
    <>
      <PageTitle title="Accounts">
        <button type="button" className="button button-primary" onClick={() => { setNew(true); }}><Icon name="plus" /> New account</button>
      </PageTitle>
      <p className="muted">Each account has a project of its own. To add it to another project, open the page Members of that project.</p>
      {accounts.isPending && <Skeleton lines={4} height={36} />}
      {accounts.isError && !accounts.data && <ErrorMessage error={accounts.error} retry={() => void accounts.refetch()} />}
      {accounts.data && (
        <>
          <StaleNotice error={accounts.error} updatedAt={accounts.dataUpdatedAt} />
          <AccountTable accounts={accounts.data.data} own={me.account.id} onChange={setChange} />
          {accounts.data.hasMore && <p className="muted">Only the newest 200 accounts are shown.</p>}
        </>
      )}
      {isNew && <NewAccountDialog onClose={() => { setNew(false); }} onCreated={(account) => { setNew(false); setMade(account); }} />}
      {made?.key !== undefined && (
        <ShownKey title={`First key of “${made.name}”`} secret={made.key} onClose={() => { setMade(undefined); }} />
      )}
      {change && <EditAccountDialog change={change} onClose={() => { setChange(undefined); }} onDone={(account) => { setChange(undefined); setMade(account); }} />}
    </>
  );
}
