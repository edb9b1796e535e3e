import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { meQuery, type Me } from "../../accounts/session";
import { ErrorMessage } from "../../components/ErrorMessage";
import { PageTitle } from "../../components/PageTitle";
import { Skeleton } from "../../components/Skeleton";
import { StaleNotice } from "../../components/StaleNotice";
import "../../styles/accounts.css";
import { AddMember } from "./AddMember";
import { membersQuery, type Member } from "./members";
import { MemberTable } from "./MemberTable";
import { RemoveMember } from "./RemoveMember";

/** Who works in the project, and as what. */
export function MembersPage() {
  const me = useQuery(meQuery()).data;
  return me ? <Members me={me} /> : <Skeleton lines={4} height={36} />;
}

function Members({ me }: { me: Me }) {
  const members = useQuery(membersQuery(me.project.id));
  const [leaving, setLeaving] = useState<Member>();
  const isAdmin = me.scopes.includes("admin");
  return (
    <>
      <PageTitle title="Members" />
      <p className="muted">
        Members of the project <bdi>{me.project.name}</bdi>.{" "}
        {!isAdmin && "Only admins of the project can change roles and add members."}
      </p>
      {isAdmin && <AddMember project={me.project.id} isAdministrator={me.administrator} members={members.data?.data ?? []} />}
      {members.isPending && <Skeleton lines={4} height={36} />}
      {members.isError && !members.data && <ErrorMessage error={members.error} retry={() => void members.refetch()} />}
      {members.data && (
        <>
          <StaleNotice error={members.error} updatedAt={members.dataUpdatedAt} />
          <MemberTable members={members.data.data} project={me.project.id} own={me.account.id} isAdmin={isAdmin} onRemove={setLeaving} />
          {members.data.hasMore && <p className="muted">Only 200 of the members are shown.</p>}
        </>
      )}
      {leaving && (
        <RemoveMember member={leaving} project={me.project.id} isSelf={leaving.account === me.account.id} onClose={() => { setLeaving(undefined); }} />
      )}
    </>
  );
}
