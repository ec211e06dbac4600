package org.xinfu.trust.list;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.RevocationCause;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.json.JsonException;
import org.xinfu.trust.key.VerificationKey;

/** Lists as JSON: exactly these members, nothing that is not understood. */
final class TrustListJson {
  private TrustListJson() {}

  static String write(TrustList list) {
    return CanonicalJson.write(map(list));
  }

  static Map<String, Object> map(TrustList list) {
    Map<String, Object> out = new TreeMap<>();
    out.put("name", list.name());
    out.put("version", list.version());
    out.put("issued", list.issued().toString());
    out.put("nextUpdate", list.nextUpdate().toString());
    out.put("threshold", (long) list.roots().threshold());
    out.put("roots", list.roots().encoded().stream().map(TrustListJson::base64).toList());
    out.put("anchors", list.anchors().stream().map(TrustListJson::anchor).toList());
    out.put("distrusted", list.distrusted().stream().map(TrustListJson::distrust).toList());
    return out;
  }

  private static Map<String, Object> anchor(ListedAnchor anchor) {
    // Sorted, or the signed octets would differ from one process to the next.
    return new TreeMap<>(
        Map.of(
            "certificate", base64(anchor.certificate().der()),
            "purpose", anchor.purpose().word(),
            "from", anchor.from().toString()));
  }

  private static Map<String, Object> distrust(Distrust lost) {
    Map<String, Object> out = new TreeMap<>();
    out.put("key", lost.keySha256());
    out.put("since", lost.since().toString());
    out.put("reason", lost.reason().name());
    lost.invalidityDate().ifPresent(i -> out.put("invalidityDate", i.toString()));
    return out;
  }

  /**
   * Reads what {@link #map} wrote.
   *
   * @throws RuntimeException of the kinds that {@link org.xinfu.trust.json.JsonShape} turns into a
   *     JsonException, when it is anything else
   */
  static TrustList read(Map<?, ?> in) {
    only(
        in,
        Set.of(
            "name",
            "version",
            "issued",
            "nextUpdate",
            "threshold",
            "roots",
            "anchors",
            "distrusted"));
    List<ListedAnchor> anchors = new ArrayList<>();
    for (Object each : list(in, "anchors")) {
      anchors.add(anchor((Map<?, ?>) each));
    }
    List<Distrust> distrusted = new ArrayList<>();
    for (Object each : list(in, "distrusted")) {
      distrusted.add(distrust((Map<?, ?>) each));
    }
    return new TrustList(
        text(in, "name"),
        number(in, "version"),
        Instant.parse(text(in, "issued")),
        Instant.parse(text(in, "nextUpdate")),
        new RootKeys(keys(in), Math.toIntExact(number(in, "threshold"))),
        anchors,
        distrusted);
  }

  static List<VerificationKey> keys(Map<?, ?> in) {
    List<VerificationKey> keys = new ArrayList<>();
    for (Object each : list(in, "roots")) {
      keys.add(VerificationKey.parse(octets(each)).orElseThrow());
    }
    return keys;
  }

  private static ListedAnchor anchor(Map<?, ?> in) {
    only(in, Set.of("certificate", "purpose", "from"));
    return new ListedAnchor(
        Certificate.parse(octets(text(in, "certificate"))).orElseThrow(),
        AnchorPurpose.ofWord(text(in, "purpose")).orElseThrow(),
        Instant.parse(text(in, "from")));
  }

  /** A signature and the key that is said to have made it. */
  record Signature(Bytes key, Bytes value) {}

  static Signature signature(Map<?, ?> in) {
    only(in, Set.of("key", "value"));
    return new Signature(octets(in.get("key")), octets(in.get("value")));
  }

  private static Distrust distrust(Map<?, ?> in) {
    only(in, Set.of("key", "since", "reason", "invalidityDate"));
    Optional<Instant> invalid =
        in.containsKey("invalidityDate")
            ? Optional.of(Instant.parse(text(in, "invalidityDate")))
            : Optional.empty();
    return new Distrust(
        text(in, "key"),
        Instant.parse(text(in, "since")),
        RevocationCause.valueOf(text(in, "reason")),
        invalid);
  }

  /** A member that nobody understands might have been meant to forbid something. */
  private static void only(Map<?, ?> in, Set<String> names) {
    if (!names.containsAll(in.keySet())) {
      throw new JsonException("a member that is not understood");
    }
  }

  static String text(Map<?, ?> in, String name) {
    return (String) Objects.requireNonNull(in.get(name), name);
  }

  static long number(Map<?, ?> in, String name) {
    return (Long) Objects.requireNonNull(in.get(name), name);
  }

  static List<?> list(Map<?, ?> in, String name) {
    return (List<?>) Objects.requireNonNull(in.get(name), name);
  }

  static Bytes octets(@Nullable Object base64) {
    return Bytes.of(Base64.getDecoder().decode((String) Objects.requireNonNull(base64)));
  }

  static String base64(Bytes octets) {
    return Base64.getEncoder().encodeToString(octets.toArray());
  }
}
