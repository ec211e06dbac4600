package org.xinfu.testkit;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.Json;
import org.xinfu.trust.key.SignatureAlgorithm;
import org.xinfu.trust.key.Sm2;
import org.xinfu.trust.key.VerificationKey;

/**
 * The SM2 cases in the very form of Project Wycheproof's {@code EcdsaVerify} files, so that
 * programs that read those read ours: a group for each key and user id, octets in hexadecimal,
 * {@code valid} or {@code invalid}. The one member more is {@code userId} of a group (GB/T 32918.2
 * §5.5). Left out is what that form cannot say: keys that are none, and digests in the place of
 * messages.
 */
final class Sm2Wycheproof {
  private static final String DEFAULT_ID = Sm2.DEFAULT_ID.toHex();

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private int count;

  private Sm2Wycheproof() {}

  private record Group(String key, String userId, List<Map<String, ?>> tests) {}

  /** Turns a file of {@link Sm2Vectors} into the other form. */
  static String of(String vectors) {
    Sm2Wycheproof out = new Sm2Wycheproof();
    Map<String, ?> root = Json.parseObject(vectors);
    ((List<?>) member(root, "tests")).forEach(test -> out.add(object(test)));
    return out.write(object(member(root, "flags")));
  }

  private void add(Map<String, ?> test) {
    Map<String, ?> input = object(member(test, "input"));
    if (input.containsKey("digest")
        || VerificationKey.parse(octets(input, "key"), SignatureAlgorithm.SM2_SM3).isEmpty()) {
      return;
    }
    String key = octets(input, "key").toHex();
    String userId = input.containsKey("userId") ? octets(input, "userId").toHex() : DEFAULT_ID;
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("tcId", ++count);
    one.put("comment", test.get("comment"));
    one.put("flags", test.get("flags"));
    one.put("msg", octets(input, "message").toHex());
    one.put("sig", octets(input, "signature").toHex());
    one.put(
        "result",
        member(object(member(test, "expected")), "verdict").equals("VALID") ? "valid" : "invalid");
    groups
        .computeIfAbsent(key + " " + userId, k -> new Group(key, userId, new ArrayList<>()))
        .tests()
        .add(one);
  }

  private String write(Map<String, ?> flags) {
    Map<String, Object> notes = new LinkedHashMap<>();
    flags.forEach((name, text) -> notes.put(name, Map.of("description", text)));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("algorithm", "SM2");
    root.put("schema", "ecdsa_verify_schema_v1.json");
    root.put("numberOfTests", count);
    root.put(
        "header",
        List.of(
            "SM2 signatures over SM3 (GB/T 32918.2), ASN.1 encoded, to be verified.",
            "userId of a group is the signer's identity in Z (GB/T 32918.2 5.5)."));
    root.put("notes", notes);
    root.put("testGroups", groups.values().stream().map(Sm2Wycheproof::group).toList());
    return CanonicalJson.write(root).replace("{\"comment\"", "\n{\"comment\"") + "\n";
  }

  private static Map<String, Object> group(Group group) {
    Bytes info = Bytes.hex(group.key());
    String point =
        VerificationKey.parse(info, SignatureAlgorithm.SM2_SM3).orElseThrow().point().toHex();
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("type", "EcPublicKey");
    key.put("curve", "sm2p256v1");
    key.put("keySize", 256);
    key.put("uncompressed", point);
    key.put("wx", point.substring(2, 66));
    key.put("wy", point.substring(66));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("type", "EcdsaVerify");
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("name", "xinfu");
    source.put("version", "1");
    all.put("source", source);
    all.put("publicKey", key);
    all.put("publicKeyDer", group.key());
    all.put("publicKeyPem", pem(info));
    all.put("sha", "SM3");
    all.put("userId", group.userId());
    all.put("tests", group.tests());
    return all;
  }

  private static String pem(Bytes info) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(info.toArray());
    return "-----BEGIN PUBLIC KEY-----\n" + lines + "\n-----END PUBLIC KEY-----\n";
  }

  private static Bytes octets(Map<String, ?> input, String name) {
    return Optional.ofNullable(input.get(name))
        .map(text -> Bytes.of(Base64.getDecoder().decode((String) text)))
        .orElse(Bytes.empty());
  }

  private static Object member(Map<String, ?> object, String name) {
    return Objects.requireNonNull(object.get(name), name);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, ?> object(Object value) {
    return (Map<String, ?>) value;
  }
}
