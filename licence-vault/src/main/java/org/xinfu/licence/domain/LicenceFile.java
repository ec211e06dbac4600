package org.xinfu.licence.domain;

import java.util.Locale;
import org.xinfu.kit.blob.BlobId;

/**
 * A sealed file of a licence.
 *
 * @param sha256 of the whole file, hex
 */
public record LicenceFile(Format format, BlobId blob, String sha256, int length) {
  /** Kinds of files. */
  public enum Format {
    OFD("application/ofd"),
    PDF("application/pdf");

    private final String mediaType;

    Format(String mediaType) {
      this.mediaType = mediaType;
    }

    public String mediaType() {
      return mediaType;
    }

    /** As in file names. */
    public String extension() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
