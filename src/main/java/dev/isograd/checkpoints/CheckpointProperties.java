package dev.isograd.checkpoints;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of how checkpoints are thinned out.
 *
 * @param sweepInterval wait between looks for checkpoints that are not needed any more
 * @param deleteAfter time from taking a checkpoint out of use to deleting its bytes
 * @param orphanSweepInterval wait between looks through the store for bytes that no checkpoint names
 * @param orphanAge least age of such bytes; younger ones may be about to be named
 */
@ConfigurationProperties("isograd.checkpoints")
record CheckpointProperties(
        @DefaultValue("5m") Duration sweepInterval,
        @DefaultValue("1h") Duration deleteAfter,
        @DefaultValue("6h") Duration orphanSweepInterval,
        @DefaultValue("24h") Duration orphanAge) {}
