import { isObject, type Json } from "../../api/json";
import type { Plan } from "../../plans/plans";
import { part, typeIn } from "./specLimits";

/** What plans tell of a network. */
export interface Planned {
  network: string;
  blocks: number;
  /** The number of local modules if it is left to the server and depends on the network alone. */
  modules?: number;
}

export function plannedFor(network: string, { blocks, split }: Plan, ownSplit: boolean, draft: Json): Planned {
  const hasLimit = isObject(draft) && draft["maxMemoryBytes"] !== undefined;
  return { network, blocks, ...(!ownSplit && !hasLimit && { modules: split.modules }) };
}

/** The number of local modules, if the server need not say it. */
export function modulesOf(draft: Json, ownSplit: boolean, blocks: number | undefined): number | undefined {
  if (typeIn(draft, "rule") === "sgr-bp-free") return blocks;
  const modules = part(draft, "split")["modules"];
  return ownSplit && typeof modules === "number" ? modules : undefined;
}
