package org.xinfu.trust.facts;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.RevocationSource;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.json.JsonShape;
import org.xinfu.trust.key.Hash;

/**
 * Facts as JSON. There is one way to write them: what would be written differently, or does not
 * agree with its own digest, is no facts.
 */
final class FactsJson {
  private static final String KIND = "xinfu-1";
  private static final int MOST_OCTETS = 256 << 20;

  private FactsJson() {}

  static String write(Facts facts) {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("facts", KIND);
    out.put("engine", facts.engine());
    out.put("file", facts.file());
    out.put("document", recording(facts.recording()));
    out.put("content", facts.content().map(FactsJson::recording).orElse(null));
    out.put("evidence", evidence(facts.evidence()));
    out.put("sha256", Hash.SHA256.of(Bytes.utf8(CanonicalJson.write(out))).toHex());
    return CanonicalJson.write(out);
  }

  private static Map<String, Object> recording(Recording recording) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("length", recording.length());
    out.put("sha256", recording.sha256().toHex());
    Map<String, Object> derived = new TreeMap<>();
    recording.derived().forEach((name, answer) -> derived.put(name, answer.toHex()));
    out.put("derived", derived);
    out.put("octets", recording.runs().stream().map(FactsJson::run).toList());
    return out;
  }

  private static Map<String, Object> run(Recording.Run run) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("at", run.at());
    out.put("data", base64(run.octets()));
    return out;
  }

  private static Map<String, Object> evidence(Evidence evidence) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("intermediates", evidence.intermediates().stream().map(c -> base64(c.der())).toList());
    out.put("crls", evidence.crls().stream().map(FactsJson::base64).toList());
    out.put("ocsps", evidence.ocsps().stream().map(FactsJson::base64).toList());
    Map<String, Object> asked = new TreeMap<>();
    evidence.asked().forEach((question, found) -> asked.put(question, AnswerJson.write(found)));
    out.put("asked", asked);
    return out;
  }

  static Verdict<Facts> read(DocumentSource json) {
    return json.length() > MOST_OCTETS ? tooLarge(json.length()) : read(json.readAll(MOST_OCTETS));
  }

  private static Verdict<Facts> tooLarge(long octets) {
    return new Report.Builder()
        .fail("facts", "", Reason.BUDGET_EXCEEDED, octets + " octets")
        .refusal();
  }

  static Verdict<Facts> read(Bytes json) {
    Report.Builder checks = new Report.Builder();
    if (json.length() > MOST_OCTETS) {
      return tooLarge(json.length());
    }
    try {
      Facts facts = JsonShape.expect(() -> facts(Json.parseObject(json.toUtf8())));
      if (!JsonShape.expect(facts::write).equals(json)) {
        return checks.fail("facts", "", Reason.MALFORMED, "they contradict themselves").refusal();
      }
      return checks.pass("facts", "", "").verdict(facts);
    } catch (JsonException malformed) {
      return checks.fail("facts", "", Reason.MALFORMED, "" + malformed.getMessage()).refusal();
    }
  }

  private static Facts facts(Map<String, ?> in) {
    @Nullable Map<?, ?> content = (Map<?, ?>) in.get("content");
    Map<?, ?> evidence = map(in, "evidence");
    Facts.Contents contents =
        new Facts.Contents(
            recording(map(in, "document")), Optional.ofNullable(content).map(FactsJson::recording));
    return new Facts(text(in, "file"), text(in, "engine"), contents, evidence(evidence));
  }

  private static Evidence evidence(Map<?, ?> in) {
    Map<String, RevocationSource.Found> asked = new TreeMap<>();
    map(in, "asked").forEach((question, answer) -> asked.put((String) question, read(answer)));
    return new Evidence(
        list(in, "intermediates").stream()
            .map(c -> Certificate.parse(octets(c)).orElseThrow())
            .toList(),
        list(in, "crls").stream().map(FactsJson::octets).toList(),
        list(in, "ocsps").stream().map(FactsJson::octets).toList(),
        asked);
  }

  private static RevocationSource.Found read(@Nullable Object answer) {
    return AnswerJson.read((Map<?, ?>) Objects.requireNonNull(answer));
  }

  private static Recording recording(Map<?, ?> in) {
    Map<String, Bytes> derived = new TreeMap<>();
    map(in, "derived").forEach((name, hex) -> derived.put((String) name, Bytes.hex((String) hex)));
    List<Recording.Run> runs = new ArrayList<>();
    for (Object each : list(in, "octets")) {
      Map<?, ?> run = (Map<?, ?>) each;
      runs.add(new Recording.Run(number(run, "at"), octets(run.get("data"))));
    }
    return new Recording(number(in, "length"), Bytes.hex(text(in, "sha256")), runs, derived);
  }

  private static Map<?, ?> map(Map<?, ?> in, String name) {
    return (Map<?, ?>) Objects.requireNonNull(in.get(name), name);
  }

  static List<?> list(Map<?, ?> in, String name) {
    return (List<?>) Objects.requireNonNull(in.get(name), name);
  }

  static String text(Map<?, ?> in, String name) {
    return (String) Objects.requireNonNull(in.get(name), name);
  }

  private static long number(Map<?, ?> in, String name) {
    return (Long) Objects.requireNonNull(in.get(name), name);
  }

  static Bytes octets(@Nullable Object base64) {
    return Bytes.of(Base64.getDecoder().decode((String) Objects.requireNonNull(base64)));
  }

  static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }
}
