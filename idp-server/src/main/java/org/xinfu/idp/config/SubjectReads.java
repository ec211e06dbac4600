package org.xinfu.idp.config;

import java.util.Objects;
import java.util.function.Function;
import org.xinfu.idp.store.JdbcSubjects;

/** Whom an answer is about is the same from its beginning to its end: they are read once. */
record SubjectReads(Function<String, JdbcSubjects.Known> read) {
  JdbcSubjects.Known of(String id) {
    return Objects.requireNonNull(WithinRequest.once(name(id), () -> read.apply(id)));
  }

  /** What was read of them in this request. */
  void keep(String id, JdbcSubjects.Known known) {
    WithinRequest.keep(name(id), known);
  }

  void forget(String id) {
    WithinRequest.keep(name(id), null);
  }

  private static String name(String id) {
    return "subject " + id;
  }
}
