import { ConfirmDialog } from "../../components/ConfirmDialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { useRemoveMember, type Member } from "./members";

interface Props {
  member: Member;
  project: string;
  isSelf: boolean;
  onClose: () => void;
}

/** Says what ends with a membership before it ends. */
export function RemoveMember({ member, project, isSelf, onClose }: Props) {
  const leave = useRemoveMember(project);
  return (
    <ConfirmDialog
      title={isSelf ? "Leave the project?" : `Remove ${member.name}?`} action={leave.isPending ? "Removing…" : isSelf ? "Leave" : "Remove member"}
      dismissLabel="Cancel" busy={leave.isPending} onConfirm={() => { leave.mutate(member.account, { onSuccess: onClose }); }} onClose={onClose}
    >
      <p>
        {isSelf ? "Your" : "Their"} keys and sessions in this project end. The jobs stay and continue. The account itself stays, and can be
        added again.
      </p>
      {leave.isError && <ErrorMessage error={leave.error} />}
    </ConfirmDialog>
  );
}
