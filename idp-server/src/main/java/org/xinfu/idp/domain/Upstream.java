package org.xinfu.idp.domain;

import java.io.Serializable;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/** The port to a platform above this one, which logs people in and says who they are. */
public interface Upstream {
  /** Short name in URLs and evidence, such as {@code oidc}. */
  String id();

  /**
   * Where the browser goes.
   *
   * @throws Unavailable when the platform does not answer
   */
  URI start(Journey journey);

  /**
   * Whom the platform says has come back.
   *
   * @param answer parameters of the callback, each once; {@code state} is checked already
   * @throws Unavailable when the platform does not answer
   */
  Outcome arrive(Map<String, String> answer, Journey journey);

  /**
   * Asks for a sign of life.
   *
   * @throws Unavailable when there is none
   */
  void probe();

  /**
   * One journey of one browser, kept in its session.
   *
   * @param verifier of PKCE (RFC 7636)
   * @param callback where the platform sends the browser back
   */
  record Journey(
      String platform,
      String state,
      String nonce,
      String verifier,
      String callback,
      Instant expires)
      implements Serializable {}

  /**
   * As whom somebody has logged in at the platform.
   *
   * @param role code of the account's role (账号角色) as the platform has it
   * @param entity code of the legal person whose account it is; empty where it is a person's own
   */
  record As(String role, String entity) {}

  /** What the platform's answer was worth. */
  sealed interface Outcome {
    /**
     * Somebody whose name and document the platform has verified.
     *
     * @param subject what the platform calls them
     * @param level as the platform calls it
     * @param as whom they have logged in as
     */
    record Arrived(
        String subject, String name, IdDocument document, LocalDate birthDate, String level, As as)
        implements Outcome {}

    /** Not to be believed, or not enough; {@code why} is a short kebab name. */
    record Refused(String why) implements Outcome {}
  }

  /** The platform does not answer. */
  final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String reason) {
      super(reason);
    }
  }
}
