import { useNavigate } from "react-router";
import { ConfirmDialog } from "../../components/ConfirmDialog";
import { ErrorMessage } from "../../components/ErrorMessage";
import { useDeleteDataset, type Dataset } from "../datasets";
import { isImporting, qualifiedName } from "../describe";

/** Says what a deletion does. If a job uses the data set, the server refuses, and the dialog shows why. */
export function DeleteDialog({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const deletion = useDeleteDataset(dataset);
  const navigate = useNavigate();
  return (
    <ConfirmDialog
      title={`Delete ${qualifiedName(dataset)}?`}
      action={deletion.isPending ? "Deleting…" : "Delete data set"}
      dismissLabel="Keep it"
      busy={deletion.isPending}
      onConfirm={() => { deletion.mutate(undefined, { onSuccess: () => void navigate("/datasets") }); }}
      onClose={onClose}
    >
      <p>
        {isImporting(dataset) ? "The import ends, and what it has made is deleted." : "The pictures of this version are deleted for good."}{" "}
        Jobs that have ended keep their results, but they can no longer be retried, and their mistakes can no longer be shown as pictures. Other versions stay.
      </p>
      {deletion.isError && <ErrorMessage error={deletion.error} />}
    </ConfirmDialog>
  );
}
