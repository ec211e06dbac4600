package org.xinfu.trust.cli;

import java.util.List;

/** One form of the report; the text ends with a line feed. */
interface ReportWriter {
  /**
   * Writes all judgements.
   *
   * @param several whether several files were asked for, whatever their number turned out to be
   */
  String write(List<Judgement> judgements, boolean several);
}
