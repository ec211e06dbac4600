package org.xinfu.trust.key;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Until when hash functions and key lengths count: the dated rows of the resource {@code
 * acceptance.csv}, each with its source.
 */
public final class Acceptance {
  private static final Acceptance STANDARD = read("acceptance.csv");
  private static final int RSA_BITS = 2048;

  private final List<Row> rows;

  private Acceptance(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /** The table that is shipped. */
  public static Acceptance standard() {
    return STANDARD;
  }

  /**
   * What a signature by {@code key} is worth.
   *
   * @param accepted the suites of the policy; legacy ones and RSA below 2048 bits count only when a
   *     legacy suite is named, and then only before the date on which they were given up
   * @param at the best signature time when it is proven, else the moment of validation
   */
  public Standing of(VerificationKey key, Set<SignatureAlgorithm> accepted, Instant at) {
    SignatureAlgorithm suite = key.algorithm();
    String name = suite + " " + key.bits() + " bits";
    boolean shortRsa = suite.key() == KeyKind.RSA && key.bits() < RSA_BITS;
    if (!accepted.contains(suite)
        || (shortRsa && accepted.stream().noneMatch(SignatureAlgorithm::legacy))) {
      return new Standing(Standing.Grade.REFUSED, name + ": not among the policy's suites");
    }
    List<Row> hits =
        List.of(
            row(suite.hash().name(), suite.hash().length() * 8),
            row(suite.key().name(), key.bits()));
    Optional<Row> refused = hits.stream().filter(r -> reached(r.refused(), at)).findFirst();
    if (refused.isPresent()) {
      return new Standing(Standing.Grade.REFUSED, name + ": " + refused.get().words(true));
    }
    Optional<Row> weak = hits.stream().filter(r -> reached(r.weak(), at)).findFirst();
    if (weak.isPresent()) {
      return new Standing(Standing.Grade.WEAK, name + ": " + weak.get().words(false));
    }
    if (key.smallExponent()) {
      return new Standing(Standing.Grade.WEAK, name + ": public exponent below 65537");
    }
    String salt = key.scheme().usual() ? "" : ": salt of " + key.scheme().salt() + " octets";
    return new Standing(salt.isEmpty() ? Standing.Grade.GOOD : Standing.Grade.WEAK, name + salt);
  }

  /**
   * What a digest is worth that only names what somebody else made, such as the signer's
   * certificate: whoever deceives has to find a second preimage, which no collision gives. A
   * function that was given up is told, not refused (RFC 2634 §5.4 knows no other than SHA-1).
   *
   * @param at the best signature time when it is proven, else the moment of validation
   */
  public Standing naming(Hash hash, Instant at) {
    Row row = row(hash.name(), hash.length() * 8);
    boolean given = reached(row.refused(), at);
    return given || reached(row.weak(), at)
        ? new Standing(Standing.Grade.WEAK, row.words(given))
        : new Standing(Standing.Grade.GOOD, hash.name());
  }

  /** The row for the greatest length that {@code bits} reaches. */
  private Row row(String subject, int bits) {
    return rows.stream()
        .filter(r -> r.subject().equals(subject) && r.bits() <= bits)
        .max(Comparator.comparingInt(Row::bits))
        .orElseThrow(() -> new IllegalStateException("no row for " + subject));
  }

  private static boolean reached(Optional<Instant> since, Instant at) {
    return since.isPresent() && !at.isBefore(since.get());
  }

  private static Acceptance read(String resource) {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Acceptance.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      return new Acceptance(
          in.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).map(Row::parse).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From {@code bits} on, until a greater row. */
  private record Row(
      String subject, int bits, Optional<Instant> weak, Optional<Instant> refused, String source) {
    static Row parse(String line) {
      List<String> cells = List.of(line.split(",", 5));
      return new Row(
          cells.get(0),
          Integer.parseInt(cells.get(1)),
          date(cells.get(2)),
          date(cells.get(3)),
          cells.get(4));
    }

    private static Optional<Instant> date(String cell) {
      return cell.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(cell + "T00:00:00Z"));
    }

    String words(boolean given) {
      Instant since = (given ? refused : weak).orElseThrow();
      String day = since.toString().substring(0, 10);
      return subject + (given ? " refused since " : " weak since ") + day + ", " + source;
    }
  }
}
