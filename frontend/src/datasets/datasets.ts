import { queryOptions } from "@tanstack/react-query";
import { get, type Page } from "../api/client";

export interface Dataset {
  id: string;
  name: string;
  title: string;
  license: string;
  channels: number;
  height: number;
  width: number;
  classes: string[];
  trainCount: number;
  testCount: number;
  digest: string;
}

export const datasetsQuery = () =>
  queryOptions({
    queryKey: ["datasets"],
    queryFn: ({ signal }) => get<Page<Dataset>>("/datasets", { limit: 200 }, signal),
    staleTime: 60_000,
  });
