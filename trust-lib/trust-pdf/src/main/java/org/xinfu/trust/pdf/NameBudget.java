package org.xinfu.trust.pdf;

/**
 * Counts the characters of full names (ISO 32000-2 §12.7.4.2), which many fields may have from
 * parents with long ones.
 */
final class NameBudget {
  private static final int MOST = 20_000_000;
  private long named;

  /**
   * One more name.
   *
   * @throws MalformedPdf when they become too many
   */
  void spend(String name) {
    named += name.length();
    if (named > MOST) {
      throw new MalformedPdf("the names of the document's fields are too long", true);
    }
  }
}
