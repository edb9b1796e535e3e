import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newIdempotencyKey, post } from "../../api/client";
import { withBackprop } from "../../comparisons/alsoBackprop";
import { comparisonsKey, type Comparison } from "../../comparisons/comparisons";
import { jobsKey, type NewJob } from "../jobs";

/** The sample of the empty jobs page: one network, trained with two rules to compare. Takes minutes on two cores. */
export const SAMPLE_SPEC = {
  dataset: "fashion-mnist-sample",
  network: { type: "resnet", depth: 8, width: 8 },
  augmentation: { flip: true },
  epochs: 6,
  batchSize: 64,
  seed: 1,
};

export const SAMPLE_COMPARISON = withBackprop({
  name: "sample: SGR beside back-propagation",
  spec: { ...SAMPLE_SPEC, split: { modules: 4 }, head: { type: "conv" }, rule: { type: "sgr" } },
});

/** A training by back-propagation that takes more memory than most machines have. */
export const LARGE_EXAMPLE: NewJob = {
  spec: { ...SAMPLE_SPEC, network: { type: "resnet", depth: 110, width: 64 }, rule: { type: "backprop" }, batchSize: 2048 },
};

/** Another click after a failure sends the same idempotency key, so nothing is created twice. */
export function useRunSample(onStarted: (comparison: Comparison) => void) {
  const client = useQueryClient();
  const [key] = useState(newIdempotencyKey);
  return useMutation({
    mutationFn: () => post<Comparison>("/comparisons", SAMPLE_COMPARISON, key),
    onSuccess: (started) => {
      void client.invalidateQueries({ queryKey: jobsKey });
      void client.invalidateQueries({ queryKey: comparisonsKey });
      onStarted(started);
    },
  });
}
