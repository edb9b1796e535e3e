package dev.isograd.web;

import dev.isograd.http.BodyAllowance;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** A request body whose reading fails if it is too large or takes too long. */
final class LimitedBody extends ServletInputStream {

    private final ServletInputStream body;
    private final BodyAllowance allowed;
    private final long deadline;
    private long seen;

    LimitedBody(ServletInputStream body, BodyAllowance allowed) {
        this.body = body;
        this.allowed = allowed;
        this.deadline = System.nanoTime() + allowed.longest().toNanos();
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
        if (seen > allowed.largest()) {
            throw new BodyTooLarge(allowed.largest());
        }
        if (bytes > 0 && System.nanoTime() - deadline > 0) {
            throw new BodyTooSlow(allowed.longest());
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
