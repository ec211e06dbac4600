package org.xinfu.licence.issue;

import org.xinfu.licence.domain.LicenceFile;
import org.xinfu.licence.layout.Template;
import org.xinfu.trust.Bytes;

/** Port: who seals the licence's files. */
public interface Sealing {
  /**
   * Seals a file, whole-protected.
   *
   * @throws org.xinfu.kit.Refused with {@code sealing-refused}
   * @throws SealingUnavailable when nobody answers; the same order may be repeated
   */
  Bytes seal(Order order, Bytes file);

  /**
   * What is asked.
   *
   * @param key the same key asks for the same sealing
   * @param esId identifier of the seal
   * @param matter what the seal is used for
   * @param businessSerial the licence's identifier
   * @param unit code of the issuer, whose seal it must be
   */
  record Order(
      String key,
      String esId,
      String matter,
      String businessSerial,
      Template.SealPlace place,
      LicenceFile.Format format,
      String unit) {}

  /** The seal-service did not answer, or not as agreed. */
  final class SealingUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SealingUnavailable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
