package dev.isograd.worker.devices;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.jobs.queue.FreeSlots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The slots of this worker: one for each GPU, and those of the CPU. */
@Component
@ConditionalOnRole(Role.WORKER)
public class DeviceSlots {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceSlots.class);

    /** A driver may not return from a call about a failed GPU. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final List<GpuSlot> gpus;
    private final CpuSlots cpu;
    private Runnable whenGivenBack = () -> {};
    private long readAt = System.nanoTime();

    /** @throws DevicesMissing if a GPU that the settings require is not present */
    DeviceSlots(Gpus machine, DeviceProperties settings) {
        DeviceChoice choice = settings.choice();
        List<Gpu> present = choice instanceof DeviceChoice.Cpu ? List.of() : machine.present();
        this.gpus = choice.of(present).stream()
                .map(gpu -> new GpuSlot(gpu, settings.gpuReleaseLimit()))
                .toList();
        this.cpu = new CpuSlots(choice.hasCpu() ? settings.slots() : 0);
        gpus.forEach(gpu -> LOG.info("This worker trains on {}", describe(gpu.last())));
    }

    private static String describe(Gpu gpu) {
        return "%s (%s, %,d MiB, compute capability %s, driver %s)"
                .formatted(
                        gpu.uuid(),
                        gpu.name(),
                        gpu.totalBytes() >> 20,
                        gpu.computeCapability() == null ? "unknown" : gpu.computeCapability(),
                        gpu.driver() == null ? "unknown" : gpu.driver());
    }

    /** Free slots of one kind, for which a worker may claim a job. */
    public final class Offer {

        private final DeviceKind kind;
        private final List<Long> all;
        private final List<GpuSlot> free;
        private final int freeOnCpu;

        private Offer(DeviceKind kind, List<Long> all, List<GpuSlot> free, int freeOnCpu) {
            this.kind = kind;
            this.all = all;
            this.free = free;
            this.freeOnCpu = freeOnCpu;
        }

        /** Returns what a job must fit, in the queue's terms. */
        public FreeSlots slots(String worker) {
            return kind == DeviceKind.CPU
                    ? new FreeSlots(worker, kind.word(), all.size(), freeOnCpu)
                    : new FreeSlots(
                            worker,
                            kind.word(),
                            all,
                            free.stream().map(GpuSlot::fittingBytes).toList());
        }

        public DeviceKind kind() {
            return kind;
        }

        /** Returns one of the free devices without occupying it; it is not given back. */
        public TakenDevices oneUnoccupied() {
            return new TakenDevices(DeviceSlots.this, 1, free.stream().limit(1).toList());
        }

        private boolean canTake(int slots, long estimatedBytes) {
            return kind == DeviceKind.CPU
                    ? freeOnCpu >= slots
                    : free.stream()
                                    .filter(gpu -> gpu.fittingBytes() >= estimatedBytes)
                                    .count()
                            >= slots;
        }

        /**
         * Occupies slots for a job that was claimed for this offer.
         *
         * @param estimatedBytes memory that each of the devices must have; the smallest that do are taken
         */
        public TakenDevices take(int slots, long estimatedBytes) {
            return DeviceSlots.this.take(this, slots, estimatedBytes);
        }
    }

    /**
     * Occupies the slots of a job that this worker claimed before it was restarted.
     *
     * @param kind as the queue calls it
     * @return empty if there are not so many such slots any more
     */
    public synchronized Optional<TakenDevices> retake(String kind, int slots, long estimatedBytes) {
        return offers().stream()
                .filter(offer -> offer.kind.word().equals(kind) && offer.canTake(slots, estimatedBytes))
                .findFirst()
                .map(offer -> offer.take(slots, estimatedBytes));
    }

    /** Returns the free slots, GPUs first. */
    public synchronized List<Offer> offers() {
        checkSilence(System.nanoTime());
        List<Offer> offers = new ArrayList<>();
        offer(gpus.stream().filter(gpu -> !gpu.last().mig()).toList()).ifPresent(offers::add);
        // One offer each, because CUDA shows a process one instance of a GPU at most.
        gpus.stream()
                .filter(gpu -> gpu.last().mig())
                .map(gpu -> offer(List.of(gpu)))
                .flatMap(Optional::stream)
                .forEach(offers::add);
        if (cpu.free() > 0) {
            offers.add(
                    new Offer(DeviceKind.CPU, Collections.nCopies(cpu.total(), Long.MAX_VALUE), List.of(), cpu.free()));
        }
        return offers;
    }

    private Optional<Offer> offer(List<GpuSlot> some) {
        List<GpuSlot> free = some.stream().filter(GpuSlot::isFree).toList();
        List<Long> all = some.stream()
                .filter(GpuSlot::isInService)
                .map(GpuSlot::fittingBytes)
                .toList();
        return free.isEmpty() ? Optional.empty() : Optional.of(new Offer(DeviceKind.GPU, all, free, 0));
    }

    private synchronized TakenDevices take(Offer offer, int slots, long estimatedBytes) {
        if (offer.kind == DeviceKind.CPU) {
            cpu.take(slots);
            return new TakenDevices(this, slots, List.of());
        }
        // A GPU that was lost since the offer is taken as well: the training ends there and is tried elsewhere.
        List<GpuSlot> taken = offer.free.stream()
                .filter(gpu -> gpu.fittingBytes() >= estimatedBytes)
                .sorted(Comparator.comparingLong(GpuSlot::fittingBytes))
                .limit(slots)
                .toList();
        if (taken.size() < slots) {
            throw new IllegalStateException(
                    "%d GPUs were claimed, but only %d of the offer fit".formatted(slots, taken.size()));
        }
        taken.forEach(GpuSlot::take);
        return new TakenDevices(this, slots, taken);
    }

    synchronized void giveBack(TakenDevices devices) {
        long now = System.nanoTime();
        devices.slotsOnGpus().forEach(gpu -> gpu.giveBack(now));
        if (devices.kind() == DeviceKind.CPU) {
            cpu.giveBack(devices.slots());
        }
        whenGivenBack.run();
    }

    synchronized void markUnusable(TakenDevices devices, String why) {
        devices.slotsOnGpus().forEach(gpu -> {
            LOG.warn("{} gets no more jobs until this worker is restarted: {}", gpu.uuid(), why);
            gpu.markUnusable(why);
        });
    }

    synchronized void markFaulty(TakenDevices devices, String why) {
        long now = System.nanoTime();
        devices.slotsOnGpus().forEach(gpu -> {
            LOG.warn("{} gets no jobs for a while: {}", gpu.uuid(), why);
            gpu.markFaulty(why, now);
        });
    }

    /** Returns the number of all slots, whatever the state of their devices. */
    public int total() {
        return gpus.size() + cpu.total();
    }

    String cpuName() {
        return cpu.name();
    }

    boolean hasGpus() {
        return !gpus.isEmpty();
    }

    /** Returns the kind of device that this worker prefers. */
    public DeviceKind preferredKind() {
        return gpus.isEmpty() ? DeviceKind.CPU : DeviceKind.GPU;
    }

    synchronized void whenGivenBack(Runnable action) {
        whenGivenBack = action;
    }

    synchronized boolean isReleasing() {
        return gpus.stream().anyMatch(GpuSlot::isReleasing);
    }

    /** Takes all GPUs out of service if they were not read for too long; the next reading may return them. */
    void checkSilence(long now) {
        if (now - readAt > LONGEST_SILENCE.toNanos()) {
            update(List.of(), now);
        }
    }

    /** Updates the states from a reading of all GPUs that answered. */
    synchronized void read(List<Gpu> present) {
        readAt = System.nanoTime();
        update(present, readAt);
    }

    private void update(List<Gpu> present, long now) {
        for (GpuSlot slot : gpus) {
            DeviceState before = slot.state();
            slot.read(
                    present.stream()
                            .filter(gpu -> gpu.uuid().equals(slot.uuid()))
                            .findFirst(),
                    now);
            if (slot.state() == DeviceState.QUARANTINED && before != DeviceState.QUARANTINED) {
                LOG.warn(
                        "{} gets no jobs for now: {}",
                        slot.uuid(),
                        slot.report().reason());
            } else if (before == DeviceState.QUARANTINED && slot.isFree()) {
                LOG.info("{} is healthy again and gets jobs", slot.uuid());
            }
        }
    }

    /** Returns the state of every device, GPUs first. */
    public synchronized List<DeviceReport> report(CpuReading reading) {
        checkSilence(System.nanoTime());
        Stream<DeviceReport> onCpu = cpu.total() == 0 && hasGpus() ? Stream.of() : Stream.of(cpu.report(reading));
        return Stream.concat(gpus.stream().map(GpuSlot::report), onCpu).toList();
    }
}
