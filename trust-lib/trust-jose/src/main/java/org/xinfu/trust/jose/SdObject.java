package org.xinfu.trust.jose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Claims of an SD-JWT to be issued: which are plain, which may be withheld, and how many decoys
 * hide their number. Values are JSON values (String, Long, BigDecimal, Boolean, List, Map), {@link
 * SdObject} or {@link SdArray}.
 */
public record SdObject(Map<String, Object> plain, Map<String, Object> hidden, int decoys) {
  private static final Set<String> RESERVED = Set.of("_sd", "_sd_alg", "...");

  public SdObject {
    plain = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(plain));
    hidden = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(hidden));
  }

  /** No claims yet. */
  public static SdObject empty() {
    return new SdObject(Map.of(), Map.of(), 0);
  }

  /** The same with a claim that every verifier sees. */
  public SdObject with(String name, Object value) {
    return new SdObject(added(plain, name, value), hidden, decoys);
  }

  /** The same with a claim that the holder may withhold. */
  public SdObject withHidden(String name, Object value) {
    return new SdObject(plain, added(hidden, name, value), decoys);
  }

  /** The same with {@code count} digests of nothing. */
  public SdObject withDecoys(int count) {
    return new SdObject(plain, hidden, count);
  }

  private Map<String, Object> added(Map<String, Object> to, String name, Object value) {
    if (RESERVED.contains(name) || plain.containsKey(name) || hidden.containsKey(name)) {
      throw new IllegalArgumentException("reserved or already there: " + name);
    }
    Map<String, Object> more = new LinkedHashMap<>(to);
    more.put(name, value);
    return more;
  }
}
