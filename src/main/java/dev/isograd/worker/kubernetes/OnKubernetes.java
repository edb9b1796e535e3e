package dev.isograd.worker.kubernetes;

import dev.isograd.ConditionalOnRole;
import dev.isograd.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;

/** Creates a bean only in a worker that runs its trainings as Jobs of Kubernetes. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ConditionalOnRole(Role.WORKER)
@ConditionalOnProperty(name = "isograd.worker.launcher", havingValue = "kubernetes")
public @interface OnKubernetes {}
