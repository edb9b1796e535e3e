package dev.isograd.attempts;

import dev.isograd.trainer.SupervisorMessage;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a pod shall train.
 *
 * @param start the order of its child process; paths are relative to the pod's folder
 * @param files what lies in the pod's folder before the child process starts
 * @param heap Java heap of the child process, such as 512m
 * @param threads CPU threads of the child process
 * @param gpus number of GPUs; 0 for the CPU
 */
public record PodOrder(SupervisorMessage.Start start, List<File> files, String heap, int threads, int gpus) {

    public PodOrder {
        Objects.requireNonNull(start);
        Objects.requireNonNull(heap);
        files = List.copyOf(files);
    }

    /**
     * A file that the pod fetches.
     *
     * @param name path relative to the pod's folder
     * @param address signed address in the object store, which needs no credentials; null if the worker sends the file
     */
    public record File(
            String name,
            long bytes,
            String sha256,
            @Nullable URI address) {

        public File {
            Objects.requireNonNull(name);
            Objects.requireNonNull(sha256);
        }
    }
}
