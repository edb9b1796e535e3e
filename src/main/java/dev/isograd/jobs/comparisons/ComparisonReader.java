package dev.isograd.jobs.comparisons;

import dev.isograd.accounts.Caller;
import dev.isograd.http.FieldProblem;
import dev.isograd.http.JsonBody;
import dev.isograd.http.JsonBodyReader;
import dev.isograd.jobs.JobWork;
import dev.isograd.jobs.Submission;
import dev.isograd.jobs.comparisons.NewComparison.Member;
import dev.isograd.jobs.web.SpecPatch;
import dev.isograd.jobs.web.SubmissionReader;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the body of a new comparison and checks the spec of every variant. */
@Component
class ComparisonReader {

    private static final int MOST_VARIANTS = 20;
    private static final int MOST_SEEDS = 20;
    static final int MOST_JOBS = 100;

    private static final Map<String, Object> UNCHANGED = Map.of("label", "unchanged");
    private static final Pattern VARIANT = Pattern.compile("/variants/(\\d{1,4})(?:/changes)?(.*)");

    private final SubmissionReader submissions;
    private final JsonBodyReader bodies;
    private final HalvingReader halvings;
    private final SearchReader searches;

    ComparisonReader(
            SubmissionReader submissions, JsonBodyReader bodies, HalvingReader halvings, SearchReader searches) {
        this.submissions = submissions;
        this.bodies = bodies;
        this.halvings = halvings;
        this.searches = searches;
    }

    /** @throws ComparisonProblem naming every wrong field */
    NewComparison read(Caller caller, JsonBody<ComparisonRequest> body) {
        ComparisonRequest request = body.value();
        List<FieldProblem> problems = new ArrayList<>(body.problems());
        if (request.name() == null && isFine(problems, "/name")) {
            problems.add(new FieldProblem("/name", "is required"));
        }
        List<Long> seeds = seeds(request.seeds(), problems);
        List<Object> given = listed(request);
        List<Variant> variants = variants(given, searched(request, given, seeds, problems), problems);
        if (variants.size() * seeds.size() > MOST_JOBS) {
            problems.add(new FieldProblem(
                    "/variants",
                    "times seeds must be at most %d jobs; got %d"
                            .formatted(MOST_JOBS, variants.size() * seeds.size())));
        }
        Map<String, @Nullable Object> spec = object(request.spec(), "/spec", problems);
        Halving halving = halvings.read(request.halving(), variants.size(), seeds, problems);
        List<Member> jobs = problems.isEmpty() ? jobs(caller, request, spec, variants, seeds, problems) : List.of();
        if (halving != null && problems.isEmpty()) {
            HalvingReader.checkEpochs(halving, jobs, problems);
        }
        if (!problems.isEmpty()) {
            throw ComparisonProblem.invalid(located(problems, given.size()));
        }
        return new NewComparison(
                Objects.requireNonNull(request.name()),
                spec,
                variants,
                Objects.requireNonNullElse(request.labels(), Map.of()),
                halving,
                jobs);
    }

    /** The variants that the request lists. */
    private static List<Object> listed(ComparisonRequest request) {
        List<Object> given = request.variants();
        return given == null ? request.search() == null ? List.of() : List.of(UNCHANGED) : given;
    }

    private List<Object> searched(
            ComparisonRequest request, List<Object> given, List<Long> seeds, List<FieldProblem> problems) {
        return request.search() == null
                ? List.of()
                : searches.variants(request.search(), given.size(), seeds.size(), problems);
    }

    /** Names a wrong field of a variant that the search has drawn where the client wrote it. */
    private static List<FieldProblem> located(List<FieldProblem> problems, int given) {
        return problems.stream()
                .map(problem -> {
                    Matcher drawn = VARIANT.matcher(problem.pointer());
                    return drawn.matches() && Integer.parseInt(drawn.group(1)) >= given
                            ? new FieldProblem("/search", drawn.group(2) + " " + problem.detail())
                            : problem;
                })
                .distinct()
                .toList();
    }

    private List<Member> jobs(
            Caller caller,
            ComparisonRequest request,
            Map<String, @Nullable Object> spec,
            List<Variant> variants,
            List<Long> seeds,
            List<FieldProblem> problems) {
        List<Member> jobs = new ArrayList<>();
        for (long seed : seeds) {
            for (int i = 0; i < variants.size(); i++) {
                Map<String, @Nullable Object> changed =
                        SpecPatch.apply(spec, variants.get(i).changes());
                changed.put("seed", seed);
                TrainingSpec read = spec(caller, changed, i, variants.get(i), problems);
                if (read != null) {
                    jobs.add(new Member(i, seed, submission(request, variants.get(i), seed, read)));
                }
            }
            // Another seed is refused for the same reasons.
            if (!problems.isEmpty()) {
                break;
            }
        }
        return jobs;
    }

    /** Names a wrong field where the client wrote it: in the changes of the variant, or in the common spec. */
    private @Nullable TrainingSpec spec(
            Caller caller,
            Map<String, @Nullable Object> changed,
            int number,
            Variant variant,
            List<FieldProblem> problems) {
        List<FieldProblem> found = new ArrayList<>();
        TrainingSpec spec = submissions.spec(caller, changed, "", found);
        for (FieldProblem problem : found) {
            boolean own = variant.changes().keySet().stream()
                    .map(FieldProblem::pointer)
                    .anyMatch(field ->
                            problem.pointer().equals(field) || problem.pointer().startsWith(field + "/"));
            FieldProblem named = new FieldProblem(
                    (own ? "/variants/%d/changes".formatted(number) : "/spec") + problem.pointer(), problem.detail());
            if (!problems.contains(named)) {
                problems.add(named);
            }
        }
        return spec;
    }

    private static Submission submission(ComparisonRequest request, Variant variant, long seed, TrainingSpec spec) {
        return new Submission(
                "%s, %s, seed %d".formatted(request.name(), variant.label(), seed),
                Objects.requireNonNullElse(request.labels(), Map.of()),
                Objects.requireNonNullElse(request.priority(), 0),
                1,
                Objects.requireNonNullElse(request.notes(), ""),
                new JobWork.Training(spec));
    }

    private static boolean isFine(List<FieldProblem> problems, String pointer) {
        return problems.stream().noneMatch(problem -> problem.pointer().startsWith(pointer));
    }

    private static Map<String, @Nullable Object> object(
            @Nullable Object given, String pointer, List<FieldProblem> problems) {
        if (given instanceof Map<?, ?> map) {
            return SpecPatch.apply(map, Map.of());
        }
        problems.add(new FieldProblem(pointer, "must be an object"));
        return Map.of();
    }

    private List<Variant> variants(List<Object> listed, List<Object> searched, List<FieldProblem> problems) {
        if (listed.isEmpty() || listed.size() > MOST_VARIANTS) {
            if (isFine(problems, "/variants")) {
                problems.add(new FieldProblem("/variants", "must list 1 to %d variants".formatted(MOST_VARIANTS)));
            }
            return List.of();
        }
        List<Object> given = Stream.concat(listed.stream(), searched.stream()).toList();
        List<Variant> variants = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String at = "/variants/" + i;
            JsonBody<VariantRequest> body = bodies.read(object(given.get(i), at, problems), VariantRequest.class);
            body.problems()
                    .forEach(problem -> problems.add(new FieldProblem(at + problem.pointer(), problem.detail())));
            String label = body.value().label();
            if (label == null) {
                if (isFine(problems, at)) {
                    problems.add(new FieldProblem(at + "/label", "is required"));
                }
            } else if (!labels.add(label)) {
                problems.add(new FieldProblem(at + "/label", "must be distinct; got \"%s\" twice".formatted(label)));
            }
            variants.add(new Variant(label == null ? "" : label, changes(body.value(), at + "/changes", problems)));
        }
        return variants;
    }

    private static Map<String, @Nullable Object> changes(
            VariantRequest variant, String at, List<FieldProblem> problems) {
        Map<String, @Nullable Object> changes =
                variant.changes() == null ? Map.of() : object(variant.changes(), at, problems);
        if (changes.containsKey("seed")) {
            problems.add(
                    new FieldProblem(at + "/seed", "must be absent, because seeds lists the seeds of all variants"));
        }
        return changes;
    }

    private static List<Long> seeds(@Nullable List<Long> given, List<FieldProblem> problems) {
        if (given == null || given.isEmpty() || given.size() > MOST_SEEDS) {
            if (isFine(problems, "/seeds")) {
                problems.add(new FieldProblem("/seeds", "must list 1 to %d seeds".formatted(MOST_SEEDS)));
            }
            return List.of();
        }
        if (new HashSet<>(given).size() < given.size() && isFine(problems, "/seeds")) {
            problems.add(new FieldProblem("/seeds", "must be distinct"));
        }
        for (int i = 0; i < given.size(); i++) {
            Long seed = given.get(i);
            if (seed != null && seed < 0) {
                problems.add(new FieldProblem("/seeds/" + i, "must be at least 0"));
            }
        }
        return given;
    }
}
