package dev.isograd.worker.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Runs attempts in pods. */
@Component
@OnKubernetes
public class PodRuns {

    private final ClusterJobs jobs;
    private final AttemptTokens tokens;
    private final PodLinks links;
    private final OrderFiles files;
    private final KubernetesProperties settings;

    PodRuns(ClusterJobs jobs, AttemptTokens tokens, PodLinks links, OrderFiles files, KubernetesProperties settings) {
        if (settings.image().isEmpty() || settings.url().isEmpty()) {
            throw new IllegalStateException(
                    "isograd.worker.launcher is kubernetes, but isograd.kubernetes.image or isograd.kubernetes.url is"
                            + " empty");
        }
        this.jobs = jobs;
        this.tokens = tokens;
        this.links = links;
        this.files = files;
        this.settings = settings;
    }

    /** Returns the processors of a pod. */
    public int cpus() {
        return settings.cpus();
    }

    /** Opens the connection of an attempt; its Job is created, or found, when somebody waits for the pod. */
    public PodRun open(PodRequest request) throws IOException {
        Map<String, Path> sources = files.sources(request.start());
        PodLink link = new PodLink(
                request.attempt(),
                files.order(request, sources),
                new PodFiles(sources, request.folder(), settings.largestFile().toBytes()),
                request.lines());
        links.open(link);
        return new PodRun(request, link, links, jobs, tokens, new JobManifest(settings));
    }
}
