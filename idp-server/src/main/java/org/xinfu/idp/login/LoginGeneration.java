package org.xinfu.idp.login;

import java.util.regex.Pattern;
import org.springframework.security.core.Authentication;
import org.xinfu.idp.domain.Entrant;

/** Keeps an {@link Entrant} with the login, as its details, until the login is kept. */
public final class LoginGeneration {
  private static final String PREFIX = "generation ";
  private static final Pattern DETAILS = Pattern.compile(PREFIX + "[0-9]{1,9}");

  /** None: with this nobody gets in. */
  private static final int UNKNOWN = -1;

  private LoginGeneration() {}

  /** What the login carries. */
  public static String details(Entrant who) {
    return PREFIX + who.generation();
  }

  /** Whose login it is; of no generation when it does not say. */
  public static Entrant of(Authentication login) {
    int generation =
        login.getDetails() instanceof String kept && DETAILS.matcher(kept).matches()
            ? Integer.parseInt(kept.substring(PREFIX.length()))
            : UNKNOWN;
    return new Entrant(login.getName(), generation);
  }
}
