package dev.isograd.jobs.web;

import dev.isograd.accounts.Caller;
import dev.isograd.http.FieldProblem;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobLineage;
import dev.isograd.jobs.SavedStates;
import dev.isograd.jobs.Submission;
import dev.isograd.learning.spec.SpecReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Makes jobs from others: the same again, or another from a checkpoint on. */
@Service
@Transactional
class RetryAndFork {

    private static final List<String> RETRY_FIELDS = List.of("fromStart");
    private static final List<String> FORK_FIELDS =
            List.of("checkpoint", "spec", "name", "labels", "priority", "slots");

    private final JobService jobs;
    private final SubmissionReader reader;
    private final ObjectProvider<SavedStates> states;

    RetryAndFork(JobService jobs, SubmissionReader reader, ObjectProvider<SavedStates> states) {
        this.jobs = jobs;
        this.reader = reader;
        this.states = states;
    }

    /** A new job with the spec of one that failed or was cancelled; it goes on from the last checkpoint if there is one. */
    JobResponse retry(Caller caller, String id, Map<String, @Nullable Object> body) {
        Job job = jobs.find(caller, id);
        JobFields fields = new JobFields(body);
        fields.refuseUnknown(RETRY_FIELDS);
        boolean fromStart = fields.flag("fromStart");
        refuse(fields.problems());
        switch (job.state()) {
            case FAILED, CANCELLED -> {}
            case QUEUED, RUNNING, PAUSING, PAUSED, CANCELLING, SUCCEEDED ->
                throw JobProblem.conflict(job.state(), "retried");
        }
        Submission same =
                new Submission(job.name(), job.labels(), job.priority(), job.slots(), SpecReader.read(job.spec()));
        return jobs.submit(
                caller,
                same,
                new JobLineage(
                        JobLineage.Kind.RETRY,
                        job.id(),
                        fromStart ? null : newest(job).orElse(null)));
    }

    /** A new job that goes on from a checkpoint, with changes to the spec; a null in them removes a field. */
    JobResponse fork(Caller caller, String id, Map<String, @Nullable Object> body) {
        Job job = jobs.find(caller, id);
        JobFields fields = new JobFields(body);
        fields.refuseUnknown(FORK_FIELDS);
        String checkpoint = checkpoint(job, body, fields);
        Map<String, @Nullable Object> changes = new LinkedHashMap<>();
        if (body.get("spec") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> changes.put(Objects.toString(name), value));
        } else if (body.get("spec") != null) {
            fields.problem("/spec", "must be an object");
        }
        Map<String, @Nullable Object> submission = new LinkedHashMap<>(body);
        submission.keySet().retainAll(FORK_FIELDS);
        submission.remove("checkpoint");
        submission.put("spec", merge(job.spec(), changes));
        submission.putIfAbsent("name", shortened("Fork of " + job.name()));
        submission.putIfAbsent("labels", job.labels());
        submission.putIfAbsent("priority", job.priority());
        submission.putIfAbsent("slots", job.slots());
        return jobs.submit(
                caller,
                reader.read(submission, caller, fields.problems()),
                new JobLineage(JobLineage.Kind.FORK, job.id(), checkpoint));
    }

    private String checkpoint(Job job, Map<String, @Nullable Object> body, JobFields fields) {
        Object wanted = body.get("checkpoint");
        if (wanted == null) {
            return newest(job).orElseThrow(JobProblem::noCheckpoint);
        }
        SavedStates known = states.getIfAvailable();
        if (known == null || !(wanted instanceof String id) || !known.hold(job.id(), id)) {
            fields.problem("/checkpoint", "is no usable checkpoint of this job");
        }
        return wanted.toString();
    }

    private Optional<String> newest(Job job) {
        return Optional.ofNullable(states.getIfAvailable()).flatMap(known -> known.holdNewest(job.id()));
    }

    /** As RFC 7396 has it. */
    private static Map<String, @Nullable Object> merge(Map<?, ?> target, Map<?, ?> patch) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>();
        target.forEach((name, value) -> merged.put(Objects.toString(name), value));
        patch.forEach((key, value) -> {
            String name = Objects.toString(key);
            if (value == null) {
                merged.remove(name);
            } else if (value instanceof Map<?, ?> changes && !isOtherType(merged.get(name), changes)) {
                merged.put(name, merge(merged.get(name) instanceof Map<?, ?> old ? old : Map.of(), changes));
            } else {
                merged.put(name, value);
            }
        });
        return merged;
    }

    /** Options of one type of rule or network mean nothing to another. */
    private static boolean isOtherType(@Nullable Object old, Map<?, ?> changes) {
        return old instanceof Map<?, ?> map
                && changes.get("type") != null
                && !Objects.equals(changes.get("type"), map.get("type"));
    }

    private static String shortened(String name) {
        return name.length() <= JobFields.LONGEST_NAME ? name : name.substring(0, JobFields.LONGEST_NAME);
    }

    private static void refuse(List<FieldProblem> problems) {
        if (!problems.isEmpty()) {
            throw JobProblem.invalidEdit(new ArrayList<>(problems));
        }
    }
}
