package org.xinfu.idp.passkey;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An authenticator in software (Web Authentication Level 3 §6), every part of which can be spoilt.
 */
public final class SoftDevice {
  static final int PRESENT = 0x01;
  static final int VERIFIED = 0x04;
  static final int ELIGIBLE = 0x08;
  static final int BACKED_UP = 0x10;
  private static final int ATTESTED = 0x40;

  public final byte[] credentialId = new byte[32];
  final KeyPair key = ec();
  int flags = PRESENT | VERIFIED;
  public int counter = 1;
  String rpId = "localhost";
  public String origin = "http://localhost:9000";
  @Nullable String type;
  byte @Nullable [] userHandle;

  public SoftDevice(int number) {
    credentialId[0] = (byte) number;
  }

  /** A maker's key and the chain from its certificate up. */
  public record Maker(PrivateKey key, List<X509Certificate> chain) {}

  /** RegistrationResponseJSON; without a maker the device vouches for nothing. */
  public String made(String challenge, @Nullable Maker maker) {
    byte[] data = authenticatorData(true);
    byte[] client = clientData("webauthn.create", challenge);
    byte[] object =
        join(
            new byte[] {(byte) 0xa3},
            text("fmt"),
            text(maker == null ? "none" : "packed"),
            text("attStmt"),
            maker == null ? new byte[] {(byte) 0xa0} : statement(maker, data, client),
            text("authData"),
            octets(data));
    return json(Map.of("attestationObject", object, "clientDataJSON", client));
  }

  /** AuthenticationResponseJSON. */
  public String shown(String challenge) {
    return json(parts(challenge));
  }

  Map<String, byte[]> parts(String challenge) {
    byte[] data = authenticatorData(false);
    byte[] client = clientData("webauthn.get", challenge);
    Map<String, byte[]> parts = new HashMap<>();
    parts.put("authenticatorData", data);
    parts.put("clientDataJSON", client);
    parts.put("signature", sign(key.getPrivate(), join(data, sha256(client))));
    if (userHandle != null) {
      parts.put("userHandle", userHandle);
    }
    return parts;
  }

  String json(Map<String, byte[]> response) {
    StringBuilder parts = new StringBuilder();
    response.forEach(
        (name, value) ->
            parts
                .append(parts.isEmpty() ? "" : ",")
                .append("\"%s\":\"%s\"".formatted(name, base64(value))));
    String id = base64(credentialId);
    return "{\"id\":\"%s\",\"rawId\":\"%s\",\"type\":\"public-key\",\"response\":{%s,\"transports\":[\"usb\",\"<b>\"]}}"
        .formatted(id, id, parts);
  }

  private byte[] authenticatorData(boolean made) {
    byte[] head =
        ByteBuffer.allocate(37)
            .put(sha256(rpId.getBytes(StandardCharsets.UTF_8)))
            .put((byte) (made ? flags | ATTESTED : flags))
            .putInt(counter)
            .array();
    byte[] length = ByteBuffer.allocate(2).putShort((short) credentialId.length).array();
    return made ? join(head, new byte[16], length, credentialId, cose()) : head;
  }

  private byte[] cose() {
    ECPublicKey point = (ECPublicKey) key.getPublic();
    return join(
        new byte[] {(byte) 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21},
        octets(coordinate(point.getW().getAffineX())),
        new byte[] {0x22},
        octets(coordinate(point.getW().getAffineY())));
  }

  private byte[] clientData(String expected, String challenge) {
    return "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}"
        .formatted(type == null ? expected : type, challenge, origin)
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] statement(Maker maker, byte[] data, byte[] client) {
    byte[] signature = sign(maker.key(), join(data, sha256(client)));
    byte[] head = join(text("alg"), new byte[] {0x26}, text("sig"), octets(signature));
    if (maker.chain().isEmpty()) {
      return join(new byte[] {(byte) 0xa2}, head);
    }
    byte[] chain = {(byte) (0x80 | maker.chain().size())};
    try {
      for (X509Certificate one : maker.chain()) {
        chain = join(chain, octets(one.getEncoded()));
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return join(new byte[] {(byte) 0xa3}, head, text("x5c"), chain);
  }

  static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sign(PrivateKey key, byte[] content) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] octets = value.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(32, octets.length);
    System.arraycopy(octets, octets.length - length, fixed, 32 - length, length);
    return fixed;
  }

  private static byte[] text(String word) {
    return join(
        new byte[] {(byte) (0x60 | word.length())}, word.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] octets(byte[] value) {
    byte[] head =
        value.length < 256
            ? new byte[] {0x58, (byte) value.length}
            : new byte[] {0x59, (byte) (value.length >> 8), (byte) value.length};
    return join(head, value);
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try {
      for (byte[] part : parts) {
        all.write(part);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  private static String base64(byte[] value) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }
}
