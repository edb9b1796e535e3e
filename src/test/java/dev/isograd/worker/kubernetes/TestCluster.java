package dev.isograd.worker.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A cluster for tests: an API server in memory, reached through a connection that can break, and a kubelet that starts the
 * programs of pods as processes of this machine.
 */
public final class TestCluster implements AutoCloseable {

    public static final String NAMESPACE = "trainings";

    private static final int SIGKILLED = 137;
    private static final long POLL_MILLIS = 100;

    private final KubernetesMockServer server = new KubernetesMockServer(
            new Context(), new MockWebServer(), new HashMap<>(), new KubernetesCrudDispatcher(), false);
    private final BrokenProxy proxy;
    private final KubernetesClient client;
    private final Path folder;
    private final Path natives;
    private final Map<String, RunningPod> pods = new ConcurrentHashMap<>();
    private final Thread kubelet;
    private volatile boolean starting = true;
    private volatile int capacity = Integer.MAX_VALUE;
    private volatile boolean open = true;

    /** A pod that runs, or has run, and how it shall be said to have ended. */
    private static final class RunningPod {
        private final Process process;
        private volatile @Nullable String reason;
        private boolean reported;

        RunningPod(Process process) {
            this.process = process;
        }
    }

    /**
     * @param folder for the scratch folders of pods
     * @param natives where DJL has unpacked its libraries, or will
     */
    public TestCluster(Path folder, Path natives) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.natives = Files.createDirectories(natives);
        server.init();
        this.client = server.createClient();
        this.proxy = new BrokenProxy(server.getPort());
        this.kubelet = Thread.ofPlatform().daemon().name("kubelet").start(this::reconcileUntilClosed);
    }

    /** Where the API server seems to be. */
    public String url() {
        return "http://localhost:" + proxy.port();
    }

    /** The connection of the worker to the API server. */
    public BrokenProxy connection() {
        return proxy;
    }

    public List<Job> jobs() {
        return client.batch().v1().jobs().inNamespace(NAMESPACE).list().getItems();
    }

    /** The names of the pods whose processes run. */
    public List<String> running() {
        return pods.entrySet().stream()
                .filter(pod -> pod.getValue().process.isAlive())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Whether pods of new Jobs start; those of a full cluster wait. */
    public void startPods(boolean start) {
        starting = start;
    }

    /** How many pods run at once; the others wait until one ends. */
    public void capacity(int pods) {
        capacity = pods;
    }

    /** As a failing node does: the process is gone without a word. */
    public void kill(String name) {
        end(name, "Error");
    }

    /** As the kernel does when the memory of the pod's control group is used up. */
    public void killForMemory(String name) {
        end(name, "OOMKilled");
    }

    private void end(String name, String reason) {
        RunningPod pod = Objects.requireNonNull(pods.get(name), name);
        pod.reason = reason;
        pod.process.descendants().forEach(ProcessHandle::destroyForcibly);
        pod.process.destroyForcibly();
    }

    /** As a drained node does: the pod is told to stop, and killed after the time of grace. */
    public void evict(String name, int graceSeconds) throws InterruptedException {
        RunningPod pod = Objects.requireNonNull(pods.get(name), name);
        pod.reason = "Evicted";
        pod.process.destroy();
        if (!pod.process.waitFor(graceSeconds, TimeUnit.SECONDS)) {
            end(name, "Evicted");
        }
    }

    /** As an operator does. */
    public void deleteJob(String name) {
        client.batch().v1().jobs().inNamespace(NAMESPACE).withName(name).delete();
    }

    /** As Kueue does. */
    public void suspend(String name, boolean suspend) {
        client.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withName(name)
                .edit(job -> new JobBuilder(job)
                        .editSpec()
                        .withSuspend(suspend)
                        .endSpec()
                        .build());
    }

    public Optional<Pod> pod(String name) {
        return Optional.ofNullable(
                client.pods().inNamespace(NAMESPACE).withName(name).get());
    }

    private void reconcileUntilClosed() {
        try {
            while (open) {
                try {
                    reconcile();
                } catch (KubernetesClientException deleted) {
                    // A worker may delete a Job at any moment; the next round sees it.
                }
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void reconcile() throws IOException {
        Map<String, Job> wanted = jobs().stream()
                .collect(Collectors.toMap(job -> job.getMetadata().getName(), job -> job));
        for (Map.Entry<String, Job> job : wanted.entrySet()) {
            boolean suspended = Boolean.TRUE.equals(job.getValue().getSpec().getSuspend());
            if (starting
                    && !suspended
                    && !pods.containsKey(job.getKey())
                    && running().size() < capacity) {
                pods.put(job.getKey(), start(job.getValue()));
            }
        }
        for (Map.Entry<String, RunningPod> pod : pods.entrySet()) {
            Job job = wanted.get(pod.getKey());
            boolean unwanted = job == null || Boolean.TRUE.equals(job.getSpec().getSuspend());
            if (pod.getValue().process.isAlive()) {
                if (unwanted) {
                    end(pod.getKey(), "Error");
                }
            } else if (!pod.getValue().reported) {
                pod.getValue().reported = true;
                if (unwanted) {
                    client.pods().inNamespace(NAMESPACE).withName(pod.getKey()).delete();
                } else {
                    report(pod.getKey(), pod.getValue());
                }
            }
        }
    }

    private RunningPod start(Job job) throws IOException {
        String name = job.getMetadata().getName();
        var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
        Path scratch = Files.createTempDirectory(folder, "pod");
        Files.createSymbolicLink(scratch.resolve("native"), natives);
        // Pods compute on other machines, and take no processor time from the service.
        List<String> command = new ArrayList<>(List.of("nice", "-n", "10"));
        command.addAll(container.getCommand());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().put("PATH", System.getenv("PATH"));
        container.getEnv().forEach(variable -> builder.environment().put(variable.getName(), variable.getValue()));
        builder.environment().put("ISOGRAD_ATTEMPT_FOLDER", scratch.toString());
        builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile());
        Process process = builder.start();
        client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
                        .endMetadata()
                        .withSpec(job.getSpec().getTemplate().getSpec())
                        .withNewStatus()
                        .withPhase("Running")
                        .endStatus()
                        .build())
                .create();
        return new RunningPod(process);
    }

    private void report(String name, RunningPod running) {
        int status = running.process.exitValue();
        String reason = Objects.requireNonNullElse(running.reason, status == 0 ? "Completed" : "Error");
        boolean evicted = reason.equals("Evicted");
        client.pods().inNamespace(NAMESPACE).withName(name).editStatus(pod -> {
            var edited = new PodBuilder(pod)
                    .withNewStatus()
                    .withPhase(status == 0 && !evicted ? "Succeeded" : "Failed")
                    .withReason(evicted ? reason : null)
                    .addNewContainerStatus()
                    .withName(JobManifest.CONTAINER)
                    .withNewState()
                    .withNewTerminated()
                    .withExitCode(status == 0 && !reason.equals("Completed") && !evicted ? SIGKILLED : status)
                    .withReason(reason)
                    .endTerminated()
                    .endState()
                    .endContainerStatus();
            return (evicted
                            ? edited.addNewCondition()
                                    .withType("DisruptionTarget")
                                    .withStatus("True")
                                    .withReason("EvictionByEvictionAPI")
                                    .withMessage("Eviction API: evicting")
                                    .endCondition()
                            : edited)
                    .endStatus()
                    .build();
        });
        client.batch()
                .v1()
                .jobs()
                .inNamespace(NAMESPACE)
                .withName(name)
                .editStatus(job -> new JobBuilder(job)
                        .withNewStatus()
                        .addNewCondition()
                        .withType(status == 0 && !evicted ? "Complete" : "Failed")
                        .withStatus("True")
                        .withReason(status == 0 && !evicted ? "CompletionsReached" : "PodFailurePolicy")
                        .withMessage("The pod has ended with " + status)
                        .endCondition()
                        .endStatus()
                        .build());
    }

    /** What the pods have printed themselves. */
    public String output() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String name : pods.keySet()) {
            all.append(name).append(":\n").append(Files.readString(folder.resolve(name + ".log")));
        }
        return all.toString();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        open = false;
        kubelet.join();
        pods.values().forEach(pod -> {
            pod.process.descendants().forEach(ProcessHandle::destroyForcibly);
            pod.process.destroyForcibly();
        });
        proxy.close();
        client.close();
        server.destroy();
    }
}
