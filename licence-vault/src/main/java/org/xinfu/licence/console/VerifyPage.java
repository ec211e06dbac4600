package org.xinfu.licence.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.xinfu.licence.domain.LicenceStore;
import org.xinfu.licence.types.Catalogue;
import org.xinfu.licence.types.SheetMaker;
import org.xinfu.licence.verification.PublicFacts;
import org.xinfu.licence.verification.VerifyFile;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.CheckNames;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Printable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.id.LicenceIdentifier;

/** {@code /verify}: anyone checks a licence by its file or by its identifier. */
@Controller
class VerifyPage {
  private final VerifyFile verifying;
  private final LicenceStore licences;
  private final Catalogue catalogue;
  private final Clock clock;

  VerifyPage(VerifyFile verifying, LicenceStore licences, Catalogue catalogue, Clock clock) {
    this.verifying = verifying;
    this.licences = licences;
    this.catalogue = catalogue;
    this.clock = clock;
  }

  /** A check that did not pass, in the visitor's language. */
  public record Finding(String check, String name, String outcome, String sentence, String detail) {
    static Finding of(Check check, Locale language) {
      Reason reason = check.reason();
      return new Finding(
          check.id(),
          CheckNames.of(check.id(), language),
          check.outcome().name(),
          reason == null ? "" : reason.sentence(language),
          Printable.of(check.detail()));
    }
  }

  /** A signature and who made it. */
  public record Signature(String seal, String signer, String signedAt, String coverage) {
    static Signature of(SignatureReport report) {
      SignatureReport.SealFacts seal = report.seal();
      SignatureReport.SignerFacts signer = report.signer();
      return new Signature(
          seal == null ? report.format() : Printable.of(seal.name()),
          signer == null ? "" : Printable.of(signer.subject()),
          Optional.ofNullable(report.signedAt()).map(Object::toString).orElse(""),
          report.coverage().name());
    }
  }

  @GetMapping("/")
  String start() {
    return "redirect:/verify";
  }

  @GetMapping("/verify")
  String form(@RequestParam("id") Optional<String> id, Model model) {
    String asked = id.map(String::strip).orElse("");
    model.addAttribute("id", asked);
    if (!asked.isEmpty()) {
      LocalDate today = LocalDate.ofInstant(clock.instant(), SheetMaker.CHINA);
      Optional<PublicFacts> facts =
          LicenceIdentifier.parse(asked)
              .flatMap(licences::find)
              .map(l -> PublicFacts.of(l, catalogue, today));
      model.addAttribute("unknown", facts.isEmpty());
      facts.ifPresent(f -> model.addAttribute("facts", f));
    }
    return "verify";
  }

  @PostMapping("/verify")
  String file(@RequestParam("file") MultipartFile file, Locale language, Model model) {
    DocumentReport report = verifying.verify(octets(file));
    model.addAttribute("id", "");
    String name = Objects.requireNonNullElse(file.getOriginalFilename(), "");
    model.addAttribute("name", Printable.of(name));
    model.addAttribute("report", report);
    model.addAttribute("signatures", report.signatures().stream().map(Signature::of).toList());
    model.addAttribute("conclusion", report.conclusion().name());
    model.addAttribute("reason", report.reason().map(r -> r.sentence(language)).orElse(""));
    model.addAttribute("findings", findings(report, language));
    return "verify";
  }

  private static List<Finding> findings(DocumentReport report, Locale language) {
    return Stream.concat(
            Stream.of(report.document()), report.signatures().stream().map(SignatureReport::report))
        .flatMap(r -> r.checks().stream())
        .filter(c -> c.outcome() != Outcome.PASS && c.outcome() != Outcome.NOT_DONE)
        .sorted(Comparator.comparingInt(c -> rank(c.outcome())))
        .map(c -> Finding.of(c, language))
        .toList();
  }

  private static int rank(Outcome outcome) {
    return switch (outcome) {
      case FAIL -> 0;
      case UNKNOWN -> 1;
      default -> 2;
    };
  }

  private static Bytes octets(MultipartFile file) {
    try {
      return Bytes.of(file.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
