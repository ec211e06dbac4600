package org.xinfu.trust.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.RevocationSource.Found;

/** What a source of revocation evidence answered, as JSON. */
final class AnswerJson {
  private AnswerJson() {}

  static Map<String, Object> write(Found found) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put(
        "certificates",
        found.evidence().certificates().stream().map(c -> FactsJson.base64(c.der())).toList());
    out.put("crls", found.evidence().crls().stream().map(FactsJson::base64).toList());
    out.put("ocsps", found.evidence().ocsps().stream().map(FactsJson::base64).toList());
    out.put("attempts", found.attempts().stream().map(AnswerJson::attempt).toList());
    return out;
  }

  private static Map<String, @Nullable Object> attempt(Check check) {
    Reason reason = check.reason();
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("id", check.id());
    out.put("clause", check.clause());
    out.put("outcome", check.outcome().name());
    out.put("reason", reason == null ? null : reason.code());
    out.put("detail", check.detail());
    return out;
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws RuntimeException when it is anything else
   */
  static Found read(Map<?, ?> in) {
    List<Check> attempts = new ArrayList<>();
    for (Object each : FactsJson.list(in, "attempts")) {
      attempts.add(attempt((Map<?, ?>) each));
    }
    return new Found(
        new org.xinfu.trust.chain.Evidence(
            FactsJson.list(in, "certificates").stream()
                .map(c -> Certificate.parse(FactsJson.octets(c)).orElseThrow())
                .toList(),
            FactsJson.list(in, "crls").stream().map(FactsJson::octets).toList(),
            FactsJson.list(in, "ocsps").stream().map(FactsJson::octets).toList()),
        attempts);
  }

  /** What came passed, and what did not was not done: an attempt decides nothing by itself. */
  private static Check attempt(Map<?, ?> in) {
    Outcome outcome = Outcome.valueOf(FactsJson.text(in, "outcome"));
    if (outcome != Outcome.PASS && outcome != Outcome.NOT_DONE) {
      throw new IllegalArgumentException("an attempt that decides");
    }
    @Nullable Reason reason =
        in.get("reason") == null ? null : Reason.ofCode(FactsJson.text(in, "reason")).orElseThrow();
    return new Check(
        FactsJson.text(in, "id"),
        FactsJson.text(in, "clause"),
        outcome,
        reason,
        FactsJson.text(in, "detail"));
  }
}
