package org.xinfu.idp.upstream;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.xinfu.idp.domain.Entrant;

/** The port to who is who on the platform, and to whether it answers. */
public interface UpstreamLinks {
  /** The account that the subject was linked to. */
  Optional<String> account(String platform, String subject);

  /**
   * Links; false when the subject is linked to another account already, and when every login of the
   * account was ended since its holder arrived: whoever took it back took its links away.
   */
  boolean link(String platform, String subject, Entrant who, Instant at);

  /** The platform does not answer, from {@code at} on unless it is known already; true if new. */
  boolean away(String platform, Instant at);

  /** It answers again; true if it did not before. */
  boolean back(String platform);

  /** The platforms that do not answer now; the same on every replica. */
  Set<String> outages();
}
