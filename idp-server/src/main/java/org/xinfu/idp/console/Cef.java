package org.xinfu.idp.console;

import java.util.Map;

/**
 * Audit rows as ArcSight Common Event Format (Implementing ArcSight CEF, version 0), one line each,
 * for whoever watches this server from outside.
 */
final class Cef {
  private static final Map<String, Integer> SEVERE =
      Map.of(
          "token-family-revoked", 8,
          "token-revoked", 8,
          "account-recovered", 6,
          "roles-set", 6,
          "password-reset", 6,
          "holder-frozen", 6);

  private Cef() {}

  static String line(AuditBook.Row row) {
    boolean bad = row.outcome().equals("refused") || row.outcome().equals("braked");
    int severity = SEVERE.getOrDefault(row.act(), bad ? 5 : 2);
    return "CEF:0|Xinfu|idp-server|1|%s|%s|%d|%s\n"
        .formatted(header(row.act()), header(row.act().replace('-', ' ')), severity, fields(row));
  }

  private static String fields(AuditBook.Row row) {
    return "rt=%d externalId=%d suser=%s duser=%s outcome=%s requestClientApplication=%s cs1Label=requestId cs1=%s cs2Label=details cs2=%s"
        .formatted(
            row.at().toEpochMilli(),
            row.number(),
            value(row.actor()),
            value(row.subject()),
            value(row.outcome()),
            value(row.client()),
            value(row.requestId()),
            value(row.details()));
  }

  private static String header(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("[\r\n]", " ");
  }

  private static String value(String text) {
    return text.replace("\\", "\\\\").replace("=", "\\=").replace("\r", "\\r").replace("\n", "\\n");
  }
}
