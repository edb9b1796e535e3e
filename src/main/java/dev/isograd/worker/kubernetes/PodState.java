package dev.isograd.worker.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the cluster says about the Job of an attempt and its pod.
 *
 * @param message why, in a sentence or in the cluster's own words; empty if there is nothing to say
 * @param status exit status of the pod; 0 if it has none
 */
public record PodState(Kind kind, String message, int status) {

    /** The kinds of states. */
    public enum Kind {
        WAITING,
        RUNNING,
        /** It will never start as it is. */
        CANNOT_START,
        /** The cluster ended it for its own reasons. */
        DISPLACED,
        OOM_KILLED,
        /** It took longer than the Job may. */
        DEADLINE,
        ENDED,
        /** Somebody has deleted it. */
        GONE;

        /** Whether the pod neither runs nor will run. */
        public boolean isOver() {
            return this != WAITING && this != RUNNING;
        }
    }

    private static final Set<String> CANNOT_START = Set.of(
            "ImagePullBackOff",
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    private static final Set<String> DISPLACED = Set.of(
            "Evicted", "Preempting", "Preempted", "NodeShutdown", "Shutdown", "Terminated", "NodeLost", "NodeAffinity");

    private static final String DISRUPTION = "DisruptionTarget";
    private static final int SIGKILLED = 137;

    /** @param started whether the pod has run before */
    static PodState of(@Nullable Job job, List<Pod> pods, boolean started) {
        Optional<Pod> pod = pods.stream()
                .max(Comparator.comparing(
                        each -> Objects.requireNonNullElse(each.getMetadata().getCreationTimestamp(), "")));
        Optional<PodState> end = pod.flatMap(PodState::end);
        if (end.isPresent()) {
            return end.get();
        }
        if (job == null) {
            return new PodState(Kind.GONE, "The Job was deleted.", SIGKILLED);
        }
        Optional<PodState> ofJob = end(job);
        if (ofJob.isPresent()) {
            return ofJob.get();
        }
        if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
            return started
                    ? new PodState(Kind.DISPLACED, "The queue of the cluster has taken the pod away.", 0)
                    : new PodState(Kind.WAITING, "The Job waits until the queue of the cluster admits it.", 0);
        }
        return pod.map(PodState::beforeEnd)
                .orElseGet(() -> new PodState(Kind.WAITING, "The Job waits for its pod.", 0));
    }

    private static Optional<PodState> end(Job job) {
        if (job.getStatus() == null) {
            return Optional.empty();
        }
        for (JobCondition condition : job.getStatus().getConditions()) {
            if (condition.getStatus().equals("True")) {
                String message = Objects.requireNonNullElse(condition.getMessage(), "");
                switch (condition.getType()) {
                    case "Complete" -> {
                        return Optional.of(new PodState(Kind.ENDED, "", 0));
                    }
                    case "Failed", "FailureTarget" -> {
                        return Optional.of(failed(String.valueOf(condition.getReason()), message));
                    }
                    default -> {}
                }
            }
        }
        return Optional.empty();
    }

    private static PodState failed(String reason, String message) {
        if (reason.equals("DeadlineExceeded")) {
            return new PodState(Kind.DEADLINE, message, SIGKILLED);
        }
        return message.contains(DISRUPTION)
                ? new PodState(Kind.DISPLACED, "The cluster has ended the pod: " + message, SIGKILLED)
                : new PodState(Kind.ENDED, message, SIGKILLED);
    }

    private static Optional<PodState> end(Pod pod) {
        if (pod.getStatus() == null) {
            return Optional.empty();
        }
        boolean failed = "Failed".equals(pod.getStatus().getPhase());
        Optional<ContainerStateTerminated> terminated = containers(pod)
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getTerminated)
                .filter(Objects::nonNull)
                .findFirst();
        Optional<String> displaced = displaced(pod);
        if (displaced.isPresent() && (failed || terminated.isPresent())) {
            return Optional.of(
                    new PodState(Kind.DISPLACED, "The cluster has ended the pod: " + displaced.get(), SIGKILLED));
        }
        if (terminated.isPresent()) {
            boolean oom = "OOMKilled".equals(terminated.get().getReason());
            int status = Objects.requireNonNullElse(terminated.get().getExitCode(), SIGKILLED);
            return Optional.of(new PodState(oom ? Kind.OOM_KILLED : Kind.ENDED, "", status));
        }
        return failed
                ? Optional.of(new PodState(
                        Kind.ENDED, Objects.requireNonNullElse(pod.getStatus().getMessage(), ""), SIGKILLED))
                : Optional.empty();
    }

    private static Optional<String> displaced(Pod pod) {
        Optional<String> condition = conditions(pod, DISRUPTION)
                .filter(each -> each.getStatus().equals("True"))
                .map(each -> "%s %s"
                        .formatted(
                                Objects.requireNonNullElse(each.getReason(), ""),
                                Objects.requireNonNullElse(each.getMessage(), ""))
                        .strip())
                .findFirst();
        String reason = pod.getStatus().getReason();
        return condition.isPresent() || reason == null || !DISPLACED.contains(reason)
                ? condition
                : Optional.of("%s %s"
                        .formatted(
                                reason,
                                Objects.requireNonNullElse(pod.getStatus().getMessage(), ""))
                        .strip());
    }

    private static PodState beforeEnd(Pod pod) {
        Optional<ContainerStateWaiting> waiting = containers(pod)
                .map(ContainerStatus::getState)
                .filter(Objects::nonNull)
                .map(ContainerState::getWaiting)
                .filter(Objects::nonNull)
                .findFirst();
        if (waiting.isPresent() && waiting.get().getReason() != null) {
            String text = "%s %s"
                    .formatted(
                            waiting.get().getReason(),
                            Objects.requireNonNullElse(waiting.get().getMessage(), ""))
                    .strip();
            return CANNOT_START.contains(waiting.get().getReason())
                    ? new PodState(Kind.CANNOT_START, "The pod cannot start: " + text, 0)
                    : new PodState(Kind.WAITING, "The pod waits: " + text, 0);
        }
        Optional<String> unscheduled = conditions(pod, "PodScheduled")
                .filter(each -> each.getStatus().equals("False"))
                .map(each -> Objects.requireNonNullElse(each.getMessage(), ""))
                .findFirst();
        if (unscheduled.isPresent()) {
            return new PodState(Kind.WAITING, "No node takes the pod yet: " + unscheduled.get(), 0);
        }
        return pod.getStatus() != null && "Running".equals(pod.getStatus().getPhase())
                ? new PodState(Kind.RUNNING, "", 0)
                : new PodState(Kind.WAITING, "The pod waits for its node.", 0);
    }

    private static Stream<ContainerStatus> containers(Pod pod) {
        return pod.getStatus() == null ? Stream.of() : pod.getStatus().getContainerStatuses().stream();
    }

    private static Stream<PodCondition> conditions(Pod pod, String type) {
        return pod.getStatus() == null
                ? Stream.of()
                : pod.getStatus().getConditions().stream()
                        .filter(each -> each.getType().equals(type));
    }
}
