package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.datasets.Datasets;
import dev.isograd.http.FieldProblem;
import dev.isograd.jobs.Submission;
import dev.isograd.learning.spec.InvalidSpec;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a submitted body: the spec in {@code spec} with the job's fields beside it, or all in one object. */
@Component
class SubmissionReader {

    private static final List<String> FIELDS = List.of("name", "labels", "priority", "slots", "project");

    private final Datasets datasets;

    SubmissionReader(Datasets datasets) {
        this.datasets = datasets;
    }

    /** @throws JobProblem naming every wrong field */
    Submission read(Map<String, @Nullable Object> body, Caller caller) {
        return read(body, caller, List.of());
    }

    /** @param known what was found wrong before, to be named in the same answer */
    Submission read(Map<String, @Nullable Object> body, Caller caller, List<FieldProblem> known) {
        JobFields fields = new JobFields(body);
        fields.problems().addAll(known);
        String name = fields.name();
        Map<String, String> labels = fields.labels();
        Integer priority = fields.priority();
        Integer slots = fields.slots();
        if (body.get("project") != null && !caller.project().equals(body.get("project"))) {
            fields.problem("/project", "is not the project of this key; leave it out or give " + caller.project());
        }
        TrainingSpec spec = spec(body, fields);
        if (spec == null || !fields.problems().isEmpty()) {
            throw JobProblem.invalidSpec(fields.problems());
        }
        return new Submission(
                name == null ? JobNames.describe(spec) : name,
                labels == null ? Map.of() : labels,
                priority == null ? 0 : priority,
                slots == null ? 1 : slots,
                spec);
    }

    private @Nullable TrainingSpec spec(Map<String, @Nullable Object> body, JobFields fields) {
        if (!body.containsKey("spec")) {
            Map<String, @Nullable Object> tree = new LinkedHashMap<>(body);
            FIELDS.forEach(tree::remove);
            return spec(tree, "", fields);
        }
        List<String> known = List.of("spec", "name", "labels", "priority", "slots", "project");
        fields.refuseUnknown(known);
        if (body.get("spec") instanceof Map<?, ?> tree) {
            return spec(tree, "/spec", fields);
        }
        fields.problem("/spec", "must be an object");
        return null;
    }

    private @Nullable TrainingSpec spec(Map<?, ?> tree, String at, JobFields fields) {
        if (tree.get("dataset") instanceof String dataset && !dataset.isEmpty() && !datasets.isKnown(dataset)) {
            fields.problem(at + "/dataset", "is not a known data set; known are " + datasets.names());
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        tree.forEach((field, value) -> named.put(Objects.toString(field), value));
        try {
            return SpecReader.read(named);
        } catch (InvalidSpec invalid) {
            invalid.problems().stream()
                    .map(problem -> new FieldProblem(at + problem.pointer(), problem.detail()))
                    .forEach(fields.problems()::add);
            return null;
        }
    }
}
