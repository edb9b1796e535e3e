package dev.isograd.worker.devices;

/** Reads the memory and the load of the CPU. */
public interface CpuReadings {

    CpuReading read();
}
