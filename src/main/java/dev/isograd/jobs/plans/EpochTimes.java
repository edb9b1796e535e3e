package dev.isograd.jobs.plans;

import dev.isograd.datasets.Datasets;
import dev.isograd.jobs.estimates.Estimates;
import dev.isograd.learning.spec.SpecReader;
import dev.isograd.learning.spec.SpecWriter;
import dev.isograd.learning.spec.TrainingSpec;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Predicts how long an epoch takes, from trainings that have finished in the project: equal ones if there are any,
 * otherwise others by the same rule, scaled by the work of a step. Without any, a calibration of the workers tells.
 */
@Component
class EpochTimes {

    /** A training that was interrupted or resumed is left out, because its time is not that of all its epochs. */
    private static final String FINISHED = """
            select j.spec, cast(j.result ->> 'trainSeconds' as float8) / cast(j.spec ->> 'epochs' as int) as seconds, a.device,
                j.spec @> cast(:equal as jsonb) as equal
            from (select * from job where project_id = :project order by id desc limit 2000) j
            join job_attempt a on a.job_id = j.id and a.number = 1
            where j.kind = 'training' and j.state = 'SUCCEEDED' and j.attempt = 1 and j.origin is null
                and jsonb_typeof(j.result -> 'trainSeconds') = 'number'
                and j.spec #>> '{network,type}' = :network and j.spec #>> '{rule,type}' = :rule
                and (:device = 'auto' or a.device = :device)
            order by equal desc, j.id desc limit 20""";

    /** Fields that decide how long a step takes. */
    private static final List<String> DECISIVE = List.of(
            "dataset",
            "network",
            "split",
            "head",
            "rule",
            "optimizer",
            "augmentation",
            "batchSize",
            "dropLast",
            "validationFraction",
            "parallel",
            "insight",
            "precision",
            "deterministic");

    /** Values that change what is learned, but not how long it takes. */
    private static final List<String> WITHOUT_COST =
            List.of("weight", "learningRate", "momentum", "weightDecay", "schedule");

    /** Of the trainings to scale, those of the most similar cost. */
    private static final int NEAREST = 3;

    /** What two runs of the same training may differ by on a machine that does other work too. */
    private static final double EQUAL_RUNS = 0.1;

    /** What a scaled time may be wrong by on either side. */
    private static final double OTHER_RUNS = 0.25;

    private final JdbcClient database;
    private final Datasets datasets;
    private final JsonMapper json;
    private final Calibrations calibrations;
    private final Estimates estimates;

    EpochTimes(
            JdbcClient database, Datasets datasets, JsonMapper json, Calibrations calibrations, Estimates estimates) {
        this.calibrations = calibrations;
        this.estimates = estimates;
        this.database = database;
        this.datasets = datasets;
        this.json = json;
    }

    private record Finished(TrainingSpec spec, double seconds, String device, boolean equal) {}

    Plan.@Nullable Time of(String project, TrainingSpec spec, Datasets.Size data) {
        List<Finished> all = finished(project, spec);
        if (all.isEmpty()) {
            return calibrated(spec, data);
        }
        // With device auto, the next training most likely runs where the last one did.
        String device = all.getFirst().device();
        boolean equal = all.getFirst().equal();
        List<Finished> used = all.stream()
                .filter(run -> run.device().equals(device) && run.equal() == equal)
                .toList();
        return equal
                ? time(used.stream().map(Finished::seconds).toList(), EQUAL_RUNS, "of this training on the " + device)
                : time(
                        scaled(project, spec, data, used),
                        OTHER_RUNS,
                        "of other trainings by the same rule on the %s, scaled by the work of a step"
                                .formatted(device));
    }

    /**
     * Returns the time of a changed training: that of the training itself, scaled by the work of a step, or by a calibration if the
     * rule is another one.
     */
    Plan.@Nullable Range changed(
            TrainingSpec spec, Plan.@Nullable Time known, TrainingSpec changed, Datasets.Size data) {
        if (changed.rule().getClass() != spec.rule().getClass()) {
            Plan.Time other = calibrated(changed, data);
            return other == null ? null : other.secondsPerEpoch();
        }
        return known == null
                ? null
                : known.secondsPerEpoch().times(estimates.epochCost(changed, data) / estimates.epochCost(spec, data));
    }

    private Plan.@Nullable Time calibrated(TrainingSpec spec, Datasets.Size data) {
        Map<String, Object> tree = SpecWriter.write(spec);
        return calibrations
                .of(spec.device(), type(tree, "network"), type(tree, "rule"))
                .map(speed -> speed.time(estimates.epochCost(spec, data)))
                .orElse(null);
    }

    /** Leaves out trainings whose data set has been deleted. */
    private List<Double> scaled(String project, TrainingSpec spec, Datasets.Size data, List<Finished> used) {
        double cost = estimates.epochCost(spec, data);
        return used.stream()
                .flatMap(run -> datasets.size(project, run.spec().dataset()).stream()
                        .map(own -> new Scaled(run.seconds(), cost / estimates.epochCost(run.spec(), own))))
                .sorted(Comparator.comparingDouble(Scaled::distance))
                .limit(NEAREST)
                .map(Scaled::predicted)
                .toList();
    }

    /**
     * The time of another training.
     *
     * @param ratio of the cost of the training in question to that of the other one
     */
    private record Scaled(double seconds, double ratio) {

        double distance() {
            return Math.abs(Math.log(ratio));
        }

        double predicted() {
            return seconds * ratio;
        }
    }

    /** @param what the runs are, after their number */
    private static Plan.@Nullable Time time(List<Double> seconds, double uncertainty, String what) {
        if (seconds.isEmpty()) {
            return null;
        }
        String runs = seconds.size() == 1 ? "one run" : seconds.size() + " runs";
        return new Plan.Time(
                new Plan.Range(
                        Collections.min(seconds) * (1 - uncertainty), Collections.max(seconds) * (1 + uncertainty)),
                runs + " " + what);
    }

    private List<Finished> finished(String project, TrainingSpec spec) {
        Map<String, Object> tree = SpecWriter.write(spec);
        return database.sql(FINISHED)
                .param("project", project)
                .param("equal", json.writeValueAsString(decisive(tree)))
                .param("network", type(tree, "network"))
                .param("rule", type(tree, "rule"))
                .param("device", spec.device().name().toLowerCase(Locale.ROOT))
                .query((row, number) -> new Finished(
                        SpecReader.read(json.readValue(row.getString("spec"), new TypeReference<>() {})),
                        row.getDouble("seconds"),
                        row.getString("device"),
                        row.getBoolean("equal")))
                .list();
    }

    private static String type(Map<String, Object> tree, String part) {
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(tree.get(part))).get("type"));
    }

    private static Map<String, Object> decisive(Map<String, Object> tree) {
        Map<String, Object> kept = new LinkedHashMap<>();
        for (String name : DECISIVE) {
            Object value = tree.get(name);
            if (value != null) {
                kept.put(name, withoutFree(value));
            }
        }
        return kept;
    }

    private static Object withoutFree(Object value) {
        if (!(value instanceof Map<?, ?> fields)) {
            return value;
        }
        Map<Object, Object> kept = new LinkedHashMap<>(fields);
        WITHOUT_COST.forEach(kept::remove);
        return kept;
    }
}
