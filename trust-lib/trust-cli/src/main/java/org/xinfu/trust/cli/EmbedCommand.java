package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.cms.CadesExtender;
import org.xinfu.trust.key.EcSignature;
import org.xinfu.trust.key.SignatureScheme.Kind;
import org.xinfu.trust.pdf.DeferredSignature;
import org.xinfu.trust.pdf.PdfSignatory;
import org.xinfu.trust.pdf.PreparedPdf;
import org.xinfu.trust.time.TimestampSource;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xinfu embed}: the last act, when the signature came back from wherever the key is. */
@Command(
    name = "embed",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Puts a signature made elsewhere into a PDF that xinfu prepare made. What was made is"
          + " verified before it gets its name; a file that is there is never replaced.",
      "将他处生成的签名嵌入由 xinfu prepare 预备的 PDF，验证后方才成文。"
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      " 0:signed, and verified",
      " 1:not signed: the signature is not for this document, or what was made was not in order",
      "64:wrong usage",
      "66:a file cannot be read",
      "69:the time-stamping authority did not answer, or refused",
      "73:OUT is there already"
    })
final class EmbedCommand extends MakingCommand {
  @ArgGroup(multiplicity = "1")
  Came came = new Came();

  @Option(
      names = "--certificate",
      paramLabel = "PEM",
      description = {"with --value: as given to xinfu prepare", "与 --value 一起：同 xinfu prepare 所给"})
  @Nullable Path certificates;

  @Mixin TimestampOption timestamp = new TimestampOption();
  @Mixin AnchorOptions anchors = new AnchorOptions();

  /** What came back. */
  static final class Came {
    @Option(
        names = "--value",
        paramLabel = "FILE",
        description = {
          "the signature value, in DER or, as PKCS#11 has it, r and s side by side",
          "签名值：DER，或 PKCS#11 的 r‖s"
        })
    @Nullable Path value;

    @Option(
        names = "--cms",
        paramLabel = "FILE",
        description = {"a whole CMS over the document, in DER", "对该文档的完整 CMS（DER）"})
    @Nullable Path cms;
  }

  EmbedCommand(Console console) {
    super(console, "not signed 未签署");
  }

  @Override
  @Nullable Path also() {
    return came.value == null ? came.cms : came.value;
  }

  @Override
  String make(Path from, Path to) throws IOException {
    Optional<TimestampSource> authority = asked(() -> timestamp.source(console()));
    DocumentSource document = DocumentSource.of(from);
    PreparedPdf prepared = prepared(document);
    Bytes cms = cms(prepared);
    DocumentSource signed = finished(prepared, cms);
    DocumentSource finished =
        authority.isPresent()
            ? finished(prepared, made(() -> CadesExtender.timestamp(cms, authority.get())))
            : signed;
    DocumentReport[] report = new DocumentReport[1];
    NewFile.write(
        to,
        beside -> {
          LongTerm.copy(finished, beside);
          report[0] =
              OwnCheck.of(
                  DocumentSource.of(beside),
                  Optional.empty(),
                  anchors.policy(console().clock().instant()));
        });
    return SignCommand.said(report[0]);
  }

  private static PreparedPdf prepared(DocumentSource document) {
    try {
      return PreparedPdf.resume(document);
    } catch (IllegalArgumentException other) {
      throw new NotSigned(other);
    }
  }

  private DocumentSource finished(PreparedPdf prepared, Bytes cms) throws IOException {
    return made(
        () -> DeferredSignature.embed(prepared, cms, anchors.policy(console().clock().instant())));
  }

  private Bytes cms(PreparedPdf prepared) throws IOException {
    Bytes octets = Bytes.of(Files.readAllBytes(Objects.requireNonNull(also())));
    if (came.value == null) {
      return octets;
    }
    Path pem = certificates;
    if (pem == null) {
      throw usage("--value wants --certificate");
    }
    PdfSignatory signatory = asked(() -> PrepareCommand.signatory(pem, timestamp.address != null));
    Bytes value = der(octets, signatory.algorithm().scheme().kind());
    return made(() -> DeferredSignature.pending(prepared, signatory).with(value));
  }

  /** Keys behind PKCS#11 give r and s side by side, the suites of this library take DER. */
  private static Bytes der(Bytes value, Kind kind) {
    boolean elliptic = kind == Kind.SM2 || kind == Kind.ECDSA;
    return elliptic && EcSignature.parseDer(value).isEmpty() && value.length() % 2 == 0
        ? EcSignature.parseRaw(value, value.length() / 2).map(EcSignature::der).orElse(value)
        : value;
  }
}
