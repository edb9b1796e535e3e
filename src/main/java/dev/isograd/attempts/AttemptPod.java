package dev.isograd.attempts;

import dev.isograd.children.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import sun.misc.Signal;

/**
 * The program of a pod that runs one attempt: fetches its order and files, starts the training process, and carries the
 * messages between that process and the worker. Its only credential is the token of the attempt.
 */
public final class AttemptPod {

    /** The worker was out of reach for too long, or the attempt is over. */
    private static final int ENDED = 143;

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private AttemptPod() {}

    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        Map<String, String> environment = System.getenv();
        Path folder = Path.of(environment.getOrDefault(AttemptProtocol.FOLDER, "/scratch"))
                .toAbsolutePath()
                .normalize();
        String patience = environment.get(AttemptProtocol.PATIENCE);
        int status = ENDED;
        try {
            status = run(
                    new PodClient(
                            Objects.requireNonNull(environment.get(AttemptProtocol.URL), AttemptProtocol.URL),
                            Objects.requireNonNull(environment.get(AttemptProtocol.TOKEN), AttemptProtocol.TOKEN),
                            patience == null ? PATIENCE : Duration.parse(patience)),
                    folder);
        } catch (AttemptOver over) {
            System.err.println("This attempt is over: " + over.getMessage());
        } catch (IOException | InterruptedException failure) {
            failure.printStackTrace();
        }
        System.out.flush();
        // Threads may still wait for the worker, but nothing is left to say.
        Runtime.getRuntime().halt(status);
    }

    private static int run(PodClient worker, Path folder) throws AttemptOver, IOException, InterruptedException {
        PodOrder order = worker.order();
        Files.createDirectories(folder.resolve(ChildProgram.TEMPORARY));
        for (PodOrder.File file : order.files()) {
            worker.download(file, folder);
        }
        try (PodChild child = PodChild.start(order, folder)) {
            Signal.handle(new Signal("TERM"), signal -> child.stop());
            return new PodRelay(worker, child, folder).untilEnd();
        }
    }
}
