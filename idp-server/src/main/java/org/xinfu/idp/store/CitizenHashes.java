package org.xinfu.idp.store;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gives accounts of an earlier release the keyed hash that keeps citizen ids unique. */
public final class CitizenHashes implements SmartInitializingSingleton {
  private final JdbcClient jdbc;
  private final CitizenIdCipher cipher;
  private final BlindIndex index;

  public CitizenHashes(JdbcClient jdbc, CitizenIdCipher cipher, BlindIndex index) {
    this.jdbc = jdbc;
    this.cipher = cipher;
    this.index = index;
  }

  @Override
  public void afterSingletonsInstantiated() {
    jdbc.sql(
            """
            SELECT id, citizen_id FROM account
            WHERE citizen_id IS NOT NULL AND citizen_hash IS NULL
            """)
        .query((row, number) -> new Row(row.getString(1), row.getBytes(2)))
        .list()
        .forEach(
            row ->
                jdbc.sql("UPDATE account SET citizen_hash = ? WHERE id = ?")
                    .param(index.of("citizen", cipher.open(row.id(), row.sealed())))
                    .param(row.id())
                    .update());
  }

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Row(String id, byte[] sealed) {}
}
