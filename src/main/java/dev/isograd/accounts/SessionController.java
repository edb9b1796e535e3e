package dev.isograd.accounts;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import dev.isograd.http.FieldProblem;
import dev.isograd.http.UnknownFields;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Signs browsers in, by the printed link or by a key, and out. */
@RestController
@ConditionalOnRole(Role.API)
class SessionController {

    private final SignIn signIn;
    private final ApiKeyService keys;

    SessionController(SignIn signIn, ApiKeyService keys) {
        this.signIn = signIn;
        this.keys = keys;
    }

    @GetMapping(path = "/sign-in", params = "token")
    ResponseEntity<Void> follow(@RequestParam String token, HttpServletRequest request) {
        var caller = signIn.byToken(token);
        caller.ifPresent(it -> Sessions.begin(request, it));
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(caller.isPresent() ? "/" : "/sign-in?error=link"))
                .build();
    }

    /** Without a token it is a page of the dashboard. */
    @GetMapping(path = "/sign-in", params = "!token")
    void page(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        request.getRequestDispatcher("/index.html").forward(request, response);
    }

    @PostMapping("/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void begin(@RequestBody Map<String, @Nullable Object> body, HttpServletRequest request) {
        Caller caller =
                keys.authenticate(key(body)).orElseThrow(() -> new BadCredentialsException("Not a live API key"));
        Sessions.begin(request, caller);
    }

    private static String key(Map<String, @Nullable Object> body) {
        List<FieldProblem> problems = new ArrayList<>(UnknownFields.in(body, List.of("key")));
        if (body.get("key") instanceof String key && problems.isEmpty()) {
            return key;
        }
        if (!(body.get("key") instanceof String)) {
            problems.add(new FieldProblem("/key", "is required and must be text"));
        }
        throw new InvalidAccountRequest(problems);
    }

    @DeleteMapping("/api/v1/session")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(HttpServletRequest request) {
        Sessions.end(request);
    }
}
