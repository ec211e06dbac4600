package org.xinfu.seal.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.xinfu.seal.domain.SealRequest;
import org.xinfu.trust.id.UnifiedSocialCreditCode;

/** Reads what a unit asked for from a row of {@code application}. */
final class SealRequestRow {
  private SealRequestRow() {}

  static SealRequest read(ResultSet row) throws SQLException {
    return new SealRequest(
        row.getString("unit_name"),
        new UnifiedSocialCreditCode(row.getString("uscc")),
        row.getString("seal_name"),
        row.getString("bottom_text"),
        row.getString("seal_type"),
        row.getInt("diameter_mm"),
        row.getString("material_digest"),
        row.getString("legal_basis"));
  }
}
