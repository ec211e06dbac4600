package org.xinfu.idp.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xinfu.idp.domain.CertificateName;
import org.xinfu.idp.domain.ClientAlgorithms;
import org.xinfu.idp.domain.ServiceName;
import org.xinfu.idp.domain.TokenAlgorithm;

/** Columns of {@code client} that its readers share. */
final class ClientColumns {
  private ClientColumns() {}

  /** Under what the client's tokens are signed. */
  static ClientAlgorithms algorithms(ResultSet row) throws SQLException {
    String userInfo = row.getString("userinfo_alg");
    return new ClientAlgorithms(
        algorithm(row.getString("id_token_alg")),
        algorithm(row.getString("access_token_alg")),
        userInfo == null ? null : algorithm(userInfo));
  }

  /** What people call the client, where its names are {@code service} and {@code service_en}. */
  static ServiceName service(ResultSet row) throws SQLException {
    return new ServiceName(row.getString("service"), row.getString("service_en"));
  }

  /** What the client's certificate is called. */
  static Optional<CertificateName> certificateName(ResultSet row) throws SQLException {
    String line = row.getString("tls_name");
    return line == null ? Optional.empty() : CertificateName.parse(line);
  }

  /** The value, where the name is of this kind. */
  static @Nullable String certificateName(ResultSet row, CertificateName.Kind kind)
      throws SQLException {
    return certificateName(row)
        .filter(name -> name.kind() == kind)
        .map(CertificateName::value)
        .orElse(null);
  }

  private static TokenAlgorithm algorithm(@Nullable String word) {
    return TokenAlgorithm.named(String.valueOf(word))
        .orElseThrow(() -> new IllegalStateException("no algorithm " + word));
  }
}
