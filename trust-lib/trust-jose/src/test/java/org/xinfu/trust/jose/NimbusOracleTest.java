package org.xinfu.trust.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.ECPrivateKey;
import java.text.ParseException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xinfu.trust.Verdict;

/** Nimbus accepts what we sign, and we accept what Nimbus signs; both refuse what was altered. */
class NimbusOracleTest {
  static Stream<JdkSigner> signers() {
    return Stream.of(JdkSigner.es256(), JdkSigner.es384(), JdkSigner.rs256(), JdkSigner.ps256());
  }

  @ParameterizedTest
  @MethodSource("signers")
  void nimbusAcceptsOurs(JdkSigner signer) throws ParseException, JOSEException {
    String jws = JwsSigner.with(signer).compact(Forge.TEXT);
    JWSVerifier oracle = verifier(JwsSigner.jwk(signer.publicKey()));
    assertThat(JWSObject.parse(jws).verify(oracle)).isTrue();
    String altered = Forge.part(jws, 1, p -> Forge.flip(p, 3));
    assertThat(JWSObject.parse(altered).verify(oracle)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("signers")
  void weAcceptWhatNimbusSigns(JdkSigner signer) throws JOSEException {
    JWSAlgorithm algorithm =
        JWSAlgorithm.parse(JoseAlgorithm.of(signer.algorithm()).orElseThrow().word());
    JWSObject made = new JWSObject(new JWSHeader(algorithm), new Payload(Forge.TEXT.toArray()));
    made.sign(
        signer.pair().getPrivate() instanceof ECPrivateKey key
            ? new ECDSASigner(key)
            : new RSASSASigner(signer.pair().getPrivate()));
    JwsVerifier ours = JwsVerifier.knowing(signer.publicKey(), Forge.PKI.policy());
    assertThat(ours.verify(made.serialize())).isInstanceOf(Verdict.Valid.class);
    String altered = Forge.part(made.serialize(), 1, p -> Forge.flip(p, 3));
    assertThat(ours.verify(altered)).isInstanceOf(Verdict.Invalid.class);
  }

  private static JWSVerifier verifier(Map<String, ?> jwk) throws ParseException, JOSEException {
    Map<String, Object> members = new java.util.LinkedHashMap<>(jwk);
    return "RSA".equals(members.get("kty"))
        ? new RSASSAVerifier(RSAKey.parse(members))
        : new ECDSAVerifier(ECKey.parse(members));
  }
}
