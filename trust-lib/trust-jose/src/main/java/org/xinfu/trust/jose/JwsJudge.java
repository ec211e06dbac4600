package org.xinfu.trust.jose;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TimeSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.ChainQuery;
import org.xinfu.trust.chain.ChainQuery.Lenience;
import org.xinfu.trust.chain.ChainQuery.Role;
import org.xinfu.trust.chain.ChainValidator;
import org.xinfu.trust.chain.Evidence;
import org.xinfu.trust.key.KeyKind;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.time.TimeOrder;

/** Judges one signature of a JWS, RFC 7515 §5.2, and the claims when the payload is a JWT. */
final class JwsJudge {
  private static final Set<String> CRITICAL_KNOWN = Set.of("b64", "sigT", "x5t#o", "sigX5ts");

  /** Where they are signed, the signer's certificate cannot be another. */
  private static final Set<String> NAMING = Set.of("x5c", "x5t#S256", "x5t", "x5t#o", "sigX5ts");

  private final JoseHeader header;
  private final Bytes value;
  private final SharedPayload shared;
  private final JoseContext context;
  private final Report.Builder checks = new Report.Builder();
  private boolean verified;
  private boolean uncompared;
  private Optional<JwsPayload> payload = Optional.empty();
  private Optional<SigningKey> signer = Optional.empty();
  private Optional<String> algorithm;

  private JwsJudge(JoseHeader header, Bytes value, SharedPayload shared, JoseContext context) {
    this.header = header;
    this.value = value;
    this.shared = shared;
    this.context = context;
    this.algorithm = Optional.of(header.algorithm());
  }

  /** Judges every signature of {@code jws}. */
  static List<JwsJudgement> judge(ParsedJws jws, JoseContext context) {
    SharedPayload shared = new SharedPayload(jws.payload(), context.content());
    return jws.signatures().stream()
        .map(
            one ->
                one.header()
                    .map(header -> new JwsJudge(header, one.value(), shared, context).judge())
                    .orElseGet(() -> unreadable(one)))
        .toList();
  }

  private static JwsJudgement unreadable(ParsedJws.One one) {
    Report.Builder checks = new Report.Builder();
    checks.fail("structure", "RFC 7515 5.2", Reason.MALFORMED, one.problem().orElse(""));
    return new JwsJudgement(
        Integrity.BROKEN,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        JadesProofs.none(),
        checks.report());
  }

  private JwsJudgement judge() {
    try {
      judgeCritical();
      payload = Optional.of(shared.under(header));
      uncompared =
          !shared.attached()
              && DetachedObject.byHash(header)
              && !DetachedObject.judge(header, shared, checks);
    } catch (MalformedJose e) {
      checks.fail("structure", "RFC 7515 5.2", Reason.MALFORMED, e.what());
    }
    payload.ifPresent(this::judgeValue);
    payload.ifPresent(this::judgeContent);
    boolean missing = (!verified && several()) || (!shared.atHand() && (!verified || pointed()));
    boolean elsewhere = uncompared || missing;
    boolean whole = verified && !elsewhere;
    Integrity integrity =
        checks.failed() ? Integrity.BROKEN : whole ? Integrity.INTACT : Integrity.UNKNOWN;
    Optional<Bytes> octets = elsewhere ? Optional.empty() : payload.map(JwsPayload::octets);
    Optional<Instant> issued = octets.flatMap(this::claimed);
    Optional<Instant> stated = new JadesHeader(header).judge(context.policy(), checks);
    JadesProofs proofs =
        new JadesProperties(header, context.policy(), checks, signedCertificates())
            .judge(
                stated.isPresent(),
                payload
                    .filter(p -> whole)
                    .map(p -> new SignedText(p.written(), value, () -> shared.maySpend(p))));
    stated.ifPresent(at -> TimeOrder.check(at, proofs.at(), context.policy(), checks));
    Optional<Instant> claimed = stated.or(() -> issued);
    judgeTrust(claimed, proofs);
    return new JwsJudgement(
        integrity,
        algorithm,
        signer.flatMap(SigningKey::certificate),
        claimed,
        Optional.of(header),
        octets,
        proofs,
        checks.report());
  }

  /** Those of {@code x5c}, where the signature and what stamps it cover them. */
  private Evidence signedCertificates() {
    return Evidence.of(
        signer
            .filter(key -> header.signed().containsKey("x5c"))
            .map(SigningKey::others)
            .orElse(List.of()));
  }

  private void judgeCritical() throws MalformedJose {
    header.payloadEncoded();
    for (String name : header.critical()) {
      if (!CRITICAL_KNOWN.contains(name)) {
        // RFC 7515 §4.1.11: refused by who does not understand it, which is no proof of forgery.
        checks.unknown(
            "critical-headers", "RFC 7515 4.1.11", Reason.CRITICAL_EXTENSION_UNKNOWN, name);
      }
    }
    if (pointed() && !header.critical().contains(DetachedObject.NAME)) {
      // §5.2.8.1 has it critical; who leaves that out still says that the content is elsewhere.
      checks.unknown(
          "critical-headers",
          "ETSI TS 119 182-1 5.2.8.1",
          Reason.CRITICAL_EXTENSION_UNKNOWN,
          "sigD, which is not said to be critical");
    }
  }

  /** Whether the header says that what is signed lies elsewhere. */
  private boolean pointed() {
    return header.signed().containsKey(DetachedObject.NAME);
  }

  /** Whether the header says that it is more than what was handed in. */
  private boolean several() {
    return !shared.attached() && DetachedObject.moreThanOne(header);
  }

  /**
   * A payload that is there twice must be the same twice: the one that was signed. Where no key
   * told which of two readings that is, it is either.
   */
  private void judgeContent(JwsPayload payload) {
    if (shared.attached() && context.content().isPresent()) {
      Bytes content = context.content().get();
      Optional<JwsPayload> other =
          verified ? Optional.empty() : shared.otherwise(header, context.policy().strict());
      checks.require(
          payload.octets().equals(content)
              || other.filter(o -> o.octets().equals(content)).isPresent(),
          "payload",
          "RFC 7515 F",
          Reason.DIGEST_MISMATCH,
          "the payload in the JWS is not the content given");
    }
  }

  private void judgeValue(JwsPayload payload) {
    String alg = header.algorithm();
    if (alg.strip().toLowerCase(Locale.ROOT).equals("none")) {
      checks.fail(
          "algorithm", "RFC 7518 3.6", Reason.SIGNATURE_VALUE_WRONG, "alg none: nobody signed");
      return;
    }
    List<SigningKey> keys =
        context
            .key()
            .map(List::of)
            .orElseGet(() -> new KeyFinder(header, context.policy(), checks).find());
    Optional<JoseAlgorithm> known = JoseAlgorithm.named(alg);
    if (known.isEmpty()) {
      unknownAlgorithm(alg, keys);
      return;
    }
    algorithm = known.map(a -> a.suite().name());
    judgeSpelling(known.get(), alg);
    if (keys.stream().anyMatch(SigningKey::guessed)) {
      guess(known.get(), keys, payload);
    } else if (!keys.isEmpty()) {
      signer = Optional.of(keys.get(0));
      judgeValue(known.get(), keys.get(0), payload);
    }
    if (signer.isEmpty() && !checks.failed()) {
      checks.unknown(
          "signing-certificate", "RFC 7515 6", Reason.NO_TRUST_ANCHOR, "no key is at hand");
    }
  }

  private void unknownAlgorithm(String alg, List<SigningKey> keys) {
    signer = keys.stream().filter(k -> !k.guessed()).findFirst();
    if (alg.matches("HS[0-9]+") && signer.isPresent()) {
      // A public key as the secret of an HMAC is the oldest forgery.
      checks.fail(
          "algorithm", "RFC 8725 2.1", Reason.ALGORITHM_MISMATCH, alg + " with a public key");
    } else {
      checks.unknown("algorithm", "RFC 7515 4.1.1", Reason.ALGORITHM_NOT_ALLOWED, alg);
    }
  }

  private void judgeSpelling(JoseAlgorithm known, String alg) {
    if (known.spelled(alg)) {
      checks.pass("algorithm", "RFC 7515 4.1.1", alg);
    } else if (context.policy().strict()) {
      checks.unknown("algorithm", "RFC 7515 4.1.1", Reason.ENCODING_NOT_STANDARD, alg);
    } else {
      checks.warn("algorithm", "RFC 7515 4.1.1", Reason.ENCODING_NOT_STANDARD, alg);
    }
  }

  /** The header names no key: an anchor that verifies is the signer; none proves nothing. */
  private void guess(JoseAlgorithm known, List<SigningKey> keys, JwsPayload payload) {
    for (SigningKey key : keys) {
      Optional<VerificationKey> usable = VerificationKey.received(key.keyInfo(), known.suite());
      if (usable.isEmpty()) {
        continue;
      }
      Optional<SignatureValue> found = fit(known, usable.get(), payload);
      if (found.isEmpty()) {
        tooMany();
        return;
      }
      if (found.get() != SignatureValue.WRONG) {
        signer = Optional.of(key);
        judgeStanding(usable.get());
        conclude(known, found.get());
        return;
      }
    }
  }

  private void judgeValue(JoseAlgorithm known, SigningKey key, JwsPayload payload) {
    Optional<VerificationKey> usable =
        key.allows(known.suite())
            ? VerificationKey.received(key.keyInfo(), known.suite())
            : Optional.empty();
    if (usable.isEmpty()) {
      unusable(known, key);
      return;
    }
    judgeStanding(usable.get());
    fit(known, usable.get(), payload).ifPresentOrElse(f -> conclude(known, f), this::tooMany);
  }

  /** How the value fits the payload as written, else otherwise; empty when not tried so often. */
  private Optional<SignatureValue> fit(
      JoseAlgorithm known, VerificationKey key, JwsPayload written) {
    Optional<SignatureValue> found = tried(known, key, written);
    boolean wrong = found.filter(SignatureValue.WRONG::equals).isPresent();
    Optional<JwsPayload> other =
        wrong ? shared.otherwise(header, context.policy().strict()) : Optional.empty();
    if (other.isEmpty()) {
      return found;
    }
    Optional<SignatureValue> again = tried(known, key, other.get());
    if (again.filter(f -> f != SignatureValue.WRONG).isPresent()) {
      readAs(other.get());
    }
    return again;
  }

  private void readAs(JwsPayload other) {
    if (shared.attached()) {
      payload = Optional.of(other);
      String detail = "signed as it is and written in base64url";
      checks.warn("payload", "RFC 7797 3", Reason.ENCODING_NOT_STANDARD, detail);
    } else {
      uncompared = true;
      String detail = "the header alone is signed, and its sigD is not critical";
      checks.unknown("payload", DetachedObject.CLAUSE, Reason.CONTENT_NOT_COVERED, detail);
    }
  }

  private Optional<SignatureValue> tried(JoseAlgorithm known, VerificationKey key, JwsPayload one) {
    if (!shared.maySpend(one)) {
      return Optional.empty();
    }
    SignatureValue found = SignatureValue.of(known, key, one.message(header), value);
    boolean counts = found != SignatureValue.WRONG && shared.agrees(one);
    return Optional.of(counts ? found : SignatureValue.WRONG);
  }

  private void judgeStanding(VerificationKey key) {
    context
        .policy()
        .standing(key, context.policy().at())
        .report(checks, "algorithm-accepted", "RFC 8725 3.1");
  }

  private void conclude(JoseAlgorithm known, SignatureValue found) {
    verified = found != SignatureValue.WRONG;
    if (found == SignatureValue.HOLDS) {
      checks.pass("signature-value", "RFC 7515 5.2", known.word());
    } else if (found == SignatureValue.HOLDS_IN_DER) {
      spelled("DER instead of r and s");
    } else if (found == SignatureValue.HOLDS_SHORTENED) {
      spelled("r and s without their leading zero octets");
    } else if (several() || (!shared.atHand() && !uncompared)) {
      checks.unknown(
          "payload", "RFC 7515 F", Reason.CONTENT_NOT_COVERED, "the payload is not at hand");
    } else {
      checks.fail(
          "signature-value",
          "RFC 7515 5.2",
          Reason.SIGNATURE_VALUE_WRONG,
          "the value is not this key's over header and payload");
    }
  }

  /** The same pair in other octets, with which nothing else can be said: strict refuses it. */
  private void spelled(String detail) {
    if (context.policy().strict()) {
      checks.unknown("signature-value", "RFC 7518 3.4", Reason.ENCODING_NOT_STANDARD, detail);
    } else {
      checks.warn("signature-value", "RFC 7518 3.4", Reason.ENCODING_NOT_STANDARD, detail);
    }
  }

  private void tooMany() {
    checks.unknown(
        "signature-value",
        "RFC 7515 5.2",
        Reason.BUDGET_EXCEEDED,
        "so many signatures are not tried on this payload");
  }

  private void unusable(JoseAlgorithm known, SigningKey key) {
    Optional<KeyKind> kind = VerificationKey.kindOf(key.keyInfo());
    if (kind.isPresent()) {
      checks.fail(
          "algorithm",
          "RFC 7515 4.1.1",
          Reason.ALGORITHM_MISMATCH,
          known.word() + " with a key of kind " + kind.get());
    } else {
      checks.unknown(
          "algorithm-accepted",
          "RFC 8725 3.1",
          Reason.ALGORITHM_NOT_ALLOWED,
          known.word() + ": the key is of an unknown kind");
    }
  }

  private Optional<Instant> claimed(Bytes octets) {
    return new ClaimsJudge(header, shared, context.policy(), checks).judge(octets);
  }

  private void judgeTrust(Optional<Instant> claimed, JadesProofs proofs) {
    if (signer.isEmpty()) {
      return;
    }
    SigningKey key = signer.get();
    if (key.given()) {
      checks.pass("signing-key", "RFC 7515 6", "named by the caller");
      return;
    }
    if (key.certificate().isEmpty()) {
      checks.unknown(
          "path",
          "RFC 7515 4.1.3",
          Reason.NO_TRUST_ANCHOR,
          "the key is in the header and nobody vouches for it");
      return;
    }
    Certificate own = key.certificate().get();
    ChainQuery query =
        new ChainQuery(
                context.policy(),
                Role.SIGNER,
                proofs.at().or(() -> claimed).orElse(context.policy().at()),
                proofs.at().isPresent()
                    ? TimeSource.TIMESTAMP
                    : claimed.isPresent() ? TimeSource.CLAIMED : TimeSource.NONE,
                Lenience.ETSI)
            .within(proofs.accuracy());
    boolean named = NAMING.stream().anyMatch(header.signed()::containsKey);
    Evidence evidence = Evidence.of(key.others()).and(proofs.evidence());
    checks.addAll(
        "", ChainValidator.validate(own, evidence, named ? query : query.ofUnnamed()).report());
  }
}
