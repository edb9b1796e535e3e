package dev.isograd.attempts;

import dev.isograd.children.ChildProgram;
import dev.isograd.trainer.ChildMessage;
import dev.isograd.trainer.FinalFiles;
import dev.isograd.trainer.TrainerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Carries messages between a child process and the worker, until the worker no longer needs this pod.
 *
 * <p>A worker that was restarted gets again what it had not stored, with the files. The pod therefore stays until the worker
 * has recorded the end of the attempt, which it learns by a refusal.
 */
final class PodRelay {

    private static final long LONGEST_WAIT_MILLIS = 1_000;
    private static final List<String> RESULT =
            List.of(TrainerProcess.WEIGHTS, FinalFiles.HEADS, FinalFiles.CONFIG, FinalFiles.EVALUATION);

    private final PodClient worker;
    private final PodChild child;
    private final Path folder;
    private final BlockingQueue<Optional<Exception>> ends = new LinkedBlockingQueue<>();
    private final Set<Path> uploaded = new HashSet<>();
    private String session = "";

    PodRelay(PodClient worker, PodChild child, Path folder) {
        this.worker = worker;
        this.child = child;
        this.folder = folder;
    }

    /** A part of the relay, on its own thread until the attempt is over. */
    @FunctionalInterface
    private interface Part {
        void run() throws AttemptOver, IOException, InterruptedException;
    }

    /**
     * Returns the exit status of the child process.
     *
     * @throws AttemptOver if the worker refused this pod while the child process was running
     * @throws IOException if the worker was out of reach for too long
     */
    int untilEnd() throws AttemptOver, IOException, InterruptedException {
        start("entries", this::sendEntries);
        start("orders", this::receiveOrders);
        Optional<Exception> end = ends.take();
        Optional<Integer> status = child.exitStatus();
        child.kill();
        if (status.isPresent()) {
            return status.get();
        }
        switch (end.orElse(null)) {
            case AttemptOver over -> throw over;
            case IOException failure -> throw failure;
            case null, default -> throw new AttemptOver("the worker has ended it");
        }
    }

    private void start(String name, Part part) {
        Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                part.run();
                ends.add(Optional.empty());
            } catch (AttemptOver | IOException | RuntimeException end) {
                ends.add(Optional.of(end));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void sendEntries() throws AttemptOver, IOException, InterruptedException {
        long received = 0;
        while (true) {
            PodBatch batch = child.outbox().next(received, LONGEST_WAIT_MILLIS);
            for (PodEntry entry : batch.entries()) {
                for (Path file : files(entry)) {
                    upload(file);
                }
            }
            PodReceipt receipt = worker.send(batch);
            if (!receipt.session().equals(session)) {
                session = receipt.session();
                uploaded.clear();
            }
            boolean stuck = receipt.received() == received && !batch.entries().isEmpty();
            received = receipt.received();
            for (PodEntry entry : child.outbox().stored(receipt.stored())) {
                if (entry instanceof PodEntry.Message(ChildMessage.CheckpointReady ready)) {
                    Files.deleteIfExists(folder.resolve(ready.file()));
                }
            }
            if (stuck) {
                Thread.sleep(LONGEST_WAIT_MILLIS / 4);
            }
        }
    }

    private void upload(Path file) throws AttemptOver, IOException, InterruptedException {
        if (Files.isRegularFile(file) && uploaded.add(file)) {
            worker.upload(file);
        }
    }

    /** The files that the worker needs when it receives the entry. */
    private List<Path> files(PodEntry entry) {
        List<Path> files = new ArrayList<>();
        switch (entry) {
            case PodEntry.Message(ChildMessage.CheckpointReady ready) -> files.add(folder.resolve(ready.file()));
            case PodEntry.Message(ChildMessage.Done _) -> RESULT.forEach(name -> files.add(folder.resolve(name)));
            case PodEntry.Exit _ -> files.add(folder.resolve(ChildProgram.CRASH_REPORT));
            case PodEntry.Message _, PodEntry.Line _ -> {}
        }
        return files;
    }

    private void receiveOrders() throws AttemptOver, IOException, InterruptedException {
        String now = "";
        long after = 0;
        while (true) {
            PodOrders orders = worker.orders(now, after);
            now = orders.session();
            after = orders.last();
            if (orders.end()) {
                return;
            }
            for (var message : orders.messages()) {
                child.send(message);
            }
        }
    }
}
