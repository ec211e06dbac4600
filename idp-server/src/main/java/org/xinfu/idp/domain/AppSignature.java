package org.xinfu.idp.domain;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.crypt.HmacSm3;
import org.xinfu.trust.crypt.Secret;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.VerificationKey;

/**
 * The application signature (应用签名) of a call: over the method, the path and all fields but {@code
 * sign}, so that no signed call can be sent elsewhere or with other fields.
 */
public final class AppSignature {
  /** The field that carries it. */
  public static final String FIELD = "sign";

  private static final int SM2_WIDTH = 32;

  private AppSignature() {}

  /** With what an application signs; one kind each, so that none can be taken for the other. */
  public sealed interface Key {
    /** HMAC-SM3, 64 hexadecimal digits. */
    record Mac(Secret secret) implements Key {}

    /** SM2 with SM3 and the default user id, r‖s in 128 hexadecimal digits. */
    record Sm2(VerificationKey key) implements Key {}
  }

  /**
   * What is signed: method, LF, path, LF, and the fields as {@code name=value}, values in percent
   * encoding (RFC 3986 §2.1, upper case), sorted by name and joined by {@code &}.
   */
  public static Bytes canonical(String method, String path, Map<String, String> fields) {
    String line =
        new TreeMap<>(fields)
            .entrySet().stream()
                .filter(field -> !field.getKey().equals(FIELD))
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    return Bytes.utf8(method + "\n" + path + "\n" + line);
  }

  /** Whether the signature is the key's over the message. */
  public static boolean verify(Key key, Bytes message, String signature) {
    return switch (key) {
      case Key.Mac mac ->
          signature.matches("[0-9a-fA-F]{64}")
              && HmacSm3.matches(mac.secret(), message, Bytes.hex(signature));
      case Key.Sm2 sm2 ->
          signature.matches("[0-9a-fA-F]{128}")
              && EcSignature.parseRaw(Bytes.hex(signature), SM2_WIDTH)
                  .filter(pair -> sm2.key().verify(message, pair.der()))
                  .isPresent();
    };
  }

  /** The HMAC-SM3 of a call. */
  public static String mac(Secret secret, Bytes message) {
    return HmacSm3.of(secret, message).toHex();
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
