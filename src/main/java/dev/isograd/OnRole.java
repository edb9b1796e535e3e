package dev.isograd;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches if {@code isograd.roles} contains the role of the {@link ConditionalOnRole} annotation. */
final class OnRole implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Role required =
                metadata.getAnnotations().get(ConditionalOnRole.class).getEnum(MergedAnnotation.VALUE, Role.class);
        return Binder.get(context.getEnvironment())
                .bind("isograd.roles", Bindable.setOf(Role.class))
                .orElseGet(IsogradProperties::allRoles)
                .contains(required);
    }
}
