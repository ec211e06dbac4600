package org.xinfu.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.json.CanonicalJson;

/** Collects test vectors and writes them in the shape of {@code specs/vector.schema.json}. */
public final class Vectors {
  private final String name;
  private final String format;
  private final TrustPolicy trust;
  private final Map<String, Object> flags;
  private final List<Map<String, Object>> tests = new ArrayList<>();
  private String source = "trust-testkit, keys of TestPki: published and worthless";

  /**
   * An empty collection.
   *
   * @param trust the policy that the cases are judged with, but for moment and mode
   * @param flags what each kind of case is
   */
  public Vectors(String name, String format, TrustPolicy trust, Map<String, String> flags) {
    this.name = name;
    this.format = format;
    this.trust = trust;
    this.flags = new TreeMap<>(flags);
  }

  /** What is judged: named octets and texts, the moment, and what kind of case it is. */
  public record Case(String comment, String flag, Map<String, Object> input, Instant at) {}

  /** The same verdict under both modes. */
  public void both(Case test, Conclusion verdict, Optional<Reason> reason) {
    one(test, TrustPolicy.Mode.INTEROP, new Expected(verdict, reason));
    one(test, TrustPolicy.Mode.STRICT, new Expected(verdict, reason));
  }

  /** Valid for interop; refused by strict for {@code reason}. */
  public void strictRefuses(Case test, Conclusion strict, Reason reason) {
    one(test, TrustPolicy.Mode.INTEROP, new Expected(Conclusion.VALID, Optional.empty()));
    one(test, TrustPolicy.Mode.STRICT, new Expected(strict, Optional.of(reason)));
  }

  /** One verdict, asked of the strict mode alone. */
  void strict(Case test, Conclusion verdict, Optional<Reason> reason) {
    one(test, TrustPolicy.Mode.STRICT, new Expected(verdict, reason));
  }

  /** The same vectors, said to be made another way than with the keys of TestPki. */
  Vectors madeBy(String how) {
    source = how;
    return this;
  }

  /** One verdict, asked of interop alone. */
  public void interop(Case test, Expected expected) {
    one(test, TrustPolicy.Mode.INTEROP, expected);
  }

  /** Each mode has a verdict of its own. */
  public void modes(Case test, Expected interop, Expected strict) {
    one(test, TrustPolicy.Mode.INTEROP, interop);
    one(test, TrustPolicy.Mode.STRICT, strict);
  }

  /** What a test must get. */
  public record Expected(Conclusion verdict, Optional<Reason> reason) {}

  private void one(Case test, TrustPolicy.Mode mode, Expected expected) {
    Map<String, Object> input = new TreeMap<>();
    test.input().forEach((k, v) -> input.put(k, v instanceof Bytes b ? base64(b) : v));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("verdict", expected.verdict().name());
    result.put("reason", expected.reason().map(Reason::code).orElse(null));
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("id", tests.size() + 1);
    out.put("comment", test.comment());
    out.put("flags", List.of(test.flag()));
    out.put("input", input);
    out.put("at", test.at().toString());
    out.put("policy", mode == TrustPolicy.Mode.STRICT ? "strict" : "interop");
    out.put("expected", result);
    tests.add(out);
    if (!flags.containsKey(test.flag())) {
      throw new IllegalArgumentException("flag " + test.flag() + " is not explained");
    }
  }

  /** The file: one test per line, so that a change is a readable difference. */
  public String write() {
    StringBuilder out = new StringBuilder("{");
    out.append("\"name\":").append(CanonicalJson.write(name));
    out.append(",\n\"format\":").append(CanonicalJson.write(format));
    out.append(",\n\"source\":").append(CanonicalJson.write(source));
    out.append(",\n\"numberOfTests\":").append(tests.size());
    out.append(",\n\"flags\":").append(CanonicalJson.write(used()));
    out.append(",\n\"trust\":{\"signers\":").append(list(certificates(trust.signers())));
    out.append(",\n\"makers\":").append(list(certificates(trust.makers())));
    boolean timed =
        format.equals("CMS")
            || Set.of("made", "long-term", "signature-versions", "jades", "swapped").contains(name);
    if (timed && !trust.timestampers().isEmpty()) {
      out.append(",\n\"timestampers\":").append(list(certificates(trust.timestampers())));
    }
    out.append(",\n\"crls\":").append(list(trust.crls())).append("},\n\"tests\":[\n");
    List<String> lines = tests.stream().map(CanonicalJson::write).toList();
    return out.append(String.join(",\n", lines)).append("\n]}\n").toString();
  }

  private Map<String, Object> used() {
    TreeSet<Object> seen = new TreeSet<>();
    tests.forEach(t -> seen.addAll((List<?>) t.get("flags")));
    Map<String, Object> used = new TreeMap<>(flags);
    used.keySet().retainAll(seen);
    return used;
  }

  private static List<Bytes> certificates(List<Certificate> anchors) {
    return anchors.stream().map(Certificate::der).toList();
  }

  private static String list(List<Bytes> values) {
    return CanonicalJson.write(values.stream().map(Vectors::base64).toList());
  }

  private static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }
}
