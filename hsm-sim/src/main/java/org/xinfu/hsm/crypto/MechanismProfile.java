package org.xinfu.hsm.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which number each mechanism has on this device: {@code project-default}, {@code sansec} or {@code
 * tass}.
 */
public final class MechanismProfile {
  private final TreeMap<Long, Mechanism> byNumber = new TreeMap<>();
  private final Map<Mechanism, Long> numbers = new EnumMap<>(Mechanism.class);
  private final long sm2KeyType;

  private MechanismProfile(Properties vendor) {
    for (Mechanism mechanism : Mechanism.values()) {
      String name = mechanism.vendor();
      if (name != null && vendor.getProperty(name) == null)
        continue; // this device has no such mechanism
      long number = name == null ? mechanism.fixed() : Long.decode(vendor.getProperty(name));
      byNumber.put(number, mechanism);
      numbers.put(mechanism, number);
    }
    sm2KeyType = Long.decode(vendor.getProperty("CKK_SM2"));
  }

  public static MechanismProfile named(String name) {
    String resource = "/org/xinfu/hsm/profile/" + name + ".properties";
    try (InputStream in = MechanismProfile.class.getResourceAsStream(resource)) {
      if (in == null) throw new IllegalArgumentException("no mechanism profile " + name);
      Properties vendor = new Properties();
      vendor.load(in);
      return new MechanismProfile(vendor);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public @Nullable Mechanism find(long number) {
    return byNumber.get(number);
  }

  public long number(Mechanism mechanism) {
    Long number = numbers.get(mechanism);
    if (number == null) throw new IllegalArgumentException("not on this device: " + mechanism);
    return number;
  }

  public List<Long> all() {
    return List.copyOf(byNumber.keySet());
  }

  /** CKK_SM2 on this device. */
  public long sm2KeyType() {
    return sm2KeyType;
  }
}
