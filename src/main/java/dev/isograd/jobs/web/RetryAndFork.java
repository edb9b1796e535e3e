package dev.isograd.jobs.web;

import dev.isograd.ShortText;
import dev.isograd.accounts.Caller;
import dev.isograd.datasets.DatasetImports;
import dev.isograd.datasets.Datasets;
import dev.isograd.datasets.ImportSpec;
import dev.isograd.http.FieldProblem;
import dev.isograd.http.JsonBody;
import dev.isograd.jobs.Job;
import dev.isograd.jobs.JobLineage;
import dev.isograd.jobs.JobWork;
import dev.isograd.jobs.NotATraining;
import dev.isograd.jobs.SavedStates;
import dev.isograd.jobs.Submission;
import dev.isograd.learning.spec.ForkedSpec;
import dev.isograd.learning.spec.SpecProblem;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Creates jobs from existing jobs: a retry of the same spec, or a fork from a checkpoint. */
@Service
@Transactional
class RetryAndFork {

    private final JobService jobs;
    private final SubmissionReader reader;
    private final Datasets datasets;
    private final DatasetImports imports;
    private final ObjectProvider<SavedStates> states;

    RetryAndFork(
            JobService jobs,
            SubmissionReader reader,
            Datasets datasets,
            DatasetImports imports,
            ObjectProvider<SavedStates> states) {
        this.jobs = jobs;
        this.reader = reader;
        this.datasets = datasets;
        this.imports = imports;
        this.states = states;
    }

    /** Submits the spec of a failed or cancelled job again; the new job resumes from the last checkpoint if one exists. */
    JobResponse retry(Caller caller, String id, JsonBody<RetryRequest> body) {
        Job job = jobs.find(caller, id);
        boolean fromStart =
                Boolean.TRUE.equals(body.orThrow(JobProblem::invalidRequest).fromStart());
        switch (job.state()) {
            case FAILED, CANCELLED -> {}
            case QUEUED, RUNNING, PAUSING, PAUSED, CANCELLING, SUCCEEDED ->
                throw JobProblem.conflict(job.state(), "retried");
        }
        return switch (job.work()) {
            case JobWork.Training(TrainingSpec spec) -> {
                if (!(datasets.resolve(job.project(), spec.dataset()) instanceof Datasets.Resolution.Usable)) {
                    throw JobProblem.datasetGone();
                }
                yield again(caller, job, fromStart ? null : newest(job).orElse(null));
            }
            case JobWork.Import(ImportSpec spec) -> {
                JobResponse next = again(caller, job, null);
                if (!imports.restart(spec.datasetId(), next.id())) {
                    throw JobProblem.importNotRepeatable();
                }
                yield next;
            }
        };
    }

    private JobResponse again(Caller caller, Job job, @Nullable String checkpoint) {
        Submission same = new Submission(job.name(), job.labels(), job.priority(), job.slots(), job.work());
        return jobs.submit(caller, same, new JobLineage(JobLineage.Kind.RETRY, job.id(), checkpoint));
    }

    /** Submits a new job that resumes from a checkpoint, with changes to the spec; a null in the changes removes a field. */
    JobResponse fork(Caller caller, String id, JsonBody<ForkRequest> body) {
        Job job = jobs.find(caller, id);
        TrainingSpec original = switch (job.work()) {
            case JobWork.Training(TrainingSpec spec) -> spec;
            case JobWork.Import _ -> throw NotATraining.cannot("be forked");
        };
        List<FieldProblem> problems = new ArrayList<>(body.problems());
        String checkpoint = checkpoint(job, body, problems);
        ForkRequest fork = body.value();
        if (fork.spec() != null && !(fork.spec() instanceof Map)) {
            problems.add(new FieldProblem("/spec", "must be an object"));
        }
        SubmitJobRequest changed = new SubmitJobRequest(
                SpecPatch.apply(job.spec(), fork.spec() instanceof Map<?, ?> changes ? changes : Map.of()),
                Objects.requireNonNullElseGet(
                        fork.name(), () -> ShortText.beginning("Fork of " + job.name(), JobLimits.LONGEST_NAME)),
                Objects.requireNonNullElse(fork.labels(), job.labels()),
                Objects.requireNonNullElse(fork.priority(), job.priority()),
                Objects.requireNonNullElse(fork.slots(), job.slots()),
                null,
                null,
                null);
        return jobs.submit(
                caller,
                reader.read(changed, problems, caller, spec -> unfit(job.project(), original, checkpoint, spec)),
                new JobLineage(JobLineage.Kind.FORK, job.id(), checkpoint));
    }

    /** Finds the changes that do not fit the checkpoint, before the fork waits for a worker. */
    private List<SpecProblem> unfit(
            String project, TrainingSpec original, @Nullable String checkpoint, TrainingSpec changed) {
        SavedStates known = states.getIfAvailable();
        Optional<Datasets.Size> data = datasets.size(project, original.dataset());
        if (checkpoint == null || known == null || data.isEmpty()) {
            return List.of();
        }
        long stepsPerEpoch = original.stepsPerEpoch(data.get().trainingImages());
        return ForkedSpec.problems(original, changed, known.step(checkpoint), stepsPerEpoch);
    }

    /** Returns the checkpoint to fork from; null after noting that the requested one cannot be used. */
    private @Nullable String checkpoint(Job job, JsonBody<ForkRequest> body, List<FieldProblem> problems) {
        if (body.json().get("checkpoint") == null) {
            return newest(job).orElseThrow(JobProblem::noCheckpoint);
        }
        String requested = body.value().checkpoint();
        SavedStates known = states.getIfAvailable();
        if (requested != null && (known == null || !known.hold(job.id(), requested))) {
            problems.add(new FieldProblem("/checkpoint", "is not a usable checkpoint of this job"));
            return null;
        }
        return requested;
    }

    private Optional<String> newest(Job job) {
        return Optional.ofNullable(states.getIfAvailable()).flatMap(known -> known.holdNewest(job.id()));
    }
}
