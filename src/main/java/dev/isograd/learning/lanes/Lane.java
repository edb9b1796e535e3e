package dev.isograd.learning.lanes;

import dev.isograd.learning.autograd.CpuThreads;
import dev.isograd.learning.networks.LocalModule;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** A thread that does the work of some neighboring modules, one batch after the other. */
final class Lane {

    /** Batches that wait for a lane: one, so that the lane below can begin the next batch while this one is busy. */
    private static final int WAITING = 1;

    private final List<LocalModule> modules;
    private final int cpuThreads;
    private final @Nullable Lane above;
    private final BlockingQueue<Message<?>> inbox = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread;

    /** @param above null for the last lane */
    Lane(int number, List<LocalModule> modules, int cpuThreads, @Nullable Lane above) {
        this.modules = List.copyOf(modules);
        this.cpuThreads = cpuThreads;
        this.above = above;
        this.thread = Thread.ofPlatform().daemon().name("lane " + number).unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** Waits while a message is waiting. If the thread is interrupted meanwhile, the message is discarded. */
    void put(Message<?> message) throws InterruptedException {
        try {
            inbox.put(message);
        } catch (InterruptedException interrupted) {
            message.discard();
            throw interrupted;
        }
    }

    private void work() {
        CpuThreads.set(cpuThreads);
        try {
            boolean failed = false;
            while (true) {
                Message<?> message = inbox.take();
                if (failed) {
                    // Its modules have missed a batch. The lanes above still finish the batches before that one.
                    message.discard();
                } else {
                    failed = !hasDone(message);
                }
            }
        } catch (InterruptedException closed) {
            // Lanes.close ends all lanes in this way.
        }
    }

    private boolean hasDone(Message<?> message) throws InterruptedException {
        Message<?> next;
        try {
            next = message.on(modules.getFirst().device()).through(modules);
        } catch (RuntimeException | Error failure) {
            message.fail(failure);
            return false;
        }
        if (above == null) {
            next.finish();
        } else {
            above.put(next);
        }
        return true;
    }

    void interrupt() {
        thread.interrupt();
    }

    /** Waits for the end of the thread, then frees what it has left. */
    void join() {
        boolean interrupted = false;
        // Arrays are closed afterwards, so the thread has to have ended in any case.
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Message<?> left = inbox.poll(); left != null; left = inbox.poll()) {
            left.discard();
        }
    }
}
