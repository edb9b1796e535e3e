import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Schema } from "./schema";

/** The part of `GET /catalog` that the form needs: the schema of a spec. The rest lists the same choices separately. */
export interface Catalog {
  spec: Schema;
}

export const catalogQuery = () =>
  queryOptions({
    queryKey: ["catalog"],
    queryFn: ({ signal }) => get<Catalog>("/catalog", {}, signal),
    staleTime: Infinity,
  });
