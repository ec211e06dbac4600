package org.xinfu.idp.console;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.xinfu.kit.audit.Audit;

/** The audit administrator reads the book, takes it out, and has it checked. */
@Controller
class AuditPages {
  private static final int PAGE = 50;
  private static final int AT_ONCE = 2_000;
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(CHINA);

  private final AuditBook book;
  private final CheckAudit check;
  private final Audit audit;
  private final Clock clock;

  AuditPages(AuditBook book, CheckAudit check, Audit audit, Clock clock) {
    this.book = book;
    this.check = check;
    this.audit = audit;
    this.clock = clock;
  }

  @GetMapping("/console/audit")
  String search(Form form, Model model) {
    List<AuditBook.Row> some = book.find(form.search(), PAGE + 1);
    List<AuditBook.Row> page = some.subList(0, Math.min(PAGE, some.size()));
    audit.record("audit-searched", "audit", "done", Map.of("by", form.given()));
    model.addAttribute("form", form);
    model.addAttribute("rows", page.stream().map(AuditPages::line).toList());
    model.addAttribute("older", some.size() > PAGE ? page.getLast().number() : 0L);
    return "console/audit";
  }

  /**
   * Every row that matches, as it is read. That it was asked for is a row before anything leaves,
   * and how many were taken out is another: one without the other was cut off.
   */
  @GetMapping("/console/audit/export")
  void export(Form form, HttpServletResponse response) throws IOException {
    audit.record("audit-exported", "audit", "begun", Map.of());
    response.setContentType("text/plain;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"xinfu-idp-audit.cef\"");
    Writer file = response.getWriter();
    AuditBook.Search search = form.search();
    List<AuditBook.Row> rows = book.find(search, AT_ONCE);
    long all = 0;
    while (!rows.isEmpty()) {
      for (AuditBook.Row row : rows) {
        file.write(Cef.line(row));
      }
      all += rows.size();
      search = search.before(rows.getLast().number());
      rows = rows.size() < AT_ONCE ? List.of() : book.find(search, AT_ONCE);
    }
    audit.record("audit-exported", "audit", "done", Map.of("rows", all));
  }

  @PostMapping("/console/audit/check")
  String check(@RequestParam(defaultValue = "") String kept, Model model) {
    CheckAudit.Finding finding = check.check(note(kept));
    audit.record("audit-checked", "audit", finding.code(), Map.of("rows", finding.rows()));
    model.addAttribute("finding", finding);
    model.addAttribute("at", TIME.format(clock.instant()));
    return "console/audit-check";
  }

  /** A browser sends line ends as CR LF, and people copy more or less of the end. */
  private static String note(String typed) {
    String text = typed.replace("\r\n", "\n").strip();
    return text.isEmpty() ? "" : text + "\n";
  }

  private static Line line(AuditBook.Row row) {
    return new Line(
        row.number(),
        TIME.format(row.at()),
        row.actor(),
        row.client(),
        row.act(),
        row.subject(),
        row.outcome(),
        row.details().equals("{}") ? "" : row.details());
  }

  /** A row as the page shows it, in China Standard Time. */
  public record Line(
      long number,
      String at,
      String actor,
      String client,
      String act,
      String subject,
      String outcome,
      String details) {}

  /** What is looked for; days in China Standard Time, ISO 8601. */
  public record Form(
      @Nullable String from,
      @Nullable String to,
      @Nullable String actor,
      @Nullable String subject,
      @Nullable String act,
      @Nullable String outcome,
      @Nullable String client,
      @Nullable Long before) {
    AuditBook.Search search() {
      @Nullable LocalDate last = day(to);
      return new AuditBook.Search(
          start(day(from)),
          start(last == null ? null : last.plusDays(1)),
          text(actor),
          text(subject),
          text(act),
          text(outcome),
          text(client),
          before == null ? Long.MAX_VALUE : before);
    }

    /** By what is searched, never for what: a citizen's number may have been typed. */
    String given() {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("from", text(from));
      fields.put("to", text(to));
      fields.put("actor", text(actor));
      fields.put("subject", text(subject));
      fields.put("act", text(act));
      fields.put("outcome", text(outcome));
      fields.put("client", text(client));
      fields.put("before", before == null ? "" : before);
      fields.values().removeIf(""::equals);
      return String.join(" ", fields.keySet());
    }

    /** As a query, to go on with. */
    public String query() {
      return "from=%s&to=%s&actor=%s&subject=%s&act=%s&outcome=%s&client=%s"
          .formatted(
              escaped(from),
              escaped(to),
              escaped(actor),
              escaped(subject),
              escaped(act),
              escaped(outcome),
              escaped(client));
    }

    private static String escaped(@Nullable String typed) {
      return java.net.URLEncoder.encode(text(typed), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static @Nullable LocalDate day(@Nullable String typed) {
      try {
        return text(typed).isEmpty() ? null : LocalDate.parse(text(typed));
      } catch (DateTimeException noDay) {
        return null;
      }
    }

    private static @Nullable Instant start(@Nullable LocalDate day) {
      return day == null ? null : day.atStartOfDay(CHINA).toInstant();
    }

    private static String text(@Nullable String typed) {
      return Objects.requireNonNullElse(typed, "").strip();
    }
  }
}
