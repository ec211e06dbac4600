package org.xinfu.seal.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.xinfu.seal.domain.Seals;
import org.xinfu.seal.verification.VerifyFile;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.CheckNames;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Printable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.SignatureReport.SealFacts;

/** The public page: upload a file, see the verdict, the seal and every check. */
@Controller
class VerifyPage {
  private final VerifyFile verify;
  private final Seals seals;

  VerifyPage(VerifyFile verify, Seals seals) {
    this.verify = verify;
    this.seals = seals;
  }

  @GetMapping("/")
  String home() {
    return "redirect:/verify";
  }

  @GetMapping("/verify")
  String blank() {
    return "verify";
  }

  @PostMapping("/verify")
  String verified(@RequestParam MultipartFile file, Model model, Locale language) {
    DocumentReport report = verify.verify(octets(file));
    model.addAttribute("file", name(file));
    model.addAttribute("verdict", report.conclusion().name());
    model.addAttribute("coverage", report.coverage().name());
    model.addAttribute("format", report.format().name());
    model.addAttribute("reason", report.reason().map(r -> r.sentence(language)).orElse(""));
    model.addAttribute("code", report.reason().map(Reason::code).orElse(""));
    model.addAttribute("checks", lines(report.document().checks(), language));
    model.addAttribute(
        "signatures", report.signatures().stream().map(s -> signature(s, language)).toList());
    return "verify";
  }

  private Signature signature(SignatureReport report, Locale language) {
    return shown(report, picture(report.seal()), language);
  }

  static Signature shown(SignatureReport report, String picture, Locale language) {
    SealFacts seal = report.seal();
    return new Signature(
        Printable.of(report.id()),
        report.conclusion().name(),
        Objects.requireNonNullElse(report.algorithm(), ""),
        Optional.ofNullable(report.signedAt()).map(ConsoleClock::shown).orElse(""),
        Optional.ofNullable(report.signer()).map(s -> Printable.of(s.subject())).orElse(""),
        seal == null ? "" : Printable.of(seal.name()),
        seal == null ? "" : Printable.of(seal.esId()),
        Optional.ofNullable(seal)
            .map(SealFacts::status)
            .map(SignatureReport.SealStatus::value)
            .orElse(""),
        picture,
        lines(report.report().checks(), language));
  }

  /** Only of a seal that the register knows: a stranger's picture is not shown as ours. */
  private String picture(@Nullable SealFacts seal) {
    if (seal == null || seal.status() == null) {
      return "";
    }
    return seals
        .find(seal.esId())
        .map(s -> Base64.getEncoder().encodeToString(s.version().png().toArray()))
        .map(text -> "data:image/png;base64," + text)
        .orElse("");
  }

  private static List<Line> lines(List<Check> checks, Locale language) {
    return checks.stream().map(check -> line(check, language)).toList();
  }

  private static Line line(Check check, Locale language) {
    Reason reason = check.reason();
    String sentence = reason == null ? "" : reason.sentence(language);
    String name = CheckNames.of(check.id(), language);
    String detail = Printable.of(check.detail());
    return new Line(check.id(), name, check.clause(), check.outcome().name(), sentence, detail);
  }

  private static String name(MultipartFile file) {
    return Printable.of(Objects.requireNonNullElse(file.getOriginalFilename(), ""));
  }

  private static Bytes octets(MultipartFile file) {
    try {
      return Bytes.of(file.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One check. */
  record Line(
      String id, String name, String clause, String outcome, String reason, String detail) {}

  /** One signature. */
  record Signature(
      String id,
      String verdict,
      String algorithm,
      String signedAt,
      String signer,
      String sealName,
      String esId,
      String status,
      String picture,
      List<Line> checks) {}
}
