package org.xinfu.idp.selftest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xinfu.idp.selftest.Finding.Outcome;
import org.xinfu.kit.web.BundleTexts;

/** What checks look at, what is wrong and what to do, in zh-CN and en. */
final class CheckTexts {
  private final BundleTexts sentences = new BundleTexts(CheckTexts.class, "checks");

  /**
   * One line of the table.
   *
   * @param problem what is wrong, or why nothing could be seen; empty when the check has passed
   * @param remedy what to do; empty when there is nothing
   */
  record Line(
      String check,
      String title,
      String clause,
      Outcome outcome,
      String problem,
      String remedy,
      String detail) {}

  List<Line> lines(SelfTest run, Locale language) {
    return run.findings().stream().map(one -> line(one, language)).toList();
  }

  /** The run as JSON: texts in both languages. */
  Map<String, Object> answer(SelfTest run) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", run.id());
    answer.put("client_id", run.clientId());
    answer.put("state", run.finishedAt() == null ? "RUNNING" : "FINISHED");
    answer.put("started_at", run.startedAt().toString());
    if (run.finishedAt() != null) {
      answer.put("finished_at", run.finishedAt().toString());
    }
    for (Outcome outcome : Outcome.values()) {
      answer.put(outcome.name().toLowerCase(Locale.ROOT), run.count(outcome));
    }
    answer.put("checks", run.findings().stream().map(this::both).toList());
    return answer;
  }

  private Map<String, Object> both(Finding finding) {
    Line zh = line(finding, Locale.SIMPLIFIED_CHINESE);
    Line en = line(finding, Locale.ENGLISH);
    Map<String, Object> both = new LinkedHashMap<>();
    both.put("check", en.check());
    both.put("clause", en.clause());
    both.put("outcome", finding.outcome().name());
    both.put("title", languages(zh.title(), en.title()));
    if (finding.outcome() != Outcome.PASSED) {
      both.put("problem", languages(zh.problem(), en.problem()));
      both.put("remedy", languages(zh.remedy(), en.remedy()));
    }
    both.put("detail", finding.detail());
    return both;
  }

  private static Map<String, String> languages(String zh, String en) {
    return Map.of("zh-CN", zh, "en", en);
  }

  private Line line(Finding finding, Locale language) {
    String id = finding.check().id();
    boolean impossible = finding.outcome() == Outcome.NOT_POSSIBLE;
    String wrong = impossible ? "why." + finding.detail() : id + ".wrong";
    String remedy = impossible ? wrong + ".todo" : id + ".todo";
    boolean passed = finding.outcome() == Outcome.PASSED;
    return new Line(
        id,
        text(id, language),
        finding.check().clause(),
        finding.outcome(),
        passed ? "" : text(wrong, language),
        passed ? "" : text(remedy, language),
        impossible ? "" : finding.detail());
  }

  private String text(String key, Locale language) {
    return sentences.text(key, language);
  }
}
