package org.xinfu.idp;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.bouncycastle.asn1.gm.GMNamedCurves;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.SM2Signer;
import org.bouncycastle.util.encoders.Hex;

/**
 * An application of the ticket protocol, written from the guide alone, and how it signs.
 *
 * @param key of its MAC; empty when it signs by SM2
 */
record TicketApp(String id, Function<byte[], String> signature, String key) {
  static TicketApp byMac(Administrator administrator, String back) {
    return byMac(administrator, client(Map.of("redirect_uris", List.of(back))));
  }

  static TicketApp byMac(Administrator administrator, Map<String, Object> metadata) {
    String id = administrator.register(metadata);
    HttpResponse<String> made =
        administrator.post("/api/v1/clients/" + id + "/ticket-key", Map.of());
    String key = (String) RunningIdp.json(made.body()).get("app_key");
    return new TicketApp(id, message -> hmac(key, message), key);
  }

  /** One that is told of logins' ends at {@code exit}. */
  static TicketApp bySm2(Administrator administrator, String back, String exit) {
    X9ECParameters curve = GMNamedCurves.getByName("sm2p256v1");
    ECDomainParameters domain = new ECDomainParameters(curve);
    BigInteger d = new BigInteger(250, new SecureRandom());
    String point = Hex.toHexString(curve.getG().multiply(d).getEncoded(false));
    Map<String, Object> metadata =
        client(Map.of("redirect_uris", List.of(back), "sm2_public_key", point));
    metadata.put("backchannel_logout_uri", exit);
    return new TicketApp(
        administrator.register(metadata),
        message -> {
          SM2Signer signer = new SM2Signer(PlainDSAEncoding.INSTANCE);
          signer.init(true, new ECPrivateKeyParameters(d, domain));
          signer.update(message, 0, message.length);
          try {
            return Hex.toHexString(signer.generateSignature());
          } catch (CryptoException e) {
            throw new IllegalStateException(e);
          }
        },
        "");
  }

  static String hmac(String key, byte[] message) {
    HMac mac = new HMac(new SM3Digest());
    mac.init(new KeyParameter(key.getBytes(StandardCharsets.UTF_8)));
    mac.update(message, 0, message.length);
    byte[] out = new byte[32];
    mac.doFinal(out, 0);
    return Hex.toHexString(out);
  }

  HttpResponse<String> call(RunningIdp at, String path, Map<String, String> fields) {
    return post(at, path, signed(path, fields));
  }

  Map<String, String> signed(String path, Map<String, String> fields) {
    return signed(path, fields, Instant.now());
  }

  /** The form of a call, signed as the guide says. */
  Map<String, String> signed(String path, Map<String, String> fields, Instant at) {
    Map<String, String> form = new HashMap<>(fields);
    form.put("app_id", id);
    form.put("timestamp", Long.toString(at.getEpochSecond()));
    form.put("nonce", UUID.randomUUID().toString().replace("-", ""));
    StringBuilder canonical = new StringBuilder("POST\n").append(path).append('\n');
    form.keySet().stream()
        .sorted()
        .forEach(name -> canonical.append(name).append('=').append(form.get(name)).append('&'));
    canonical.setLength(canonical.length() - 1);
    // All values of this test are unreserved characters.
    form.put(
        "sign",
        signature.apply(canonical.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    return form;
  }

  static HttpResponse<String> post(RunningIdp at, String path, Map<String, String> form) {
    return new Browser(at.origin).post(path, form);
  }

  private static Map<String, Object> client(Map<String, Object> ticket) {
    return new HashMap<>(
        Map.of("client_name", "示例应用（样例）", "grant_types", List.of(), "ticket", ticket));
  }
}
