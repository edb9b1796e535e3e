package dev.isograd.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

public class JobStateTests {

    @Test
    void allowsExactlyTheTransitionsOfTheTable() {
        assertThat(legal())
                .containsExactlyInAnyOrder(
                        "QUEUED>RUNNING",
                        "QUEUED>PAUSED",
                        "QUEUED>CANCELLED",
                        "QUEUED>FAILED",
                        "RUNNING>QUEUED",
                        "RUNNING>PAUSING",
                        "RUNNING>CANCELLING",
                        "RUNNING>SUCCEEDED",
                        "RUNNING>FAILED",
                        "PAUSING>PAUSED",
                        "PAUSING>CANCELLING",
                        "PAUSING>SUCCEEDED",
                        "PAUSING>FAILED",
                        "PAUSED>QUEUED",
                        "PAUSED>CANCELLED",
                        "CANCELLING>SUCCEEDED",
                        "CANCELLING>FAILED",
                        "CANCELLING>CANCELLED");
    }

    public static List<String> legal() {
        return Arrays.stream(JobState.values())
                .flatMap(from ->
                        Arrays.stream(JobState.values()).filter(from::canBecome).map(to -> from + ">" + to))
                .toList();
    }

    @Test
    void endsInThreeStates() {
        assertThat(Arrays.stream(JobState.values()).filter(JobState::isTerminal))
                .containsExactly(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED);
    }
}
