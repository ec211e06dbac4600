package org.xinfu.trust.seal;

import java.util.Optional;
import java.util.function.Supplier;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.der.Der;
import org.xinfu.trust.der.MalformedDer;
import org.xinfu.trust.der.Tolerance;

/** Recognises seals and signatures with seals by their first octets, damaged ones included. */
final class SesShape {
  /** Enough for six nested headers. */
  static final int HEAD = 64;

  private static final Bytes MAGIC = Bytes.hex("16024553");

  private SesShape() {}

  /** A seal begins with a header whose first field is IA5String "ES"; a signature holds a seal. */
  static Optional<DocumentFormat> detect(Bytes head) {
    int info = enter(head, enter(head, 0));
    if (startsSeal(head, info)) {
      return Optional.of(DocumentFormat.SESEAL);
    }
    boolean version = info > 0 && info + 3 <= head.length() && head.at(info) == Der.INTEGER;
    int seal = version ? enter(head, info + 2 + head.at(info + 1)) : -1;
    return startsSeal(head, enter(head, seal))
        ? Optional.of(DocumentFormat.SES_SIGNATURE)
        : Optional.empty();
  }

  /** The version that a signature's shape shows; SES_V4 when it shows none. */
  static String formatOf(Bytes signature) {
    return format(
        () -> Der.readTolerant(signature, new Tolerance()).children().get(0).children().get(1));
  }

  /** The version that a seal's shape shows; SES_V4 when it shows none. */
  static String sealFormatOf(Bytes seal) {
    return format(() -> Der.readTolerant(seal, new Tolerance()));
  }

  private static String format(Supplier<Der> seal) {
    try {
      return SesVersion.of(seal.get()).format();
    } catch (MalformedDer | SesVersion.Contradiction | IndexOutOfBoundsException e) {
      return SesVersion.V4.format();
    }
  }

  private static boolean startsSeal(Bytes head, int sealInfo) {
    int header = enter(head, sealInfo);
    return header > 0
        && header + MAGIC.length() <= head.length()
        && head.slice(header, header + MAGIC.length()).equals(MAGIC);
  }

  /** Where the content of the SEQUENCE at {@code position} begins; -1 when there is none. */
  private static int enter(Bytes head, int position) {
    if (position < 0 || position + 2 > head.length() || head.at(position) != Der.SEQUENCE) {
      return -1;
    }
    int first = head.at(position + 1);
    return position + 2 + (first > 0x80 && first <= 0x84 ? first & 0x7f : 0);
  }
}
