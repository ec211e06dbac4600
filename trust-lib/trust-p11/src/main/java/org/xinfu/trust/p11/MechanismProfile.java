package org.xinfu.trust.p11;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What a device calls SM2, for which PKCS#11 has no number: key type, generation, and the mechanism
 * that signs e = SM3(Z‖M) (GB/T 32918.2 §6.1) computed by us.
 *
 * @param derSignature whether that mechanism answers DER instead of r‖s
 */
public record MechanismProfile(
    String name, long sm2KeyType, long sm2Generate, long sm2Sign, boolean derSignature) {

  /** {@code project-default}, {@code sansec} or {@code tass}. */
  public static MechanismProfile named(String name) {
    String resource = "/org/xinfu/trust/p11/profile/" + name + ".properties";
    try (InputStream in = MechanismProfile.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalArgumentException("no mechanism profile " + name);
      Properties properties = new Properties();
      properties.load(in);
      return of(name, properties);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A profile of another device; keys as in the shipped ones, every one of them needed. */
  public static MechanismProfile of(String name, Properties properties) {
    return new MechanismProfile(
        name,
        number(properties, "sm2.key-type"),
        number(properties, "sm2.generate"),
        number(properties, "sm2.sign"),
        encoding(properties.getProperty("sm2.sign.encoding", "")));
  }

  private static boolean encoding(String value) {
    return switch (value) {
      case "DER" -> true;
      case "RAW" -> false;
      default -> throw new IllegalArgumentException("sm2.sign.encoding: " + value);
    };
  }

  private static long number(Properties properties, String key) {
    String value = properties.getProperty(key);
    if (value == null) throw new IllegalArgumentException("the profile lacks " + key);
    return Long.decode(value);
  }
}
