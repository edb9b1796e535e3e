package dev.isograd.worker.kubernetes;

import dev.isograd.jobs.AttemptId;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The Jobs of this installation in the cluster, and their pods.
 *
 * <p>Their states are watched; after a dropped watch or an outage of the API server, all are listed again. The Job of an attempt
 * that is over is deleted, whoever created it.
 */
@Component
@OnKubernetes
class ClusterJobs implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterJobs.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);
    private static final int CONFLICT = 409;
    private static final int NOT_FOUND = 404;

    private final KubernetesClient client;
    private final AttemptTokens tokens;
    private final String namespace;
    private final SharedIndexInformer<Job> jobs;
    private final SharedIndexInformer<Pod> pods;
    private final Thread sweeper;
    private Set<AttemptId> ending = Set.of();

    ClusterJobs(KubernetesClient client, AttemptTokens tokens, KubernetesProperties settings) {
        this.client = client;
        this.tokens = tokens;
        this.namespace = Objects.requireNonNullElse(client.getNamespace(), "default");
        Map<String, String> ours = new JobManifest(settings).selector();
        this.jobs = client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabels(ours)
                .runnableInformer(0);
        this.pods = client.pods().inNamespace(namespace).withLabels(ours).runnableInformer(0);
        start(jobs);
        start(pods);
        this.sweeper = Thread.ofPlatform().daemon().name("cluster jobs").start(this::sweepUntilStopped);
    }

    private static <T extends HasMetadata> void start(SharedIndexInformer<T> informer) {
        informer.exceptionHandler((started, failure) -> {
            LOG.warn("The cluster cannot be watched; trying again: {}", failure.getMessage());
            return true;
        });
        informer.start();
    }

    /** Whether the states are known, so that a Job that is missing among them does not exist. */
    boolean isSynced() {
        return jobs.hasSynced() && pods.hasSynced();
    }

    PodState state(AttemptId attempt, boolean started) {
        String name = AttemptKey.name(attempt);
        List<Pod> own = pods.getStore().list().stream()
                .filter(pod -> belongs(pod, attempt))
                .toList();
        return PodState.of(job(name), own, started);
    }

    private @Nullable Job job(String name) {
        return jobs.getStore().getByKey(namespace + "/" + name);
    }

    private static boolean belongs(HasMetadata resource, AttemptId attempt) {
        return attempt(resource).filter(attempt::equals).isPresent();
    }

    private static Optional<AttemptId> attempt(HasMetadata resource) {
        Map<String, String> labels = resource.getMetadata().getLabels();
        String job = labels.get(JobManifest.JOB);
        String number = labels.get(JobManifest.ATTEMPT);
        return job == null || number == null || !number.matches("[0-9]{1,9}")
                ? Optional.empty()
                : Optional.of(new AttemptId(job, Integer.parseInt(number)));
    }

    /** Asks the API server itself, because a watch may be late. */
    boolean exists(AttemptId attempt) {
        return client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .withName(AttemptKey.name(attempt))
                        .get()
                != null;
    }

    /** Creates a Job; one that exists already is kept, because only this attempt has its name. */
    void create(Job job) {
        try {
            client.resource(job).inNamespace(namespace).create();
        } catch (KubernetesClientException failure) {
            if (failure.getCode() != CONFLICT) {
                throw failure;
            }
        }
    }

    /** Deletes a Job and its pod; returns false if the API server is out of reach. */
    boolean delete(AttemptId attempt) {
        try {
            client.batch()
                    .v1()
                    .jobs()
                    .inNamespace(namespace)
                    .withName(AttemptKey.name(attempt))
                    .withPropagationPolicy(DeletionPropagation.BACKGROUND)
                    .delete();
            return true;
        } catch (KubernetesClientException failure) {
            if (failure.getCode() == NOT_FOUND) {
                return true;
            }
            LOG.warn("The Job of {} could not be deleted: {}", attempt, failure.getMessage());
            return false;
        }
    }

    private void sweepUntilStopped() {
        try {
            while (true) {
                Thread.sleep(SWEEP);
                sweep();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Finished Jobs are kept for a while, so that people can look at them; a pod has one round to finish. */
    void sweep() {
        try {
            Set<AttemptId> left = new HashSet<>();
            for (Job job : jobs.getStore().list()) {
                boolean active = !PodState.of(job, List.of(), false).kind().isOver();
                attempt(job).filter(it -> active && !tokens.isCurrent(it)).ifPresent(left::add);
            }
            for (AttemptId attempt : left) {
                if (ending.contains(attempt)) {
                    LOG.info("Deleting the Job of {}, which is over", attempt);
                    delete(attempt);
                }
            }
            ending = left;
        } catch (DataAccessException unreachable) {
            LOG.warn("The Jobs of ended attempts cannot be found: {}", unreachable.getMessage());
        }
    }

    @Override
    public void destroy() {
        sweeper.interrupt();
        jobs.stop();
        pods.stop();
    }
}
