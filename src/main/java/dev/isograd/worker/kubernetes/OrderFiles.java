package dev.isograd.worker.kubernetes;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.isograd.Digests;
import dev.isograd.attempts.PodOrder;
import dev.isograd.trainer.SupervisorMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Finds the files that a pod needs. The digest of a large file of a data set is computed once. */
@Component
@OnKubernetes
class OrderFiles {

    private static final String SPEC = "spec.json";
    private static final String DATASET = "dataset";
    private static final String STATE = "resume.safetensors";

    /** A file that does not change while these stay the same. */
    private record Version(Path file, long bytes, long modified) {}

    private final Cache<Version, String> digests =
            Caffeine.newBuilder().maximumSize(10_000).build();

    /** The files of an order by the names that the pod knows. */
    Map<String, Path> sources(SupervisorMessage.Start start) throws IOException {
        Map<String, Path> sources = new LinkedHashMap<>();
        sources.put(SPEC, Path.of(start.specFile()));
        Path dataset = Path.of(start.datasetFolder());
        try (Stream<Path> files = Files.walk(dataset)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> sources.put(
                            DATASET + "/" + dataset.relativize(file).toString().replace('\\', '/'), file));
        }
        if (start.resume() != null) {
            sources.put(STATE, Path.of(start.resume().stateFile()));
        }
        return sources;
    }

    PodOrder order(PodRequest request, Map<String, Path> sources) throws IOException {
        List<PodOrder.File> files = new ArrayList<>();
        for (Map.Entry<String, Path> source : sources.entrySet()) {
            Path file = source.getValue();
            files.add(new PodOrder.File(source.getKey(), Files.size(file), digest(file), null));
        }
        SupervisorMessage.Resume resume = request.start().resume();
        return new PodOrder(
                new SupervisorMessage.Start(
                        SPEC,
                        DATASET,
                        "",
                        resume == null ? null : new SupervisorMessage.Resume(STATE, resume.spent(), resume.fork()),
                        request.start().interval(),
                        request.start().traceparent()),
                files,
                String.format(Locale.ROOT, "%dk", request.heap().toKilobytes()),
                request.threads(),
                request.gpus());
    }

    private String digest(Path file) throws IOException {
        Version version = new Version(
                file, Files.size(file), Files.getLastModifiedTime(file).toMillis());
        String known = digests.getIfPresent(version);
        if (known != null) {
            return known;
        }
        String found = Digests.of(file);
        digests.put(version, found);
        return found;
    }
}
