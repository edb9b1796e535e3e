import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIdempotencyKey } from "../../api/client";
import { jobsKey, submitJob, type NewJob } from "../jobs";

/** The sample of the empty jobs page: one network, trained with two rules to compare. Takes minutes on two cores. */
export const SAMPLE_SPEC = {
  dataset: "fashion-mnist-sample",
  network: { type: "resnet", depth: 8, width: 8 },
  augmentation: { flip: true },
  epochs: 6,
  batchSize: 64,
  seed: 1,
};

export const SAMPLE_PAIR: NewJob[] = [
  { name: "sample backprop", spec: { ...SAMPLE_SPEC, rule: { type: "backprop" } } },
  {
    name: "sample sgr k4",
    spec: { ...SAMPLE_SPEC, split: { modules: 4 }, head: { type: "dgl" }, rule: { type: "sgr" } },
  },
];

/** Another click after a failure sends the same idempotency keys, so no job is created twice. */
export function useRunSample() {
  const client = useQueryClient();
  const [keys] = useState(() => SAMPLE_PAIR.map(newIdempotencyKey));
  return useMutation({
    mutationFn: async () => {
      for (const [index, job] of SAMPLE_PAIR.entries()) await submitJob(job, keys[index]);
    },
    onSuccess: () => client.invalidateQueries({ queryKey: jobsKey }),
  });
}
