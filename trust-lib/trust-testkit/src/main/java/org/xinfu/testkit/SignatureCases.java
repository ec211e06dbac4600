package org.xinfu.testkit;

import static org.xinfu.trust.Conclusion.INDETERMINATE;
import static org.xinfu.trust.Conclusion.INVALID;
import static org.xinfu.trust.Conclusion.VALID;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Reason;
import org.xinfu.trust.key.Signer;

/** Short words in which {@link SignatureVectors} states its cases. */
abstract class SignatureCases {
  /** Where the cases go. */
  abstract Vectors vectors();

  static Map<String, Object> in(Bytes octets) {
    Map<String, Object> in = new TreeMap<>();
    in.put("signature", octets);
    in.put("contentDigest", TestSeals.CONTENT_DIGEST);
    in.put("propertyInfo", TestSeals.PATH);
    return in;
  }

  void malformed(String comment, Bytes octets) {
    both(comment, "Encoding", octets, Reason.MALFORMED);
  }

  void version(String comment, Bytes octets, Conclusion verdict, Reason reason) {
    both(new Vectors.Case(comment, "Version", in(octets), TestPki.NOW), verdict, reason);
  }

  void trust(String comment, Bytes otherSeal, Signer who, Reason reason) {
    Bytes octets = TestSeals.signature(otherSeal, who);
    both(new Vectors.Case(comment, "Trust", in(octets), TestPki.NOW), INDETERMINATE, reason);
  }

  void strict(String comment, Bytes octets) {
    vectors()
        .strictRefuses(
            new Vectors.Case(comment, "Deviation", in(octets), TestPki.NOW),
            INVALID,
            Reason.ENCODING_NOT_STANDARD);
  }

  void strict(String comment, String flag, Bytes octets, Reason reason) {
    vectors()
        .strictRefuses(
            new Vectors.Case(comment, flag, in(octets), TestPki.NOW), INDETERMINATE, reason);
  }

  void both(String comment, String flag, Bytes octets, @Nullable Reason reason) {
    both(
        new Vectors.Case(comment, flag, in(octets), TestPki.NOW),
        reason == null ? VALID : INVALID,
        reason);
  }

  void both(Vectors.Case test, Conclusion verdict, @Nullable Reason reason) {
    vectors().both(test, verdict, Optional.ofNullable(reason));
  }
}
