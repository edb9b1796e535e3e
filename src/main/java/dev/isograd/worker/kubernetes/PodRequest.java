package dev.isograd.worker.kubernetes;

import dev.isograd.attempts.PodEntry;
import dev.isograd.jobs.AttemptId;
import dev.isograd.trainer.SupervisorMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.springframework.util.unit.DataSize;

/**
 * An attempt that shall run in a pod.
 *
 * @param start the order, with paths of this machine
 * @param folder where the files of the pod go
 * @param estimatedBytes memory of each of its devices; 0 if unknown
 * @param limit longest time that it may still run
 * @param lines receives what the child process prints
 * @param log receives sentences about the pod
 */
public record PodRequest(
        AttemptId attempt,
        SupervisorMessage.Start start,
        Path folder,
        DataSize heap,
        int threads,
        int gpus,
        long estimatedBytes,
        Duration limit,
        Consumer<PodEntry.Line> lines,
        Consumer<String> log) {}
