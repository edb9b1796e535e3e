package dev.isograd.tasks;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains which setting a task lacks, instead of a stack trace. */
final class TaskMisconfiguredAnalyzer extends AbstractFailureAnalyzer<TaskMisconfigured> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, TaskMisconfigured cause) {
        return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
    }
}
