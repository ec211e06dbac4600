package org.xinfu.idp.domain;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What somebody really did to log in, and when: the source of {@code acr}, {@code amr} and {@code
 * auth_time}. Nothing here is a wish of the client or a property of the account.
 *
 * @param done each factor with the moment it was last shown
 */
public record Assurance(Map<Factor, Instant> done) {
  private static final Assurance NOTHING = new Assurance(Map.of());

  public Assurance {
    Map<Factor, Instant> copy = new EnumMap<>(Factor.class);
    copy.putAll(done);
    done = Collections.unmodifiableMap(copy);
  }

  /** Nobody has done anything yet. */
  public static Assurance none() {
    return NOTHING;
  }

  /** This and one more; a factor shown again counts from then. */
  public Assurance with(Factor factor, Instant at) {
    Map<Factor, Instant> more = new EnumMap<>(Factor.class);
    more.putAll(done);
    more.merge(factor, at, (a, b) -> a.isAfter(b) ? a : b);
    return new Assurance(more);
  }

  /** Only what was shown at or after {@code since}, for {@code max_age} and step-up. */
  public Assurance since(Instant since) {
    return new Assurance(
        done.entrySet().stream()
            .filter(one -> !one.getValue().isBefore(since))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  /**
   * The level reached: a key in a device behind a PIN or a finger is AAL3; a passkey, or a password
   * with something held, AAL2; anything else AAL1.
   */
  public Aal level() {
    if (has(Factor.Kind.DEVICE)) {
      return Aal.AAL3;
    }
    boolean two = has(Factor.Kind.KNOWN) && has(Factor.Kind.HELD);
    return two || has(Factor.Kind.BOTH) ? Aal.AAL2 : Aal.AAL1;
  }

  /**
   * RFC 8176, sorted; {@code mfa} when more than one kind of factor was shown, which nobody knows
   * of a certificate that says nothing about its device.
   */
  public Set<String> amr() {
    Set<String> amr = new TreeSet<>();
    done.keySet().forEach(factor -> amr.addAll(factor.amr()));
    if (level() != Aal.AAL1 && !done.keySet().equals(Set.of(Factor.PLAIN_CERTIFICATE))) {
      amr.add("mfa");
    }
    return amr;
  }

  /** When anything was last shown; the claim {@code auth_time}. */
  public Instant at() {
    Instant last = Instant.EPOCH;
    for (Instant at : done.values()) {
      last = at.isAfter(last) ? at : last;
    }
    return last;
  }

  /** One line for storage, such as {@code PASSWORD@1764161580 TOTP@1764161601}. */
  public String text() {
    return done.entrySet().stream()
        .map(one -> one.getKey() + "@" + one.getValue().getEpochSecond())
        .collect(Collectors.joining(" "));
  }

  /** Reads {@link #text()}. */
  public static Assurance parse(String text) {
    if (text.isEmpty()) {
      return NOTHING;
    }
    return new Assurance(
        Arrays.stream(text.split(" "))
            .map(one -> one.split("@"))
            .collect(
                Collectors.toMap(
                    one -> Factor.valueOf(one[0]),
                    one -> Instant.ofEpochSecond(Long.parseLong(one[1])))));
  }

  private boolean has(Factor.Kind kind) {
    for (Factor factor : done.keySet()) {
      if (factor.kind() == kind) {
        return true;
      }
    }
    return false;
  }
}
