package org.xinfu.trust.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentSource;
import org.xinfu.trust.Reason;
import org.xinfu.trust.Report;
import org.xinfu.trust.pdf.PdfStructure;

/** Catalog, pages, signatures and revisions of a PDF, as far as a cross-reference leads to them. */
final class PdfStructureView {
  private static final int MOST = 200;

  private PdfStructureView() {}

  static List<Node> of(Bytes octets) {
    return PdfStructure.read(DocumentSource.of(octets))
        .fold(PdfStructureView::nodes, PdfStructureView::why, PdfStructureView::why);
  }

  private static List<Node> why(Reason reason, Report report) {
    String detail = report.checks().isEmpty() ? "" : report.checks().get(0).detail();
    return List.of(Node.damaged(reason.code() + ": " + detail));
  }

  private static List<Node> nodes(PdfStructure pdf) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(Node.leaf("objects", "" + pdf.objects()));
    nodes.add(Node.of("catalog", leaves(pdf.catalog())));
    nodes.add(Node.of("pages", "" + pdf.pages().size(), leaves(pdf.pages())));
    for (PdfStructure.Signature signature : pdf.signatures()) {
      nodes.add(
          Node.leaf(
              "signature " + signature.name(), signature.object() + " " + signature.subFilter()));
    }
    for (int i = 0; i < pdf.revisions().size(); i++) {
      PdfStructure.Revision revision = pdf.revisions().get(i);
      nodes.add(
          Node.of(
              "revision " + (i + 1),
              "ends at " + revision.end(),
              List.of(
                  Node.leaf("cross-reference", revision.crossReference()),
                  Node.leaf(
                      "objects changed",
                      revision.changed().stream()
                          .limit(MOST)
                          .map(String::valueOf)
                          .collect(Collectors.joining(" "))))));
    }
    return nodes;
  }

  private static List<Node> leaves(List<String> lines) {
    List<Node> leaves =
        new ArrayList<>(lines.stream().limit(MOST).map(line -> Node.leaf(line, "")).toList());
    if (lines.size() > MOST) {
      leaves.add(Node.leaf("…", "" + (lines.size() - MOST)));
    }
    return leaves;
  }
}
