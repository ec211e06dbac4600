package org.xinfu.idp.config;

import java.util.Objects;
import java.util.function.Function;
import org.xinfu.idp.store.JdbcAccountStore;

/** Whom an answer is about is the same from its beginning to its end: they are read once. */
record SubjectReads(Function<String, JdbcAccountStore.Known> read) {
  JdbcAccountStore.Known of(String id) {
    return Objects.requireNonNull(WithinRequest.once(name(id), () -> read.apply(id)));
  }

  void forget(String id) {
    WithinRequest.keep(name(id), null);
  }

  private static String name(String id) {
    return "subject " + id;
  }
}
