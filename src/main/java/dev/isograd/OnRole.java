package dev.isograd;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Matches when {@code isograd.roles} holds the role that {@link ConditionalOnRole} names. */
final class OnRole implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        Role wanted =
                metadata.getAnnotations().get(ConditionalOnRole.class).getEnum(MergedAnnotation.VALUE, Role.class);
        return Binder.get(context.getEnvironment())
                .bind("isograd.roles", Bindable.setOf(Role.class))
                .orElseGet(IsogradProperties::everyRole)
                .contains(wanted);
    }
}
