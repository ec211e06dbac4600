package org.xinfu.trust.jose;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.key.Hash;

/**
 * What a JAdES signature is over when its header names objects by their digests: {@code sigD} with
 * the mechanism ObjectIdByURIHash, ETSI TS 119 182-1 §5.2.8.3.3. The payload is then empty and the
 * header alone is signed. Only one object can be handed in, and which of the web's addresses it has
 * is not known: critical as the parameter is, the signature stays undecided.
 */
final class DetachedObject {
  /** The header parameter. */
  static final String NAME = "sigD";

  /** Where it is said. */
  static final String CLAUSE = "ETSI TS 119 182-1 5.2.8.3.3";

  private static final String BY_HASH = "http://uri.etsi.org/19182/ObjectIdByURIHash";
  private static final String BY_URI = "http://uri.etsi.org/19182/ObjectIdByURI";
  private static final Map<String, Hash> HASHES =
      Map.of("S256", Hash.SHA256, "S384", Hash.SHA384, "S512", Hash.SHA512);

  private DetachedObject() {}

  /** Only where it is critical, so that nobody takes an empty payload for the content. */
  static boolean byHash(JoseHeader header) throws MalformedJose {
    return header.critical().contains(NAME) && digested(header);
  }

  /** Whether objects are named by their digests, be that critical or not. */
  static boolean digested(JoseHeader header) {
    return header.signed().get(NAME) instanceof Map<?, ?> object
        && BY_HASH.equals(object.get("mId"));
  }

  /**
   * Whether the signature is over more than one object, or over fields of a message (§5.2.8.2,
   * §5.2.8.3.2): one file at hand is then not what was signed, and refutes nothing.
   */
  static boolean moreThanOne(JoseHeader header) {
    return header.signed().get(NAME) instanceof Map<?, ?> object
        && !BY_HASH.equals(object.get("mId"))
        && !(BY_URI.equals(object.get("mId"))
            && object.get("pars") instanceof List<?> objects
            && objects.size() == 1);
  }

  /**
   * Whether the content is the one object that is named, when it is one by a digest in use.
   *
   * @return whether they were compared; otherwise nothing is known of the content, nor of what the
   *     signer saw
   */
  static boolean judge(JoseHeader header, SharedPayload payload, Report.Builder checks)
      throws MalformedJose {
    boolean encoded = header.payloadEncoded();
    Optional<Bytes> found = Optional.empty();
    Object stated = "";
    if (header.signed().get(NAME) instanceof Map<?, ?> object
        && object.get("hashV") instanceof List<?> values
        && values.size() == 1) {
      stated = values.get(0);
      found =
          Optional.ofNullable(HASHES.get(String.valueOf(object.get("hashM"))))
              .flatMap(hash -> payload.digest(hash, encoded));
    }
    if (found.isEmpty()) {
      checks.unknown(
          "payload", CLAUSE, Reason.CONTENT_NOT_COVERED, "nothing is held against sigD's digests");
      return false;
    }
    checks.require(
        Base64Url.encode(found.get()).equals(stated),
        "payload",
        CLAUSE,
        Reason.DIGEST_MISMATCH,
        "the content is not the object of sigD");
    return true;
  }
}
