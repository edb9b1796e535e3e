package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.datasets.Datasets;
import dev.isograd.http.FieldProblem;
import dev.isograd.jobs.JobWork;
import dev.isograd.jobs.Submission;
import dev.isograd.jobs.estimates.Estimates;
import dev.isograd.learning.memory.NetworkFit;
import dev.isograd.learning.memory.SplitChoice;
import dev.isograd.learning.spec.DatasetSize;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecProblem;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a submission: checks the caller's project, the data set and the training spec, and fills in defaults. */
@Component
public class SubmissionReader {

    private final Datasets datasets;
    private final Estimates estimates;

    SubmissionReader(Datasets datasets, Estimates estimates) {
        this.datasets = datasets;
        this.estimates = estimates;
    }

    /**
     * Returns the submission that a request describes.
     *
     * @param found problems of the body, which the same answer names
     * @throws JobProblem naming every wrong field
     */
    public Submission read(SubmitJobRequest request, List<FieldProblem> found, Caller caller) {
        return read(request, found, caller, spec -> List.of());
    }

    /** @param check finds the problems of a spec that is valid by itself */
    Submission read(
            SubmitJobRequest request,
            List<FieldProblem> found,
            Caller caller,
            Function<TrainingSpec, List<SpecProblem>> check) {
        List<FieldProblem> problems = new ArrayList<>(found);
        if (request.project() != null && !caller.project().equals(request.project())) {
            problems.add(new FieldProblem(
                    "/project", "is not the project of this key; omit it or send " + caller.project()));
        }
        String at = request.flatSpec() == null ? "/spec" : "";
        TrainingSpec spec =
                spec(caller, request.flatSpec() == null ? request.spec() : request.flatSpec(), at, problems);
        if (spec != null) {
            add(check.apply(spec), at, problems);
        }
        if (spec == null || !problems.isEmpty()) {
            throw JobProblem.invalidSpec(problems);
        }
        return new Submission(
                Objects.requireNonNullElseGet(request.name(), () -> JobNames.describe(spec)),
                Objects.requireNonNullElse(request.labels(), Map.of()),
                Objects.requireNonNullElse(request.priority(), 0),
                Objects.requireNonNullElse(request.slots(), 1),
                Objects.requireNonNullElse(request.notes(), ""),
                new JobWork.Training(spec));
    }

    /**
     * Reads a spec alone.
     *
     * @param at pointer to the spec in the body
     * @param problems is given what is wrong with it
     * @return null after noting a problem that leaves no spec
     */
    public @Nullable TrainingSpec spec(Caller caller, @Nullable Object json, String at, List<FieldProblem> problems) {
        if (!(json instanceof Map<?, ?> tree)) {
            problems.add(new FieldProblem(at, "must be an object"));
            return null;
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        tree.forEach((name, value) -> fields.put(Objects.toString(name), value));
        Optional<Datasets.Size> data = Optional.empty();
        if (tree.get("dataset") instanceof String dataset && !dataset.isEmpty()) {
            data = switch (datasets.resolve(caller.project(), dataset)) {
                case Datasets.Resolution.Unusable(String why) -> {
                    problems.add(new FieldProblem(at + "/dataset", why));
                    yield Optional.empty();
                }
                case Datasets.Resolution.Usable(String reference, Datasets.Size size) -> {
                    fields.put("dataset", reference);
                    yield Optional.of(size);
                }
            };
        }
        try {
            if (data.isEmpty()) {
                return SpecReader.read(fields);
            }
            TrainingSpec spec = SpecReader.read(fields, toFit(data.get()));
            List<SpecProblem> unfit = unfit(spec, data.get());
            add(unfit, at, problems);
            return unfit.isEmpty()
                    ? cut(spec, SplitChoice.isGiven(fields.get("split")), data.get(), at, problems)
                    : spec;
        } catch (InvalidSpec invalid) {
            add(invalid.problems(), at, problems);
            return null;
        }
    }

    /** The service chooses the split of a training whose estimate has a limit. */
    private @Nullable TrainingSpec cut(
            TrainingSpec spec, boolean given, Datasets.Size data, String at, List<FieldProblem> problems) {
        SplitChoice.Outcome outcome = SplitChoice.of(
                spec, given, cut -> estimates.of(cut, data).rule().total());
        return switch (outcome) {
            case SplitChoice.Outcome.Fits(TrainingSpec fitting) -> fitting;
            case SplitChoice.Outcome.TooLarge(SpecProblem problem) -> {
                add(List.of(problem), at, problems);
                yield null;
            }
        };
    }

    private List<SpecProblem> unfit(TrainingSpec spec, Datasets.Size data) {
        return NetworkFit.problem(spec, data.height(), data.width(), () -> estimates.of(spec, data)).stream()
                .toList();
    }

    private static DatasetSize toFit(Datasets.Size data) {
        return new DatasetSize(data.trainingImages(), data.height(), data.width(), data.channels());
    }

    private static void add(List<SpecProblem> found, String at, List<FieldProblem> problems) {
        found.forEach(problem -> problems.add(new FieldProblem(at + problem.pointer(), problem.detail())));
    }
}
