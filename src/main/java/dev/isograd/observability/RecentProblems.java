package dev.isograd.observability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.isograd.ShortText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Keeps the last warnings and errors of this process, for the support bundle. */
@Component
final class RecentProblems extends AppenderBase<ILoggingEvent> implements DisposableBean {

    private static final int MOST = 200;
    private static final int LONGEST = 4_000;

    private final Deque<String> last = new ArrayDeque<>();

    RecentProblems() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            setContext(logback);
            setName("recentProblems");
            start();
            logback.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(this);
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)) {
            return;
        }
        StringBuilder text = new StringBuilder("%s %s %s %s: %s"
                .formatted(
                        event.getInstant(),
                        event.getLevel(),
                        event.getMDCPropertyMap(),
                        event.getLoggerName(),
                        event.getFormattedMessage()));
        if (event.getThrowableProxy() != null) {
            text.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        synchronized (last) {
            if (last.size() == MOST) {
                last.removeFirst();
            }
            last.addLast(ShortText.beginning(text.toString(), LONGEST));
        }
    }

    /** Returns the oldest first. */
    List<String> texts() {
        synchronized (last) {
            return List.copyOf(last);
        }
    }

    @Override
    public void destroy() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(this);
        }
        stop();
    }
}
