package org.xinfu.trust.seal;

import java.util.List;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;

/**
 * The three standards in circulation, told apart by the number of parts first and by the stated
 * version second; a contradiction is refused.
 */
enum SesVersion {
  /** GM/T 0031-2014: a seal of two parts, version 1 (drafts wrote 2 and 3, the text shows 11). */
  V1,
  /** GB/T 38540-2020: four parts, version 4. */
  V4,
  /**
   * GM/T 0031-2025: four parts, or five with a time-stamp on the seal, version 5. A later number in
   * this shape is read like it, and {@link SealChecks} says that its rules are not known.
   */
  V5;

  /**
   * The version of {@code seal}.
   *
   * @throws Contradiction when shape and number contradict each other
   */
  static SesVersion of(Der seal) {
    List<Der> parts = seal.expect(Der.SEQUENCE, "SESeal").children();
    SesFields.count(parts, 2, 5, "SESeal");
    int stated = stated(parts.get(0));
    boolean agrees =
        switch (parts.size()) {
          case 2 -> stated != 4 && stated != 5;
          case 4 -> stated >= 4;
          case 5 -> stated >= 5;
          default -> false;
        };
    if (!agrees) {
      throw new Contradiction(parts.size() + " parts, version " + stated);
    }
    if (parts.size() == 2) {
      return V1;
    }
    return stated == 4 ? V4 : V5;
  }

  /** The number of the standard's version. */
  int number() {
    return switch (this) {
      case V1 -> 1;
      case V4 -> 4;
      case V5 -> 5;
    };
  }

  /** As reports name the format. */
  String format() {
    return "SES_" + name();
  }

  private static int stated(Der sealInfo) {
    List<Der> parts = sealInfo.expect(Der.SEQUENCE, "eSealInfo").children();
    SesFields.count(parts, 4, 5, "eSealInfo");
    List<Der> header = parts.get(0).expect(Der.SEQUENCE, "header").children();
    SesFields.count(header, 3, 3, "header");
    SesReader reader = new SesReader(); // what is odd about the header is told by the seal
    if (!reader.text(header.get(0), Der.IA5_STRING, "header.ID").equals("ES")) {
      throw new MalformedDer("header.ID is not ES");
    }
    return reader.integer(header.get(1), "header.version");
  }

  /** Shape and number disagree, or the signature is of another version than its seal. */
  static final class Contradiction extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Contradiction(String detail) {
      super(detail);
    }
  }
}
