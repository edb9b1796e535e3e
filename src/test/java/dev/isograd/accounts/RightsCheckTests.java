package dev.isograd.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.isograd.access.Ownership;
import dev.isograd.access.Right;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

class RightsCheckTests {

    private final HandlerInterceptor check =
            new RightsCheck.Check(new StaticListableBeanFactory().getBeanProvider(Ownership.class));

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    /** An endpoint whose author forgot to name a right. */
    void endpoint() {}

    @Test
    void closesEndpointsThatNameNoRight() throws Exception {
        HandlerMethod endpoint = new HandlerMethod(this, RightsCheckTests.class.getDeclaredMethod("endpoint"));
        Caller caller = new Caller("acc", "prj", Caller.Means.KEY, "key", MemberRole.ADMIN, EnumSet.allOf(Right.class));
        SecurityContextHolder.getContext()
                .setAuthentication(new PreAuthenticatedAuthenticationToken(caller, "", caller.rights()));

        assertThatThrownBy(() -> check.preHandle(
                        new MockHttpServletRequest("GET", "/api/v1/new"), new MockHttpServletResponse(), endpoint))
                .isInstanceOf(AccountProblem.class);
        assertThat(check.preHandle(new MockHttpServletRequest("GET", "/jobs"), new MockHttpServletResponse(), endpoint))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER,read,READ",
        "VIEWER,admin,READ",
        "MEMBER,read,READ",
        "MEMBER,admin,READ SUBMIT",
        "ADMIN,read,READ",
        "ADMIN,submit,READ SUBMIT",
        "ADMIN,admin,READ SUBMIT ADMIN"
    })
    void limitsARoleByTheScopesOfTheKey(MemberRole role, String scope, String rights) {
        Set<Right> limited = Scopes.of(List.of(scope)).limit(role, false);

        assertThat(limited).extracting(Right::name).containsExactly(rights.split(" "));
    }

    @Test
    void administersOnlyWithAKeyOfScopeAdmin() {
        assertThat(Scopes.of(List.of("admin")).limit(MemberRole.VIEWER, true))
                .containsExactly(Right.READ, Right.ADMINISTER);
        assertThat(Scopes.of(List.of("submit")).limit(MemberRole.ADMIN, true)).doesNotContain(Right.ADMINISTER);
    }
}
