package org.xinfu.trust.pdf.report;

import java.util.List;
import java.util.Optional;
import org.xinfu.trust.Bytes;

/**
 * What a certificate of verification says of one document, in words that a reader understands.
 *
 * @param title what the sheet is
 * @param file the document's name
 * @param verdict the verdict, and what it means, the most important first
 * @param sections one for each signature
 * @param notes what the reader should know besides
 * @param facts names and values at the foot: digest, policy, moment
 * @param table every check
 */
public record ReportSheet(
    String title,
    String file,
    Verdict verdict,
    List<Section> sections,
    List<String> notes,
    List<Pair> facts,
    Table table) {
  public ReportSheet {
    sections = List.copyOf(sections);
    notes = List.copyOf(notes);
    facts = List.copyOf(facts);
  }

  /** In which colour a verdict or an outcome stands. */
  public enum Tone {
    GOOD,
    BAD,
    UNSURE,
    PLAIN
  }

  /** The verdict in a word, and sentences under it. */
  public record Verdict(String word, Tone tone, List<String> sentences) {
    public Verdict {
      sentences = List.copyOf(sentences);
    }
  }

  /**
   * One signature.
   *
   * @param picture the seal's, PNG or JPEG; another is left out
   * @param pictureOf what it shows, for whoever does not see it
   */
  public record Section(
      String heading,
      List<String> sentences,
      Optional<Bytes> picture,
      String pictureOf,
      List<Pair> pairs) {
    public Section {
      sentences = List.copyOf(sentences);
      pairs = List.copyOf(pairs);
    }
  }

  /** A name and its value. */
  public record Pair(String name, String value) {}

  /**
   * The checks: a heading over all, one over each of the four columns, and a row for each.
   *
   * @param columns headings of outcome, check, clause and detail
   */
  public record Table(String heading, List<String> columns, List<Row> rows) {
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /** One check; the tone is the outcome's. */
  public record Row(Tone tone, List<String> cells) {
    public Row {
      cells = List.copyOf(cells);
    }
  }
}
