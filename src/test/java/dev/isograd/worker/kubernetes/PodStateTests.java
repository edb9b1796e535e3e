package dev.isograd.worker.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the cluster says, in the words of its API, and what it means for an attempt. */
class PodStateTests {

    private static final Job JOB = new JobBuilder().withNewSpec().endSpec().build();

    @ParameterizedTest
    @CsvSource({
        "OOMKilled, 137, OOM_KILLED",
        "Error, 137, ENDED",
        "Error, 71, ENDED",
        "Completed, 0, ENDED",
    })
    void readsHowTheContainerEnded(String reason, int status, PodState.Kind kind) {
        PodState state = PodState.of(JOB, List.of(ended(reason, status, null)), true);

        assertThat(state.kind()).isEqualTo(kind);
        assertThat(state.status()).isEqualTo(status);
    }

    @Test
    void tellsAnEvictionFromAFailureWhateverTheExitStatus() {
        for (int status : List.of(0, 137, 143)) {
            assertThat(PodState.of(JOB, List.of(ended("Error", status, "DisruptionTarget")), true)
                            .kind())
                    .isEqualTo(PodState.Kind.DISPLACED);
        }
        Pod shutDown = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .withPhase("Failed")
                .withReason("NodeShutdown")
                .endStatus()
                .build();
        assertThat(PodState.of(JOB, List.of(shutDown), true).kind()).isEqualTo(PodState.Kind.DISPLACED);
    }

    @Test
    void knowsAnEvictionAfterThePodIsGone() {
        assertThat(PodState.of(
                                failed(
                                        "PodFailurePolicy",
                                        "Pod a/b has condition DisruptionTarget matching FailJob rule"),
                                List.of(),
                                true)
                        .kind())
                .isEqualTo(PodState.Kind.DISPLACED);
        assertThat(PodState.of(failed("BackoffLimitExceeded", "Job has reached its limit"), List.of(), true)
                        .kind())
                .isEqualTo(PodState.Kind.ENDED);
        assertThat(PodState.of(failed("DeadlineExceeded", "too long"), List.of(), true)
                        .kind())
                .isEqualTo(PodState.Kind.DEADLINE);
        assertThat(PodState.of(null, List.of(), true).kind()).isEqualTo(PodState.Kind.GONE);
    }

    /** Kueue suspends the Job of a training that it takes the nodes from. */
    @Test
    void waitsInTheQueueButIsDisplacedOnceItRan() {
        Job suspended =
                new JobBuilder(JOB).editSpec().withSuspend(true).endSpec().build();

        assertThat(PodState.of(suspended, List.of(), false).kind()).isEqualTo(PodState.Kind.WAITING);
        assertThat(PodState.of(suspended, List.of(), true).kind()).isEqualTo(PodState.Kind.DISPLACED);
    }

    @ParameterizedTest
    @CsvSource({
        "ImagePullBackOff, CANNOT_START",
        "InvalidImageName, CANNOT_START",
        "CreateContainerConfigError, CANNOT_START",
        "ContainerCreating, WAITING",
        "ErrImagePull, WAITING"
    })
    void tellsWhyAPodDoesNotStart(String reason, PodState.Kind kind) {
        Pod waiting = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .withPhase("Pending")
                .addNewContainerStatus()
                .withNewState()
                .withNewWaiting()
                .withReason(reason)
                .withMessage("why")
                .endWaiting()
                .endState()
                .endContainerStatus()
                .endStatus()
                .build();

        PodState state = PodState.of(JOB, List.of(waiting), false);

        assertThat(state.kind()).isEqualTo(kind);
        assertThat(state.message()).contains(reason, "why");
    }

    @Test
    void tellsThatNoNodeTakesThePod() {
        Pod pending = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .withPhase("Pending")
                .addNewCondition()
                .withType("PodScheduled")
                .withStatus("False")
                .withReason("Unschedulable")
                .withMessage("0/3 nodes are available: 3 Insufficient nvidia.com/gpu.")
                .endCondition()
                .endStatus()
                .build();

        assertThat(PodState.of(JOB, List.of(pending), false).message()).contains("0/3 nodes");
    }

    private static Job failed(String reason, String message) {
        return new JobBuilder(JOB)
                .withNewStatus()
                .addNewCondition()
                .withType("Failed")
                .withStatus("True")
                .withReason(reason)
                .withMessage(message)
                .endCondition()
                .endStatus()
                .build();
    }

    private static Pod ended(String reason, int status, @Nullable String condition) {
        var pod = new PodBuilder()
                .withNewMetadata()
                .endMetadata()
                .withNewStatus()
                .withPhase(status == 0 ? "Succeeded" : "Failed")
                .addNewContainerStatus()
                .withNewState()
                .withNewTerminated()
                .withExitCode(status)
                .withReason(reason)
                .endTerminated()
                .endState()
                .endContainerStatus();
        return (condition == null
                        ? pod
                        : pod.addNewCondition()
                                .withType(condition)
                                .withStatus("True")
                                .endCondition())
                .endStatus()
                .build();
    }
}
