package dev.isograd.inference;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The settings of predictions and exports.
 *
 * @param processes most child processes, each with the network of one job
 * @param idle time without a request after which a process ends
 * @param threads CPU threads that compute in one process
 * @param heap Java heap of a process, in which pictures are decoded
 * @param memory resident memory above which a process is ended
 * @param timeLimit longest time of a prediction
 * @param exportTimeLimit longest time of an export
 * @param queue most requests that wait or run at once
 * @param batch most pictures that are computed together
 * @param largestPicture most bytes of a picture's file
 * @param mostPixels most pixels of a picture
 */
@ConfigurationProperties("isograd.inference")
record InferenceProperties(
        @DefaultValue("2") int processes,
        @DefaultValue("60s") Duration idle,
        @DefaultValue("1") int threads,
        @DefaultValue("512m") String heap,
        @DefaultValue("4GB") DataSize memory,
        @DefaultValue("10s") Duration timeLimit,
        @DefaultValue("5m") Duration exportTimeLimit,
        @DefaultValue("256") int queue,
        @DefaultValue("32") int batch,
        @DefaultValue("10MB") DataSize largestPicture,
        @DefaultValue("25000000") long mostPixels) {}
