package dev.isograd.checkpoints;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of checkpoint retention.
 *
 * @param sweepInterval time between two sweeps for checkpoints that are no longer needed
 * @param deleteAfter time between marking a checkpoint for deletion and deleting its files
 * @param orphanSweepInterval time between two sweeps of the artifact store for unreferenced files
 * @param orphanAge minimum age of an unreferenced file to be deleted; a younger one may belong to a checkpoint in
 *     progress
 */
@ConfigurationProperties("isograd.checkpoints")
record CheckpointProperties(
        @DefaultValue("5m") Duration sweepInterval,
        @DefaultValue("1h") Duration deleteAfter,
        @DefaultValue("6h") Duration orphanSweepInterval,
        @DefaultValue("24h") Duration orphanAge) {}
