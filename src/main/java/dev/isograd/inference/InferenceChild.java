package dev.isograd.inference;

import dev.isograd.children.ChildSocket;
import dev.isograd.inference.InferenceReply.Exported;
import dev.isograd.inference.InferenceReply.Failed;
import dev.isograd.inference.InferenceReply.Opened;
import dev.isograd.inference.InferenceReply.Probabilities;
import dev.isograd.trainer.MessageChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A running child process with the network of one job. Several requests may be under way at once. */
final class InferenceChild implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InferenceChild.class);

    private final Process process;
    private final MessageChannel channel;
    private final Path folder;
    private final AtomicLong numbers = new AtomicLong(InferenceReply.OPENING);
    private final Map<Long, Pending> pending = new ConcurrentHashMap<>();
    private volatile boolean ended;
    private List<String> classes = List.of();
    private volatile int modules;

    /** What has been received for a request so far. */
    private static final class Pending {
        final CompletableFuture<InferenceReply> end = new CompletableFuture<>();
        final SortedMap<Integer, float[]> probabilities = new TreeMap<>();
    }

    private InferenceChild(Process process, MessageChannel channel, Path folder) {
        this.process = process;
        this.channel = channel;
        this.folder = folder;
        Thread.ofVirtual().name("inference " + process.pid()).start(this::read);
    }

    /**
     * Starts a process and waits until its network is loaded. It ends if the start fails.
     *
     * @param folder of the network's files; deleted when the process ends
     */
    static InferenceChild start(Path folder, InferenceProperties settings, InferenceLauncher launcher)
            throws IOException, InterruptedException {
        try (ChildSocket socket = new ChildSocket()) {
            Process process = launcher.launch(socket.path(), folder);
            MessageChannel channel = null;
            try {
                channel = socket.accept(process, () -> false).orElseThrow(InferenceProblem::ended);
            } finally {
                if (channel == null) {
                    process.destroyForcibly();
                }
            }
            InferenceChild child = new InferenceChild(process, channel, folder);
            try {
                child.open(settings);
                return child;
            } catch (IOException | RuntimeException failure) {
                child.close();
                throw failure;
            }
        }
    }

    private void open(InferenceProperties settings) throws IOException {
        Pending opening = new Pending();
        pending.put(InferenceReply.OPENING, opening);
        InferenceReply reply = send(
                InferenceReply.OPENING,
                opening,
                new InferenceRequest.Open(folder.toString(), settings.mostPixels(), settings.batch()),
                settings.exportTimeLimit());
        modules = reply instanceof Opened opened ? opened.modules() : 0;
        classes = JsonMapper.builder()
                .build()
                .readValue(folder.resolve(LoadedNetwork.CLASSES), new TypeReference<List<String>>() {});
    }

    List<String> classes() {
        return classes;
    }

    int modules() {
        return modules;
    }

    /** A file in the folder of the process. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** Returns the probabilities of each head that was asked, by module. */
    SortedMap<Integer, float[]> predict(LongFunction<InferenceRequest> request, Duration limit) {
        long id = numbers.incrementAndGet();
        Pending answer = new Pending();
        pending.put(id, answer);
        send(id, answer, request.apply(id), limit);
        return answer.probabilities;
    }

    Exported export(LongFunction<InferenceRequest> request, Duration limit) {
        long id = numbers.incrementAndGet();
        Pending answer = new Pending();
        pending.put(id, answer);
        return (Exported) send(id, answer, request.apply(id), limit);
    }

    private InferenceReply send(long id, Pending answer, InferenceRequest request, Duration limit) {
        try {
            channel.send(request);
            if (ended) {
                throw InferenceProblem.ended();
            }
            InferenceReply reply = answer.end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (reply instanceof Failed failed) {
                throw problem(failed);
            }
            return reply;
        } catch (TimeoutException slow) {
            LOG.warn("Inference process {} did not answer within {}; it is ended", process.pid(), limit);
            kill();
            throw InferenceProblem.tooSlow();
        } catch (IOException | ExecutionException gone) {
            throw InferenceProblem.ended();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw InferenceProblem.ended();
        } finally {
            pending.remove(id);
        }
    }

    private static InferenceProblem problem(Failed failed) {
        return switch (failed.cause()) {
            case PICTURE -> InferenceProblem.badPicture(failed.message());
            case REQUEST -> InferenceProblem.invalid("/index", failed.message());
            case MISMATCH -> InferenceProblem.mismatch(failed.message());
            case INTERNAL -> InferenceProblem.failed(failed.message());
        };
    }

    private void read() {
        try {
            for (var next = channel.receive(InferenceReply.class);
                    next.isPresent();
                    next = channel.receive(InferenceReply.class)) {
                receive(next.get());
            }
        } catch (IOException | RuntimeException broken) {
            LOG.debug("Inference process {}: {}", process.pid(), broken.getMessage());
        } finally {
            ended = true;
            kill();
            pending.values().forEach(each -> each.end.completeExceptionally(new IOException("The process ended")));
            removeFolder();
        }
    }

    private void receive(InferenceReply reply) {
        Pending request = pending.get(reply.id());
        if (request == null) {
            return;
        }
        switch (reply) {
            case Probabilities part -> {
                collect(request, part);
                if (part.isLast()) {
                    request.end.complete(part);
                }
            }
            case Opened _, Exported _, Failed _ -> request.end.complete(reply);
        }
    }

    private static void collect(Pending request, Probabilities part) {
        int count = part.values().length / Float.BYTES;
        float[] before = request.probabilities.getOrDefault(part.module(), new float[0]);
        float[] all = Arrays.copyOf(before, before.length + count);
        ByteBuffer.wrap(part.values())
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(all, before.length, count);
        request.probabilities.put(part.module(), all);
    }

    /** Whether the process can take no more requests. */
    boolean isOver() {
        return ended || !process.isAlive();
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void removeFolder() {
        try {
            process.waitFor();
            try {
                FileSystemUtils.deleteRecursively(folder);
            } catch (NoSuchFileException requestWasFaster) {
                // The request removes its picture, too.
                FileSystemUtils.deleteRecursively(folder);
            }
        } catch (IOException failed) {
            LOG.warn("The folder {} could not be removed: {}", folder, failed.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
        try {
            channel.close();
        } catch (IOException closed) {
            LOG.debug("Inference process {}: {}", process.pid(), closed.getMessage());
        }
    }
}
