package dev.isograd.metrics;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The metrics of a job in the API: one series per metric and local module. */
@Schema(name = "Metrics")
record MetricResponse(List<Series> data, @Nullable Long lastStep) {

    /** The values of one metric, of the whole network (module null) or of one local module. */
    record Series(String name, @Nullable Integer module, List<BucketResponse> buckets) {}

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
    static MetricResponse of(List<MetricReader.Bucket> buckets, @Nullable Long lastStep) {
        List<Series> data = new ArrayList<>();
        for (MetricReader.Bucket bucket : buckets) {
            Integer module = bucket.module() == 0 ? null : Integer.valueOf(bucket.module());
            Series series = data.isEmpty() ? null : data.getLast();
            if (series == null || !series.name().equals(bucket.name()) || !Objects.equals(series.module(), module)) {
                series = new Series(bucket.name(), module, new ArrayList<>());
                data.add(series);
            }
            series.buckets()
                    .add(new BucketResponse(
                            bucket.step(), bucket.min(), bucket.max(), bucket.mean(), bucket.last(), bucket.count()));
        }
        return new MetricResponse(data, lastStep);
    }
}
