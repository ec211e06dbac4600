package org.xinfu.trust.xml;

import java.util.List;
import org.xinfu.trust.Bytes;
import org.xinfu.trust.DocumentReport;

/**
 * What was signed, and nothing else: holding one is the proof. A program that reads these octets
 * instead of the document cannot be shown a wrapped element, a comment inside a value or anything
 * that was added around the signed content.
 */
public final class VerifiedXml {
  private final List<Part> parts;
  private final DocumentReport report;

  VerifiedXml(List<Part> parts, DocumentReport report) {
    this.parts = List.copyOf(parts);
    this.report = report;
  }

  /**
   * One signed content.
   *
   * @param signature identifier of the signature, as in the report
   * @param uri the reference's URI as written: empty for the whole document
   * @param element expanded name of the signed element as {@code {namespace}name}; empty for
   *     content that is no element
   * @param octets what was digested: the canonical form, without the signature itself
   */
  public record Part(String signature, String uri, String element, Bytes octets) {}

  /** Every signed content in the order of signatures and references, without their properties. */
  public List<Part> parts() {
    return parts;
  }

  /** The judgement that made this. */
  public DocumentReport report() {
    return report;
  }
}
