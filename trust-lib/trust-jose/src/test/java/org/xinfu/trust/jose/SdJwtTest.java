package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.xinfu.trust.jose.Forge.OFFICE;
import static org.xinfu.trust.jose.Forge.PKI;
import static org.xinfu.trust.jose.SdJwtVectors.HOLDER;
import static org.xinfu.trust.jose.SdJwtVectors.REQUEST;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.xinfu.testkit.TestPki;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.json.Json;

/** Issue, present, verify: what is said, what is withheld, and to whom. */
class SdJwtTest {
  private static final SdJwtVerifier VERIFIER = SdJwtVerifier.trusting(PKI.policy());
  private static final String ISSUED = SdJwtVectors.issued(OFFICE, HOLDER);

  private static VerifiedSdJwt valid(Verdict<VerifiedSdJwt> verdict) {
    return verdict.orThrow(r -> new IllegalStateException(r.code() + " " + verdict.report()));
  }

  private static Reason reason(Verdict<?> verdict) {
    return verdict.fold(v -> Reason.NO_SIGNATURE, (r, x) -> r, (r, x) -> r);
  }

  @Test
  void whatIsDisclosedIsSaidAndNothingElse() {
    String presented = SdJwtHolder.of(ISSUED).present(Set.of("/address/region"));
    Map<String, ?> claims = valid(VERIFIER.verify(presented)).claims();
    assertThat(claims.get("address")).isEqualTo(Map.of("country", "CN", "region", "四川"));
    assertThat(claims).doesNotContainKeys("name", "_sd", "_sd_alg");
    assertThat(claims.get("items")).isEqualTo(List.of("A"));
    assertThat(presented).doesNotContain(Forge.base64("\"样例\""));
  }

  @Test
  void everyDisclosureCanBeChosenAlone() {
    SdJwtHolder holder = SdJwtHolder.of(ISSUED);
    assertThat(holder.disclosable())
        .containsExactlyInAnyOrder("/name", "/address", "/address/region", "/items/1", "/items/2");
    for (String path : holder.disclosable()) {
      assertThat(VERIFIER.verify(holder.present(Set.of(path))))
          .as(path)
          .isInstanceOf(Verdict.Valid.class);
    }
    assertThat(valid(VERIFIER.verify(holder.present(Set.of("/items/2")))).claims().get("items"))
        .isEqualTo(List.of("A", "C"));
    assertThatThrownBy(() -> holder.present(Set.of("/iss")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saltsAndDecoysHideWhatIsWithheld() throws MalformedJose {
    String payload = ISSUED.substring(ISSUED.indexOf('.') + 1, ISSUED.lastIndexOf('.'));
    String text = Base64Url.decode(payload).toUtf8();
    assertThat(text).doesNotContain("样例", "四川", "\"B\"");
    // name, address and three decoys; region and two decoys stand inside the disclosure.
    Object digests = Json.parseObject(text).get("_sd");
    assertThat(digests).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(5);
    List<String> disclosures = Arrays.asList(ISSUED.split("~", -1));
    assertThat(new LinkedHashSet<>(disclosures)).hasSameSizeAs(disclosures);
  }

  @Test
  void aDemandedBindingMustFitRequestAudienceAndAge() {
    SdJwtHolder holder = SdJwtHolder.of(ISSUED);
    String bound = SdJwtVectors.bound(ISSUED, HOLDER, Set.of("/name"));
    SdJwtVerifier demanding = VERIFIER.demanding(REQUEST);
    assertThat(valid(demanding.verify(bound)).bound()).isTrue();
    assertThat(valid(VERIFIER.verify(bound)).bound()).isFalse();
    assertThat(reason(demanding.verify(holder.present(Set.of()))))
        .isEqualTo(Reason.KEY_BINDING_MISSING);
    for (KeyBinding other :
        List.of(
            new KeyBinding("another", REQUEST.audience(), REQUEST.maxAge()),
            new KeyBinding(REQUEST.nonce(), "https://other.example", REQUEST.maxAge()))) {
      assertThat(reason(VERIFIER.demanding(other).verify(bound)))
          .isEqualTo(Reason.KEY_BINDING_WRONG);
    }
    String old =
        holder.present(Set.of(), REQUEST, HOLDER, TestPki.NOW.minus(Duration.ofMinutes(9)));
    assertThat(reason(demanding.verify(old))).isEqualTo(Reason.TOKEN_EXPIRED);
    String early = holder.present(Set.of(), REQUEST, HOLDER, TestPki.NOW.plusSeconds(600));
    assertThat(reason(demanding.verify(early))).isEqualTo(Reason.SIGNED_IN_FUTURE);
  }

  @Test
  void theIssuersKeyMayBeKnownInstead() {
    assertThat(
            valid(SdJwtVerifier.knowing(OFFICE.publicKey(), PKI.policy()).verify(ISSUED)).issuer())
        .isEmpty();
    assertThat(reason(SdJwtVerifier.knowing(HOLDER.publicKey(), PKI.policy()).verify(ISSUED)))
        .isEqualTo(Reason.SIGNATURE_VALUE_WRONG);
    assertThat(valid(VERIFIER.verify(ISSUED)).issuer()).contains(OFFICE.chain().get(0));
  }

  @Test
  void textThatIsNoSdJwtIsRefusedAndNeverThrown() {
    for (String text :
        List.of("", "~", "~~", "a.b.c", "a.b.c~", "..~", "{}", "{\"signatures\":[]}", "\u0000~")) {
      assertThat(VERIFIER.verify(text)).as(text).isNotInstanceOf(Verdict.Valid.class);
    }
  }

  @Test
  void jsonFormIsTheSameToTheVerifier() {
    String bound = SdJwtVectors.bound(ISSUED, HOLDER, Set.of("/name"));
    assertThat(valid(VERIFIER.demanding(REQUEST).verify(SdJwtVectors.json(bound))).claims())
        .isEqualTo(valid(VERIFIER.verify(bound)).claims());
    String other = SdJwtVectors.json(bound).replace("\"kb_jwt\":\"", "\"kb_jwt\":\"A");
    assertThat(VERIFIER.verify(other)).isInstanceOf(Verdict.Invalid.class);
  }

  @Test
  void claimsWithReservedNamesCannotBeIssued() {
    for (String name : List.of("_sd", "_sd_alg", "...")) {
      assertThatThrownBy(() -> SdObject.empty().withHidden(name, "x"))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> SdObject.empty().with("a", 1L).withHidden("a", 2L))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHolderCannotSpeakOfWhatWasNeverIssued() {
    String forged =
        SdJwtIssuer.with(Forge.STRANGER, "dc+sd-jwt", new SdJwtVectors.Counted())
            .issue(SdObject.empty().withHidden("name", "别人"), Optional.empty());
    String grafted = ISSUED + forged.split("~", -1)[1] + "~";
    assertThat(reason(VERIFIER.verify(grafted))).isEqualTo(Reason.DISCLOSURE_WRONG);
  }
}
