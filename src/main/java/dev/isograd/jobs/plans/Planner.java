package dev.isograd.jobs.plans;

import dev.isograd.accounts.Caller;
import dev.isograd.datasets.Datasets;
import dev.isograd.http.JsonBody;
import dev.isograd.jobs.JobWork;
import dev.isograd.jobs.Submission;
import dev.isograd.jobs.estimates.Estimates;
import dev.isograd.jobs.web.SpecPatch;
import dev.isograd.jobs.web.SubmissionReader;
import dev.isograd.jobs.web.SubmitJobRequest;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Puts together what is known about a training before it starts. */
@Service
// Not read-only: the checks of a submission lock the row of its data set.
@Transactional
class Planner {

    private final SubmissionReader reader;
    private final Datasets datasets;
    private final RunningDevices devices;
    private final EpochTimes times;
    private final QueueForecast queue;
    private final ShownAccuracies accuracies;
    private final Estimates estimates;

    Planner(
            SubmissionReader reader,
            Datasets datasets,
            RunningDevices devices,
            EpochTimes times,
            QueueForecast queue,
            ShownAccuracies accuracies,
            Estimates estimates) {
        this.reader = reader;
        this.datasets = datasets;
        this.devices = devices;
        this.times = times;
        this.queue = queue;
        this.accuracies = accuracies;
        this.estimates = estimates;
    }

    Plan plan(Caller caller, JsonBody<SubmitJobRequest> body) {
        Submission submission = reader.read(body.value(), body.problems(), caller);
        if (!(submission.work() instanceof JobWork.Training(TrainingSpec spec))) {
            throw new IllegalStateException("A submission is a training");
        }
        Datasets.Size data = datasets.size(caller.project(), spec.dataset()).orElseThrow();
        // As the queue counts: the slots of a CPU share one memory.
        int parts = spec.device() == TrainingSpec.Device.GPU ? submission.slots() : 1;
        Plan.Memory memory = Plan.Memory.of(estimates.of(spec, data), estimates.modules(spec, data), parts);
        ToLongFunction<TrainingSpec> bytes =
                other -> estimates.of(other, data).rule().largestOf(parts);
        List<RunningDevices.Row> running = devices.of(spec.device());
        List<Plan.Device> fitting = running.stream()
                .map(device -> device.plan(memory.estimatedBytes()))
                .toList();
        long limit = Objects.requireNonNullElse(spec.maxMemoryBytes(), Long.MAX_VALUE);
        long room = Math.min(
                limit,
                running.stream()
                        .mapToLong(RunningDevices.Row::fittingBytes)
                        .max()
                        .orElse(Long.MAX_VALUE));
        Plan.Time time = times.of(caller.project(), spec, data);
        return new Plan(
                memory,
                time,
                spec.epochs() * spec.stepsPerEpoch(data.trainingImages()),
                spec.network().blocks(),
                split(spec),
                new MemoryCurve(spec).points(bytes),
                queue.of(caller.project(), submission, spec.device()),
                fitting,
                new SmallerSpecs(spec, bytes, accuracies.of(caller.project(), spec))
                        .advice(memory.estimatedBytes(), room).stream()
                                .map(advice -> advice.taking(times.changed(spec, time, changed(spec, advice), data)))
                                .toList(),
                devices.problems(
                        caller.project(), submission.slots(), spec.device(), memory.estimatedBytes(), running));
    }

    private static TrainingSpec changed(TrainingSpec spec, Plan.Advice advice) {
        return SpecReader.read(SpecPatch.apply(SpecWriter.write(spec), advice.change()));
    }

    @SuppressWarnings("unchecked") // The writer makes maps with text as keys only.
    private static Map<String, Object> split(TrainingSpec spec) {
        return (Map<String, Object>)
                Objects.requireNonNull(SpecWriter.write(spec).get("split"));
    }
}
