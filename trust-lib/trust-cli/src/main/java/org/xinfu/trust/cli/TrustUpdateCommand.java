package org.xinfu.trust.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Check;
import org.xinfu.trust.Outcome;
import org.xinfu.trust.Printable;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.fetch.FetchLimits;
import org.xinfu.trust.fetch.FetchOutcome;
import org.xinfu.trust.fetch.FetchRequest;
import org.xinfu.trust.fetch.Fetcher;
import org.xinfu.trust.list.TrustList;
import org.xinfu.trust.list.TrustListChain;
import org.xinfu.trust.list.TrustListPin;
import org.xinfu.trust.list.TrustListState;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xinfu trust update}: takes a newer list, or says why not and keeps the one it has. */
@Command(
    name = "update",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Takes a newer trust list from a file or an address; only that host is asked.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      " 0:the kept list is the newest now",
      " 1:refused: damaged, not signed, rolled back or forked",
      " 2:refused: past its next update (freeze), or not yet issued",
      "66:the source or a file cannot be read",
      "64:wrong usage"
    })
final class TrustUpdateCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--list",
      required = true,
      paramLabel = "FILE",
      description = "where the list is kept")
  Path list = Path.of("");

  @Option(
      names = "--pin",
      paramLabel = "FILE",
      description = "name and root keys, the first time: from whoever runs the list")
  @Nullable Path pin;

  @Parameters(paramLabel = "URL|FILE", description = "the newest list, or the chain up to it")
  String source = "";

  @Spec @Nullable CommandSpec spec;

  TrustUpdateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Bytes received = received();
    KeptTrustList kept = new KeptTrustList(list);
    return kept.locked(() -> update(kept, received));
  }

  private int update(KeptTrustList kept, Bytes received) throws IOException {
    Optional<Verdict<TrustList>> before = kept.open();
    if (before.isPresent() && !(before.get() instanceof Verdict.Valid)) {
      // Whatever replaced it might be older than what was known.
      return refused("the kept list 已存列表 " + list, before.get().report());
    }
    TrustListState remembered =
        before.isPresent()
            ? before.get().orThrow(r -> new IllegalStateException(r.code())).state()
            : pinned();
    Verdict<TrustListChain.Accepted> verdict =
        TrustListChain.accept(received, remembered, console.clock().instant());
    if (verdict instanceof Verdict.Valid<TrustListChain.Accepted> valid) {
      TrustListChain.Accepted accepted = valid.content();
      if (accepted.list().version() > remembered.version()) {
        kept.replace(accepted.signed());
      }
      say(accepted.list(), remembered);
      return ExitStatus.VALID;
    }
    return refused(source, verdict.report());
  }

  private TrustListState pinned() throws IOException {
    if (pin == null) {
      throw usage("there is no list at " + list + " yet: --pin names the keys that sign it");
    }
    return TrustListPin.read(KeptTrustList.read(pin))
        .orElseThrow(() -> new IOException(pin + " is no pin of a trust list"));
  }

  private Bytes received() throws IOException {
    if (!source.startsWith("http://") && !source.startsWith("https://")) {
      return KeptTrustList.read(Path.of(source));
    }
    URI uri = uri();
    // Who types an address means it, wherever it is; nobody else is asked, redirected or not.
    FetchLimits limits =
        FetchLimits.only(List.of())
            .withInside(List.of(uri.getHost() + ":" + FetchLimits.port(uri)));
    Fetcher fetcher = NetworkOptions.fetcher(limits, console).orElse(Fetcher.refusing());
    FetchOutcome outcome = fetcher.fetch(FetchRequest.get(uri, "application/json"));
    if (outcome instanceof FetchOutcome.NotFetched not) {
      throw new IOException(not.at() + ": " + not.refusal().word() + ", " + not.detail());
    }
    return ((FetchOutcome.Fetched) outcome).content();
  }

  private URI uri() {
    try {
      URI uri = URI.create(source);
      if (uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException malformed) {
      throw usage("not an address: " + malformed.getMessage());
    }
    throw usage("not an address of a host: " + source);
  }

  private void say(TrustList now, TrustListState before) {
    String word =
        now.version() > before.version()
            ? "accepted 已更新, was " + before.version()
            : "unchanged 无变化";
    console
        .out()
        .println(
            Printable.of(
                "%s version %d: %s, next update %s"
                    .formatted(now.name(), now.version(), word, now.nextUpdate())));
    console.out().flush();
  }

  private int refused(String what, Report report) {
    Reason reason = report.reason().orElse(Reason.MALFORMED);
    line("xinfu: " + what + ": refused 拒绝: " + reason.code());
    line("  " + reason.sentence(Locale.SIMPLIFIED_CHINESE));
    line("  " + reason.sentence(Locale.ENGLISH));
    for (Check check : report.checks()) {
      if (check.outcome() != Outcome.PASS) {
        line("  " + check.id() + ": " + check.detail());
      }
    }
    return ExitStatus.of(report.conclusion());
  }

  private void line(String text) {
    console.err().println(Printable.of(text));
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(
        java.util.Objects.requireNonNull(spec).commandLine(), message);
  }
}
