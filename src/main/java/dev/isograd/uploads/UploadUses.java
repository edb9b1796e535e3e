package dev.isograd.uploads;

import java.util.Collection;
import java.util.Set;

/** Tells which uploads must stay; the package that imports data sets implements it. */
public interface UploadUses {

    /** Returns those of the given uploads from which something is still to be imported. */
    Set<String> used(Collection<String> uploads);
}
