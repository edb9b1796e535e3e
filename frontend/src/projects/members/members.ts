import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { get, put, remove, type Page } from "../../api/client";

export type Role = "viewer" | "member" | "admin";

export interface Member {
  account: string;
  name: string;
  role: Role;
  active: boolean;
  since: string;
}

/** What each role may do, in words. */
export const roles: { value: Role; label: string; help: string }[] = [
  { value: "viewer", label: "Viewer", help: "reads jobs, data sets and results" },
  { value: "member", label: "Member", help: "also submits and controls jobs" },
  { value: "admin", label: "Admin", help: "also manages keys, members and settings" },
];

const path = (project: string) => `/projects/${encodeURIComponent(project)}/members`;
const memberPath = (project: string, account: string) => `${path(project)}/${encodeURIComponent(account)}`;

/** The members of a project, 200 at most. */
export const membersQuery = (project: string) =>
  queryOptions({
    queryKey: ["members", project],
    queryFn: ({ signal }) => get<Page<Member>>(path(project), { limit: 200 }, signal),
  });

/** Adds a member, or changes the role of one. */
export function usePutMember(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ account, role }: { account: string; role: Role }) => put<Member>(memberPath(project, account), { role }),
    onSuccess: () => client.invalidateQueries(membersQuery(project)),
  });
}

export function useRemoveMember(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (account: string) => remove(memberPath(project, account)),
    onSuccess: () => client.invalidateQueries(membersQuery(project)),
  });
}
