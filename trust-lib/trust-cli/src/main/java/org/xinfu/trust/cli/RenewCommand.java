package org.xinfu.trust.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Trust;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.cms.SignedContent;
import org.xinfu.trust.cms.SignedContents;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.ofd.OfdRenewal;
import org.xinfu.trust.time.TimestampSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code xinfu renew}: adds evidence and an archive time-stamp to a signed document, so that it is
 * still judged when its certificates and algorithms have ended. No key is needed.
 */
@Command(
    name = "renew",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Adds evidence and an archive time-stamp to a signed PDF, OFD or CMS (DER). What was made is"
          + " verified before it gets its name; a file that is there is never replaced.",
      "为已签名的 PDF、OFD 或 CMS（DER）补充撤销依据和归档时间戳，使其可长期验证。"
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      " 0:renewed, and VALID",
      " 1:not renewed: the document cannot be, or what was made is not VALID",
      "64:wrong usage",
      "66:a file cannot be read",
      "69:the time-stamping authority did not answer, or refused",
      "73:OUT is there already"
    })
final class RenewCommand implements Callable<Integer> {
  private static final int MOST_IN_MEMORY = 64 << 20;

  private final Console console;

  @Mixin TimestampOption timestamp = new TimestampOption();
  @Mixin OwnCheck check = new OwnCheck();
  @Mixin EvidenceOptions evidence = new EvidenceOptions();

  @Option(
      names = "--online",
      description = {"fetch what else a PDF needs", "联网获取 PDF 所需的其他依据"})
  boolean online;

  @Mixin NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--content",
      paramLabel = "FILE",
      description = {"what a detached CMS is over", "分离式 CMS 所签的内容"})
  @Nullable Path content;

  @Parameters(index = "0", paramLabel = "IN", description = "the signed document")
  @Nullable Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "a new file")
  @Nullable Path out;

  @Spec @Nullable CommandSpec spec;

  RenewCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(in);
    Path to = Objects.requireNonNull(out);
    Optional<String> unread = Judgement.whyUnreadable(from, content);
    if (unread.isPresent()) {
      return refuse(ExitStatus.UNREADABLE, from + ": " + unread.get());
    }
    try {
      TimestampSource authority = authority();
      TrustPolicy policy = policy();
      NewFile.requireNone(to);
      requireSigned(DocumentSource.of(from), policy);
      DocumentReport[] report = new DocumentReport[1];
      NewFile.write(
          to,
          beside -> {
            written(DocumentSource.of(from), beside, policy, authority);
            report[0] = check.of(DocumentSource.of(beside), apart(), policy);
          });
      console.out().println(Printable.of(to + ": renewed 已续期, " + report[0].conclusion()));
      console.out().flush();
      return ExitStatus.VALID;
    } catch (FileAlreadyExistsException taken) {
      return refuse(ExitStatus.CANNOT_CREATE, "" + taken.getMessage());
    } catch (VaultException away) {
      return refuse(ExitStatus.UNAVAILABLE, "" + away.getMessage());
    } catch (NotSigned no) {
      return refuse(ExitStatus.INVALID, "not renewed 未续期: " + no.getMessage());
    }
  }

  /** A time-stamp alone would make any document look as if it had been signed. */
  private void requireSigned(DocumentSource document, TrustPolicy policy) {
    DocumentReport report =
        apart()
            .map(content -> Trust.verify(document, content, policy))
            .orElseGet(() -> Trust.verify(document, policy));
    if (report.signatures().isEmpty()) {
      Reason reason = report.reason().orElse(Reason.NO_SIGNATURE);
      throw new NotSigned(reason.code() + ", " + sentence(reason));
    }
  }

  private TimestampSource authority() {
    try {
      return timestamp.source(console).orElseThrow(() -> usage("renew wants --tsa"));
    } catch (IllegalArgumentException wrong) {
      throw usage("" + wrong.getMessage());
    }
  }

  /** Without anchors nobody could say whether what was made is worth to be kept. */
  private TrustPolicy policy() throws IOException {
    if (check.trust.isEmpty() || check.tsaTrust.isEmpty()) {
      throw usage("renew wants --trust and --tsa-trust");
    }
    if (!online && network.given()) {
      throw usage("--fetch-host and --inside-host go with --online");
    }
    TrustPolicy offline =
        evidence.apply(check.policy(console.clock().instant().truncatedTo(ChronoUnit.SECONDS)));
    return online ? network.online(offline, console) : offline;
  }

  private Optional<DocumentSource> apart() {
    return Optional.ofNullable(content).map(DocumentSource::of);
  }

  private void written(
      DocumentSource document, Path to, TrustPolicy policy, TimestampSource authority)
      throws IOException {
    Optional<SigningForm> form = SigningForm.of(document);
    try {
      Verdict<Long> made =
          switch (form.orElse(SigningForm.CMS)) {
            case PDF ->
                DocumentSigning.kept(
                    to, new LongTerm(policy, PadesLevel.B_LTA, authority).of(document));
            case OFD -> ofd(document, to, policy, authority);
            case CMS, GBT35275 -> DocumentSigning.held(to, cms(document, policy, authority));
            case XML -> throw usage("renew takes pdf, ofd and cms");
          };
      made.orThrow(reason -> new NotSigned(reason.code() + ", " + sentence(reason)));
    } catch (IllegalArgumentException impossible) {
      throw new NotSigned(impossible);
    }
  }

  private static Verdict<Long> ofd(
      DocumentSource document, Path to, TrustPolicy policy, TimestampSource authority)
      throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(to))) {
      return OfdRenewal.renew(document, EvidenceOptions.of(policy), authority, out);
    }
  }

  private Verdict<Bytes> cms(
      DocumentSource document, TrustPolicy policy, TimestampSource authority) {
    if (document.length() > MOST_IN_MEMORY) {
      throw new IllegalArgumentException("a CMS that is renewed has no more than 64 MiB");
    }
    SignedContent signed =
        apart().map(SignedContents::of).orElseGet(() -> SignedContent.of(Bytes.empty()));
    return CadesExtender.renew(
        document.readAll(MOST_IN_MEMORY), signed, EvidenceOptions.of(policy), authority);
  }

  private static String sentence(Reason reason) {
    return reason.sentence(Locale.SIMPLIFIED_CHINESE) + " " + reason.sentence(Locale.ENGLISH);
  }

  private int refuse(int status, String why) {
    console.err().println("xinfu: " + Printable.of(why));
    return status;
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
