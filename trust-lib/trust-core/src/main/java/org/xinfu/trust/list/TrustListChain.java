package org.xinfu.trust.list;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.json.JsonShape;

/**
 * The newest list with every earlier one that changed the root keys, for those who missed a
 * rotation: {@code {"chain": [oldest, …, newest]}}, each a signed list. A list alone is a chain of
 * one.
 */
public final class TrustListChain {
  private static final int MOST = 64;

  private TrustListChain() {}

  /**
   * What was accepted.
   *
   * @param signed the newest list with its signatures, to be kept for {@link
   *     TrustListVerifier#reopen}
   */
  public record Accepted(TrustList list, Bytes signed) {}

  /** The chain of signed lists, oldest first. */
  public static Bytes of(List<Bytes> signed) {
    List<?> lists = signed.stream().map(s -> Json.parseObject(s.toUtf8())).toList();
    return Bytes.utf8(CanonicalJson.write(new TreeMap<>(Map.of("chain", lists))));
  }

  /**
   * Goes from what is remembered to the newest list, by the rules of {@link
   * TrustListVerifier#accept} at every step; only the newest has to be in time.
   */
  public static Verdict<Accepted> accept(Bytes received, TrustListState remembered, Instant now) {
    List<Link> links;
    try {
      links = JsonShape.expect(() -> split(received));
    } catch (JsonException malformed) {
      return new Report.Builder()
          .fail("trust-list", "RFC 8259", Reason.MALFORMED, "not a chain of lists")
          .refusal();
    }
    TrustListState state = remembered;
    for (Link link : links.subList(0, links.size() - 1)) {
      if (link.version() >= state.version()) {
        Verdict<TrustList> step =
            TrustListVerifier.judge(link.signed(), Optional.of(state), Optional.empty());
        if (!(step instanceof Verdict.Valid<TrustList> valid)) {
          return refused(step);
        }
        state = valid.content().state();
      }
    }
    Bytes newest = links.get(links.size() - 1).signed();
    Verdict<TrustList> last = TrustListVerifier.judge(newest, Optional.of(state), Optional.of(now));
    return last instanceof Verdict.Valid<TrustList> valid
        ? new Verdict.Valid<>(new Accepted(valid.content(), newest), valid.report())
        : refused(last);
  }

  /**
   * One list of a chain.
   *
   * @param version as it says; what is older than what is remembered was gone through before, by
   *     other keys perhaps, and is passed over
   */
  private record Link(Bytes signed, long version) {}

  private static Verdict<Accepted> refused(Verdict<TrustList> step) {
    return new Report.Builder().addAll("", step.report()).refusal();
  }

  private static List<Link> split(Bytes received) {
    Map<String, ?> root = Json.parseObject(received.toUtf8());
    if (!root.containsKey("chain")) {
      return List.of(link(root));
    }
    List<?> chain = (List<?>) Objects.requireNonNull(root.get("chain"));
    if (root.size() != 1 || chain.isEmpty() || chain.size() > MOST) {
      throw new JsonException("other members, no list, or too many");
    }
    return chain.stream().map(each -> link((Map<?, ?>) each)).toList();
  }

  private static Link link(Map<?, ?> signed) {
    Map<?, ?> list = (Map<?, ?>) Objects.requireNonNull(signed.get("list"));
    return new Link(Bytes.utf8(CanonicalJson.write(signed)), TrustListJson.number(list, "version"));
  }
}
