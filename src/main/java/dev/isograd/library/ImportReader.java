package dev.isograd.library;

import dev.isograd.accounts.Caller;
import dev.isograd.datasets.DatasetImports;
import dev.isograd.datasets.ImportSpec;
import dev.isograd.http.FieldProblem;
import dev.isograd.http.JsonBody;
import dev.isograd.imports.ImportLimits;
import dev.isograd.imports.ImportOrder;
import dev.isograd.uploads.ImportSource;
import dev.isograd.uploads.SourceFiles;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a request for an import, and checks all of it before a job exists. */
@Component
class ImportReader {

    private static final List<String> SOURCES = List.of("upload", "url", "folder");
    private static final List<String> BAD_FILES = List.of("fail", "skip");
    private static final int SMALLEST_SIDE = 4;
    private static final int LARGEST_SIDE = 1024;

    private final SourceFiles sources;
    private final ImportLimits limits;
    private final ImportJobProperties needs;

    ImportReader(SourceFiles sources, ImportLimits limits, ImportJobProperties needs) {
        this.sources = sources;
        this.limits = limits;
        this.needs = needs;
    }

    /**
     * Checks the request.
     *
     * @throws DatasetProblem naming every wrong field
     * @throws dev.isograd.http.RequestProblem if the source cannot be used
     */
    void check(Caller caller, JsonBody<ImportRequest> body) {
        ImportRequest request = body.value();
        List<FieldProblem> problems = new ArrayList<>(body.problems());
        if (body.json().get("name") == null || request.name() != null) {
            String wrong = request.name() == null ? "is required" : DatasetImports.problem(request.name());
            add(problems, "/name", wrong);
        }
        add(problems, "/format", oneOf(request.format(), ImportOrder.FORMATS));
        add(problems, "/fit", oneOf(request.fit(), ImportOrder.FITS));
        add(problems, "/onBadFile", oneOf(request.onBadFile(), BAD_FILES));
        add(problems, "/channels", channels(request.channels()));
        add(problems, "/testFraction", fraction(request.testFraction()));
        add(problems, "/size", size(request.size()));
        ImportSource source = source(body, problems);
        if (!problems.isEmpty() || source == null) {
            throw DatasetProblem.invalid(problems);
        }
        sources.check(caller.project(), source);
    }

    private static void add(List<FieldProblem> problems, String pointer, String wrong) {
        boolean isKnown = problems.stream()
                .anyMatch(problem ->
                        problem.pointer().equals(pointer) || problem.pointer().startsWith(pointer + "/"));
        if (!wrong.isEmpty() && !isKnown) {
            problems.add(new FieldProblem(pointer, wrong));
        }
    }

    private static String oneOf(@Nullable String given, List<String> allowed) {
        return given == null || allowed.contains(given) ? "" : "must be one of " + String.join(", ", allowed);
    }

    private static String channels(@Nullable Integer channels) {
        return channels == null || channels == 1 || channels == 3 ? "" : "must be 1 or 3";
    }

    private static String fraction(@Nullable Double fraction) {
        return fraction == null || fraction > 0 && fraction < 1 ? "" : "must be between 0 and 1";
    }

    private static String size(@Nullable List<Integer> size) {
        boolean valid = size == null
                || size.size() == 2
                        && size.stream()
                                .allMatch(side -> side != null && side >= SMALLEST_SIDE && side <= LARGEST_SIDE);
        return valid ? "" : "must be height and width, each from %d to %d".formatted(SMALLEST_SIDE, LARGEST_SIDE);
    }

    private static @Nullable ImportSource source(JsonBody<ImportRequest> body, List<FieldProblem> problems) {
        Map<String, String> source = body.value().source();
        if (source == null) {
            add(problems, "/source", body.json().get("source") == null ? "is required" : "must be an object");
            return null;
        }
        source.keySet().stream()
                .filter(name -> !SOURCES.contains(name))
                .forEach(name -> problems.add(new FieldProblem(
                        "/source" + FieldProblem.pointer(name), "is not a known field; known are " + SOURCES)));
        if (source.size() != 1) {
            add(problems, "/source", "must have exactly one of " + String.join(", ", SOURCES));
            return null;
        }
        Map.Entry<String, String> only = source.entrySet().iterator().next();
        return only.getValue() == null ? null : source(only.getKey(), only.getValue(), problems);
    }

    private static @Nullable ImportSource source(String kind, String value, List<FieldProblem> problems) {
        return switch (kind) {
            case "upload" -> new ImportSource.Upload(value);
            case "folder" -> new ImportSource.Folder(value);
            case "url" -> {
                try {
                    yield new ImportSource.Url(new URI(value));
                } catch (URISyntaxException malformed) {
                    add(problems, "/source/url", "must be an https address");
                    yield null;
                }
            }
            default -> null;
        };
    }

    /** @param request one that was checked */
    ImportSpec spec(ImportRequest request, String name, int version, String id) {
        return new ImportSpec(
                name + "@" + version,
                id,
                Objects.requireNonNullElse(request.title(), name),
                Objects.requireNonNullElse(request.license(), ""),
                Objects.requireNonNull(request.source()),
                Objects.requireNonNullElse(request.format(), "auto"),
                request.size(),
                request.fit(),
                request.channels(),
                request.testFraction(),
                request.onBadFile(),
                Objects.requireNonNullElse(request.seed(), 1L),
                new ImportSpec.Limits(
                        Math.max(1, Duration.ofSeconds(limits.seconds()).toMinutes()),
                        needs.memory().toBytes()),
                "cpu");
    }
}
