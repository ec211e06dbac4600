package org.xinfu.trust.jose;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the disclosed claims where their digests stand, RFC 9901 §7.1 step 3. Each digest may occur
 * once and each disclosure must be used, else the whole is refused.
 */
final class SdUnpacker {
  private static final int MAX_DEPTH = 64;

  private final Map<String, Disclosure> byDigest = new LinkedHashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, List<Disclosure>> paths = new LinkedHashMap<>();
  private final Set<String> used = new LinkedHashSet<>();

  private SdUnpacker() {}

  /**
   * What came out.
   *
   * @param claims the payload with what was disclosed and without digests
   * @param paths JSON Pointer of each disclosed claim, with the disclosures that reach it
   */
  record Unpacked(Map<String, @Nullable Object> claims, Map<String, List<Disclosure>> paths) {}

  static Unpacked unpack(
      Map<String, @Nullable Object> payload, List<String> disclosures, SdHash hash)
      throws MalformedJose {
    SdUnpacker unpacker = new SdUnpacker();
    for (String text : disclosures) {
      Disclosure disclosure = Disclosure.parse(text);
      if (unpacker.byDigest.put(disclosure.digest(hash), disclosure) != null) {
        throw new MalformedJose("a disclosure is there twice");
      }
    }
    Map<String, @Nullable Object> claims = unpacker.object(payload, new Place("", List.of(), 0));
    claims.remove("_sd_alg");
    if (unpacker.used.size() != unpacker.byDigest.size()) {
      throw new MalformedJose("a disclosure that no digest refers to");
    }
    return new Unpacked(claims, unpacker.paths);
  }

  /** Where we are, and which disclosures led here. */
  private record Place(String path, List<Disclosure> reached, int depth) {
    Place down(String name) throws MalformedJose {
      if (depth >= MAX_DEPTH) {
        throw new MalformedJose("nested deeper than " + MAX_DEPTH);
      }
      String step = name.replace("~", "~0").replace("/", "~1");
      return new Place(path + "/" + step, reached, depth + 1);
    }

    Place by(Disclosure disclosure) {
      List<Disclosure> longer = new ArrayList<>(reached);
      longer.add(disclosure);
      return new Place(path, longer, depth);
    }
  }

  private @Nullable Object value(@Nullable Object value, Place place) throws MalformedJose {
    if (value instanceof Map<?, ?> map) {
      return object(map, place);
    }
    return value instanceof List<?> list ? array(list, place) : value;
  }

  private Map<String, @Nullable Object> object(Map<?, ?> members, Place place)
      throws MalformedJose {
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : members.entrySet()) {
      String name = String.valueOf(member.getKey());
      if (name.equals("...")) {
        throw new MalformedJose("the name ... outside an array");
      }
      if (!name.equals("_sd")) {
        out.put(name, value(member.getValue(), place.down(name)));
      }
    }
    if (members.containsKey("_sd")) {
      for (String digest : digests(members.get("_sd"))) {
        Optional<Disclosure> disclosed = take(digest);
        if (disclosed.isPresent()) {
          insert(out, disclosed.get(), place);
        }
      }
    }
    return out;
  }

  private void insert(Map<String, @Nullable Object> out, Disclosure disclosed, Place place)
      throws MalformedJose {
    String name =
        disclosed.name().orElseThrow(() -> new MalformedJose("an array element among claims"));
    if (out.containsKey(name)) {
      throw new MalformedJose("a disclosed claim is there already: " + name);
    }
    Place at = place.down(name).by(disclosed);
    paths.put(at.path(), at.reached());
    out.put(name, value(disclosed.value(), at));
  }

  private List<@Nullable Object> array(List<?> items, Place place) throws MalformedJose {
    List<@Nullable Object> out = new ArrayList<>();
    int index = 0;
    for (Object item : items) {
      Place at = place.down(Integer.toString(index++));
      if (!(item instanceof Map<?, ?> map) || !map.containsKey("...")) {
        out.add(value(item, at));
        continue;
      }
      if (map.size() != 1 || !(map.get("...") instanceof String digest)) {
        throw new MalformedJose("an array digest beside other members");
      }
      Optional<Disclosure> disclosed = take(digest);
      if (disclosed.isPresent()) {
        if (disclosed.get().name().isPresent()) {
          throw new MalformedJose("a claim among array elements");
        }
        Place by = at.by(disclosed.get());
        paths.put(by.path(), by.reached());
        out.add(value(disclosed.get().value(), by));
      }
    }
    return out;
  }

  private Optional<Disclosure> take(String digest) throws MalformedJose {
    if (!seen.add(digest)) {
      throw new MalformedJose("a digest is there twice");
    }
    Optional<Disclosure> disclosed = Optional.ofNullable(byDigest.get(digest));
    disclosed.ifPresent(d -> used.add(digest));
    return disclosed;
  }

  private static List<String> digests(@Nullable Object listed) throws MalformedJose {
    if (!(listed instanceof List<?> all)) {
      throw new MalformedJose("_sd is not a list");
    }
    List<String> digests = new ArrayList<>();
    for (Object each : all) {
      if (!(each instanceof String digest)) {
        throw new MalformedJose("_sd holds something other than digests");
      }
      digests.add(digest);
    }
    return digests;
  }
}
