package org.xinfu.trust.seal;

import java.util.List;
import org.xinfu.trust.Reason;
import org.xinfu.trust.chain.DerSlice;
import org.xinfu.trust.chain.DerSlice.MalformedDer;

/**
 * The three standards in circulation, told apart by the number of parts first and by the stated
 * version second; a contradiction is refused.
 */
enum SesVersion {
  /** GM/T 0031-2014: a seal of two parts, version 1 (drafts wrote 2 and 3, the text shows 11). */
  V1,
  /** GB/T 38540-2020: four parts, version 4. */
  V4,
  /** GM/T 0031-2025: four parts, or five with a time-stamp on the seal, version 5. */
  V5;

  /**
   * The version of {@code seal}.
   *
   * @throws Unsupported when shape and number contradict each other
   */
  static SesVersion of(DerSlice seal) {
    List<DerSlice> parts = seal.expect(DerSlice.SEQUENCE, "SESeal").children();
    SesFields.count(parts, 2, 5, "SESeal");
    int stated = stated(parts.get(0));
    boolean agrees =
        switch (parts.size()) {
          case 2 -> stated != 4 && stated != 5;
          case 4 -> stated == 4 || stated == 5;
          case 5 -> stated == 5;
          default -> false;
        };
    if (!agrees) {
      throw new Unsupported(
          Reason.SEAL_VERSION_CONTRADICTION, parts.size() + " parts, version " + stated);
    }
    if (parts.size() == 2) {
      return V1;
    }
    return stated == 4 ? V4 : V5;
  }

  /** As reports name the format. */
  String format() {
    return "SES_" + name();
  }

  private static int stated(DerSlice sealInfo) {
    List<DerSlice> parts = sealInfo.expect(DerSlice.SEQUENCE, "eSealInfo").children();
    SesFields.count(parts, 4, 5, "eSealInfo");
    List<DerSlice> header = parts.get(0).expect(DerSlice.SEQUENCE, "header").children();
    SesFields.count(header, 3, 3, "header");
    if (!SesFields.ia5(header.get(0), "header.ID").equals("ES")) {
      throw new MalformedDer("header.ID is not ES");
    }
    return SesFields.integer(header.get(1), "header.version");
  }

  /** Readable, but not as a seal of version 4. */
  static final class Unsupported extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Reason reason;

    Unsupported(Reason reason, String detail) {
      super(detail);
      this.reason = reason;
    }

    Reason reason() {
      return reason;
    }
  }
}
