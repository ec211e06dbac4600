package org.xinfu.trust.list;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.json.JsonShape;

/**
 * Accepts a list against what is remembered of the last one. Only an accepted list may be used and
 * remembered; a refused one changes nothing.
 */
public final class TrustListVerifier {
  private static final int MAX_LENGTH = 16 << 20;
  private static final Duration SKEW = Duration.ofMinutes(10);

  private TrustListVerifier() {}

  /**
   * Whether {@code signed} follows on {@code remembered}. INVALID: damaged, not signed by enough
   * root keys, older than what is known (rollback), or another list of a known version (fork).
   * INDETERMINATE: past its nextUpdate (freeze) or not yet issued.
   */
  public static Verdict<TrustList> accept(Bytes signed, TrustListState remembered, Instant now) {
    return judge(signed, Optional.of(remembered), Optional.of(now));
  }

  /**
   * One that was accepted and kept: whether it still is signed by its own root keys. Whether it is
   * past its nextUpdate is {@link TrustList#serves}.
   */
  public static Verdict<TrustList> reopen(Bytes kept) {
    return judge(kept, Optional.empty(), Optional.empty());
  }

  /**
   * {@link #accept} in parts.
   *
   * @param remembered empty to take the list by its own word
   * @param now empty for a list that a newer one follows, so that its time does not matter
   */
  static Verdict<TrustList> judge(
      Bytes signed, Optional<TrustListState> remembered, Optional<Instant> now) {
    Report.Builder checks = new Report.Builder();
    if (signed.length() > MAX_LENGTH) {
      return checks.fail("trust-list", "", Reason.BUDGET_EXCEEDED, "too long").refusal();
    }
    try {
      return JsonShape.expect(
          () -> judge(Json.parseObject(signed.toUtf8()), remembered, now, checks));
    } catch (JsonException malformed) {
      return checks.fail("trust-list", "RFC 8259", Reason.MALFORMED, "not a list").refusal();
    }
  }

  private static Verdict<TrustList> judge(
      Map<String, ?> root,
      Optional<TrustListState> remembered,
      Optional<Instant> now,
      Report.Builder checks) {
    TrustList list = TrustListJson.read((Map<?, ?>) Objects.requireNonNull(root.get("list")));
    if (root.size() != 2) {
      return checks.fail("trust-list", "", Reason.MALFORMED, "other members").refusal();
    }
    TrustListState state = remembered.orElseGet(list::state);
    signatures(list, values(root), state, checks);
    if (!checks.failed()) {
      sequence(list, state, checks);
      now.ifPresent(moment -> freshness(list, moment, checks));
    }
    return checks.verdict(list);
  }

  private static void signatures(
      TrustList list,
      Map<Bytes, List<Bytes>> values,
      TrustListState remembered,
      Report.Builder checks) {
    String id = "trust-list-signatures";
    long old = counted(list, values, remembered.roots());
    String detail = old + " of " + remembered.roots().threshold();
    checks.require(
        list.name().equals(remembered.name()) && old >= remembered.roots().threshold(),
        id,
        "",
        Reason.TRUST_LIST_NOT_SIGNED,
        detail + " for " + remembered.name());
    if (!checks.failed() && !list.roots().same(remembered.roots())) {
      // The new keys prove that somebody holds them before the old ones are forgotten.
      checks.require(
          counted(list, values, list.roots()) >= list.roots().threshold(),
          "trust-list-rotation",
          "",
          Reason.TRUST_LIST_NOT_SIGNED,
          "the new root keys did not sign");
    }
  }

  /** Keys, not signatures: who signs twice counts once. */
  private static long counted(TrustList list, Map<Bytes, List<Bytes>> values, RootKeys roots) {
    Bytes octets = list.octets();
    return roots.keys().stream()
        .filter(
            key ->
                values.getOrDefault(key.encoded(), List.of()).stream()
                    .anyMatch(value -> key.verify(octets, value)))
        .count();
  }

  /** What is said to be signed by each key; who says so more than twice is not tried. */
  private static Map<Bytes, List<Bytes>> values(Map<String, ?> root) {
    Map<Bytes, List<Bytes>> values = new HashMap<>();
    for (Object each : TrustListJson.list(root, "signatures")) {
      TrustListJson.Signature one = TrustListJson.signature((Map<?, ?>) each);
      List<Bytes> known = values.computeIfAbsent(one.key(), key -> new ArrayList<>());
      if (known.size() < 2) {
        known.add(one.value());
      }
    }
    return values;
  }

  private static void sequence(TrustList list, TrustListState remembered, Report.Builder checks) {
    String detail = "version " + list.version() + " after " + remembered.version();
    if (list.version() < remembered.version()) {
      checks.fail("trust-list-version", "", Reason.TRUST_LIST_ROLLED_BACK, detail);
    } else if (list.version() == remembered.version()
        && !list.state().sha256().equals(remembered.sha256())) {
      checks.fail("trust-list-version", "", Reason.TRUST_LIST_FORKED, detail);
    } else {
      checks.pass("trust-list-version", "", detail);
    }
  }

  private static void freshness(TrustList list, Instant now, Report.Builder checks) {
    String detail = list.issued() + " to " + list.nextUpdate();
    if (!list.serves(now) || now.plus(SKEW).isBefore(list.issued())) {
      checks.unknown("trust-list-time", "", Reason.TRUST_LIST_STALE, detail);
    } else {
      checks.pass("trust-list-time", "", detail);
    }
  }
}
