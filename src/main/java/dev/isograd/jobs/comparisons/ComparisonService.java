package dev.isograd.jobs.comparisons;

import dev.isograd.Ids;
import dev.isograd.accounts.Caller;
import dev.isograd.http.JsonBody;
import dev.isograd.http.Page;
import dev.isograd.idempotency.IdempotentRequests;
import dev.isograd.idempotency.IdempotentRequests.Outcome;
import dev.isograd.jobs.Submission;
import dev.isograd.jobs.web.JobControl;
import dev.isograd.jobs.web.JobService;
import jakarta.persistence.EntityManager;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** Creates comparisons with all their jobs, and reads and cancels them. */
@Service
@Transactional
class ComparisonService {

    private final ComparisonReader reader;
    private final ComparisonRows rows;
    private final JobService jobs;
    private final JobControl control;
    private final EntityManager entities;
    private final IdempotentRequests requests;
    private final JsonMapper json;
    private final Ids ids;
    private final InstantSource clock;

    ComparisonService(
            ComparisonReader reader,
            ComparisonRows rows,
            JobService jobs,
            JobControl control,
            EntityManager entities,
            IdempotentRequests requests,
            JsonMapper json,
            Ids ids,
            InstantSource clock) {
        this.reader = reader;
        this.rows = rows;
        this.jobs = jobs;
        this.control = control;
        this.entities = entities;
        this.requests = requests;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates the comparison and all its jobs or none, once per Idempotency-Key. */
    Outcome create(Caller caller, @Nullable String key, JsonBody<ComparisonRequest> body) {
        return requests.once(
                caller.project(),
                key,
                Map.of("comparison", body.json()),
                () -> create(caller, reader.read(caller, body)),
                Function.identity(),
                Function.identity());
    }

    private Outcome create(Caller caller, NewComparison comparison) {
        String id = ids.next("cmp");
        rows.insert(id, caller.project(), comparison, clock.instant());
        for (NewComparison.Member member : comparison.jobs()) {
            String label = comparison.variants().get(member.variant()).label();
            String job = jobs.create(caller, labelled(member.submission(), id, label));
            entities.flush();
            rows.add(id, member.variant(), member.seed(), job);
        }
        return new Outcome(id, json.writeValueAsString(get(caller, id)));
    }

    /** So that lists of jobs can be filtered by the comparison. */
    private static Submission labelled(Submission submission, String comparison, String variant) {
        Map<String, String> labels = new LinkedHashMap<>(submission.labels());
        labels.put("comparison", comparison);
        labels.put("variant", variant);
        return new Submission(
                submission.name(),
                labels,
                submission.priority(),
                submission.slots(),
                submission.notes(),
                submission.work());
    }

    @Transactional(readOnly = true)
    public ComparisonResponse get(Caller caller, String id) {
        return table(find(caller, id), rows.members(List.of(id)));
    }

    private ComparisonRows.Row find(Caller caller, String id) {
        return rows.find(caller.project(), id).orElseThrow(ComparisonProblem::notFound);
    }

    @Transactional(readOnly = true)
    public Page<ComparisonResponse> list(Caller caller, @Nullable String before, int limit) {
        Page<ComparisonRows.Row> page =
                Page.of(rows.page(caller.project(), before, limit + 1), limit, ComparisonRows.Row::id);
        Map<String, List<ComparisonRows.Member>> members =
                rows.members(page.data().stream().map(ComparisonRows.Row::id).toList());
        return page.map(row -> table(row, members));
    }

    /** Cancels all jobs that are not over; those of a comparison that is over stay as they are. */
    ComparisonResponse cancel(Caller caller, String id) {
        find(caller, id);
        control.cancelAll(
                caller,
                rows.members(List.of(id)).getOrDefault(id, List.of()).stream()
                        .map(ComparisonRows.Member::job)
                        .toList());
        entities.flush();
        return get(caller, id);
    }

    private static ComparisonResponse table(ComparisonRows.Row row, Map<String, List<ComparisonRows.Member>> members) {
        return new ComparisonTable(row, members.getOrDefault(row.id(), List.of())).response();
    }
}
