package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.key.Signer;
import org.xinfu.trust.ofd.OfdSealRequest.Protection;
import org.xinfu.trust.p11.Pkcs11KeyVault;
import org.xinfu.trust.seal.Seal;
import org.xinfu.trust.time.TimestampSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xinfu sign}: signs a document with a key that never leaves its PKCS#11 token. */
@Command(
    name = "sign",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Signs a document with a key in a PKCS#11 token. What was made is verified before it gets"
            + " its name, and with any anchor it has to be VALID; a file that is there is never"
            + " replaced.",
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      " 0:signed, and verified",
      " 1:not signed: the document cannot be, or what was made was not in order",
      "64:wrong usage",
      "66:a file cannot be read",
      "69:the token or the time-stamping authority did not answer, or refused",
      "73:OUT is there already"
    })
final class SignCommand extends MakingCommand {
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

  @Option(
      names = "--protection",
      paramLabel = "WHAT",
      description = {
        "ofd: continue (signatures may follow), whole (none may), entries (none may, and the"
            + " integrity list of GM/T 0099 names every file); default: continue",
        "OFD 保护方式：continue 可继续签章，whole 不可再签，entries 不可再签并写入完整性保护文件（GM/T 0099）"
      })
  @Nullable String protection;

  @Option(names = "--field", paramLabel = "NAME", description = "name of a PDF's new field")
  @Nullable String field;

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = {
        PadesLevel.WORDS + "; above B-B with --tsa, above B-T with anchors and evidence",
        "签名级别；B-T 起需 --tsa，B-LT 起还需信任锚与撤销依据"
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
  @Mixin AnchorOptions anchors = new AnchorOptions();

  SignCommand(Console console) {
    super(console, "not signed 未签署");
  }

  @Override
  public Integer call() throws IOException {
    try {
      return super.call();
    } finally {
      pin.close();
    }
  }

  @Override
  String make(Path from, Path to) throws IOException {
    DocumentSigning signing = asked(() -> signing(DocumentSource.of(from)));
    return said(sign(signing, to));
  }

  /** Everything that can be wrong with the options is found before the device is asked. */
  private DocumentSigning signing(DocumentSource document) throws IOException {
    SigningForm kind =
        form == null
            ? SigningForm.of(document).orElseThrow(() -> usage("--form: " + SigningForm.WORDS))
            : SigningForm.ofWord(form).orElseThrow(() -> usage("--form: " + SigningForm.WORDS));
    Instant time = console().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<Seal> seal = stamp.seal();
    requireFitting(kind, seal);
    Optional<TimestampSource> authority = timestamp.source(console());
    return new DocumentSigning(
        kind,
        document,
        attached,
        seal.map(s -> new DocumentSigning.Place(s, stamp.spots(), stamp.ridingSeams())),
        protection(),
        DocumentSigning.field(field, time),
        time,
        authority,
        longTerm(kind, authority, time));
  }

  private void requireFitting(SigningForm kind, Optional<Seal> seal) {
    if (seal.isPresent() && kind != SigningForm.PDF && kind != SigningForm.OFD) {
      throw usage("--seal goes with pdf and ofd");
    }
    if (kind == SigningForm.PDF) {
      StampOptions.requirePng(seal);
    }
    if (attached && !kind.standsApart()) {
      throw usage("--attached goes with cms and gbt35275");
    }
    if (protection != null && kind != SigningForm.OFD) {
      throw usage("--protection goes with ofd");
    }
    stamp.requirePlaced();
  }

  private Protection protection() {
    return switch (protection == null ? "continue" : protection) {
      case "continue" -> Protection.CONTINUE;
      case "whole" -> Protection.WHOLE;
      case "entries" -> Protection.ENTRIES;
      default -> throw usage("--protection: continue, whole or entries");
    };
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
    if (kind == SigningForm.OFD && asked.filter(PadesLevel.B_LT::equals).isPresent()) {
      throw usage("an OFD keeps evidence under an archive time-stamp: --level B-LTA");
    }
    if (!anchors.lasting()) {
      throw usage("--level " + level + " wants --trust and --tsa-trust");
    }
    TrustPolicy policy = evidence.apply(anchors.policy(time));
    return authority.map(
        tsa ->
            new LongTerm(
                online ? network.online(policy, console()) : policy, asked.orElseThrow(), tsa));
  }

  private PadesLevel level(String word) {
    return PadesLevel.ofWord(word).orElseThrow(() -> usage("--level: " + PadesLevel.WORDS));
  }

  private DocumentReport sign(DocumentSigning signing, Path to) throws IOException {
    try (Pkcs11KeyVault vault = asked(() -> token.open(pin.pin()))) {
      Signer signer = asked(() -> token.signer(vault));
      DocumentReport[] report = new DocumentReport[1];
      NewFile.write(
          to,
          beside -> {
            made(() -> signing.write(beside, signer));
            TrustPolicy policy = evidence.apply(anchors.policy(console().clock().instant()));
            report[0] = OwnCheck.of(signing, DocumentSource.of(beside), policy);
          });
      return report[0];
    }
  }

  static String said(DocumentReport report) {
    String reason = report.reason().map(r -> " (" + r.code() + ")").orElse("");
    return "signed 已签署, " + report.conclusion() + reason + ", SHA-256 " + report.sha256();
  }
}
