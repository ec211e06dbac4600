package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.key.VaultException;
import org.xinfu.trust.p11.Pkcs11KeyVault;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.time.TimestampSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code xinfu sign}: signs a document with a key that never leaves its PKCS#11 token. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Signs a document with a key in a PKCS#11 token. What was made is verified before it gets"
            + " its name; a file that is there is never replaced.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      " 0:signed, and verified",
      " 1:not signed: the document cannot be, or what was made was not in order",
      "64:wrong usage",
      "66:a file cannot be read",
      "69:the token or the time-stamping authority did not answer, or refused",
      "73:OUT is there already"
    })
final class SignCommand implements Callable<Integer> {
  private static final DateTimeFormatter FIELD =
      DateTimeFormatter.ofPattern("'Xinfu'yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Console console;

  @Mixin TokenOptions token = new TokenOptions();
  @Mixin PinOptions pin = new PinOptions();

  @Option(
      names = "--form",
      paramLabel = "FORM",
      description = SigningForm.WORDS + "; default: as the document is")
  @Nullable String form;

  @Option(names = "--attached", description = "cms and gbt35275: carry the content")
  boolean attached;

  @Mixin StampOptions stamp = new StampOptions();

  @Option(names = "--field", paramLabel = "NAME", description = "name of a PDF's new field")
  @Nullable String field;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = {
        PadesLevel.WORDS + "; above B-B with --tsa, above B-T for PDF, with anchors and evidence",
        "签名级别；B-T 起需 --tsa，B-LT 起仅用于 PDF，并需信任锚与撤销依据"
      })
  @Nullable String level;

  @Mixin EvidenceOptions evidence = new EvidenceOptions();

  @Option(
      names = "--online",
      description = {
        "fetch CRLs, OCSP responses and issuers for B-LT and B-LTA",
        "为 B-LT、B-LTA 联网获取 CRL、OCSP 响应和签发者证书"
      })
  boolean online;

  @Mixin NetworkOptions network = new NetworkOptions();
  @Mixin TimestampOption timestamp = new TimestampOption();
  @Mixin OwnCheck check = new OwnCheck();

  @Parameters(index = "0", paramLabel = "IN", description = "what is to be signed")
  @Nullable Path in;

  @Parameters(index = "1", paramLabel = "OUT", description = "a new file")
  @Nullable Path out;

  @Spec @Nullable CommandSpec spec;

  SignCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(in);
    Path to = Objects.requireNonNull(out);
    Optional<String> unread = Judgement.whyUnreadable(from, null);
    if (unread.isPresent()) {
      return refuse(ExitStatus.UNREADABLE, from + ": " + unread.get());
    }
    try {
      NewFile.requireNone(to);
      DocumentSigning signing = signing(DocumentSource.of(from));
      DocumentReport report = sign(signing, to);
      console.out().println(Printable.of(said(to, report)));
      console.out().flush();
      return ExitStatus.VALID;
    } catch (FileAlreadyExistsException taken) {
      return refuse(ExitStatus.CANNOT_CREATE, "" + taken.getMessage());
    } catch (VaultException away) {
      return refuse(ExitStatus.UNAVAILABLE, "" + away.getMessage());
    } catch (NotSigned no) {
      return refuse(ExitStatus.INVALID, "not signed 未签署: " + no.getMessage());
    } finally {
      pin.close();
    }
  }

  /** Everything that can be wrong with the options is found before the device is asked. */
  private DocumentSigning signing(DocumentSource document) throws IOException {
    try {
      SigningForm kind =
          form == null
              ? SigningForm.of(document).orElseThrow(() -> usage("--form: " + SigningForm.WORDS))
              : SigningForm.ofWord(form).orElseThrow(() -> usage("--form: " + SigningForm.WORDS));
      Instant time = console.clock().instant().truncatedTo(ChronoUnit.SECONDS);
      Optional<Seal> seal = stamp.seal();
      requireFitting(kind, seal);
      Optional<TimestampSource> authority = timestamp.source(console);
      return new DocumentSigning(
          kind,
          document,
          attached,
          seal.map(s -> new DocumentSigning.Place(s, stamp.spots(), stamp.ridingSeams())),
          field == null ? FIELD.format(time) : field,
          time,
          authority,
          longTerm(kind, authority, time));
    } catch (IllegalArgumentException wrong) {
      throw usage("" + wrong.getMessage());
    }
  }

  private void requireFitting(SigningForm kind, Optional<Seal> seal) {
    if (seal.isPresent() && kind != SigningForm.PDF && kind != SigningForm.OFD) {
      throw usage("--seal goes with pdf and ofd");
    }
    if (kind == SigningForm.PDF && seal.filter(s -> !StampOptions.png(s)).isPresent()) {
      throw usage("a PDF shows a seal whose picture is PNG");
    }
    if (attached && !kind.standsApart()) {
      throw usage("--attached goes with cms and gbt35275");
    }
    if (stamp.placeless()) {
      throw usage("--page, --x, --y, --at and --seam go with --seal");
    }
  }

  /** What raises the signature above B-T, when that is asked for. */
  private Optional<LongTerm> longTerm(
      SigningForm kind, Optional<TimestampSource> authority, Instant time) throws IOException {
    Optional<PadesLevel> asked = Optional.ofNullable(level).map(this::level);
    boolean stamped = asked.map(PadesLevel::stamped).orElse(authority.isPresent());
    if (stamped != authority.isPresent()) {
      throw usage(
          "--level " + level + (stamped ? " wants --tsa" : " and --tsa exclude each other"));
    }
    if (asked.filter(PadesLevel::kept).isEmpty()) {
      if (online || network.given()) {
        throw usage("--online goes with --level B-LT and B-LTA");
      }
      return Optional.empty();
    }
    if (kind != SigningForm.PDF) {
      throw usage("--level " + level + " goes with pdf; others are raised by xinfu renew");
    }
    if (check.trust.isEmpty() || check.tsaTrust.isEmpty()) {
      throw usage("--level " + level + " wants --trust and --tsa-trust");
    }
    TrustPolicy policy = evidence.apply(check.policy(time));
    return authority.map(
        tsa ->
            new LongTerm(
                online ? network.online(policy, console) : policy, asked.orElseThrow(), tsa));
  }

  private PadesLevel level(String word) {
    return PadesLevel.ofWord(word).orElseThrow(() -> usage("--level: " + PadesLevel.WORDS));
  }

  private DocumentReport sign(DocumentSigning signing, Path to) throws IOException {
    try (Pkcs11KeyVault vault = open()) {
      Signer signer = signer(vault);
      DocumentReport[] report = new DocumentReport[1];
      NewFile.write(
          to,
          beside -> {
            write(signing, beside, signer);
            Instant now = console.clock().instant();
            report[0] = check.of(signing, DocumentSource.of(beside), check.policy(now));
          });
      return report[0];
    }
  }

  private Pkcs11KeyVault open() throws IOException {
    try {
      return token.open(pin.pin());
    } catch (IllegalArgumentException wrong) {
      throw usage("" + wrong.getMessage());
    }
  }

  private Signer signer(Pkcs11KeyVault vault) throws IOException {
    try {
      return token.signer(vault);
    } catch (IllegalArgumentException wrong) {
      throw usage("" + wrong.getMessage());
    }
  }

  private static void write(DocumentSigning signing, Path beside, Signer signer)
      throws IOException {
    try {
      long made =
          signing
              .write(beside, signer)
              .orThrow(reason -> new NotSigned(reason.code() + ", " + sentence(reason)));
      if (made == 0) {
        throw new NotSigned("nothing was made");
      }
    } catch (IllegalArgumentException impossible) {
      throw new NotSigned(impossible);
    }
  }

  private static String sentence(Reason reason) {
    return reason.sentence(Locale.SIMPLIFIED_CHINESE) + " " + reason.sentence(Locale.ENGLISH);
  }

  private static String said(Path to, DocumentReport report) {
    String reason = report.reason().map(r -> " (" + r.code() + ")").orElse("");
    return to + ": signed 已签署, " + report.conclusion() + reason + ", SHA-256 " + report.sha256();
  }

  private int refuse(int status, String why) {
    console.err().println("xinfu: " + Printable.of(why));
    return status;
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
