package dev.isograd.jobs.plans;

import dev.isograd.learning.memory.MemoryEstimate;
import dev.isograd.learning.memory.NetworkShapes;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a training would take, as the API returns it; nothing has been started. */
record Plan(
        Memory memory,

        @Schema(
                description =
                        "Null if no training that could be compared has finished in the project, and no running worker has measured its speed yet.")
        @Nullable
        Time time,

        @Schema(description = "Steps of the whole training.")
        long steps,

        @Schema(description = "Blocks of the network, which is the largest number of local modules.")
        int blocks,

        @Schema(description = "The split that the job would have; the service chooses it under `maxMemoryBytes`.")
        Map<String, Object> split,

        @Schema(
                description =
                        "The estimate for other numbers of modules, cut as `split` is; empty where the rule has nothing to cut.")
        List<Cut> cuts,

        Queue queue,

        @Schema(description = "The devices of all running workers.")
        List<Device> devices,

        @Schema(
                description =
                        "Changes of the spec that need less memory. First those that learn the same, then those with the highest "
                                + "test accuracy in the project's runs on this data, then those without a run.")
        List<Advice> advice,

        @Schema(description = "What would keep the training from starting now.")
        List<Problem> problems) {

    /** Estimated memory, in bytes. */
    @Schema(name = "PlanMemory")
    record Memory(
            @Schema(description = "Memory that each device must have.")
            long estimatedBytes,

            @Schema(description = "The same network trained by back-propagation.")
            long backpropBytes,

            @Schema(description = "At the highest point, on all devices together.")
            Parts parts,

            List<ModulePart> modules) {

        static Memory of(MemoryEstimate estimate, List<NetworkShapes.ModuleShape> modules, int devices) {
            MemoryEstimate.Bytes rule = estimate.rule();
            List<NetworkShapes.ModuleShape> parts = rule.activations().size() == modules.size()
                    ? modules
                    : List.of(NetworkShapes.ModuleShape.merged(modules));
            return new Memory(
                    rule.largestOf(devices),
                    estimate.backprop().total(),
                    Parts.of(rule),
                    IntStream.range(0, parts.size())
                            .mapToObj(i -> new ModulePart(
                                    i + 1,
                                    rule.activations().get(i),
                                    estimate.moduleWeights().get(i),
                                    parts.get(i).blocks(),
                                    parts.get(i).costShare()))
                            .toList());
        }
    }

    /** What the memory is used for, in bytes. The sum is the total. */
    @Schema(name = "PlanParts")
    record Parts(long weights, long optimizer, long gradients, long activations, long working) {

        static Parts of(MemoryEstimate.Bytes bytes) {
            long fixed = bytes.weights() + bytes.optimizer() + bytes.gradients();
            // Lanes are at their highest points at different times; the estimate adds them up.
            long working = bytes.lanes().isEmpty() ? bytes.working() : 0;
            return new Parts(
                    bytes.weights(), bytes.optimizer(), bytes.gradients(), bytes.total() - fixed - working, working);
        }
    }

    /** What one module keeps, in bytes, and its part of the time; a rule that runs the whole network as one graph has one. */
    @Schema(name = "PlanModulePart")
    record ModulePart(
            int module,
            long activations,
            long weights,

            @Schema(description = "Names of its blocks, from input to output; its head comes after them.")
            List<String> blocks,

            @Schema(description = "Its part of the time of a step, 0 to 1, estimated from its shapes.")
            double timeShare) {}

    /** The estimate with another number of modules. */
    @Schema(name = "PlanCut")
    record Cut(int modules, long memoryBytes) {}

    /** Predicted time. */
    @Schema(name = "PlanTime")
    record Time(
            Range secondsPerEpoch,

            @Schema(
                    description = "Where the time comes from, in words.",
                    examples = "2 runs of this training on the cpu")
            String basis) {}

    /** A range of seconds. */
    @Schema(name = "PlanRange")
    record Range(double low, double high) {

        Range times(double factor) {
            return new Range(low * factor, high * factor);
        }
    }

    /** The place that the job would have. */
    @Schema(name = "PlanQueue")
    record Queue(
            @Schema(description = "Jobs of the project that would run before it.")
            int ahead,

            @Schema(description = "Null if no worker is running, or nothing is known about the jobs before it.")
            @Nullable
            Long estimatedWaitSeconds) {}

    /** A device of a running worker. */
    @Schema(name = "PlanDevice")
    record Device(
            String worker,

            @Schema(description = "The UUID of a GPU, or `cpu`.")
            String device,

            @Schema(examples = {"cpu", "gpu"}) String kind,
            boolean fits,
            long freeBytes) {}

    /** A change that needs less memory. */
    @Schema(name = "PlanAdvice")
    record Advice(
            @Schema(description = "A merge patch of the spec.")
            Map<String, Object> change,

            long memoryBytes,
            String why,

            @Schema(description = "Predicted time with the change; null if nothing is known.") @Nullable
            Range secondsPerEpoch) {

        Advice(Map<String, Object> change, long memoryBytes, String why) {
            this(change, memoryBytes, why, null);
        }

        Advice taking(@Nullable Range seconds) {
            return new Advice(change, memoryBytes, why, seconds);
        }
    }

    /** Something that keeps the training from starting. */
    @Schema(name = "PlanProblem")
    record Problem(
            @Schema(examples = {"does_not_fit", "no_device", "slots_over_quota"})
            String code,

            String detail) {}
}
