package org.xinfu.kit.profile;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Spring profile {@code production}, or {@code xinfu.profile=production}. */
final class OnProduction implements Condition {
  @Override
  public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
    Environment environment = context.getEnvironment();
    return environment.matchesProfiles("production")
        || "production".equals(environment.getProperty("xinfu.profile"));
  }
}
