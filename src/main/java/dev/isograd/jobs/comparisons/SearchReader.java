package dev.isograd.jobs.comparisons;

import dev.isograd.http.FieldProblem;
import dev.isograd.http.JsonBody;
import dev.isograd.http.JsonBodyReader;
import dev.isograd.jobs.comparisons.SearchSpace.Dimension;
import dev.isograd.jobs.web.SpecPatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the space that a new comparison searches, and draws its variants. */
@Component
class SearchReader {

    private static final String AT = "/search";

    private final JsonBodyReader bodies;

    SearchReader(JsonBodyReader bodies) {
        this.bodies = bodies;
    }

    /**
     * Returns variants as a request would list them; none after noting a problem.
     *
     * @param given variants that the request lists; they take part in the budget
     */
    List<Object> variants(Object search, int given, int seeds, List<FieldProblem> problems) {
        int before = problems.size();
        SearchRequest request = read(search, AT, SearchRequest.class, problems);
        if (request == null || problems.size() > before) {
            return List.of();
        }
        boolean isGrid = "grid".equals(request.order());
        SearchSpace space = space(Objects.requireNonNull(request.dimensions()), isGrid, problems);
        int count = Objects.requireNonNull(request.trainings()) / Math.max(1, seeds) - given;
        if (count < 1) {
            problems.add(new FieldProblem(
                    AT + "/trainings",
                    "must be at least %d: %d seeds of %d variants".formatted(seeds * (given + 1), seeds, given + 1)));
        } else if (isGrid && space.size() > count && problems.size() == before) {
            problems.add(new FieldProblem(
                    AT + "/trainings",
                    "must be at least %d for a grid of %d variants; random takes a part of them"
                            .formatted(seeds * (given + space.size()), space.size())));
        }
        if (problems.size() > before) {
            return List.of();
        }
        List<List<Object>> points =
                isGrid ? space.grid() : space.random(count, Objects.requireNonNullElse(request.seed(), 1L));
        return listed(space, points);
    }

    private static List<Object> listed(SearchSpace space, List<List<Object>> points) {
        List<Object> variants = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (List<Object> point : points) {
            String label = space.label(point);
            if (label.length() > VariantRequest.LONGEST_LABEL || !labels.add(label)) {
                label = "variant %d of the search".formatted(variants.size() + 1);
            }
            variants.add(Map.of("label", label, "changes", space.changes(point)));
        }
        return variants;
    }

    private SearchSpace space(List<Object> given, boolean isGrid, List<FieldProblem> problems) {
        List<Dimension> dimensions = new ArrayList<>();
        Set<String> fields = new HashSet<>();
        for (int i = 0; i < given.size(); i++) {
            String at = AT + "/dimensions/" + i;
            DimensionRequest request = read(given.get(i), at, DimensionRequest.class, problems);
            if (request == null || request.field() == null) {
                continue;
            }
            if (!fields.add(request.field())) {
                problems.add(
                        new FieldProblem(at + "/field", "must be distinct; got %s twice".formatted(request.field())));
            }
            String problem = problem(request, isGrid);
            if (problem != null) {
                problems.add(new FieldProblem(at, problem));
            } else {
                dimensions.add(dimension(request));
            }
        }
        return new SearchSpace(dimensions);
    }

    private static @Nullable String problem(DimensionRequest request, boolean isGrid) {
        boolean hasRange = request.from() != null || request.to() != null || request.scale() != null;
        if (request.values() != null) {
            return hasRange
                    ? "must have values or a range, not both"
                    : request.values().contains(null) ? "must have values that are not null" : null;
        }
        if (request.from() == null || request.to() == null) {
            return "must have values, or from and to";
        }
        if (isGrid) {
            return "must have values: a grid has no ranges";
        }
        if (request.from() >= request.to()) {
            return "must have a from below its to";
        }
        return "log".equals(request.scale()) && request.from() <= 0 ? "must have a from above 0 for a log scale" : null;
    }

    private static Dimension dimension(DimensionRequest request) {
        String field = Objects.requireNonNull(request.field());
        return request.values() != null
                ? new SearchSpace.Values(field, request.values())
                : new SearchSpace.Range(
                        field,
                        Objects.requireNonNull(request.from()),
                        Objects.requireNonNull(request.to()),
                        "log".equals(request.scale()));
    }

    private <T extends Record> @Nullable T read(
            @Nullable Object given, String at, Class<T> type, List<FieldProblem> problems) {
        if (!(given instanceof Map<?, ?> map)) {
            problems.add(new FieldProblem(at, "must be an object"));
            return null;
        }
        JsonBody<T> body = bodies.read(SpecPatch.apply(map, Map.of()), type);
        body.problems().forEach(it -> problems.add(new FieldProblem(at + it.pointer(), it.detail())));
        return body.value();
    }
}
