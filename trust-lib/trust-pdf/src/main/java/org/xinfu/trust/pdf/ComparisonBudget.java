package org.xinfu.trust.pdf;

/**
 * What comparing revisions may cost, for all signatures of a document together: any number of them
 * may be written, and none has to be one.
 */
final class ComparisonBudget {
  private static final int MOST_STEPS = 20_000_000;

  /** Elements of lists that are looked at: many may share a long one. */
  private static final int MOST_LISTED = 5_000_000;

  /**
   * Objects and fields that are gone through, for each revision anew: in a longer file as many as
   * it has octets, since large documents are signed by many too.
   */
  private static final int MOST_OBJECTS = 1_450_000;

  private final NameBudget names = new NameBudget();
  private long objects;
  private int steps;
  private int listed;

  /** What comparing revisions of a file of so many octets may cost. */
  ComparisonBudget(long octets) {
    objects = Math.max(MOST_OBJECTS, octets);
  }

  /**
   * Nothing more is read for a comparison that cannot end.
   *
   * @throws MalformedPdf when all is spent
   */
  void require() {
    step();
    looked(1);
  }

  /**
   * One more pair of values is compared.
   *
   * @throws MalformedPdf when they become too many
   */
  void step() {
    if (steps++ >= MOST_STEPS) {
      throw new MalformedPdf("the document's objects are too many to compare", true);
    }
  }

  /**
   * So many elements of lists are looked at.
   *
   * @throws MalformedPdf when they become too many
   */
  void looked(int elements) {
    if (elements > MOST_LISTED - listed) {
      listed = MOST_LISTED;
      throw new MalformedPdf("the document's lists are too long to compare", true);
    }
    listed += elements;
  }

  /**
   * So many objects are gone through, or fields, be they the same or not.
   *
   * @throws MalformedPdf when they become too many
   */
  void through(int many) {
    if (many > objects) {
      objects = 0;
      throw new MalformedPdf("the document has too many objects for its revisions", true);
    }
    objects -= many;
  }

  /** One more full name of a field is kept. */
  void named(String name) {
    names.spend(name);
  }
}
