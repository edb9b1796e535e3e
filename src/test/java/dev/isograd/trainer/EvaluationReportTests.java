package dev.isograd.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.isograd.learning.TrainedModules.HeadAnswers;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvaluationReportTests {

    private static final EvaluationReport REPORT =
            new EvaluationReport(List.of("cat", "dog", "owl"), IntBuffer.wrap(new int[] {0, 0, 1, 1, 1}));

    @Test
    void countsByLabelAndPrediction() {
        Map<?, ?> classifier = classifier(REPORT, List.of(0, 1, 1, 0, 1), List.of(0.9f, 0.6f, 0.8f, 0.7f, 0.5f));

        assertThat(classifier.get("accuracy")).isEqualTo(0.6);
        assertThat((int[][]) classifier.get("confusion")).isDeepEqualTo(new int[][] {{1, 1, 0}, {1, 2, 0}, {0, 0, 0}});
        assertThat(classifier.get("precision")).isEqualTo(Arrays.asList(1 / 2.0, 2 / 3.0, null));
        assertThat(classifier.get("recall")).isEqualTo(Arrays.asList(1 / 2.0, 2 / 3.0, null));
    }

    @Test
    void listsTheMostCertainMistakesFirst() {
        Map<?, ?> classifier = classifier(REPORT, List.of(0, 1, 1, 0, 1), List.of(0.9f, 0.6f, 0.8f, 0.7f, 0.5f));

        assertThat(classifier.get("mistakes"))
                .isEqualTo(List.of(
                        Map.of("index", 3, "label", 1, "predicted", 0, "probability", 0.7f),
                        Map.of("index", 1, "label", 0, "predicted", 1, "probability", 0.6f)));
    }

    @Test
    void listsNoMoreThanTheWorstMistakes() {
        EvaluationReport report = new EvaluationReport(List.of("a", "b"), IntBuffer.allocate(1000));

        Map<?, ?> classifier = classifier(report, Collections.nCopies(1000, 1), Collections.nCopies(1000, 0.5f));

        assertThat((List<?>) classifier.get("mistakes")).hasSize(EvaluationReport.MISTAKES);
    }

    @Test
    void listsOnlyWhatOccursOfManyClasses() {
        List<String> classes = new ArrayList<>(IntStream.range(0, EvaluationReport.DENSE_CLASSES)
                .mapToObj(c -> "c" + c)
                .toList());
        IntBuffer labels = IntBuffer.wrap(new int[] {7, 99, 7});
        List<Integer> predicted = List.of(7, 0, 7);
        List<Float> probabilities = List.of(1f, 1f, 1f);

        assertThat(classifier(new EvaluationReport(classes, labels), predicted, probabilities)
                        .get("confusion"))
                .isInstanceOf(int[][].class);
        classes.add("one more");
        assertThat(classifier(new EvaluationReport(classes, labels), predicted, probabilities)
                        .get("confusion"))
                .isEqualTo(Map.of("sparse", List.of(List.of(7, 7, 2), List.of(99, 0, 1))));
    }

    @Test
    void aNetworkOfOneModuleHasNoLocalHeads() {
        HeadAnswers answers = new HeadAnswers(List.of(0, 0, 0, 0, 0), List.of(1f, 1f, 1f, 1f, 1f));

        assertThat((List<?>) REPORT.of(List.of(answers)).get("modules")).isEmpty();
        assertThat((List<?>) REPORT.of(List.of(answers, answers)).get("modules"))
                .hasSize(2);
    }

    private static Map<?, ?> classifier(EvaluationReport report, List<Integer> predicted, List<Float> probabilities) {
        return (Map<?, ?>) Objects.requireNonNull(
                report.of(List.of(new HeadAnswers(predicted, probabilities))).get("classifier"));
    }
}
