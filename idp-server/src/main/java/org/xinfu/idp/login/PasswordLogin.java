package org.xinfu.idp.login;

import java.util.List;
import java.util.Objects;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.xinfu.idp.domain.Factor;
import org.xinfu.idp.domain.Origin;

/** Brings the login form to {@link LogIn}. The session then holds the account's id and the time. */
public final class PasswordLogin implements AuthenticationProvider {
  private final LogIn logIn;

  public PasswordLogin(LogIn logIn) {
    this.logIn = logIn;
  }

  @Override
  public Authentication authenticate(Authentication attempt) {
    Origin from =
        attempt.getDetails() instanceof FromDevice details
            ? details.origin()
            : new Origin("0.0.0.0", "");
    String password = Objects.toString(attempt.getCredentials(), "");
    return switch (logIn.attempt(attempt.getName(), password, from)) {
      case LogIn.Outcome.Done done -> login(done);
      case LogIn.Outcome.Refused refused -> throw new BadCredentialsException("refused");
      case LogIn.Outcome.Braked braked -> throw new LockedException("braked");
    };
  }

  @Override
  public boolean supports(Class<?> type) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(type);
  }

  /** What the brake has to know of the request; it does not go into the session. */
  public record FromDevice(Origin origin) {}

  private static Authentication login(LogIn.Outcome.Done done) {
    UsernamePasswordAuthenticationToken login =
        UsernamePasswordAuthenticationToken.authenticated(
            done.account().id(), null, List.of(FactorAuthorities.of(Factor.PASSWORD, done.at())));
    login.setDetails(LoginGeneration.details(done.account().entrant()));
    return login;
  }
}
