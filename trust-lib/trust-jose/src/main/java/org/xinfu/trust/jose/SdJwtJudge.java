package org.xinfu.trust.jose;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.TrustPolicy;

/** Judges an SD-JWT, RFC 9901 §7: the issuer's signature, the disclosures, the key binding. */
final class SdJwtJudge {
  private final SdJwtText text;
  private final JoseContext context;
  private final Optional<KeyBinding> demanded;
  private final Report.Builder checks = new Report.Builder();

  SdJwtJudge(SdJwtText text, JoseContext context, Optional<KeyBinding> demanded) {
    this.text = text;
    this.context = context;
    this.demanded = demanded;
  }

  /**
   * What was found.
   *
   * @param signatures one per issuer's signature
   * @param checks of disclosures and key binding
   * @param claims what the SD-JWT says, when it could be unpacked
   */
  record Judged(
      List<JwsJudgement> signatures,
      Report checks,
      Optional<Map<String, @Nullable Object>> claims) {}

  Judged judge() {
    List<JwsJudgement> signatures = JwsJudge.judge(text.issued(), context);
    JwsJudgement issued = signatures.get(0);
    Optional<Map<String, @Nullable Object>> claims =
        issued.payload().flatMap(payload -> judgePayload(issued, payload));
    return new Judged(signatures, checks.report(), claims);
  }

  private Optional<Map<String, @Nullable Object>> judgePayload(JwsJudgement issued, Bytes payload) {
    try {
      Map<String, @Nullable Object> packed = Base64Url.object(payload);
      Optional<SdHash> hash = SdHash.named(packed.get("_sd_alg"));
      if (hash.isEmpty()) {
        checks.unknown(
            "disclosures",
            "RFC 9901 4.1.1",
            Reason.ALGORITHM_NOT_ALLOWED,
            "_sd_alg " + packed.get("_sd_alg"));
        return Optional.empty();
      }
      SdUnpacker.Unpacked unpacked = SdUnpacker.unpack(packed, text.disclosures(), hash.get());
      checks.pass("disclosures", "RFC 9901 7.1", String.join(" ", unpacked.paths().keySet()));
      Map<String, @Nullable Object> claims = unpacked.claims();
      judgeTimes(issued, packed, claims);
      judgeBinding(claims, hash.get());
      return Optional.of(claims);
    } catch (MalformedJose e) {
      checks.fail("disclosures", "RFC 9901 7.1", Reason.DISCLOSURE_WRONG, e.what());
      return Optional.empty();
    }
  }

  /** Time claims that the payload hid and a disclosure brought, RFC 9901 §7.1 step 6. */
  private void judgeTimes(
      JwsJudgement issued,
      Map<String, @Nullable Object> packed,
      Map<String, @Nullable Object> claims) {
    boolean hidden =
        Stream.of("exp", "nbf", "iat")
            .anyMatch(name -> claims.containsKey(name) && !packed.containsKey(name));
    if (hidden || issued.report().check("claims").isEmpty()) {
      new TimeClaims(claims).judge(context.policy().at(), checks);
    }
  }

  private void judgeBinding(Map<String, @Nullable Object> claims, SdHash hash) {
    Optional<SigningKey> holder = holderKey(claims);
    if (text.keyBinding().isEmpty()) {
      if (demanded.isPresent()) {
        checks.unknown(
            "key-binding", "RFC 9901 7.3", Reason.KEY_BINDING_MISSING, "no key binding JWT");
      } else {
        checks.notDone("key-binding", "RFC 9901 7.3", "the holder proved nothing");
      }
      return;
    }
    if (holder.isEmpty()) {
      // Somebody signed, but the issuer named nobody whom we can check.
      checks.unknown(
          "key-binding", "RFC 9901 4.1.2", Reason.KEY_BINDING_MISSING, "no usable cnf.jwk");
      return;
    }
    try {
      judgeBinding(ParsedJws.compact(text.keyBinding().get()), holder.get(), hash);
    } catch (MalformedJose e) {
      wrong(e.what());
    }
  }

  /**
   * A key that is not for signatures binds nobody (RFC 7517 §4.2, §4.3), nor does one whose private
   * part everybody can read (RFC 7800 §3.2).
   */
  private static Optional<SigningKey> holderKey(Map<String, @Nullable Object> claims) {
    if (!(claims.get("cnf") instanceof Map<?, ?> cnf)
        || !(cnf.get("jwk") instanceof Map<?, ?> jwk)
        || !Jwk.verifies(jwk)
        || jwk.containsKey("d")) {
      return Optional.empty();
    }
    Optional<Bytes> key = Jwk.read(jwk);
    return jwk.containsKey("alg")
        ? key.flatMap(k -> Jwk.bound(k, jwk)).map(SigningKey::given)
        : key.map(SigningKey::given);
  }

  private void judgeBinding(ParsedJws binding, SigningKey holder, SdHash hash)
      throws MalformedJose {
    TrustPolicy policy = context.policy();
    JoseContext own = JoseContext.of(policy).withKey(holder);
    JwsJudgement judged = JwsJudge.judge(binding, own).get(0);
    checks.addAll("key-binding.", judged.report());
    if (judged.payload().isEmpty()
        || !judged.header().map(JoseHeader::type).equals(Optional.of("kb+jwt"))) {
      wrong("typ is not kb+jwt");
      return;
    }
    Map<String, @Nullable Object> said = Base64Url.object(judged.payload().get());
    for (String name : List.of("sd_hash", "nonce", "aud")) {
      if (!(said.get(name) instanceof String)) {
        wrong(name + " is missing");
        return;
      }
    }
    Instant issued =
        new TimeClaims(said)
            .issuedAt()
            .orElseThrow(() -> new MalformedJose("key binding without iat"));
    checks.require(
        hash.of(text.presented()).equals(said.get("sd_hash")),
        "key-binding",
        "RFC 9901 4.3.1",
        Reason.KEY_BINDING_WRONG,
        "sd_hash is of another presentation");
    if (demanded.isPresent()) {
      judgeDemand(demanded.get(), said, issued);
    } else {
      checks.notDone("key-binding.nonce", "RFC 9901 7.3", "no nonce and audience were asked for");
    }
  }

  private void judgeDemand(KeyBinding demand, Map<String, @Nullable Object> said, Instant issued) {
    checks.require(
        demand.nonce().equals(said.get("nonce")) && demand.audience().equals(said.get("aud")),
        "key-binding.nonce",
        "RFC 9901 7.3",
        Reason.KEY_BINDING_WRONG,
        "made for another request: aud " + said.get("aud"));
    Duration age = Duration.between(issued, context.policy().at());
    if (age.compareTo(demand.maxAge().plus(TimeClaims.SKEW)) > 0) {
      checks.unknown("key-binding.age", "RFC 9901 7.3", Reason.TOKEN_EXPIRED, "made " + issued);
    }
  }

  private void wrong(String detail) {
    checks.fail("key-binding", "RFC 9901 4.3", Reason.KEY_BINDING_WRONG, detail);
  }
}
