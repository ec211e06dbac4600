package org.xinfu.licence.web;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.xinfu.licence.domain.Licence;
import org.xinfu.licence.domain.LicenceFile;

/**
 * The answer to an issue, a change or a deposit: nothing personal, since it is kept for replays.
 *
 * @param href where the licence is read
 */
public record IssuedView(
    String identifier,
    String typeCode,
    int version,
    String status,
    Instant issuedAt,
    String href,
    List<FileView> files) {
  /** A file of it. */
  public record FileView(String format, String sha256, int length, String href) {
    static FileView of(Licence licence, LicenceFile file) {
      return new FileView(
          file.format().name(),
          file.sha256(),
          file.length(),
          IssuedView.href(licence) + "/file." + file.format().extension());
    }
  }

  public static IssuedView of(Licence licence, LocalDate today) {
    return new IssuedView(
        licence.identifier().text(),
        licence.identifier().typeCode(),
        licence.identifier().version(),
        licence.status(today).name(),
        licence.facts().issuedAt(),
        href(licence),
        files(licence));
  }

  static List<FileView> files(Licence licence) {
    return licence.files().stream().map(f -> FileView.of(licence, f)).toList();
  }

  static String href(Licence licence) {
    return "/api/v1/licences/" + licence.identifier().text();
  }
}
