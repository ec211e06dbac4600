package org.xinfu.trust.cms;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.key.ContentReadings;
import org.xinfu.trust.key.SignatureScheme;
import org.xinfu.trust.key.VerificationKey;

/** The value over a content that is too large for memory, RFC 5652 §5.6. */
final class StreamedValue {
  static final String NAMELESS = "SM2 under an empty user id";
  static final String DIGEST_ALONE = "SM2 over the content's digest alone, without the signer";

  private static final String ID = "signature-value";

  private StreamedValue() {}

  /**
   * Reads the content for the value, and where SM2 does not hold once more for each of the two
   * habits that are told, as long as it may be read.
   */
  static void judge(
      VerificationKey key,
      Bytes value,
      Supplier<InputStream> message,
      ContentReadings readings,
      Report.Builder checks) {
    boolean holds = read(message, content -> key.verify(content, value));
    boolean sm2 = !holds && key.scheme().kind() == SignatureScheme.Kind.SM2;
    if (sm2 && readings.maySpend() && read(message, c -> key.verifiesNameless(c, value))) {
      unnamed(checks, NAMELESS);
    } else if (sm2 && readings.maySpend() && read(message, c -> key.verifiesDigest(c, value))) {
      unnamed(checks, DIGEST_ALONE);
    } else {
      checks.require(
          holds,
          ID,
          "RFC 5652 5.6",
          Reason.SIGNATURE_VALUE_WRONG,
          "the value is not this key's over the content");
    }
  }

  /** A value of the key's owner that no standard counts. */
  static void unnamed(Report.Builder checks, String detail) {
    checks.unknown(ID, "GM/T 0009 10", Reason.ALGORITHM_NOT_ALLOWED, detail);
  }

  private interface Verification {
    boolean over(InputStream content) throws IOException;
  }

  private static boolean read(Supplier<InputStream> message, Verification verification) {
    try (InputStream content = message.get()) {
      return verification.over(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
