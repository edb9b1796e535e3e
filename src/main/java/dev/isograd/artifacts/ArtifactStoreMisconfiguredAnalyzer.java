package dev.isograd.artifacts;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in one paragraph which setting of the object store to look at. */
final class ArtifactStoreMisconfiguredAnalyzer extends AbstractFailureAnalyzer<ArtifactStoreMisconfigured> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, ArtifactStoreMisconfigured cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
