package org.xinfu.kit.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.Collectors;

/**
 * What a restore says of one log.
 *
 * @param known root by size, of heads that were seen
 * @param unreadable whether there are data to replace that nobody can read
 */
record LogVerdict(
    String service,
    Comparison.Outcome outcome,
    NavigableMap<Long, String> known,
    boolean unreadable) {
  boolean forks() {
    return outcome.forks();
  }

  /** Entries that are known to have been and are gone. */
  long lost() {
    return Math.max(outcome.lostEntries(), beyond());
  }

  List<String> lines(Manifest.Log log) {
    String name = "log " + service + " 日志: ";
    List<String> lines = new ArrayList<>();
    lines.add(name + log.size() + " entries under " + log.root() + ", as in the backup 与备份一致");
    if (outcome.forks()) {
      lines.add(
          name
              + "FORKS: entry "
              + outcome.forksAt()
              + " is not that of "
              + outcome.forksFrom()
              + " 日志分叉");
    }
    if (outcome.lostEntries() > 0) {
      lines.add(
          name
              + outcome.lostEntries()
              + " later entries of the replaced data are lost 条较晚记录丢失: "
              + outcome.lost().entrySet().stream()
                  .map(e -> e.getKey() + " " + e.getValue())
                  .collect(Collectors.joining(", "))
              + " (lost-"
              + service
              + ".jsonl)");
    }
    if (outcome.ahead() > 0) {
      lines.add(name + "the replaced data end " + outcome.ahead() + " entries before 被替换的数据更旧");
    }
    if (unreadable) {
      lines.add(name + "the replaced data cannot be read 被替换的数据无法读取");
    }
    if (beyond() > outcome.lostEntries()) {
      lines.add(name + beyond() + " later entries were seen elsewhere and are lost 条曾见的较晚记录丢失");
    }
    return lines;
  }

  /** The last line. */
  static String summary(boolean forks, long lost) {
    if (forks) {
      return "verdict FORKED, " + lost + " entries lost 结论：日志分叉，丢失 " + lost + " 条";
    }
    return "verdict CONSISTENT, " + lost + " entries lost 结论：日志一致，丢失 " + lost + " 条";
  }

  private long beyond() {
    return known.isEmpty() ? 0 : Math.max(0, known.lastKey() - outcome.size());
  }
}
