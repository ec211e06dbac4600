package org.xinfu.trust.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.xinfu.trust.Check;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Printable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.ReportJson;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.pdf.report.ReportSheet;
import org.xinfu.trust.pdf.report.ReportSheet.Pair;
import org.xinfu.trust.pdf.report.ReportSheet.Row;
import org.xinfu.trust.pdf.report.ReportSheet.Section;
import org.xinfu.trust.pdf.report.ReportSheet.Table;
import org.xinfu.trust.pdf.report.ReportSheet.Tone;

/**
 * The certificate of verification (验章报告) in the words of one language, before it is set as HTML or
 * PDF. Whatever a stranger wrote has become harmless here.
 */
record Sheets(Words words) {
  private static final int MOST_LISTED = 20;

  List<ReportSheet> of(List<Judgement> judgements) {
    return judgements.stream().map(this::sheet).toList();
  }

  private ReportSheet sheet(Judgement judgement) {
    return judgement
        .report()
        .map(report -> sheet(judgement, report))
        .orElseGet(
            () ->
                new ReportSheet(
                    words.of("title"),
                    Printable.of(judgement.name()),
                    new ReportSheet.Verdict(
                        words.of("unreadable"),
                        Tone.UNSURE,
                        judgement.error().map(Printable::of).stream().toList()),
                    List.of(),
                    List.of(),
                    List.of(pair("engine", ReportJson.engine())),
                    table(List.of())));
  }

  private ReportSheet sheet(Judgement judgement, DocumentReport report) {
    return new ReportSheet(
        words.of("title"),
        Printable.of(judgement.name()),
        new ReportSheet.Verdict(
            words.of(report.conclusion()), tone(report.conclusion()), meaning(report)),
        report.signatures().stream().map(s -> section(judgement, s)).toList(),
        notes(judgement, report),
        facts(report),
        table(rows(report)));
  }

  private List<String> meaning(DocumentReport report) {
    List<String> sentences = new ArrayList<>();
    boolean changed = report.signatures().stream().anyMatch(s -> !s.changesAfter().isEmpty());
    boolean valid = report.conclusion() == Conclusion.VALID;
    String plain = "plain." + report.conclusion().name() + (valid && changed ? ".changed" : "");
    sentences.add(words.of(plain));
    report.reason().ifPresent(r -> sentences.add(words.sentence(r) + " (" + r.code() + ")"));
    return sentences;
  }

  private List<String> notes(Judgement judgement, DocumentReport report) {
    List<String> notes = new ArrayList<>();
    listed(report.uncovered())
        .forEach(path -> notes.add(words.of("uncovered") + ": " + Printable.of(path)));
    judgement.unseen().ifPresent(facts -> notes.add(Printable.of(words.unseen(facts))));
    words.alike(Stream.of(judgement.name())).ifPresent(notes::add);
    long open = checks(report).filter(Sheets::open).count();
    if (report.conclusion() == Conclusion.VALID && open > 0) {
      notes.add(words.of("open", Long.toString(open)));
    }
    if (report.format() == DocumentFormat.PDF) {
      notes.add(words.of("readers"));
    }
    return notes;
  }

  private List<Pair> facts(DocumentReport report) {
    return List.of(
        new Pair("SHA-256", report.sha256()),
        pair("format", report.format().name()),
        pair("coverage", words.of(report.coverage())),
        pair("at", report.at() + ", " + report.policyName()),
        pair("policy", report.policySha256()),
        pair("engine", ReportJson.engine()));
  }

  private Section section(Judgement judgement, SignatureReport signature) {
    SignatureReport.SealFacts seal = signature.seal();
    Optional<ShownPicture> picture = Optional.ofNullable(seal).map(s -> shown(judgement, s));
    String heading =
        words.of("signature") + " " + signature.id() + ": " + words.of(signature.conclusion());
    List<String> why =
        Stream.concat(
                signature.reason().map(words::sentence).stream(), words.alike(signature).stream())
            .toList();
    List<String> remarks = picture.map(ShownPicture::remarks).orElse(List.of());
    return new Section(
        Printable.of(heading),
        why,
        picture.flatMap(ShownPicture::image),
        seal == null ? "" : Printable.of(words.of("sealOf", seal.name())),
        pairs(signature, remarks.stream().map(words::of).toList()));
  }

  private static Stream<Check> checks(DocumentReport report) {
    return Stream.concat(
        report.document().checks().stream(),
        report.signatures().stream().flatMap(s -> s.report().checks().stream()));
  }

  /** A verdict stands although it did not pass. */
  private static boolean open(Check check) {
    return check.outcome() != Outcome.PASS;
  }

  private static ShownPicture shown(Judgement judgement, SignatureReport.SealFacts seal) {
    return judgement
        .picture(seal)
        .map(picture -> ShownPicture.of(picture.data()))
        .orElseGet(ShownPicture::absent);
  }

  private List<Pair> pairs(SignatureReport signature, List<String> remarks) {
    List<Pair> pairs = new ArrayList<>();
    SignatureReport.SignerFacts signer = signature.signer();
    if (signer != null) {
      pairs.add(pair("signer", signer.subject()));
      pairs.add(pair("issuer", signer.issuer()));
      pairs.add(pair("serial", signer.serial()));
    }
    pairs.add(pair("time", words.time(signature)));
    SignatureReport.SealFacts seal = signature.seal();
    if (seal != null) {
      SignatureReport.Picture picture = seal.picture();
      String size = picture.widthMm() + " × " + picture.heightMm() + " mm";
      // A name of letters that run to the left would take a number behind it along.
      pairs.add(pair("seal", seal.esId() + " " + seal.name()));
      pairs.add(pair("maker", seal.maker()));
      pairs.add(pair("validity", seal.validFrom() + " – " + seal.validTo()));
      pairs.add(pair("picture", picture.type() + ", " + size));
      remarks.forEach(remark -> pairs.add(pair("picture", remark)));
      SignatureReport.SealStatus status = seal.status();
      if (status != null) {
        pairs.add(pair("status", status.value() + ", " + status.asOf() + ", " + status.source()));
      }
    }
    pairs.add(pair("integrity", words.of(signature.integrity())));
    pairs.add(pair("coverage", words.of(signature.coverage())));
    pairs.add(pair("algorithm", form(signature)));
    pairs.addAll(changes(signature));
    return pairs;
  }

  private String form(SignatureReport signature) {
    String level = signature.level();
    String algorithm = signature.algorithm();
    String form = signature.format() + (level == null ? "" : " " + level);
    return form + ", " + (algorithm == null ? words.of("algorithm.unknown") : algorithm);
  }

  private List<Pair> changes(SignatureReport signature) {
    if (signature.changesAfter().isEmpty()) {
      // Nothing is known of what a broken signature once was over.
      boolean known =
          signature.integrity() == Integrity.INTACT
              && (signature.coverage() == Coverage.WHOLE
                  || signature.coverage() == Coverage.REVISION);
      return List.of(pair("changes", words.of(known ? "changes.none" : "changes.unknown")));
    }
    // The list is cut: what is not allowed comes first.
    List<String> lines =
        signature.changesAfter().stream()
            .sorted(Comparator.comparing(SignatureReport.Change::allowed))
            .map(
                change ->
                    change.kind()
                        + " "
                        + change.path()
                        + ": "
                        + words.of(change.allowed() ? "changes.allowed" : "changes.forbidden"))
            .toList();
    return listed(lines).stream().map(line -> pair("changes", line)).toList();
  }

  /** The first of many; the JSON has them all. */
  private List<String> listed(List<String> all) {
    List<String> some = new ArrayList<>(all.subList(0, Math.min(MOST_LISTED, all.size())));
    if (some.size() < all.size()) {
      some.add("… " + words.of("more", Integer.toString(all.size())));
    }
    return some;
  }

  private Table table(List<Row> rows) {
    List<String> columns =
        List.of(words.of("outcome"), words.of("check"), words.of("clause"), words.of("detail"));
    return new Table(words.of("checks"), columns, rows);
  }

  private List<Row> rows(DocumentReport report) {
    List<Row> rows = new ArrayList<>();
    report.document().checks().forEach(check -> rows.add(row("", check)));
    for (SignatureReport signature : report.signatures()) {
      String prefix = report.signatures().size() > 1 ? signature.id() + ": " : "";
      signature.report().checks().forEach(check -> rows.add(row(prefix, check)));
    }
    return rows;
  }

  private Row row(String prefix, Check check) {
    Reason why = check.reason();
    String sentence = why == null ? "" : words.sentence(why) + " ";
    return new Row(
        tone(check.outcome()),
        List.of(
            words.of(check.outcome()),
            Printable.of(prefix + words.check(check.id())),
            check.clause(),
            Printable.of(sentence + check.detail())));
  }

  private Pair pair(String key, String value) {
    return new Pair(words.of(key), Printable.of(value));
  }

  private static Tone tone(Conclusion conclusion) {
    return switch (conclusion) {
      case VALID -> Tone.GOOD;
      case INVALID -> Tone.BAD;
      case INDETERMINATE, NO_SIGNATURE -> Tone.UNSURE;
    };
  }

  private static Tone tone(Outcome outcome) {
    return switch (outcome) {
      case FAIL -> Tone.BAD;
      case WARN, UNKNOWN -> Tone.UNSURE;
      case PASS, NOT_DONE -> Tone.PLAIN;
    };
  }
}
