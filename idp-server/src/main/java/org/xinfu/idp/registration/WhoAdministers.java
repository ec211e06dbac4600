package org.xinfu.idp.registration;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.xinfu.idp.domain.Administrator;

/** The port to whoever is logged in with a power. */
@FunctionalInterface
public interface WhoAdministers {
  /** Empty for everybody else. */
  Optional<Administrator> of(@Nullable Authentication login);
}
