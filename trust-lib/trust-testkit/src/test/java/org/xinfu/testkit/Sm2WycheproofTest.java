package org.xinfu.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.Test;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.key.VerificationKey;

/** The file that others read as one of Project Wycheproof's. */
class Sm2WycheproofTest {
  private static final VectorFile FILE = VectorFile.foreign("wycheproof/sm2_sm3_verify_test.json");
  private static final Set<String> TEST =
      Set.of("tcId", "comment", "flags", "msg", "sig", "result");

  @Test
  void itIsMadeOfOurOwnVectors() throws IOException {
    FILE.assertIs(Sm2Wycheproof.of(new VectorFile("sm2/sm2_sm3_verify.json").text()));
  }

  /** As its readers do: the key as numbers, in DER and in PEM, results by name. */
  @Test
  void weAndBouncyCastleAnswerAsItSays() throws IOException {
    Map<String, ?> root = Json.parseObject(FILE.text());
    Set<Object> ids = new HashSet<>();
    for (Object each : (List<?>) root.get("testGroups")) {
      Map<?, ?> group = (Map<?, ?>) each;
      Bytes info = Bytes.hex((String) group.get("publicKeyDer"));
      VerificationKey key = VerificationKey.parse(info, SignatureAlgorithm.SM2_SM3).orElseThrow();
      Map<?, ?> numbers = (Map<?, ?>) group.get("publicKey");
      assertThat("04" + numbers.get("wx") + numbers.get("wy"))
          .isEqualTo(numbers.get("uncompressed"))
          .isEqualTo(key.point().toHex());
      assertThat((String) group.get("publicKeyPem")).contains("BEGIN PUBLIC KEY");
      for (Object one : (List<?>) group.get("tests")) {
        Map<?, ?> test = (Map<?, ?>) one;
        assertThat(test.keySet()).as("members").isEqualTo(TEST);
        assertThat(ids.add(test.get("tcId"))).isTrue();
        boolean valid = "valid".equals(test.get("result"));
        Bytes userId = Bytes.hex((String) group.get("userId"));
        Bytes message = Bytes.hex((String) test.get("msg"));
        Bytes signature = Bytes.hex((String) test.get("sig"));
        assertThat(ours(key, userId, message, signature)).as("%s", test).isEqualTo(valid);
        assertThat(theirs(info, userId, message, signature)).as("%s", test).isEqualTo(valid);
      }
    }
    assertThat(ids).hasSize(Integer.parseInt(String.valueOf(root.get("numberOfTests"))));
    assertThat(ids).hasSizeGreaterThanOrEqualTo(300);
  }

  private static boolean ours(VerificationKey key, Bytes userId, Bytes message, Bytes signature) {
    return EcSignature.parseDer(signature)
        .filter(
            pair ->
                Sm2.verify(
                    Sm2.point(key.point()).orElseThrow(),
                    Sm2.e(key.point(), userId, message),
                    pair.r(),
                    pair.s()))
        .isPresent();
  }

  private static boolean theirs(Bytes info, Bytes userId, Bytes message, Bytes signature)
      throws IOException {
    CipherParameters key = PublicKeyFactory.createKey(info.toArray());
    SM2Signer signer = new SM2Signer();
    signer.init(false, new ParametersWithID(key, userId.toArray()));
    signer.update(message.toArray(), 0, message.length());
    return signer.verifySignature(signature.toArray());
  }
}
