package dev.isograd.inference;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.trainer.ProcessMemory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Keeps child processes with trained networks warm, one network each, and ends those that nobody uses. A process works for one
 * job only, so a hostile picture never shares a process with another project's network.
 */
@Component
@ConditionalOnRole(Role.API)
class InferencePool implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(InferencePool.class);
    private static final long WATCH_MILLIS = 1_000;

    private final InferenceProperties settings;
    private final Map<String, Entry> entries = new HashMap<>();
    private int requests;
    private boolean closed;

    InferencePool(InferenceProperties settings) {
        this.settings = settings;
    }

    /** Makes the process of a job. */
    @FunctionalInterface
    interface Starter {
        InferenceChild start() throws IOException, InterruptedException;
    }

    /** A process, or one that is starting. */
    private static final class Entry {
        final CompletableFuture<InferenceChild> child = new CompletableFuture<>();
        int users;
        long lastUse = System.nanoTime();

        boolean isOver() {
            return child.isCompletedExceptionally()
                    || child.isDone() && child.join().isOver();
        }
    }

    /**
     * Lets the process of a job work on a request.
     *
     * @throws InferenceProblem if there are too many requests, or no process is free
     */
    <T> T use(String job, Starter starter, Function<InferenceChild, T> work) {
        Entry entry = enter(job, starter);
        try {
            return work.apply(entry.child.join());
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException problem) {
                throw problem;
            }
            LOG.warn("No process for predictions of {} could be started", job, failed.getCause());
            throw InferenceProblem.ended();
        } finally {
            leave(entry);
        }
    }

    /** Whether a process with the network of a job takes requests now. */
    synchronized boolean isRunning(String job) {
        Entry entry = entries.get(job);
        return entry != null && entry.child.isDone() && !entry.isOver();
    }

    private synchronized Entry enter(String job, Starter starter) {
        if (closed || requests >= settings.queue()) {
            throw InferenceProblem.busy();
        }
        entries.values().removeIf(Entry::isOver);
        Entry entry = entries.get(job);
        if (entry == null) {
            makeRoom();
            entry = new Entry();
            entries.put(job, entry);
            start(entry, starter);
        }
        entry.users++;
        requests++;
        return entry;
    }

    private synchronized void leave(Entry entry) {
        entry.users--;
        entry.lastUse = System.nanoTime();
        requests--;
    }

    /** Ends the process that has been unused the longest if all places are taken. */
    private void makeRoom() {
        if (entries.size() < settings.processes()) {
            return;
        }
        Optional<Map.Entry<String, Entry>> unused = entries.entrySet().stream()
                .filter(each ->
                        each.getValue().users == 0 && each.getValue().child.isDone())
                .min(Comparator.comparingLong(each -> each.getValue().lastUse));
        Map.Entry<String, Entry> victim = unused.orElseThrow(InferenceProblem::busy);
        entries.remove(victim.getKey());
        victim.getValue().child.join().close();
    }

    private void start(Entry entry, Starter starter) {
        Thread.ofVirtual().name("inference start").start(() -> {
            try {
                InferenceChild child = starter.start();
                entry.child.complete(child);
                watch(entry, child);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                entry.child.completeExceptionally(InferenceProblem.ended());
            } catch (IOException | RuntimeException failure) {
                entry.child.completeExceptionally(failure);
            }
        });
    }

    /** Ends a process that is unused or too large; one that starts after the end of the pool ends at once. */
    private void watch(Entry entry, InferenceChild child) throws InterruptedException {
        while (!child.isOver()) {
            if (isUnused(entry)) {
                child.close();
            }
            long resident = ProcessMemory.residentBytes(child.handle()).orElse(0);
            if (resident > settings.memory().toBytes()) {
                LOG.warn(
                        "Inference process {} uses {} bytes; it is ended",
                        child.handle().pid(),
                        resident);
                child.close();
            }
            Thread.sleep(Math.min(WATCH_MILLIS, Math.max(1, settings.idle().toMillis() / 4)));
        }
    }

    private synchronized boolean isUnused(Entry entry) {
        boolean unused = closed
                || entry.users == 0
                        && System.nanoTime() - entry.lastUse > settings.idle().toNanos();
        if (unused) {
            // Under the lock, so that no request gets a process that is about to end.
            entries.values().remove(entry);
        }
        return unused;
    }

    /** The processes that run now. */
    synchronized List<ProcessHandle> processes() {
        return children().stream().map(InferenceChild::handle).toList();
    }

    private List<InferenceChild> children() {
        List<InferenceChild> children = new ArrayList<>();
        for (Entry entry : entries.values()) {
            @Nullable InferenceChild child = entry.child.isCompletedExceptionally() ? null : entry.child.getNow(null);
            if (child != null) {
                children.add(child);
            }
        }
        return children;
    }

    @Override
    public synchronized void destroy() {
        closed = true;
        children().forEach(InferenceChild::close);
    }
}
