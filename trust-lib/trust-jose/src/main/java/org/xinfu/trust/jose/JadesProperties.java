package org.xinfu.trust.jose;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.ContentReadings;
import org.xinfu.trust.time.Existence;
import org.xinfu.trust.time.Imprints;
import org.xinfu.trust.time.ProvenTime;
import org.xinfu.trust.time.TimestampContext;
import org.xinfu.trust.time.TimestampVerifier;

/**
 * The unsigned properties of JAdES, ETSI TS 119 182-1 §5.3 {@code etsiU}: time-stamps over the
 * signature value ({@code sigTst}), certificates, lists and answers ({@code xVals}, {@code rVals},
 * {@code tstVD}), and archive time-stamps over all that came before them ({@code arcTst}) where the
 * properties stand in base64url, so that their octets are known. A time-stamp that is there counts;
 * what is not judged leaves the signature open, since it must not stand beside a VALID unseen.
 */
final class JadesProperties {
  private static final String NAME = "etsiU";
  private static final String DER = "http://uri.etsi.org/01903/v1.2.2#DER";
  private static final String CLAUSE = "ETSI TS 119 182-1 5.3";

  private final JoseHeader header;
  private final TrustPolicy policy;
  private final Report.Builder checks;
  private final Evidence inHeader;
  private final List<Part> parts = new ArrayList<>();
  private final List<Archive> archives = new ArrayList<>();
  private Evidence evidence = Evidence.none();
  private int examined;

  /**
   * @param inHeader what the protected header brings, which archive time-stamps cover too
   */
  JadesProperties(JoseHeader header, TrustPolicy policy, Report.Builder checks, Evidence inHeader) {
    this.header = header;
    this.policy = policy;
    this.checks = checks;
    this.inHeader = inHeader;
  }

  /**
   * One property.
   *
   * @param written in base64url; empty when it stands there as JSON
   */
  private record Part(String name, Map<?, ?> members, Optional<String> written, Evidence brought) {}

  /** An archive time-stamp that holds: what is before {@code place} existed. */
  private record Archive(int place, Existence at) {}

  /**
   * Judges them.
   *
   * @param claimed whether the header has a signing time
   * @param signed header, payload and signature as they were signed and written; empty when the
   *     value was not verified over them
   */
  JadesProofs judge(boolean claimed, Optional<SignedText> signed) {
    if (!header.open().containsKey(NAME)) {
      return JadesProofs.none();
    }
    try {
      read(header.open().get(NAME));
    } catch (MalformedJose e) {
      open(e.what());
      return JadesProofs.none();
    }
    if (signed.isEmpty()) {
      // Then the signature is not VALID, and nothing stands beside it.
      checks.notDone("unsigned-attributes", CLAUSE, "the signature value was not verified");
      return JadesProofs.none();
    }
    long written = parts.stream().mapToLong(p -> p.written().map(String::length).orElse(0)).sum();
    ContentReadings readings = new ContentReadings(written);
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).name().equals("arcTst")) {
        archive(i, signed.get(), readings);
      }
    }
    List<Existence> proven = new ArrayList<>(archives.stream().map(Archive::at).toList());
    boolean stamped = false;
    for (int i = 0; i < parts.size(); i++) {
      List<Existence> own = stamps(i, signed.get());
      stamped |= !own.isEmpty();
      proven.addAll(own);
    }
    return new JadesProofs(
        Existence.earliest(proven.stream()), evidence, claimed ? level(stamped) : Optional.empty());
  }

  private void read(@Nullable Object all) throws MalformedJose {
    if (!(all instanceof List<?> list) || list.isEmpty()) {
      throw new MalformedJose("not a list");
    }
    int most = policy.budgets().signatures();
    if (!within(list.size() <= most)) {
      return;
    }
    for (Object each : list) {
      Part part = part(each);
      parts.add(part);
      evidence = evidence.and(part.brought());
      if (!List.of("sigTst", "arcTst", "xVals", "rVals", "tstVD").contains(part.name())) {
        open(part.name());
      }
    }
  }

  private static Part part(@Nullable Object each) throws MalformedJose {
    Object one = each instanceof String text ? Base64Url.decodeObject(text) : each;
    if (!(one instanceof Map<?, ?> members) || members.size() != 1) {
      throw new MalformedJose("a property is not one member");
    }
    String name = String.valueOf(members.keySet().iterator().next());
    Optional<String> written =
        each instanceof String text ? Optional.of(text) : Optional.<String>empty();
    return new Part(name, members, written, brought(name, members.get(name)));
  }

  private static Evidence brought(String name, @Nullable Object value) throws MalformedJose {
    Evidence evidence = Evidence.none();
    if (name.equals("tstVD") && value instanceof Map<?, ?> both) {
      return brought("xVals", both.get("xVals")).and(brought("rVals", both.get("rVals")));
    }
    if (name.equals("xVals") && value instanceof List<?> all) {
      List<Certificate> certificates = new ArrayList<>();
      for (Object each : all) {
        Object held = each instanceof Map<?, ?> m ? m.get("x509Cert") : null;
        if (held != null) {
          certificates.add(
              Certificate.parse(octets(held))
                  .orElseThrow(() -> new MalformedJose("x509Cert is no certificate")));
        }
      }
      evidence = Evidence.of(certificates);
    }
    if (name.equals("rVals") && value instanceof Map<?, ?> both) {
      evidence = new Evidence(List.of(), all(both.get("crlVals")), all(both.get("ocspVals")));
    }
    return evidence;
  }

  private static List<Bytes> all(@Nullable Object values) throws MalformedJose {
    List<Bytes> octets = new ArrayList<>();
    if (values instanceof List<?> list) {
      for (Object each : list) {
        octets.add(octets(each));
      }
    }
    return octets;
  }

  /** A pkiOb of §5.4.2, in DER, which is what it is where it does not say. */
  private static Bytes octets(@Nullable Object held) throws MalformedJose {
    if (held instanceof Map<?, ?> object
        && object.get("val") instanceof String text
        && (!object.containsKey("encoding") || DER.equals(object.get("encoding")))) {
      try {
        return Bytes.of(Base64.getDecoder().decode(text));
      } catch (IllegalArgumentException foreign) {
        throw new MalformedJose("val is not Base64");
      }
    }
    throw new MalformedJose("no DER in val");
  }

  private List<Bytes> tokens(int place) {
    Part part = parts.get(place);
    try {
      if (part.members().get(part.name()) instanceof Map<?, ?> container
          && container.size() == 1
          && container.get("tstTokens") instanceof List<?> list
          && !list.isEmpty()) {
        examined += list.size();
        return within(examined <= policy.budgets().signatures()) ? all(list) : List.of();
      }
      open(part.name() + " is more than its tokens");
    } catch (MalformedJose e) {
      open(part.name() + ": " + e.what());
    }
    return List.of();
  }

  private boolean within(boolean budget) {
    if (!budget) {
      String detail = "so many time-stamps are not judged";
      checks.unknown("unsigned-attributes", CLAUSE, Reason.BUDGET_EXCEEDED, detail);
    }
    return budget;
  }

  /** §5.3.6: everything before it, as it stands. */
  private void archive(int place, SignedText signed, ContentReadings readings) {
    List<String> before = new ArrayList<>();
    parts.subList(0, place).forEach(p -> p.written().ifPresent(before::add));
    if (before.size() < place || header.signed().containsKey(DetachedObject.NAME)) {
      open("arcTst over what does not stand here in base64url");
      return;
    }
    Imprints imprints =
        new Imprints(
            () -> archived(signed, before),
            () -> readings.maySpend() && signed.again().getAsBoolean());
    for (Bytes token : tokens(place)) {
      Verdict<ProvenTime> verdict = TimestampVerifier.verify(token, imprints, context(place));
      if (!within(!imprints.exhausted())) {
        return;
      }
      checks.addAll("archive-", verdict.report());
      if (verdict instanceof Verdict.Valid<ProvenTime> valid) {
        Instant at = valid.content().latest();
        archives.add(new Archive(place, valid.content().existence()));
        evidence = evidence.proving(inHeader, at);
        for (Part part : parts.subList(0, place)) {
          evidence = evidence.proving(part.brought(), at);
        }
      }
    }
  }

  private Bytes archived(SignedText signed, List<String> before) {
    return signed
        .payload()
        .concat(Bytes.utf8("." + header.signedText() + "." + signed.value() + "."))
        .concat(Bytes.utf8(String.join("", before)));
  }

  /** What vouches for a property: the archive time-stamps behind it. */
  private TimestampContext context(int place) {
    Optional<Instant> existed =
        archives.stream()
            .filter(a -> a.place() > place)
            .map(a -> a.at().latest())
            .min(Comparator.naturalOrder());
    return new TimestampContext(policy, evidence, existed);
  }

  private List<Existence> stamps(int place, SignedText signed) {
    List<Existence> proven = new ArrayList<>();
    if (parts.get(place).name().equals("sigTst")) {
      for (Bytes token : tokens(place)) {
        Verdict<ProvenTime> verdict = stamp(token, signed, context(place));
        checks.addAll("timestamp-", verdict.report());
        if (verdict instanceof Verdict.Valid<ProvenTime> valid) {
          proven.add(valid.content().existence());
        }
      }
    }
    return proven;
  }

  /**
   * §5.3.4: over the value as it is written. Over its octets, as EU DSS had it at first, it binds
   * the same.
   */
  private Verdict<ProvenTime> stamp(Bytes token, SignedText signed, TimestampContext context) {
    Verdict<ProvenTime> written = verify(token, Bytes.utf8(signed.value()), context);
    if (policy.strict() || !otherImprint(written)) {
      return written;
    }
    Verdict<ProvenTime> octets = verify(token, signed.octets(), context);
    if (otherImprint(octets)) {
      return written;
    }
    String detail = "over the octets of the value, not over its base64url";
    checks.warn("timestamp-form", CLAUSE + ".4", Reason.ENCODING_NOT_STANDARD, detail);
    return octets;
  }

  private static Verdict<ProvenTime> verify(Bytes token, Bytes message, TimestampContext context) {
    return TimestampVerifier.verify(token, (ContentDigest d) -> d.of(message), context);
  }

  private static boolean otherImprint(Verdict<ProvenTime> verdict) {
    return verdict.report().check("imprint").filter(c -> c.outcome() == Outcome.FAIL).isPresent();
  }

  private Optional<String> level(boolean stamped) {
    Map<String, @Nullable Object> own = header.signed();
    boolean named =
        own.containsKey("x5t#S256") || own.containsKey("x5t#o") || own.containsKey("sigX5ts");
    if (!named) {
      return Optional.empty();
    }
    if (!stamped) {
      return Optional.of("B-B");
    }
    boolean archived = archives.stream().anyMatch(a -> longTerm(parts.subList(0, a.place())));
    return Optional.of(!evidence.hasLists() ? "B-T" : archived ? "B-LTA" : "B-LT");
  }

  /** Whether a time-stamp on the value, and lists or answers, stand before an archive stamp. */
  private static boolean longTerm(List<Part> before) {
    return before.stream().anyMatch(p -> p.name().equals("sigTst"))
        && before.stream().anyMatch(p -> p.brought().hasLists());
  }

  private void open(String what) {
    // A time-stamp or a countersignature that does not hold must not stand beside a VALID.
    checks.unknown(
        "unsigned-attributes",
        CLAUSE,
        Reason.CRITICAL_EXTENSION_UNKNOWN,
        "etsiU is not judged: " + what);
  }
}
