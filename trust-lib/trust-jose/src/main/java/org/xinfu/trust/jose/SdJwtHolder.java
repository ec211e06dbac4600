package org.xinfu.trust.jose;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.key.Signer;

/** The holder's side of an issued SD-JWT: says as much as the holder wants, RFC 9901 §6. */
public final class SdJwtHolder {
  private final String issued;
  private final Map<String, List<Disclosure>> paths;
  private final SdHash hash;

  private SdJwtHolder(String issued, Map<String, List<Disclosure>> paths, SdHash hash) {
    this.issued = issued;
    this.paths = paths;
    this.hash = hash;
  }

  /**
   * Takes what the issuer gave; its signature is not judged here.
   *
   * @throws IllegalArgumentException when it is no SD-JWT in compact form
   */
  public static SdJwtHolder of(String sdJwt) {
    try {
      String compact = sdJwt.strip();
      SdJwtText text = SdJwtText.parse(compact);
      Bytes payload = Base64Url.decode(text.issued().payload().orElse(""));
      Map<String, @Nullable Object> claims = Base64Url.object(payload);
      SdHash hash =
          SdHash.named(claims.get("_sd_alg"))
              .orElseThrow(() -> new MalformedJose("unknown _sd_alg"));
      Map<String, List<Disclosure>> paths =
          SdUnpacker.unpack(claims, text.disclosures(), hash).paths();
      return new SdJwtHolder(compact.substring(0, compact.indexOf('~') + 1), paths, hash);
    } catch (MalformedJose e) {
      throw new IllegalArgumentException(e.what(), e);
    }
  }

  /** JSON Pointers (RFC 6901) of all that may be disclosed. */
  public Set<String> disclosable() {
    return Set.copyOf(paths.keySet());
  }

  /**
   * The SD-JWT with these claims and, since they lead there, the hidden ones above them.
   *
   * @throws IllegalArgumentException for a path that is not disclosable
   */
  public String present(Set<String> claims) {
    for (String path : claims) {
      if (!paths.containsKey(path)) {
        throw new IllegalArgumentException("nothing to disclose at " + path);
      }
    }
    // In the issuer's order: the order of choosing says nothing to the verifier.
    Set<String> chosen = new LinkedHashSet<>();
    paths.forEach(
        (path, reached) -> {
          if (claims.contains(path)) {
            reached.forEach(d -> chosen.add(d.text()));
          }
        });
    StringBuilder out = new StringBuilder(issued);
    chosen.forEach(text -> out.append(text).append('~'));
    return out.toString();
  }

  /** The same, bound by the holder's key to a verifier's request. */
  public String present(Set<String> claims, KeyBinding request, Signer holder, Instant now) {
    String presented = present(claims);
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("iat", now.getEpochSecond());
    said.put("aud", request.audience());
    said.put("nonce", request.nonce());
    said.put("sd_hash", hash.of(presented));
    Signer bare = holder.chain().isEmpty() ? holder : holder.withChain(List.of());
    return presented + JwsSigner.with(bare).withHeader("typ", "kb+jwt").jwt(said);
  }
}
