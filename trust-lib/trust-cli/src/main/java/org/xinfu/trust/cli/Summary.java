package org.xinfu.trust.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.xinfu.trust.Reason;

/** Many files at a glance: how many of each verdict, then which, the worst first. */
record Summary(Words words) {
  /** Lines without their ends. */
  List<String> lines(List<Judgement> judgements) {
    List<Judgement> worstFirst =
        judgements.stream()
            .sorted(Comparator.comparingInt(j -> ExitStatus.rank(j.status())))
            .toList();
    List<String> counts =
        worstFirst.stream()
            .map(this::verdict)
            .distinct()
            .map(verdict -> row(count(judgements, verdict), verdict))
            .toList();
    List<String> files =
        worstFirst.stream().map(j -> "  " + verdict(j) + reason(j) + ": " + j.name()).toList();
    return java.util.stream.Stream.of(
            List.of(words.of("summary") + ": " + judgements.size() + " " + words.of("files")),
            counts,
            files)
        .flatMap(List::stream)
        .toList();
  }

  private long count(List<Judgement> judgements, String verdict) {
    return judgements.stream().filter(j -> verdict(j).equals(verdict)).count();
  }

  private static String row(long count, String verdict) {
    return String.format(Locale.ROOT, "%8d  %s", count, verdict);
  }

  private String verdict(Judgement judgement) {
    return judgement
        .report()
        .map(report -> words.of(report.conclusion()))
        .orElseGet(() -> words.of("unreadable"));
  }

  private static String reason(Judgement judgement) {
    return judgement
        .report()
        .flatMap(report -> report.reason())
        .map(Reason::code)
        .map(code -> " (" + code + ")")
        .orElse("");
  }
}
