package org.xinfu.trust.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;
import org.xinfu.trust.time.TimestampSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code xinfu renew}: adds evidence and an archive time-stamp to a signed document, so that it is
 * still judged when its certificates and algorithms have ended. No key is needed.
 */
@Command(
    name = "renew",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Adds evidence and an archive time-stamp to a signed PDF, OFD, XML or CMS (DER). What was"
          + " made is verified before it gets its name; a file that is there is never replaced.",
      "为已签名的 PDF、OFD、XML 或 CMS（DER）补充撤销依据和归档时间戳，使其可长期验证。"
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
final class RenewCommand extends MakingCommand {
  @Mixin TimestampOption timestamp = new TimestampOption();
  @Mixin AnchorOptions anchors = new AnchorOptions();
  @Mixin EvidenceOptions evidence = new EvidenceOptions();

  @Option(
      names = "--online",
      description = {
        "fetch the CRLs, OCSP responses and issuers that are missing",
        "联网获取所缺的 CRL、OCSP 响应和签发者证书"
      })
  boolean online;

  @Mixin NetworkOptions network = new NetworkOptions();

  @Option(
      names = "--content",
      paramLabel = "FILE",
      description = {"what a detached CMS is over", "分离式 CMS 所签的内容"})
  @Nullable Path content;

  RenewCommand(Console console) {
    super(console, "not renewed 未续期");
  }

  @Override
  @Nullable Path also() {
    return content;
  }

  @Override
  String make(Path from, Path to) throws IOException {
    TimestampSource authority =
        asked(() -> timestamp.source(console()).orElseThrow(() -> usage("renew wants --tsa")));
    TrustPolicy policy = asked(this::policy);
    DocumentSource document = DocumentSource.of(from);
    if (content != null && SigningForm.of(document).isPresent()) {
      throw usage("--content goes with a detached CMS");
    }
    requireSigned(document, policy);
    LongTerm renewal = new LongTerm(policy, PadesLevel.B_LTA, authority);
    DocumentReport[] report = new DocumentReport[1];
    NewFile.write(
        to,
        beside -> {
          made(() -> renewed(document, beside, renewal));
          report[0] = OwnCheck.of(DocumentSource.of(beside), apart(), policy);
        });
    return "renewed 已续期, " + report[0].conclusion();
  }

  /** A time-stamp alone would make any document look as if it had been signed. */
  private void requireSigned(DocumentSource document, TrustPolicy policy) {
    TrustPolicy offline = policy.withRevocation(TrustPolicy.Revocation.OFFLINE);
    DocumentReport report = LongTerm.judged(document, apart(), offline);
    if (report.signatures().isEmpty()) {
      throw new NotSigned(said(report.reason().orElse(Reason.NO_SIGNATURE)));
    }
  }

  /** Without anchors nobody could say whether what was made is worth to be kept. */
  private TrustPolicy policy() throws IOException {
    if (!anchors.lasting()) {
      throw usage("renew wants --trust and --tsa-trust");
    }
    if (!online && network.given()) {
      throw usage("--fetch-host and --inside-host go with --online");
    }
    TrustPolicy offline =
        evidence.apply(anchors.policy(console().clock().instant().truncatedTo(ChronoUnit.SECONDS)));
    return online ? network.online(offline, console()) : offline;
  }

  private Optional<DocumentSource> apart() {
    return Optional.ofNullable(content).map(DocumentSource::of);
  }

  private Verdict<Long> renewed(DocumentSource document, Path to, LongTerm renewal)
      throws IOException {
    return switch (SigningForm.of(document).orElse(SigningForm.CMS)) {
      case PDF -> DocumentSigning.kept(to, renewal.pdf(document));
      case OFD -> renewal.ofd(document, to);
      case XML -> DocumentSigning.held(to, renewal.xml(document));
      case CMS, GBT35275 -> DocumentSigning.held(to, renewal.cms(document, apart()));
    };
  }
}
