package dev.isograd.worker.calibration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the calibration.
 *
 * @param calibration whether this worker measures the speed of its devices
 */
@ConfigurationProperties("isograd.worker")
record CalibrationProperties(@DefaultValue("true") boolean calibration) {}
