package dev.isograd.datasets;

/** Whether a version of a data set can be used. */
public enum DatasetState {
    IMPORTING,
    READY,
    FAILED
}
