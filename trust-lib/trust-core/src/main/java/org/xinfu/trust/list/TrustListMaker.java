package org.xinfu.trust.list;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.json.CanonicalJson;
import org.xinfu.trust.key.Signer;

/** Signs lists; each root key signs on its own, and the parts are put together here. */
public final class TrustListMaker {
  private TrustListMaker() {}

  /** One key's signature over the list. */
  public static Bytes signature(TrustList list, Signer root) {
    return root.sign(list.octets());
  }

  /**
   * The list with these keys' signatures. When the root keys change, both the old threshold and the
   * new one sign.
   *
   * @return UTF-8 of canonical JSON {@code {"list", "signatures": [{"key", "value"}]}}
   */
  public static Bytes sign(TrustList list, List<Signer> roots) {
    List<Map<String, Object>> signatures =
        roots.stream().map(root -> one(root, signature(list, root))).toList();
    Map<String, Object> out = new TreeMap<>();
    out.put("list", TrustListJson.map(list));
    out.put("signatures", signatures);
    return Bytes.utf8(CanonicalJson.write(out));
  }

  private static Map<String, Object> one(Signer root, Bytes value) {
    return new TreeMap<>(
        Map.of(
            "key", TrustListJson.base64(root.publicKey().encoded()),
            "value", TrustListJson.base64(value)));
  }
}
