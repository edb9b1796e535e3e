package dev.isograd.worker.devices;

import java.util.List;

/** The GPUs of this machine; reading them neither loads libtorch nor creates a CUDA context. */
public interface Gpus {

    /** Reads the GPUs that answer now, in the order of their bus addresses; a GPU that has failed is missing. */
    List<Gpu> present();
}
