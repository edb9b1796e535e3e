package dev.isograd.observability;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.observability.ServiceFigures.Figure;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The gauges of the whole service, for Prometheus.
 *
 * <p>Every api process reports the same numbers, so a query takes their maximum and not their sum. Workers report none, because
 * a thousand of them would ask the database a thousand times.
 */
@Component
@ConditionalOnRole(Role.API)
final class ServiceGauges implements MultiCollector {

    private static final List<String> STATES =
            List.of("QUEUED", "RUNNING", "PAUSING", "PAUSED", "CANCELLING", "SUCCEEDED", "FAILED", "CANCELLED");

    /** One metric, its labels, and the values of its first label that are reported even if nothing was counted. */
    private record Gauge(String figure, String name, String help, List<String> labels, List<String> always) {}

    private static final List<Gauge> GAUGES = List.of(
            new Gauge("jobs", "isograd_jobs", "Jobs and imports by state", List.of("state"), STATES),
            new Gauge("oldest", "isograd_queue_oldest_seconds", "Longest wait of a queued job", List.of(), List.of()),
            new Gauge(
                    "running", "isograd_running", "Jobs that run, by device", List.of("device"), List.of("cpu", "gpu")),
            new Gauge(
                    "workers",
                    "isograd_workers",
                    "Workers of the last hour that report (live) or do not (lost)",
                    List.of("state"),
                    List.of("live", "lost")),
            new Gauge("slots", "isograd_slots", "Slots of live workers", List.of("kind", "state"), List.of()),
            new Gauge(
                    "memory",
                    "isograd_device_memory_bytes",
                    "Memory of each device of a live worker: used and total",
                    List.of("worker", "device", "kind"),
                    List.of()),
            new Gauge("uploads", "isograd_uploads", "Uploads by state", List.of("state"), List.of("OPEN", "COMPLETE")),
            new Gauge(
                    "datasets",
                    "isograd_datasets",
                    "Versions of data sets by state",
                    List.of("state"),
                    List.of("IMPORTING", "READY", "FAILED")));

    private final CachedFigures figures;

    ServiceGauges(ServiceFigures figures, ObjectProvider<PrometheusRegistry> registry) {
        this.figures = new CachedFigures(figures::read);
        registry.ifAvailable(available -> available.register(this));
    }

    @Override
    public MetricSnapshots collect() {
        CachedFigures.Reading reading = figures.get();
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        all.metricSnapshot(snapshot(
                "isograd_database_up",
                "Whether the last query for these gauges was answered within two seconds",
                Map.of(Labels.EMPTY, reading.isCurrent() ? 1.0 : 0.0)));
        if (!reading.isCurrent()) {
            // Old numbers would look like current ones; without numbers, a graph has a gap.
            return all.build();
        }
        GAUGES.forEach(gauge -> all.metricSnapshot(snapshot(gauge.name, gauge.help, values(gauge, reading.figures()))));
        all.metricSnapshot(snapshot(
                "isograd_queue_depth", "Jobs that wait in the queue", Map.of(Labels.EMPTY, queued(reading.figures()))));
        return all.build();
    }

    private static double queued(List<Figure> figures) {
        return figures.stream()
                .filter(figure -> figure.name().equals("jobs") && figure.parts().contains("QUEUED"))
                .mapToDouble(Figure::value)
                .sum();
    }

    private static Map<Labels, Double> values(Gauge gauge, List<Figure> figures) {
        Map<Labels, Double> values = new LinkedHashMap<>();
        gauge.always.forEach(value -> values.put(Labels.of(gauge.labels.getFirst(), value), 0.0));
        figures.stream()
                .filter(figure -> figure.name().equals(gauge.figure))
                .forEach(figure -> values.put(labels(gauge.labels, figure.parts()), figure.value()));
        return values;
    }

    private static Labels labels(List<String> names, List<String> values) {
        return Labels.of(names, values.subList(0, names.size()));
    }

    private static GaugeSnapshot snapshot(String name, String help, Map<Labels, Double> values) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        values.forEach((labels, value) -> gauge.dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
        return gauge.build();
    }
}
