package dev.isograd.trainer;

import dev.isograd.learning.TrainedModules.HeadAnswers;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sums up what the heads of a network answered for the test images, as the API shows it. */
final class EvaluationReport {

    /** With more classes, only the counts above 0 of the confusion matrix are listed. */
    static final int DENSE_CLASSES = 100;

    /** The mistakes that are listed for each head, those with the highest probability. */
    static final int MISTAKES = 50;

    private final List<String> classes;
    private final IntBuffer labels;

    /** @param labels the class of each test image */
    EvaluationReport(List<String> classes, IntBuffer labels) {
        this.classes = classes;
        this.labels = labels;
    }

    /** @param heads first module first; the last is the network's classifier */
    Map<String, Object> of(List<HeadAnswers> heads) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("classes", classes);
        report.put("classifier", head(heads.getLast()));
        List<Map<String, Object>> modules = new ArrayList<>();
        // A network of one module has no local heads.
        for (int module = 1; heads.size() > 1 && module <= heads.size(); module++) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("module", module);
            entry.putAll(head(heads.get(module - 1)));
            modules.add(entry);
        }
        report.put("modules", modules);
        return report;
    }

    private Map<String, Object> head(HeadAnswers answers) {
        List<Integer> predicted = answers.predicted();
        int[] labelled = new int[classes.size()];
        int[] answered = new int[classes.size()];
        int[] right = new int[classes.size()];
        for (int i = 0; i < predicted.size(); i++) {
            labelled[label(i)]++;
            answered[predicted.get(i)]++;
            right[label(i)] += label(i) == predicted.get(i) ? 1 : 0;
        }
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("accuracy", (double) IntStream.of(right).sum() / predicted.size());
        head.put("precision", ratios(right, answered));
        head.put("recall", ratios(right, labelled));
        head.put("confusion", confusion(predicted));
        head.put("mistakes", mistakes(answers));
        return head;
    }

    /** Null where there is nothing to divide by: a class that was never predicted, or one without test images. */
    private static List<@Nullable Double> ratios(int[] right, int[] of) {
        List<@Nullable Double> ratios = new ArrayList<>();
        for (int c = 0; c < right.length; c++) {
            ratios.add(of[c] == 0 ? null : (Double) ((double) right[c] / of[c]));
        }
        return ratios;
    }

    private Object confusion(List<Integer> predicted) {
        return classes.size() <= DENSE_CLASSES ? dense(predicted) : Map.of("sparse", sparse(predicted));
    }

    private int[][] dense(List<Integer> predicted) {
        int[][] counts = new int[classes.size()][classes.size()];
        for (int i = 0; i < predicted.size(); i++) {
            counts[label(i)][predicted.get(i)]++;
        }
        return counts;
    }

    /** Label, predicted class and count, by label and predicted class. */
    private List<List<Integer>> sparse(List<Integer> predicted) {
        SortedMap<Long, Integer> counts = new TreeMap<>();
        for (int i = 0; i < predicted.size(); i++) {
            counts.merge((long) label(i) * classes.size() + predicted.get(i), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .map(entry -> List.of(
                        (int) (entry.getKey() / classes.size()),
                        (int) (entry.getKey() % classes.size()),
                        entry.getValue()))
                .toList();
    }

    private List<Map<String, Object>> mistakes(HeadAnswers answers) {
        return IntStream.range(0, answers.predicted().size())
                .filter(i -> answers.predicted().get(i) != label(i))
                .boxed()
                .sorted(Comparator.comparing(answers.probabilities()::get, Comparator.reverseOrder()))
                .limit(MISTAKES)
                .map(i -> mistake(i, answers))
                .toList();
    }

    private Map<String, Object> mistake(int index, HeadAnswers answers) {
        Map<String, Object> mistake = new LinkedHashMap<>();
        mistake.put("index", index);
        mistake.put("label", label(index));
        mistake.put("predicted", answers.predicted().get(index));
        mistake.put("probability", answers.probabilities().get(index));
        return mistake;
    }

    private int label(int index) {
        return labels.get(labels.position() + index);
    }
}
