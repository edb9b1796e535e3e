import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { newIdempotencyKey } from "../../api/client";
import { isTransient } from "../../api/errors";
import type { Dataset } from "../datasets";
import { createDataset } from "./importRun";
import type { ImportRequest, Source } from "./importRequest";

/** Imports from a place that the server reads. A request without a definite answer is repeated with the same key, so it makes one version. */
export function useCreateDataset(onCreated: (dataset: Dataset) => void) {
  const last = useRef<{ body: string; key: string }>(null);
  const { mutate, error, isPending } = useMutation({
    mutationFn: ({ request, source, key }: { request: ImportRequest; source: Source; key: string }) => createDataset(request, source, key),
    onSuccess: onCreated,
  });
  const create = (request: ImportRequest, source: Source) => {
    const body = JSON.stringify({ request, source });
    const key = last.current?.body === body && isTransient(error) ? last.current.key : newIdempotencyKey();
    last.current = { body, key };
    mutate({ request, source, key });
  };
  return { create, error, isPending };
}
