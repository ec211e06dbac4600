package org.xinfu.trust.cli;

import java.util.List;
import org.xinfu.trust.Bytes;

/** One form of the report; a text is in UTF-8 and ends with a line feed. */
interface ReportWriter {
  /**
   * Writes all judgements.
   *
   * @param several whether several files were asked for, whatever their number turned out to be
   */
  Bytes write(List<Judgement> judgements, boolean several);
}
