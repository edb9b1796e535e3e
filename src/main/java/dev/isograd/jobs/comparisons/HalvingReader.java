package dev.isograd.jobs.comparisons;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.JsonBody;
import dev.isograd.http.JsonBodyReader;
import dev.isograd.jobs.JobWork;
import dev.isograd.jobs.comparisons.NewComparison.Member;
import dev.isograd.jobs.web.SpecPatch;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads how a new comparison stops variants early. */
@Component
class HalvingReader {

    private static final int FEWEST_VARIANTS = 3;
    private static final double HALF = 0.5;

    private final JsonBodyReader bodies;

    HalvingReader(JsonBodyReader bodies) {
        this.bodies = bodies;
    }

    /** Returns null if nothing is to be stopped, or after noting a problem. */
    @Nullable
    Halving read(@Nullable Object given, int variants, List<Long> seeds, List<FieldProblem> problems) {
        if (given == null) {
            return null;
        }
        if (!(given instanceof Map<?, ?> map)) {
            problems.add(new FieldProblem("/halving", "must be an object"));
            return null;
        }
        JsonBody<HalvingRequest> body = bodies.read(SpecPatch.apply(map, Map.of()), HalvingRequest.class);
        body.problems().forEach(it -> problems.add(new FieldProblem("/halving" + it.pointer(), it.detail())));
        if (variants < FEWEST_VARIANTS) {
            problems.add(new FieldProblem("/halving", "needs at least %d variants".formatted(FEWEST_VARIANTS)));
        }
        List<Integer> epochs = body.value().epochs();
        if (epochs == null || !body.problems().isEmpty()) {
            return null;
        }
        int before = 0;
        for (int i = 0; i < epochs.size(); i++) {
            int epoch = Objects.requireNonNullElse(epochs.get(i), 0);
            if (epoch <= before) {
                problems.add(new FieldProblem("/halving/epochs/" + i, "must be at least %d".formatted(before + 1)));
            }
            before = epoch;
        }
        double keep = Objects.requireNonNullElse(body.value().keep(), HALF);
        return seeds.isEmpty() ? null : new Halving(epochs, keep, seeds.getFirst());
    }

    /** Checks that every training continues after the last of the epochs. */
    static void checkEpochs(Halving halving, List<Member> jobs, List<FieldProblem> problems) {
        int shortest = jobs.stream()
                .mapToInt(job ->
                        job.submission().work() instanceof JobWork.Training(TrainingSpec spec) ? spec.epochs() : 0)
                .min()
                .orElse(0);
        if (halving.epochs().getLast() >= shortest) {
            int last = halving.epochs().size() - 1;
            problems.add(new FieldProblem(
                    "/halving/epochs/" + last,
                    "must be below the epochs of every variant, of which one has " + shortest));
        }
    }
}
