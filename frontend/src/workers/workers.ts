import { queryOptions } from "@tanstack/react-query";
import { get, type Page } from "../api/client";

export interface Worker {
  id: string;
  name: string;
  device: string;
  slots: number;
  running: string[];
  startedAt: string;
  lastSeenAt: string;
}

export const workersQuery = () =>
  queryOptions({ queryKey: ["workers"], queryFn: ({ signal }) => get<Page<Worker>>("/workers", {}, signal) });
