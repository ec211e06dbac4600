package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.chain.Certificate;
import org.xinfu.trust.chain.PemFile;
import org.xinfu.trust.cms.ContentDigest;
import org.xinfu.trust.key.VerificationKey;
import org.xinfu.trust.pdf.DeferredSignature;
import org.xinfu.trust.pdf.PdfBoxSigningEngine;
import org.xinfu.trust.pdf.PdfSealRequest;
import org.xinfu.trust.pdf.PdfSignatory;
import org.xinfu.trust.pdf.PdfSigner;
import org.xinfu.trust.pdf.PreparedPdf;
import org.xinfu.trust.seal.Seal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code xinfu prepare}: the first of three acts of signing a PDF with a key that is elsewhere. */
@Command(
    name = "prepare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Makes a PDF with an empty signature, and the octets that a key elsewhere is to sign (the"
          + " signed attributes of the CMS, RFC 5652 §5.4). xinfu embed puts the signature in.",
      "生成带空签名的 PDF 以及待签数据，供他处的密钥签名；再由 xinfu embed 嵌入签名值。"
    },
    exitCodeListHeading = "Exit status:%n",
    exitCodeList = {
      " 0:prepared",
      " 1:not prepared: the document cannot be signed so",
      "64:wrong usage",
      "66:a file cannot be read",
      "73:OUT or the file of --to-sign is there already"
    })
final class PrepareCommand extends MakingCommand {
  /** Octets for a CMS without its certificates, and for a time-stamp token with them. */
  private static final int ROOM = 3072;

  private static final int TOKEN = 8192;

  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "PEM",
      description = {"the signer's and its issuers", "签名人及其签发者的证书"})
  @Nullable Path certificates;

  @Option(
      names = "--to-sign",
      required = true,
      paramLabel = "FILE",
      description = {"a new file: the octets that the key signs", "新文件：待签数据"})
  @Nullable Path toSign;

  @Mixin StampOptions stamp = new StampOptions();

  @Option(names = "--field", paramLabel = "NAME", description = "name of the new field")
  @Nullable String field;

  @Option(
      names = "--stamped",
      description = {"leave room for a time-stamp, which embed fetches", "为 embed 获取的时间戳预留空间"})
  boolean stamped;

  PrepareCommand(Console console) {
    super(console, "not prepared 未预备");
  }

  @Override
  String make(Path from, Path to) throws IOException {
    Path apart = Objects.requireNonNull(toSign);
    NewFile.requirePlace(apart);
    PdfSignatory signatory = asked(() -> signatory(Objects.requireNonNull(certificates), stamped));
    PdfSigner.Job job =
        new PdfSigner.Job(DocumentSource.of(from), asked(this::request), new PdfBoxSigningEngine());
    int certificateRoom = signatory.chain().stream().mapToInt(c -> c.der().length() + 64).sum();
    int room = ROOM + certificateRoom + (stamped ? TOKEN : 0);
    PreparedPdf prepared;
    try {
      prepared = PdfSigner.prepare(job, signatory, room);
    } catch (IllegalArgumentException impossible) {
      throw new NotSigned(impossible);
    }
    NewFile.write(to, beside -> LongTerm.copy(prepared.document(), beside));
    NewFile.write(apart, DeferredSignature.pending(prepared, signatory).toBeSigned());
    ContentDigest digest = ContentDigest.of(signatory.algorithm());
    return "prepared 已预备, "
        + signatory.algorithm()
        + ", "
        + digest
        + " "
        + prepared.digest(digest).toHex();
  }

  private PdfSealRequest request() throws IOException {
    Optional<Seal> seal = stamp.seal();
    StampOptions.requirePng(seal);
    stamp.requirePlaced();
    Instant time = console().clock().instant().truncatedTo(ChronoUnit.SECONDS);
    return DocumentSigning.request(
        seal.map(s -> new DocumentSigning.Place(s, stamp.spots(), stamp.ridingSeams())),
        DocumentSigning.field(field, time),
        time);
  }

  /**
   * Who will sign; the suite is the one that the certificate's key implies.
   *
   * @throws IllegalArgumentException when the file holds no certificate of a key that can sign
   */
  static PdfSignatory signatory(Path pem, boolean stamped) throws IOException {
    List<Certificate> chain =
        PemFile.read(Files.readString(pem, StandardCharsets.ISO_8859_1))
            .map(PemFile::certificates)
            .orElse(List.of());
    if (chain.isEmpty()) {
      throw new IllegalArgumentException(pem + " holds no certificate");
    }
    VerificationKey key =
        chain
            .get(0)
            .publicKey()
            .orElseThrow(() -> new IllegalArgumentException(pem + ": a key of no accepted kind"));
    return new PdfSignatory(key.algorithm(), chain, stamped);
  }
}
