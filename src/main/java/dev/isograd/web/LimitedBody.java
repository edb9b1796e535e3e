package dev.isograd.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** A request body whose reading fails if it is too large or takes too long. */
final class LimitedBody extends ServletInputStream {

    private final ServletInputStream body;
    private final WebProperties properties;
    private final long deadline;
    private long seen;

    LimitedBody(ServletInputStream body, WebProperties properties) {
        this.body = body;
        this.properties = properties;
        this.deadline = System.nanoTime() + properties.longestBodyTime().toNanos();
    }

    @Override
    public int read() throws IOException {
        int next = body.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = body.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) {
        seen += bytes;
        if (seen > properties.largestBody()) {
            throw new BodyTooLarge(properties.largestBody());
        }
        if (bytes > 0 && System.nanoTime() - deadline > 0) {
            throw new BodyTooSlow(properties.longestBodyTime());
        }
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
