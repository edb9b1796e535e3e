import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useRefetchInterval } from "../../api/polling";
import { Dialog } from "../../components/Dialog";
import { EmptyState } from "../../components/EmptyState";
import { ErrorMessage } from "../../components/ErrorMessage";
import { Icon } from "../../components/Icon";
import { PageTitle } from "../../components/PageTitle";
import { Skeleton } from "../../components/Skeleton";
import { StaleNotice } from "../../components/StaleNotice";
import { membersQuery } from "../../projects/members/members";
import "../../styles/accounts.css";
import { meQuery, projectsQuery, type Me } from "../session";
import { apiKeysQuery, type ApiKey } from "./apiKeys";
import { KeyTable } from "./KeyTable";
import { NewKeyForm } from "./NewKeyForm";
import { RevokeDialog } from "./RevokeDialog";
import { ShownKey } from "./ShownKey";

/** The keys of the project: who may call the API, until when, and when each was last used. */
export function ApiKeysPage() {
  const me = useQuery(meQuery()).data;
  if (!me) return <Skeleton lines={4} height={36} />;
  if (!me.scopes.includes("admin")) {
    return (
      <EmptyState title="API keys are for admins" isPage>
        <p>Only admins of the project {me.project.name} create keys. Ask one of them; the page Members lists them.</p>
      </EmptyState>
    );
  }
  return <Keys me={me} />;
}

function Keys({ me }: { me: Me }) {
  const keys = useQuery({ ...apiKeysQuery(), refetchInterval: useRefetchInterval(() => "slow") });
  const [isNew, setNew] = useState(false);
  const [shown, setShown] = useState<ApiKey>();
  const [revoking, setRevoking] = useState<ApiKey>();
  const members = useQuery(membersQuery(me.project.id));
  const names = new Map([[me.account.id, me.account.name], ...(members.data?.data ?? []).map((it) => [it.account, it.name] as const)]);
  return (
    <>
      <PageTitle title="API keys">
        <button type="button" className="button button-primary" onClick={() => { setNew(true); }}><Icon name="plus" /> New key</button>
      </PageTitle>
      <p className="muted">Keys of the project <bdi>{me.project.name}</bdi>. A key can never do more than the account that it acts for.</p>
      {keys.isPending && <Skeleton lines={4} height={36} />}
      {keys.isError && !keys.data && <ErrorMessage error={keys.error} retry={() => void keys.refetch()} />}
      {keys.data && (
        <>
          <StaleNotice error={keys.error} updatedAt={keys.dataUpdatedAt} />
          {keys.data.data.length === 0 ? <NoKeys /> : <KeyTable keys={keys.data.data} names={names} onRevoke={setRevoking} />}
          {keys.data.hasMore && <p className="muted">Only the newest 200 keys are shown.</p>}
        </>
      )}
      {isNew && <NewKeyDialog me={me} onClose={() => { setNew(false); }} onCreated={(key) => { setNew(false); setShown(key); }} />}
      {shown?.key !== undefined && (
        <ShownKey title={`Key “${shown.name}”`} secret={shown.key} onClose={() => { setShown(undefined); }} />
      )}
      {revoking && <RevokeDialog apiKey={revoking} onClose={() => { setRevoking(undefined); }} />}
    </>
  );
}

function NoKeys() {
  return (
    <EmptyState title="No keys yet">
      <p>Programs and CI jobs need a key. A CI system needs none if the operator of this service trusts its tokens.</p>
    </EmptyState>
  );
}

function NewKeyDialog({ me, onClose, onCreated }: { me: Me; onClose: () => void; onCreated: (key: ApiKey) => void }) {
  const projects = useQuery(projectsQuery());
  const own = projects.data?.data.filter((project) => project.role !== null) ?? [];
  return (
    <Dialog title="New key" onClose={onClose}>
      <NewKeyForm action="Create key" projects={own} currentProject={me.project.id} onCreated={onCreated} onCancel={onClose} />
    </Dialog>
  );
}
