package dev.isograd.web;

import dev.isograd.DatabaseOutage;
import dev.isograd.http.RequestProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers every failure with problem details (RFC 9457) that name no class, no SQL and no path of ours. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unauthenticated(AuthenticationException failure, WebRequest request) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"isograd\"");
        return answer(
                failure,
                HttpStatus.UNAUTHORIZED,
                "This needs an API key (Authorization: Bearer isg_…) or a signed-in browser; what was sent is missing or not valid.",
                headers,
                request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> forbidden(AccessDeniedException failure, WebRequest request) {
        return answer(
                failure,
                HttpStatus.FORBIDDEN,
                "A signed-in browser must repeat the cookie XSRF-TOKEN in the header X-XSRF-TOKEN.",
                new HttpHeaders(),
                request);
    }

    /** Tomcat decodes parameters only when somebody asks for one. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> undecodable(InvalidParameterException failure, WebRequest request) {
        return answer(
                failure,
                HttpStatus.BAD_REQUEST,
                "A query parameter is not percent-encoded UTF-8.",
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    @Nullable
    ResponseEntity<Object> database(Exception failure, WebRequest request) {
        return DatabaseOutage.isCauseOf(failure) ? unavailable(failure, request) : unexpected(failure, request);
    }

    /** It restarts, or all connections are in use. */
    private @Nullable ResponseEntity<Object> unavailable(Exception failure, WebRequest request) {
        log.warn(
                "The database could not be used for request {}; its client is asked to try again: {}",
                RequestIds.of(((ServletWebRequest) request).getRequest()),
                failure.getMessage());
        return answer(
                failure,
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database cannot be used at the moment; try again in a few seconds.",
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception failure, WebRequest request) {
        log.error(
                "Request {} failed unexpectedly; its client gets a 500 with this id",
                RequestIds.of(((ServletWebRequest) request).getRequest()),
                failure);
        return answer(
                failure,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "Something went wrong on our side; the log has more under the request id.",
                new HttpHeaders(),
                request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof RequestProblem problem) {
                return handleErrorResponseException(problem, headers, problem.getStatusCode(), request);
            }
        }
        try {
            // A body that is wrong and too large is called too large, however soon the wrong part came.
            ((ServletWebRequest) request).getRequest().getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (RequestProblem tooLarge) {
            return handleErrorResponseException(tooLarge, headers, tooLarge.getStatusCode(), request);
        } catch (IOException gone) {
            log.debug("The client hung up while sending; it gets the answer to what it sent", gone);
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, UnreadableBody.sentence(failure));
        problem.setProperty("code", "malformed_body");
        return handleExceptionInternal(failure, problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleErrorResponseException(
            ErrorResponseException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError()) {
            log.warn(
                    "Request {} could not be answered; its client is asked to try again: {}",
                    RequestIds.of(((ServletWebRequest) request).getRequest()),
                    failure.getMessage());
        }
        return super.handleErrorResponseException(failure, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(failure, HttpStatus.NOT_FOUND, "There is nothing at this address.", headers, request);
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception failure, HttpStatus status, String detail, HttpHeaders headers, WebRequest request) {
        return handleExceptionInternal(
                failure, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
    }

    /** Everything passes here last. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        HttpServletResponse response = ((ServletWebRequest) request).getResponse();
        if (response != null && !response.isCommitted()) {
            // Of the file that could not be read after all.
            response.setContentLengthLong(-1);
        }
        ProblemDetail problem = body instanceof ProblemDetail given ? given : ProblemDetail.forStatus(status);
        HttpHeaders all = new HttpHeaders();
        all.putAll(headers);
        // Whatever the client accepts: an error it cannot read is worse than one in a type it did not ask for.
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        Problems.adviseOnRetry(status, all);
        return new ResponseEntity<>(Problems.complete(problem, servlet, servlet.getRequestURI()), all, status);
    }
}
