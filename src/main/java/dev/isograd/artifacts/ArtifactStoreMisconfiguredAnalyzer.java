package dev.isograd.artifacts;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Reports which object store setting to correct, instead of a stack trace. */
final class ArtifactStoreMisconfiguredAnalyzer extends AbstractFailureAnalyzer<ArtifactStoreMisconfigured> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, ArtifactStoreMisconfigured cause) {
        return new FailureAnalysis(cause.getMessage(), cause.remedy(), cause);
    }
}
