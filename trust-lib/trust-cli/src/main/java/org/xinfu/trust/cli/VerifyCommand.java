package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Printable;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.TrustPolicy.Mode;
import org.xinfu.trust.TrustPolicy.Revocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xinfu verify}: judges files and says why, as text, JSON, HTML or PDF. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Judges every signature in every file. Nothing is trusted but what you name.",
    exitCodeListHeading = "Exit status, the worst of all files:%n",
    exitCodeList = {
      "66:a file cannot be read, or the report cannot be written",
      " 1:some file is INVALID",
      " 2:some file is INDETERMINATE",
      " 3:no signature found in some file",
      " 0:every file is VALID",
      "64:wrong usage"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Console console;

  @Mixin AnchorOptions anchors = new AnchorOptions();

  @Option(names = "--at", paramLabel = "RFC3339", description = "judge for this moment, not now")
  @Nullable String at;

  @Option(names = "--policy", paramLabel = "strict|interop", description = "default: interop")
  String policy = "interop";

  @Option(names = "--format", paramLabel = "text|json|html|pdf", description = "default: text")
  String format = "text";

  @Option(names = "--out", paramLabel = "FILE", description = "write the report there")
  @Nullable Path outFile;

  @Option(
      names = "--revocation",
      paramLabel = "offline|online|none",
      description = "where revocation evidence may come from; default: offline")
  String revocation = "offline";

  @Mixin PathOptions paths = new PathOptions();

  @Mixin XmlLimitOption xmlLimit = new XmlLimitOption();

  @Mixin EvidenceOptions evidence = new EvidenceOptions();

  @Mixin NetworkOptions network = new NetworkOptions();

  @Mixin TrustListOption trustList = new TrustListOption();

  @Mixin ReceiptOptions receipts = new ReceiptOptions();

  @Option(
      names = "--content",
      paramLabel = "FILE",
      description = "what a detached signature is over; one signature FILE then")
  @Nullable Path content;

  @Option(names = "--lang", paramLabel = "zh|en", description = "language of text and HTML")
  String language = "zh";

  @Mixin FactsOption facts = new FactsOption();

  @Parameters(arity = "0..*", paramLabel = "FILE", description = "a file, or a directory to walk")
  List<Path> files = new ArrayList<>();

  @Spec @Nullable CommandSpec spec;

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    TrustPolicy trustPolicy = policy();
    ReportWriter writer = writer();
    FileWalk walk = FileWalk.of(files);
    requireUsable(walk);
    List<Judgement> found =
        files.isEmpty() ? List.of(facts.replay(trustPolicy)) : judge(walk, trustPolicy);
    List<Judgement> judgements = found.stream().map(j -> j.with(trustList::note)).toList();
    judgements.forEach(j -> j.error().ifPresent(why -> say("xinfu: " + j.name() + ": " + why)));
    if (!handOver(writer.write(judgements, walk.several()))) {
      return ExitStatus.UNREADABLE;
    }
    return judgements.stream()
        .map(Judgement::status)
        .reduce(ExitStatus::worse)
        .orElse(ExitStatus.NO_SIGNATURE);
  }

  /** A verdict that nobody can read is none: whether the report went where it belongs. */
  private boolean handOver(Bytes report) {
    String lost = "xinfu: the report cannot be written 报告无法写出";
    if (outFile == null) {
      console.out().writeBytes(report.toArray());
      if (console.out().checkError()) {
        say(lost);
        return false;
      }
      return true;
    }
    try {
      Files.write(outFile, report.toArray());
      return true;
    } catch (IOException e) {
      say(lost + ": " + Main.said(e));
      return false;
    }
  }

  private void requireUsable(FileWalk walk) {
    if (files.isEmpty() && !facts.given()) {
      throw usage("Missing required parameter: 'FILE'");
    }
    if (content != null && (files.isEmpty() || walk.several())) {
      throw usage("--content goes with one signature file");
    }
    if (content != null && Judgement.holdsContent(walk.files().get(0))) {
      throw usage("--content: this format holds its content");
    }
    if (facts.given() && walk.several()) {
      throw usage("--facts goes with one document, or with none to judge the facts again");
    }
  }

  private List<Judgement> judge(FileWalk walk, TrustPolicy trustPolicy) throws IOException {
    List<Judgement> judgements = new ArrayList<>();
    Progress progress = new Progress(console.patience(), this::say);
    for (Path file : walk.files()) {
      progress(walk, judgements.size(), file);
      judgements.add(
          progress.during(
              "xinfu: still reading 仍在读取 " + file,
              watch ->
                  facts.given()
                      ? facts.record(file, Optional.ofNullable(content), trustPolicy, watch)
                      : Judgement.of(file, content, trustPolicy, watch)));
    }
    walk.links().forEach(link -> say("xinfu: " + link + ": a link, not followed 符号链接，未跟随"));
    return judgements;
  }

  private void progress(FileWalk walk, int done, Path file) {
    if (walk.files().size() > 1) {
      say("[" + (done + 1) + "/" + walk.files().size() + "] " + file);
    }
  }

  private void say(String line) {
    console.err().println(Printable.of(line));
  }

  private TrustPolicy policy() throws IOException {
    TrustPolicy named =
        anchors
            .policy(moment())
            .withMode(choice("--policy", Mode.class, policy))
            .withRevocation(choice("--revocation", Revocation.class, revocation));
    try {
      TrustPolicy limited = xmlLimit.apply(paths.apply(named));
      return asking(trustList.apply(receipts.apply(evidence.apply(limited))));
    } catch (IllegalArgumentException wrong) {
      throw usage(String.valueOf(wrong.getMessage()));
    }
  }

  /** Whom to ask is said only where the network is allowed. */
  private TrustPolicy asking(TrustPolicy offline) {
    if (offline.revocation() != Revocation.ONLINE) {
      if (network.given()) {
        throw usage("--fetch-host and --inside-host go with --revocation online");
      }
      return offline;
    }
    return network.online(offline, console);
  }

  private Instant moment() {
    if (at == null) {
      return console.clock().instant();
    }
    try {
      return java.time.OffsetDateTime.parse(at).toInstant();
    } catch (DateTimeParseException e) {
      throw usage("--at wants a moment such as 2026-11-23T08:00:00Z, not " + at);
    }
  }

  private ReportWriter writer() {
    Locale locale =
        switch (language) {
          case "zh" -> Locale.SIMPLIFIED_CHINESE;
          case "en" -> Locale.ENGLISH;
          default -> throw usage("--lang is zh or en, not " + language);
        };
    return switch (format) {
      case "json" -> new JsonWriter();
      case "html" -> new HtmlWriter(locale);
      case "text" -> new TextWriter(locale);
      case "pdf" -> pdf(locale);
      default -> throw usage("--format is text, json, html or pdf, not " + format);
    };
  }

  private ReportWriter pdf(Locale locale) {
    if (outFile == null) {
      throw usage("--format pdf goes with --out FILE");
    }
    return new PdfWriter(locale);
  }

  private <E extends Enum<E>> E choice(String option, Class<E> type, String word) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).equals(word)) {
        return constant;
      }
    }
    throw usage(option + " does not know " + word);
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), message);
  }
}
