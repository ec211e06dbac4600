package org.xinfu.idp.config;

import java.util.Optional;
import org.xinfu.idp.store.ClientReading;
import org.xinfu.idp.store.JdbcClientStore;

/** A client is the same from the beginning of a request to its end: it is read once. */
record ClientReads(JdbcClientStore store) {
  /** Empty when no such client is registered. */
  Optional<ClientReading> of(String clientId) {
    return Optional.ofNullable(
        WithinRequest.once(name(clientId), () -> store.read(clientId).orElse(null)));
  }

  /** This is its edition in this request: what is remembered of it counts if it is of that one. */
  void keep(String clientId, long edition) {
    store
        .remembered(clientId)
        .filter(read -> read.edition() == edition)
        .ifPresent(read -> WithinRequest.keep(name(clientId), read));
  }

  void forget(String clientId) {
    WithinRequest.keep(name(clientId), null);
  }

  private static String name(String clientId) {
    return "client " + clientId;
  }
}
