package dev.isograd.web;

import dev.isograd.DatabaseOutage;
import dev.isograd.http.RequestProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.catalina.connector.ClientAbortException;
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
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Answers every failure with problem details (RFC 9457), without class names, SQL or file paths of the server. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unauthenticated(AuthenticationException failure, WebRequest request) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"isograd\"");
        return answer(
                failure,
                HttpStatus.UNAUTHORIZED,
                "This request needs an API key (Authorization: Bearer isg_…) or a signed-in browser; the credential is missing or invalid.",
                headers,
                request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> forbidden(AccessDeniedException failure, WebRequest request) {
        return answer(
                failure,
                HttpStatus.FORBIDDEN,
                "A signed-in browser must send the value of the cookie XSRF-TOKEN in the header X-XSRF-TOKEN.",
                new HttpHeaders(),
                request);
    }

    /** Tomcat decodes parameters only when an endpoint reads one. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> undecodable(InvalidParameterException failure, WebRequest request) {
        return answer(
                failure,
                HttpStatus.BAD_REQUEST,
                "A query parameter is not valid percent-encoded UTF-8.",
                new HttpHeaders(),
                request);
    }

    /** The filters of Spring Security refuse some requests late. */
    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> rejected(RequestRejectedException failure, WebRequest request) {
        return answer(
                failure,
                HttpStatus.BAD_REQUEST,
                "The request is malformed: its address, headers or parameters are invalid.",
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    @Nullable
    ResponseEntity<Object> database(Exception failure, WebRequest request) {
        return DatabaseOutage.isCauseOf(failure) ? unavailable(failure, request) : unexpected(failure, request);
    }

    /** Answers 503 while the database restarts or all connections are in use. */
    private @Nullable ResponseEntity<Object> unavailable(Exception failure, WebRequest request) {
        LOG.warn(
                "The database was unavailable for request {}; the client is asked to retry: {}",
                RequestIds.of(((ServletWebRequest) request).getRequest()),
                failure.getMessage());
        return answer(
                failure,
                HttpStatus.SERVICE_UNAVAILABLE,
                "The database is temporarily unavailable; retry in a few seconds.",
                new HttpHeaders(),
                request);
    }

    @ExceptionHandler
    @Nullable
    ResponseEntity<Object> unexpected(Exception failure, WebRequest request) {
        if (!isDisconnect(failure)) {
            LOG.error(
                    "Request {} failed unexpectedly; the client receives status 500 with this id",
                    RequestIds.of(((ServletWebRequest) request).getRequest()),
                    failure);
        }
        return answer(
                failure,
                HttpStatus.INTERNAL_SERVER_ERROR,
                "An internal error occurred; the server log has details under the request id.",
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
            // A malformed body that is also too large is reported as too large, wherever the malformed part is.
            ((ServletWebRequest) request).getRequest().getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (RequestProblem tooLarge) {
            return handleErrorResponseException(tooLarge, headers, tooLarge.getStatusCode(), request);
        } catch (IOException gone) {
            LOG.debug("The client disconnected while sending; the answer refers to what it sent", gone);
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, UnreadableBody.sentence(failure));
        problem.setProperty("code", "malformed_body");
        return handleExceptionInternal(failure, problem, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleErrorResponseException(
            ErrorResponseException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (status.is5xxServerError()) {
            LOG.warn(
                    "Request {} could not be served; the client is asked to retry: {}",
                    RequestIds.of(((ServletWebRequest) request).getRequest()),
                    failure.getMessage());
        }
        return super.handleErrorResponseException(failure, headers, status, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleNoResourceFoundException(
            NoResourceFoundException failure, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return answer(failure, HttpStatus.NOT_FOUND, "This address does not exist.", headers, request);
    }

    private @Nullable ResponseEntity<Object> answer(
            Exception failure, HttpStatus status, String detail, HttpHeaders headers, WebRequest request) {
        return handleExceptionInternal(
                failure, ProblemDetail.forStatusAndDetail(status, detail), headers, status, request);
    }

    /** A client that disconnects is no failure: there is nobody left to answer, and nothing to correct. */
    @Override
    protected @Nullable ResponseEntity<Object> handleExceptionInternal(
            Exception failure, @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        if (isDisconnect(failure)) {
            LOG.debug("The client disconnected before it received the answer", failure);
            return null;
        }
        return super.handleExceptionInternal(failure, body, headers, status, request);
    }

    /** A broken connection to the database or the artifact store is another failure, although its message may be the same. */
    private static boolean isDisconnect(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ClientAbortException) {
                return true;
            }
        }
        return false;
    }

    /** Completes every answer; all handlers end here. */
    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpServletRequest servlet = ((ServletWebRequest) request).getRequest();
        HttpServletResponse response = ((ServletWebRequest) request).getResponse();
        if (response != null && !response.isCommitted()) {
            // The handler may have set the length of a file that then could not be read.
            response.setContentLengthLong(-1);
        }
        ProblemDetail problem = body instanceof ProblemDetail given ? given : ProblemDetail.forStatus(status);
        HttpHeaders all = new HttpHeaders();
        all.putAll(headers);
        // Sent whatever the client accepts: an error in an unrequested type is better than one without details.
        all.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        Problems.adviseOnRetry(status, all);
        return new ResponseEntity<>(Problems.complete(problem, servlet, servlet.getRequestURI()), all, status);
    }
}
