package org.xinfu.idp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A level that is asked for inside a signed request object (RFC 9101), from the ask to the token.
 */
class StepUpRequestObjectTest {
  private static final String AAL1 = "urn:xinfu:acr:aal1";
  private static final String AAL2 = "urn:xinfu:acr:aal2";

  private static ECKey key;
  private static NewClient client;

  @BeforeAll
  static void register() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
    client =
        NewClient.web(
            SharedIdp.get(),
            "token_endpoint_auth_method",
            "private_key_jwt",
            "jwks",
            new JWKSet(key.toPublicJWK()).toJSONObject());
  }

  @Test
  void the_object_leads_through_step_up_and_its_own_words_come_back() throws Exception {
    StepUpTest.Person person = new StepUpTest.Person();
    Map<String, Object> words =
        Map.of("claims", StepUpTest.essential(AAL2), "state", "st-é ×", "nonce", "n-object");
    String to = StepUpTest.ask(person.browser, asked(object(words, 60)));
    assertThat(to).endsWith("/login/step-up?aal=AAL2");
    String back = StepUpTest.stepUp(person, to);
    assertThat(back).startsWith(RunningIdp.CALLBACK);
    Map<String, String> answer = Browser.query(back);
    assertThat(answer).containsEntry("state", "st-é ×").containsKey("code");
    assertThat(idToken(person.browser, answer.get("code")))
        .containsEntry("acr", AAL2)
        .containsEntry("nonce", "n-object")
        .containsEntry("aud", client.id);
  }

  @Test
  void words_outside_the_object_neither_lower_nor_raise_the_level() throws Exception {
    StepUpTest.Person person = new StepUpTest.Person();
    Map<String, String> lowered = asked(object(Map.of("claims", StepUpTest.essential(AAL2)), 60));
    lowered.put("claims", StepUpTest.essential(AAL1));
    lowered.put("acr_values", AAL1);
    lowered.put("state", "outside");
    String to = StepUpTest.ask(person.browser, lowered);
    assertThat(to).as("RFC 9101 section 6.3").contains("/login/step-up");
    assertThat(Browser.query(StepUpTest.stepUp(person, to))).containsEntry("state", "st-1");

    StepUpTest.Person other = new StepUpTest.Person();
    Map<String, String> raised = asked(object(Map.of(), 60));
    raised.put("claims", StepUpTest.essential(AAL2));
    assertThat(Browser.query(StepUpTest.ask(other.browser, raised))).containsKey("code");
  }

  @Test
  void an_object_that_ends_while_the_person_steps_up_was_read_in_time() throws Exception {
    StepUpTest.Person person = new StepUpTest.Person();
    Map<String, String> asked = asked(object(Map.of("claims", StepUpTest.essential(AAL2)), 3));
    String to = StepUpTest.ask(person.browser, asked);
    assertThat(to).contains("/login/step-up");
    Thread.sleep(3200);
    assertThat(Browser.query(StepUpTest.stepUp(person, to))).containsKey("code");
    HttpResponse<String> late = person.browser.get("/oauth2/authorize?" + Browser.encode(asked));
    assertThat(late.headers().firstValue("Location").orElse("")).doesNotContain("code=");
  }

  @Test
  void who_declines_is_told_to_the_client_with_the_objects_state() throws Exception {
    StepUpTest.Person person = new StepUpTest.Person();
    Map<String, Object> words =
        Map.of("claims", StepUpTest.essential(AAL2), "state", "st-declined");
    person.browser.get(StepUpTest.ask(person.browser, asked(object(words, 60))));
    assertThat(Browser.query(StepUpTest.decline(person.browser)))
        .containsEntry("error", "unmet_authentication_requirements")
        .containsEntry("state", "st-declined")
        .doesNotContainKey("code");
  }

  private static Map<String, String> asked(String object) {
    return new HashMap<>(Map.of("client_id", client.id, "request", object));
  }

  /** A request object with these words in the place of the usual ones. */
  private static String object(Map<String, Object> words, int seconds) throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(client.id)
            .audience(SharedIdp.get().origin)
            .expirationTime(Date.from(Instant.now().plusSeconds(seconds)));
    RunningIdp.authorization(client.id, RunningIdp.CALLBACK, "openid profile")
        .forEach(claims::claim);
    words.forEach(claims::claim);
    return signed(claims.build(), "oauth-authz-req+jwt");
  }

  private static Map<String, Object> idToken(Browser browser, String code) throws Exception {
    JWTClaimsSet assertion =
        new JWTClaimsSet.Builder()
            .issuer(client.id)
            .subject(client.id)
            .audience(List.of(SharedIdp.get().origin))
            .jwtID(UUID.randomUUID().toString())
            .expirationTime(Date.from(Instant.now().plusSeconds(60)))
            .build();
    Map<String, String> form = LogInSteps.codeForm(client.id, RunningIdp.CALLBACK, code);
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", signed(assertion, "JWT"));
    HttpResponse<String> tokens = browser.post("/oauth2/token", form);
    assertThat(tokens.statusCode()).as(tokens.body()).isEqualTo(200);
    Object token = RunningIdp.json(tokens.body()).get("id_token");
    return RunningIdp.claims((String) Objects.requireNonNull(token));
  }

  private static String signed(JWTClaimsSet claims, String type) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .keyID("k1")
                .type(new JOSEObjectType(type))
                .build(),
            claims);
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }
}
