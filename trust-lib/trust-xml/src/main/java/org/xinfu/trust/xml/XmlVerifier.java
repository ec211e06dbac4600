package org.xinfu.trust.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.Conclusion;
import org.xinfu.trust.Coverage;
import org.xinfu.trust.DocumentFormat;
import org.xinfu.trust.DocumentReport;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.FormatVerifier;
import org.xinfu.trust.Integrity;
import org.xinfu.trust.PolicyFingerprint;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.SignatureReport;
import org.xinfu.trust.TrustPolicy;
import org.xinfu.trust.Verdict;

/**
 * Judges XML files: every ds:Signature in them, and what of the document they protect together.
 * Stateless; one instance serves any number of threads.
 */
public final class XmlVerifier implements FormatVerifier {
  private static final int HEAD = 4096;

  /** Where readers of PDF look for its header: it begins among the first 1024 octets. */
  private static final int PDF_HEAD = 1024 + 4;

  private final Map<String, Bytes> detached;

  /** For {@link java.util.ServiceLoader}: nothing detached. */
  public XmlVerifier() {
    this(Map.of());
  }

  /**
   * One with content for detached references.
   *
   * @param detached what a reference's URI, as written, stands for; nothing is ever fetched
   */
  public XmlVerifier(Map<String, Bytes> detached) {
    this.detached = Map.copyOf(detached);
  }

  /** XML by its first characters in any Unicode encoding. HTML is not XML. */
  @Override
  public Optional<DocumentFormat> detect(DocumentSource source) {
    String head = head(source);
    boolean markup = head.matches("(?s)<([\\p{L}_:]|\\?[\\p{L}_]|!--|!DOCTYPE).*");
    boolean html = head.toLowerCase(Locale.ROOT).matches("(?s)<(!doctype\\s+)?html\\b.*");
    return markup && !html ? Optional.of(DocumentFormat.XML) : Optional.empty();
  }

  private static String head(DocumentSource source) {
    Bytes octets = source.read(0, HEAD);
    String text = SecureXml.decode(octets);
    return text.replaceFirst("^(\\uFEFF|\\u00EF\\u00BB\\u00BF)", "").stripLeading();
  }

  @Override
  public DocumentReport verify(DocumentSource source, TrustPolicy policy) {
    return examine(source, Optional.empty(), policy).report();
  }

  /**
   * Content that lies apart is what the one URI stands for by which references lead out of the
   * document; where they name none or several it stands for nothing. Of content that no reference
   * protects nothing is said, and the document is not VALID over it.
   */
  @Override
  public DocumentReport verify(DocumentSource source, DocumentSource content, TrustPolicy policy) {
    return examine(source, Optional.of(content), policy).report();
  }

  /** The signed content, when every signature is valid and the document is covered. */
  public Verdict<VerifiedXml> open(DocumentSource source, TrustPolicy policy) {
    Examined examined = examine(source, Optional.empty(), policy);
    DocumentReport report = examined.report();
    Report.Builder checks = new Report.Builder().addAll("", report.document());
    for (SignatureReport signature : report.signatures()) {
      checks.addAll(signature.id() + "/", signature.report());
    }
    if (report.conclusion() == Conclusion.VALID) {
      return checks.verdict(new VerifiedXml(examined.parts(), report));
    }
    if (report.conclusion() == Conclusion.NO_SIGNATURE) {
      checks.unknown("signature", "XML-DSig 4.1", Reason.NO_SIGNATURE, "");
    }
    return checks.refusal();
  }

  private record Examined(DocumentReport report, List<VerifiedXml.Part> parts) {}

  private Examined examine(
      DocumentSource source, Optional<DocumentSource> apart, TrustPolicy asked) {
    TrustPolicy policy = asked.withinDocument();
    Report.Builder checks = new Report.Builder();
    Findings findings = new Findings(policy, checks);
    DocumentFormat format = DocumentFormat.XML;
    long most = Math.min(policy.budgets().xml().octets(), policy.budgets().documentBytes());
    if (source.length() > most) {
      checks.unknown("size", "", Reason.BUDGET_EXCEEDED, source.length() + " octets");
    } else {
      Bytes octets = source.readAll((int) most);
      try {
        Workspace alone = Workspace.open(octets, policy, detached);
        Map<String, Bytes> handedIn = apart.isEmpty() ? Map.of() : alone.over(apart.get());
        Workspace workspace = handedIn.isEmpty() ? alone : alone.with(handedIn, octets.length());
        checks.pass("xml", "XML 1.0", "");
        List<XmlSignatureJudge.Judged> judged = findings.judge(workspace);
        if (!judged.isEmpty()) {
          oneFormat(source, checks);
        }
        if (apart.isPresent() && !judged.isEmpty()) {
          findings.requireSigned(apart.get(), handedIn.keySet(), judged);
        }
      } catch (XmlFinding found) {
        if (claimsNothing(octets)) {
          format = DocumentFormat.UNKNOWN;
        } else {
          found.addTo(checks, "xml", "XML 1.0");
        }
      }
    }
    return new Examined(findings.report(source, format), findings.parts());
  }

  /** In a comment, which nothing signs, there may be another document for another reader. */
  private static void oneFormat(DocumentSource source, Report.Builder checks) {
    byte[] head = source.read(0, PDF_HEAD).toArray();
    if (new String(head, StandardCharsets.ISO_8859_1).contains("%PDF-")) {
      String detail = "a PDF begins in it, which readers of PDF show";
      checks.unknown("format", "XML-DSig 8.1", Reason.CONTENT_NOT_COVERED, detail);
    }
  }

  /** Damaged markup that neither says that it is XML nor holds a signature is just some text. */
  private static boolean claimsNothing(Bytes octets) {
    String text = SecureXml.decode(octets);
    return !text.contains("<?xml")
        && !text.contains("<!DOCTYPE")
        && !text.contains(Dom.DS)
        && !text.contains("SignatureValue")
        && !text.contains("QualifyingProperties");
  }

  /** What is found about one document. */
  private static final class Findings {
    private final TrustPolicy policy;
    private final Report.Builder checks;
    private final List<SignatureReport> signatures = new ArrayList<>();
    private final List<VerifiedXml.Part> parts = new ArrayList<>();
    private Coverage coverage = Coverage.NONE;
    private List<String> uncovered = List.of();

    Findings(TrustPolicy policy, Report.Builder checks) {
      this.policy = policy;
      this.checks = checks;
    }

    List<VerifiedXml.Part> parts() {
      return parts;
    }

    List<XmlSignatureJudge.Judged> judge(Workspace workspace) {
      Document document = workspace.document();
      List<Element> found = Dom.all(document, Dom.DS, "Signature");
      requireNoOrphans(document);
      if (found.size() > policy.budgets().signatures()) {
        checks.unknown("signatures", "", Reason.BUDGET_EXCEEDED, found.size() + " signatures");
      }
      List<XmlSignatureJudge.Judged> judged = new ArrayList<>();
      for (Element signature : found.stream().limit(policy.budgets().signatures()).toList()) {
        judged.add(XmlSignatureJudge.judge(workspace, signature));
      }
      judgeCoverage(workspace, judged);
      for (int i = 0; i < judged.size(); i++) {
        conclude(workspace, judged.get(i), i + 1);
      }
      collect(judged, workspace);
      return judged;
    }

    /** What was handed in is one of the signed parts, by its URI or octet by octet. */
    void requireSigned(
        DocumentSource content, Set<String> uris, List<XmlSignatureJudge.Judged> judged) {
      boolean named =
          judged.stream().flatMap(j -> j.covered().stream()).anyMatch(c -> uris.contains(c.uri()));
      boolean carried =
          parts.stream()
              .map(VerifiedXml.Part::octets)
              .filter(octets -> octets.length() == content.length())
              .anyMatch(octets -> octets.equals(content.readAll(octets.length())));
      if (!named && !carried) {
        checks.unknown(
            "content",
            "XML-DSig 3.2.1",
            Reason.CONTENT_NOT_COVERED,
            "what was handed in is not signed");
      }
    }

    /** Pieces of a signature without the rest: somebody cut it off. */
    private void requireNoOrphans(Document document) {
      List<Element> pieces = new ArrayList<>(Dom.all(document, Dom.DS, "SignedInfo"));
      pieces.addAll(Dom.all(document, Dom.DS, "SignatureValue"));
      Dom.walk(
          document,
          n -> {
            if (Xades.isQualifying(n) || Xades.isProperties(n)) {
              pieces.add((Element) n);
            }
          });
      for (Element piece : pieces) {
        if (!inSignature(piece)) {
          checks.fail(
              "signature-complete",
              "XML-DSig 4.1",
              Reason.MALFORMED,
              Dom.path(piece) + " belongs to no signature");
          return;
        }
        if (Xades.isQualifying(piece) && !Xades.placed(piece)) {
          checks.fail(
              "signature-complete",
              "EN 319 132-1 4.4",
              Reason.SIGNED_ATTRIBUTE_WRONG,
              Dom.path(piece) + " is not where a signature has its properties");
          return;
        }
      }
    }

    private static boolean inSignature(Element piece) {
      for (Node n = piece; n != null; n = n.getParentNode()) {
        if (Dom.isDs(n, "Signature")) {
          return true;
        }
      }
      return false;
    }

    private void judgeCoverage(Workspace workspace, List<XmlSignatureJudge.Judged> judged) {
      List<References.Covered> all =
          judged.stream()
              .filter(j -> j.integrity() == Integrity.INTACT)
              .flatMap(j -> j.covered().stream())
              .toList();
      if (all.isEmpty()) {
        return;
      }
      CoverageWalk.Found found = CoverageWalk.of(workspace, all);
      coverage = found.coverage();
      uncovered = found.uncovered();
      if (coverage != Coverage.WHOLE) {
        checks.unknown(
            "coverage",
            "XML-DSig 8.1",
            Reason.CONTENT_NOT_COVERED,
            String.join(", ", found.uncovered()));
      } else if (found.wrapper()) {
        checks.warn(
            "coverage",
            "XML-DSig 8.1",
            Reason.CONTENT_NOT_COVERED,
            "the name of the document element is not signed, only what it holds");
      } else {
        checks.pass("coverage", "XML-DSig 8.1", "");
      }
    }

    private void conclude(Workspace workspace, XmlSignatureJudge.Judged judged, int number) {
      Coverage own =
          judged.integrity() == Integrity.INTACT
              ? CoverageWalk.of(workspace, judged.covered()).coverage()
              : Coverage.NONE;
      boolean counter = XmlSignatureJudge.countersigned(judged.signature()).isPresent();
      if (judged.integrity() == Integrity.INTACT
          && own != Coverage.WHOLE
          && coverage != Coverage.WHOLE
          && !counter) {
        judged
            .checks()
            .unknown(
                "coverage", "XML-DSig 8.1", Reason.CONTENT_NOT_COVERED, "not all of the document");
      }
      signatures.add(report(judged, own, number));
    }

    private static SignatureReport report(
        XmlSignatureJudge.Judged judged, Coverage own, int number) {
      return new SignatureReport(
          name(judged.signature(), number),
          judged.xades() ? "XADES" : "XMLDSIG",
          judged.level(),
          judged.integrity(),
          own,
          judged.key().key().map(k -> k.algorithm().name()).orElse(null),
          judged.signedAt().orElse(null),
          judged.timeSource(),
          judged
              .key()
              .certificate()
              .map(
                  c ->
                      new SignatureReport.SignerFacts(
                          c.subject(), c.serial().toString(16), c.sha256(), c.issuer()))
              .orElse(null),
          null,
          List.of(),
          judged.checks().report());
    }

    private static String name(Element signature, int number) {
      String id = Dom.attribute(signature, "Id");
      return id.isEmpty() ? "signature-" + number : id;
    }

    private void collect(List<XmlSignatureJudge.Judged> judged, Workspace workspace) {
      for (int i = 0; i < judged.size(); i++) {
        String name = name(judged.get(i).signature(), i + 1);
        for (References.Covered one : judged.get(i).covered()) {
          Node root = one.content().root().orElse(null);
          if (root != null && Xades.isProperties(root)) {
            continue;
          }
          try {
            Bytes octets = one.content().octets(workspace.allowance());
            parts.add(new VerifiedXml.Part(name, one.uri(), expanded(root), octets));
          } catch (XmlFinding budget) {
            budget.addTo(checks, "signed-content", "");
          }
        }
      }
    }

    private static String expanded(@org.jspecify.annotations.Nullable Node root) {
      Node element = root instanceof Document document ? document.getDocumentElement() : root;
      if (element == null) {
        return "";
      }
      String namespace = element.getNamespaceURI();
      return (namespace == null ? "" : "{" + namespace + "}") + Dom.local(element);
    }

    DocumentReport report(DocumentSource source, DocumentFormat format) {
      return new DocumentReport(
          source.sha256(),
          format,
          coverage,
          uncovered,
          signatures,
          checks.report(),
          PolicyFingerprint.nameOf(policy),
          PolicyFingerprint.of(policy),
          policy.at());
    }
  }
}
