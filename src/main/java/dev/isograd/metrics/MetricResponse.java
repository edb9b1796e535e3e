package dev.isograd.metrics;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.isograd.metrics.MetricForm.Field;
import dev.isograd.metrics.MetricForm.Layout;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The metrics of a job in the API: one series per metric and local module. */
@Schema(name = "Metrics")
record MetricResponse(
        List<Series> data,
        @Nullable Long lastStep,

        @Schema(description = "The first step of the first bucket; null without buckets.") @Nullable
        Long firstStep,

        @Schema(description = "Steps per bucket, equal for all series; null without buckets.") @Nullable
        Long bucketSteps) {

    /** The values of one metric, of the whole network (module null) or of one local module. */
    record Series(
            String name,
            @Nullable Integer module,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<BucketResponse> buckets,

            @Schema(
                    description =
                            "With `layout=columns`, instead of the buckets: a list per field, in the order of steps.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            Map<String, List<@Nullable Number>> columns) {}

    /** An aggregate over neighboring steps. */
    record BucketResponse(
            @Schema(description = "The last step of the bucket.")
            long step,

            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double mean,
            @Nullable Double last,
            long count) {}

    /** @param buckets sorted by name, module and step */
    static MetricResponse of(MetricReader.Buckets buckets, @Nullable Long lastStep, MetricForm form) {
        List<Series> data = bySeries(buckets.list()).stream()
                .map(series -> series(series, form))
                .toList();
        return new MetricResponse(data, lastStep, buckets.firstStep(), buckets.width());
    }

    private static List<List<MetricReader.Bucket>> bySeries(List<MetricReader.Bucket> buckets) {
        List<List<MetricReader.Bucket>> all = new ArrayList<>();
        for (MetricReader.Bucket bucket : buckets) {
            if (all.isEmpty() || !isSameSeries(all.getLast().getLast(), bucket)) {
                all.add(new ArrayList<>());
            }
            all.getLast().add(bucket);
        }
        return all;
    }

    private static boolean isSameSeries(MetricReader.Bucket one, MetricReader.Bucket other) {
        return Objects.equals(one.name(), other.name()) && one.module() == other.module();
    }

    private static Series series(List<MetricReader.Bucket> buckets, MetricForm form) {
        MetricReader.Bucket first = buckets.getFirst();
        Integer module = first.module() == 0 ? null : Integer.valueOf(first.module());
        return form.layout() == Layout.ROWS
                ? new Series(
                        first.name(),
                        module,
                        buckets.stream().map(bucket -> row(bucket, form)).toList(),
                        null)
                : new Series(first.name(), module, null, columns(buckets, form));
    }

    private static BucketResponse row(MetricReader.Bucket bucket, MetricForm form) {
        return new BucketResponse(
                bucket.step(),
                form.rounded(bucket.min()),
                form.rounded(bucket.max()),
                form.rounded(bucket.mean()),
                form.rounded(bucket.last()),
                bucket.count());
    }

    private static Map<String, List<@Nullable Number>> columns(List<MetricReader.Bucket> buckets, MetricForm form) {
        Map<String, List<@Nullable Number>> columns = new LinkedHashMap<>();
        List<@Nullable Number> steps = new ArrayList<>();
        buckets.forEach(bucket -> steps.add(bucket.step()));
        columns.put("step", steps);
        for (Field field : form.fields()) {
            List<@Nullable Number> values = new ArrayList<>();
            buckets.forEach(bucket -> values.add(value(bucket, field, form)));
            columns.put(field.toString(), values);
        }
        return columns;
    }

    private static @Nullable Number value(MetricReader.Bucket bucket, Field field, MetricForm form) {
        return switch (field) {
            case MIN -> form.rounded(bucket.min());
            case MAX -> form.rounded(bucket.max());
            case MEAN -> form.rounded(bucket.mean());
            case LAST -> form.rounded(bucket.last());
            case COUNT -> bucket.count();
        };
    }
}
