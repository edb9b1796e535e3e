import { queryOptions } from "@tanstack/react-query";
import { get } from "../api/client";
import type { Schema } from "./schema";

/** Of `GET /catalog` the form needs the schema of the whole spec; the rest lists the same choices one by one. */
export interface Catalog {
  spec: Schema;
}

export const catalogQuery = () =>
  queryOptions({
    queryKey: ["catalog"],
    queryFn: ({ signal }) => get<Catalog>("/catalog", {}, signal),
    staleTime: Infinity,
  });
