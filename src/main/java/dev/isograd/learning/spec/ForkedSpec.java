package dev.isograd.learning.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides which changes of a spec allow a fork to continue from a state of the original training. */
public final class ForkedSpec {

    /** These determine the arrays of a state and the images of each step. */
    private static final List<String> SHARED =
            List.of("/network/", "/split/", "/head/", "/batchSize", "/dropLast", "/validationFraction", "/seed");

    private static final String KEPT = "a fork keeps the data set, network, split, head, batch size and seed";

    /** Fields that decide how many steps an epoch has. */
    private static final List<String> OF_STEPS = List.of("/dropLast", "/validationFraction");

    private final TrainingSpec origin;
    private final TrainingSpec fork;

    private ForkedSpec(TrainingSpec origin, TrainingSpec fork) {
        this.origin = origin;
        this.fork = fork;
    }

    /** Whether a fork cannot change this field of its origin. */
    public static boolean isShared(String pointer) {
        return SHARED.stream().anyMatch(pointer::startsWith);
    }

    /**
     * Returns a problem for each field that keeps the fork from continuing.
     *
     * @param step number of steps that the state has done
     * @param stepsPerEpoch of the original training
     */
    public static List<SpecProblem> problems(TrainingSpec origin, TrainingSpec fork, long step, long stepsPerEpoch) {
        ForkedSpec both = new ForkedSpec(origin, fork);
        List<SpecProblem> problems = new ArrayList<>();
        if (!origin.dataset().equals(fork.dataset())) {
            problems.add(kept("/dataset", origin.dataset(), fork.dataset()));
        }
        List<SpecProblem> arrays = both.changedFields();
        problems.addAll(both.hasOtherLayers() ? List.of(both.otherModules()) : arrays);
        if (arrays.isEmpty() && !both.canLoadHeads(step >= stepsPerEpoch)) {
            problems.add(both.otherModules());
        }
        long begun = Math.ceilDiv(step, stepsPerEpoch);
        if (fork.epochs() < begun) {
            problems.add(new SpecProblem(
                    "/epochs",
                    "must be at least %d, because the checkpoint is already in epoch %d; got %d"
                            .formatted(begun, begun, fork.epochs())));
        }
        return problems;
    }

    private List<SpecProblem> changedFields() {
        SortedMap<String, String> before = SpecWriter.fields(origin);
        SortedMap<String, String> now = SpecWriter.fields(fork);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        Predicate<String> isChanged = name -> !Objects.equals(before.get(name), now.get(name));
        return names.stream()
                .filter(ForkedSpec::isShared)
                .filter(isChanged)
                // The fields of another type have other meanings; the type alone says what is wrong.
                .filter(name -> name.endsWith("/type") || !isChanged.test(name.replaceFirst("/[^/]*$", "/type")))
                .map(name -> kept(name, before.get(name), now.get(name)))
                .toList();
    }

    private static SpecProblem kept(String pointer, @Nullable String before, @Nullable String now) {
        return new SpecProblem(
                pointer,
                "must stay %s, because %s; got %s"
                        .formatted(
                                Objects.requireNonNullElse(before, "absent"),
                                OF_STEPS.contains(pointer) ? "a fork has the same steps and images" : KEPT,
                                Objects.requireNonNullElse(now, "nothing")));
    }

    /** Whether the rule, not the user, has changed the split. */
    private boolean hasOtherLayers() {
        boolean single = fork.rule() instanceof RuleSpec.SgrBpFree;
        return single != origin.rule() instanceof RuleSpec.SgrBpFree
                && !origin.split().equals(fork.split());
    }

    /** @param evaluated whether the state has the test scores of an epoch, one for each module */
    private boolean canLoadHeads(boolean evaluated) {
        int modules = modules(fork);
        if (modules == 1) {
            return !evaluated || modules(origin) == 1;
        }
        boolean similarity = fork.rule() instanceof RuleSpec.Predsim;
        return modules == modules(origin)
                && head(fork).equals(head(origin))
                && (!similarity || origin.rule() instanceof RuleSpec.Predsim);
    }

    private SpecProblem otherModules() {
        return new SpecProblem(
                "/rule/type",
                "must train the same modules and heads as %s, because the checkpoint has no others; got %s"
                        .formatted(
                                SpecNames.of(origin.rule().getClass()),
                                SpecNames.of(fork.rule().getClass())));
    }

    private static int modules(TrainingSpec spec) {
        return spec.rule().trainsOneModule() ? 1 : spec.split().modules();
    }

    private static HeadSpec head(TrainingSpec spec) {
        return spec.rule() instanceof RuleSpec.Blockwise ? new HeadSpec.Linear() : spec.head();
    }
}
