package org.xinfu.idp.config;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.xinfu.idp.store.JdbcSubjects;

/** Whom an answer is about is the same from its beginning to its end: they are read once. */
record SubjectReads(Function<String, JdbcSubjects.Known> read) {
  JdbcSubjects.Known of(String id) {
    return Objects.requireNonNull(WithinRequest.once(name(id), () -> read.apply(id)));
  }

  /** What was read of them in this request; they are not read for that. */
  Optional<JdbcSubjects.Known> kept(String id) {
    return WithinRequest.kept(name(id)) instanceof JdbcSubjects.Known known
        ? Optional.of(known)
        : Optional.empty();
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
