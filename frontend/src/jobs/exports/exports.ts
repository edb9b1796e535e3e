import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, newIdempotencyKey, post, type Page } from "../../api/client";
import { jobKey } from "../jobs";

export type Format = "onnx" | "torchscript" | "safetensors";

/** A file that runs the network elsewhere, compared with the trained network when it was written. */
export interface Export {
  format: Format;
  /** The module at which the network is cut; null for the whole network. */
  upTo: number | null;
  name: string;
  bytes: number;
  sha256: string;
  maxDifference: number | null;
  links?: { content?: string };
}

const path = (job: string) => `/jobs/${encodeURIComponent(job)}/exports`;
const key = (job: string) => [...jobKey(job), "exports"];

/** The exports of a network, newest first. */
export const exportsQuery = (job: string) =>
  queryOptions({
    queryKey: key(job),
    queryFn: async ({ signal }): Promise<Export[]> => (await get<Page<Export>>(path(job), {}, signal)).data.toReversed(),
    staleTime: Infinity,
  });

export interface ExportRequest {
  format: Format;
  upTo?: number;
}

export function useExport(job: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (request: ExportRequest) => post<Export>(path(job), request, newIdempotencyKey()),
    onSuccess: (made) => {
      client.setQueryData<Export[]>(key(job), (known = []) => [made, ...known.filter(({ name }) => name !== made.name)]);
    },
  });
}

export function contentUrl(job: string, { name, links }: Export): string {
  return links?.content ?? `/api/v1/jobs/${encodeURIComponent(job)}/files/${encodeURIComponent(name)}`;
}

export function formatName(format: string): string {
  return { onnx: "ONNX", torchscript: "TorchScript" }[format] ?? format;
}
